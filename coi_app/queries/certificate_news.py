"""What colleagues did since a list of certificates was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.queries import certificates, paging, plain, sight, tables
from coi_app.queries.certificate_filters import CertificateFilter
from coi_app.queries.certificates import CertificateRow
from coi_app.queries.mails import MailState
from coi_app.rules import access


@dataclass(frozen=True, slots=True)
class News:
    """How many that match are new, and the rows that are shown, as they are now."""

    count: paging.Count
    shown: tuple[CertificateRow, ...]


_NEWEST = select(func.max(tables.certificates.id))
_mail = tables.mails
_PULSE = select(
    _NEWEST.scalar_subquery(),
    select(func.max(tables.activities.id)).scalar_subquery(),
    select(func.max(_mail.created_at)).where(_mail.state == MailState.OUTBOX.value).scalar_subquery(),
)


def newest(session: Session, actor: access.Actor) -> int:
    """The number in the database of the certificate that was issued last; 0 when there is none."""
    access.require(actor, access.Right.DESK_VIEW)
    ((found,),) = plain.rows(session, _NEWEST)
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


def pulse(session: Session) -> tuple[Any, ...]:
    """Changes with all that a list of certificates shows, but for what the calendar alone changes: all of it stands in
    the history, except that a message was kept in the Outbox."""
    return tuple(plain.rows(session, _PULSE)[0])


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
