"""One's own account in the portal."""

from sqlmodel import Session

from coi_app.queries import sessions
from coi_app.queries.portal import own
from coi_app.queries.sessions import OwnSessionRow
from coi_app.rules import access


def own_sessions(session: Session, actor: access.Actor, this_one: int) -> list[OwnSessionRow]:
    """Where one is signed in, the last used first."""
    own.insured_id(session, actor)
    return sessions.own_sessions(session, actor, this_one)


def mails_off(session: Session, actor: access.Actor) -> frozenset[str]:
    """Keys of the kinds of mails that one has turned off."""
    own.insured_id(session, actor)
    return sessions.mails_off(session, actor)
