"""Certificates Sent as a list for a spreadsheet: what the grid shows, and a little more."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coi_app import settings
from coi_app.queries import certificates
from coi_app.queries.certificates import CertificateRow
from coi_app.rules import access
from coi_app.rules.facts import shown_day

HEAD = (
    "Holder", "City, state", "Certificate number", "Revision", "Insured", "Master", "Master version", "Issued on",
    "Issued at", "Issued by", "Source", "Description of operations", "Delivery", "E-mailed to", "Delivery at",
    "Standing", "Verification link", "SHA-256",
)  # fmt: skip
WIDTHS = (34, 18, 16, 8, 30, 18, 8, 12, 20, 18, 14, 40, 14, 30, 20, 18, 40, 66)


def rows(
    session: Session, actor: access.Actor, certificate_ids: Sequence[int], zone: str
) -> list[tuple[str, ...]]:
    """In the order of HEAD; instants in that time zone, days as the trade writes them."""
    of_the_agency, verification = ZoneInfo(zone), _verification()
    return [
        (*_shown(one, of_the_agency), verification + one.verification_code, one.sha256)
        for one in certificates.rows(session, actor, certificate_ids)
    ]


def _verification() -> str:
    """What the code of each follows."""
    return f"{settings.current().public_url.rstrip('/')}/v/"


def _shown(one: CertificateRow, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        one.holder, one.place, one.number, str(one.revision), one.insured, one.master, str(one.master_version),
        shown_day(one.issued_on), _instant(one.issued_at, zone), one.issued_by, one.source.replace("_", " "),
        one.description, one.delivery_label, one.delivery_to, _instant(one.delivery_at, zone), one.standing.label,
    )  # fmt: skip


def _instant(at: datetime | None, zone: ZoneInfo) -> str:
    if at is None:
        return ""
    here = at.astimezone(zone)
    return f"{here.isoformat(' ', 'seconds')[:19]} {here.tzname()}"  # a format takes twice the time
