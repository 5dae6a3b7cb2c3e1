"""What somebody of the agency should know of: on the bell of the desk, until it is read."""

from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Session, col

from coi_app import clock
from coi_app.models import Account, Notification
from coi_app.queries import request_settings, requests, sight
from coi_app.rules import access

LONGEST = 200


class NotificationKind(StrEnum):
    """Stored: never rename one."""

    REQUEST = "request"
    APPROVAL = "approval"
    MAIL_FAILED = "mail_failed"
    REVIEW_FINISHED = "review_finished"


def tell(
    session: Session,
    insured_id: int,
    kind: NotificationKind,
    words: str,
    href: str,
    also: int | None = None,
) -> None:
    """The insured's agent; while nobody is, everybody who answers requests. And `also`, if that account is active."""
    agent = request_settings.agent_of(session, insured_id)
    people = {agent} if agent else {one for one, _ in requests.agents(session, access.system_actor())}
    asker = session.get(Account, also) if also else None
    if asker is not None and asker.id and asker.status == "active":
        people.add(asker.id)
    for account_id in sorted(people):
        tell_one(session, account_id, kind, words, href)


def tell_one(session: Session, account_id: int, kind: NotificationKind, words: str, href: str) -> None:
    now = clock.now()
    session.add(
        Notification(account_id=account_id, kind=kind.value, words=words[:LONGEST], href=href, created_at=now)
    )


def tell_sender(
    session: Session, account_id: int | None, insured_id: int | None, words: str, href: str
) -> None:
    """Of a message that failed: whoever of the agency sent it, else who looks after the insured."""
    sender = session.get(Account, account_id) if account_id else None
    if sender is not None and sender.role != access.Role.INSURED.value and sender.status == "active":
        tell_one(session, account_id or 0, NotificationKind.MAIL_FAILED, words, href)
    elif insured_id is not None:
        tell(session, insured_id, NotificationKind.MAIL_FAILED, words, href)


def read(session: Session, actor: access.Actor, which: object = None) -> None:
    """One's own, or all of them; how one reads is no part of the history."""
    access.require(actor, access.Right.DESK_VIEW)
    row = Notification
    wanted = [col(row.account_id) == actor.account_id, col(row.read_at).is_(None)]
    if which is not None:
        wanted.append(col(row.id) == sight.number(which))
    session.execute(update(row).where(*wanted).values(read_at=clock.now()))
