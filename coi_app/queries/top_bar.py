"""The numbers around every page of the desk: read when a page opens, told to open tabs when something new came."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.models import Account
from coi_app.queries import mails, notifications, requests, sessions, tables
from coi_app.rules import access


@dataclass(frozen=True, slots=True)
class Numbers:
    failed_mails: int = 0
    open_requests: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Ringing:
    """Tabs of one person who was told of something new, and what they show from now on."""

    tabs: tuple[str, ...]
    numbers: Numbers


def numbers(session: Session, actor: access.Actor) -> Numbers:
    """None where the person may not look."""
    at_desk = actor.may(access.Right.DESK_VIEW)
    return Numbers(
        failed_mails=mails.troubled_count(session, actor) if actor.may(access.Right.OUTBOX_VIEW) else 0,
        open_requests=requests.open_count(session, actor) if at_desk else 0,
        unread=notifications.unread_count(session, actor) if at_desk else 0,
    )


def newest(session: Session) -> int:
    """The last notification of all, of whomever; 0 before the first."""
    return session.execute(select(func.max(tables.notifications.id))).scalar_one() or 0


def since(session: Session, notification_id: int) -> list[Ringing]:
    """Everybody who was told of something after that notification and has a tab open."""
    row = tables.notifications
    told = session.execute(select(row.account_id).where(row.id > notification_id).distinct()).scalars()
    found = (_ringing(session, session.get_one(Account, account_id)) for account_id in told)
    return [one for one in found if one is not None]


def _ringing(session: Session, account: Account) -> Ringing | None:
    tabs = sessions.tabs_of_account(session, account.id or 0)
    who = sessions.actor_of(session, account, "") if account.status == "active" else None
    return Ringing(tuple(tabs), numbers(session, who)) if tabs and who is not None else None
