"""The agency as its settings show it, and its day: what is in force is decided by the agency's calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock
from coi_app.models import Agency, StoredPicture
from coi_app.queries import facts, plain, tables
from coi_app.rules import access, errors
from coi_app.rules.certificate_content import Address

DEFAULT_TIME_ZONE = Agency.model_fields["time_zone"].default
COMMON_TIME_ZONES = (
    "America/New_York", "America/Detroit", "America/Chicago", "America/Denver", "America/Boise",
    "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgencyRow:
    name: str
    address: Address
    phone: str
    fax: str
    email: str
    contact_name: str
    representative: str
    logo_sha256: str
    signature_sha256: str
    time_zone: str
    number_prefix: str
    attach_json: bool
    revision: int


def settings(session: Session, actor: access.Actor) -> AgencyRow:
    """For staff; raises NotFound before the first start is done."""
    access.require(actor, access.Right.DESK_VIEW)
    agency = row(session)
    return AgencyRow(
        name=agency.name,
        address=facts.address(agency),
        phone=agency.phone,
        fax=agency.fax,
        email=agency.email,
        contact_name=agency.contact_name,
        representative=agency.representative,
        logo_sha256=agency.logo_sha256,
        signature_sha256=agency.signature_sha256,
        time_zone=agency.time_zone,
        number_prefix=agency.number_prefix,
        attach_json=agency.attach_json,
        revision=agency.revision,
    )


def row(session: Session, *, for_change: bool = False) -> Agency:
    """The agency's row for services; `for_change` locks it until the change is committed."""
    agency = session.get(Agency, 1, with_for_update=True if for_change else None)
    if agency is None:
        raise errors.NotFound("agency")
    return agency


def form(agency: Agency) -> dict[str, str]:
    """The values of the settings form, by the field names that `services.agency.change` takes."""
    return {
        "name": agency.name,
        "line_one": agency.address_line_one,
        "line_two": agency.address_line_two,
        "city": agency.city,
        "state": agency.state,
        "zip_code": agency.zip_code,
        "phone": agency.phone,
        "fax": agency.fax,
        "email": agency.email,
        "contact_name": agency.contact_name,
        "representative": agency.representative,
        "time_zone": agency.time_zone,
        "number_prefix": agency.number_prefix,
    }


def name(session: Session) -> str:
    """What the shell and the sign-in page say; "" before the first start is done."""
    agency = session.get(Agency, 1)
    return agency.name if agency else ""


ZONE = select(tables.agency.time_zone)  # asked by nearly every page


def time_zone(session: Session) -> str:
    found = plain.rows(session, ZONE)
    return str(found[0][0]) if found else DEFAULT_TIME_ZONE


def today(session: Session) -> date:
    return clock.today(time_zone(session))


def today_in(zone: str | None) -> date:
    """`zone`: what ZONE found."""
    return clock.today(zone or DEFAULT_TIME_ZONE)


def midnight(session: Session, day: date) -> datetime:
    """The instant at which that day begins where the agency is."""
    return datetime.combine(day, time(), ZoneInfo(time_zone(session)))


def time_zones() -> tuple[str, ...]:
    """All zones one may choose, those of the country first."""
    others = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return COMMON_TIME_ZONES + tuple(zone for zone in others if zone not in COMMON_TIME_ZONES)


def picture(session: Session, actor: access.Actor, sha256: str) -> bytes:
    """A logo or signature (PNG) for the settings page."""
    access.require(actor, access.Right.DESK_VIEW)
    stored = session.get(StoredPicture, sha256)
    if stored is None:
        raise errors.NotFound("picture")
    return stored.body
