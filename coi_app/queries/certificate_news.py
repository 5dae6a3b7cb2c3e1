"""What colleagues did since a list of certificates was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.queries import certificates, paging, sight, tables
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


def page(
    session: Session, actor: access.Actor, filters: CertificateFilter, **how: Any
) -> tuple[int, paging.Page[CertificateRow]]:
    """The newest of all, and a page of those that match: as `certificates.page` gives it, told `how`."""
    return newest(session, actor), certificates.page(session, actor, filters, **how)


def stamp(session: Session, actor: access.Actor, shown_ids: Sequence[int]) -> tuple[Any, ...]:
    """Changes when one is issued, or one of those that are shown is mailed, superseded or withdrawn: cheap enough to be
    asked every few seconds by every open window."""
    row = tables.certificates
    states = (
        select(row.id, row.delivery, row.delivery_at, row.superseded_at, row.withdrawn_at)
        .where(row.id.in_(shown_ids), sight.of(actor, row.insured_id))
        .order_by(row.id)
    )
    return newest(session, actor), *map(tuple, session.execute(states))


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
