"""What colleagues did since a list of certificates was read: cheap enough to ask every few seconds."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.queries import certificates, paging, tables
from coi_app.queries.certificate_filters import CertificateFilter
from coi_app.queries.certificates import CertificateRow
from coi_app.rules import access


@dataclass(frozen=True, slots=True)
class News:
    """How many that match are new, and the rows that are shown, as they are now."""

    count: paging.Count
    shown: tuple[CertificateRow, ...]


def newest(session: Session, actor: access.Actor) -> int:
    """The number in the database of the certificate that was issued last; 0 when there is none."""
    access.require(actor, access.Right.DESK_VIEW)
    found: int | None = session.execute(select(func.max(tables.certificates.id))).scalar()
    return found or 0


def since(
    session: Session,
    actor: access.Actor,
    filters: CertificateFilter,
    insured_id: object,
    after_id: int,
    shown_ids: Sequence[int],
) -> News:
    query = certificates.matching(session, actor, filters, insured_id)
    new = paging.counted(session, query.where(tables.certificates.id > after_id))
    return News(new, certificates.rows(session, actor, shown_ids))
