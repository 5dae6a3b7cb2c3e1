"""One's own notifications: the bell of the desk."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.queries import tables
from coi_app.rules import access

SHOWN = 12
MOST = 100


@dataclass(frozen=True, slots=True)
class NotificationRow:
    id: int
    kind: str
    words: str
    href: str
    at: datetime
    is_read: bool


def unread_count(session: Session, actor: access.Actor) -> int:
    """At most 100."""
    access.require(actor, access.Right.DESK_VIEW)
    row = tables.notifications
    own = (
        select(row.id).where(row.account_id == actor.account_id, row.read_at.is_(None)).limit(MOST).subquery()
    )
    return int(session.execute(select(func.count()).select_from(own)).scalar_one())


def latest(session: Session, actor: access.Actor) -> tuple[NotificationRow, ...]:
    """The newest first."""
    access.require(actor, access.Right.DESK_VIEW)
    row = tables.notifications
    found = session.execute(
        select(row.id, row.kind, row.words, row.href, row.created_at, row.read_at)
        .where(row.account_id == actor.account_id)
        .order_by(row.id.desc())
        .limit(SHOWN)
    )
    return tuple(
        NotificationRow(one.id, one.kind, one.words, one.href, one.created_at, one.read_at is not None)
        for one in found
    )
