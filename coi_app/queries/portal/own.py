"""Whose portal it is."""

from sqlmodel import Session

from coi_app.models import Insured
from coi_app.queries import insureds
from coi_app.rules import access, errors


def insured(session: Session, actor: access.Actor) -> Insured:
    """The insured that this account belongs to; raises NotFound for anybody of the agency."""
    if actor.role is not access.Role.INSURED or actor.insured_id is None:
        raise errors.NotFound("portal")
    return insureds.in_sight(session, actor, actor.insured_id)


def insured_id(session: Session, actor: access.Actor) -> int:
    found = insured(session, actor).id
    assert found is not None
    return found
