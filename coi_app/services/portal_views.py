"""See the portal as an insured's account does: half an hour, read-only, recorded, part of one's session at the desk."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from coi_app import clock
from coi_app.models import Insured, PortalView
from coi_app.queries import insured_accounts, sessions
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import account_rows

LIFE = timedelta(minutes=30)


def open_as(session: Session, actor: access.Actor, account_id: object, session_id: int) -> None:
    """From now on the pages of the portal show in this session what that account sees; an earlier look ends.

    Raises NotFound, NotAllowed, and Conflict while nobody could sign in with that account.
    """
    account = insured_accounts.in_sight(session, actor, account_id)
    access.require(actor, access.Right.PORTAL_MANAGE)
    if account.status == "deactivated" or not _is_open(session, account.insured_id):
        raise errors.Conflict(
            f"{account.name} cannot use the portal at the moment, so there is nothing to see."
        )
    assert account.id is not None
    end(session, session_id)
    now = clock.now()
    view = PortalView(session_id=session_id, account_id=account.id, opened_at=now, expires_at=now + LIFE)
    session.add(view)
    said = f"Looked at the portal as {account.name} sees it"
    account_rows.record(session, actor, account, ActivityKind.PORTAL_VIEWED_AS_INSURED, said)


def _is_open(session: Session, insured_id: int | None) -> bool:
    insured = session.get(Insured, insured_id) if insured_id else None
    return insured is not None and insured.portal_open


def end(session: Session, session_id: int) -> None:
    """Whatever look is open in this session."""
    row = PortalView
    session.execute(
        update(row)
        .where(col(row.session_id) == session_id, col(row.ended_at).is_(None))
        .values(ended_at=clock.now())
    )


def end_own(session: Session, found: sessions.SignedIn) -> int | None:
    """The look of one's own session; gives the insured whose portal it was, None when there was none."""
    seen = sessions.viewing(session, found)
    end(session, found.session_id)
    return seen.actor.insured_id if seen else None
