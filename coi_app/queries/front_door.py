"""What is written on the agency's front door: for people who have not signed in, and for every page's head."""

from dataclasses import dataclass

from sqlmodel import Session

from coi_app.models import Agency
from coi_app.rules import access


@dataclass(frozen=True, slots=True)
class DoorSign:
    """The agency's name, "City, ST", "Street, City" and phone; all public. `time_zone` is an IANA name."""

    name: str
    place: str
    phone: str
    time_zone: str
    street: str = ""


def sign(session: Session) -> DoorSign:
    agency = session.get(Agency, 1)
    if agency is None:
        return DoorSign("Certificates of insurance", "", "", "UTC")
    place = ", ".join(part for part in (agency.city, agency.state) if part)
    street = ", ".join(part for part in (agency.address_line_one, agency.city) if part)
    return DoorSign(agency.name, place, agency.phone, agency.time_zone, street)


def sign_for(session: Session, _actor: access.Actor) -> DoorSign:
    """As `sign`, for callers that name who asks."""
    return sign(session)
