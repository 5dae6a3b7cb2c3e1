"""Holders an insured's people may send to: those on their own list that want certificates."""

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.queries import holder_choices, tables
from coi_app.queries.holder_choices import HolderChoice
from coi_app.queries.portal import own
from coi_app.rules import access, errors
from coi_app.rules.portal_rights import PortalRight

SHOWN = 20
LOOKED_AT = 60  # some of those used last may not be on the list any more


def found(session: Session, actor: access.Actor, text: str = "") -> tuple[HolderChoice, ...]:
    """By any of their names; those used last come first."""
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.SEND_CERTIFICATES)
    known = holder_choices.choices(session, actor, owner, text, LOOKED_AT)
    return tuple(one for one in known if one.interest_id is not None)[:SHOWN]


def one(session: Session, actor: access.Actor, holder_id: object) -> HolderChoice:
    """Raises NotFound for a holder that is not on the list, or not any more."""
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.SEND_CERTIFICATES)
    choice = holder_choices.one(session, actor, owner, holder_id)
    if choice.interest_id is None:
        raise errors.NotFound("holder")
    return choice


def number(session: Session, actor: access.Actor) -> int:
    """How many are on the list."""
    owner = own.insured_id(session, actor)
    link = tables.additional_interests
    listed = select(func.count(link.holder_id.distinct())).where(
        link.insured_id == owner, link.ended_on.is_(None)
    )
    return int(session.execute(listed).scalar_one())
