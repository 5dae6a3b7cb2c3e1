"""What the page of a download link tells whoever has the link: the certificate, how it stands, until when it works.

No actor: the link was mailed to somebody, and hands out the one certificate that the mail was about.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock
from coi_app.adapters import tokens
from coi_app.models import Certificate, Delivery
from coi_app.queries import public_check, tables
from coi_app.queries.public_check import PublicCertificate
from coi_app.rules.standing import StandingKind

LONGEST_TOKEN = 64


class Works(StrEnum):
    """Whether the link hands out the file. A superseded certificate stays viewable (R30); one that was withdrawn is
    not sent any more."""

    YES = "yes"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Linked:
    delivery_id: int
    certificate: PublicCertificate
    expires_at: datetime
    works: Works


def by_token(session: Session, token: object) -> Linked | None:
    """None for a link that leads nowhere: made up, cut off, or replaced by a newer one."""
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN or not token.isascii():
        return None
    delivery, certificate = tables.deliveries, tables.certificates
    query = (
        select(delivery.id, delivery.link_expires_at, certificate.verification_code)
        .select_from(Delivery)
        .join(Certificate, certificate.id == delivery.certificate_id)
        .where(delivery.link_token_sha256 == tokens.digest(token))
    )
    found = session.execute(query).first()
    shown = public_check.by_code(session, found.verification_code) if found else None
    if found is None or shown is None:
        return None
    return Linked(found.id, shown, found.link_expires_at, _works(shown, found.link_expires_at))


def last_day(found: Linked, zone: ZoneInfo) -> date:
    """The last day on which it works, where the agency is: it ends at midnight."""
    return (found.expires_at - timedelta(seconds=1)).astimezone(zone).date()


def _works(shown: PublicCertificate, expires_at: datetime) -> Works:
    if shown.standing.kind is StandingKind.WITHDRAWN:
        return Works.WITHDRAWN
    return Works.YES if clock.now() < expires_at else Works.EXPIRED
