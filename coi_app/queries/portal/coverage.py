"""The insured's own policies: numbers, dates and limits, and how each stands today."""

from sqlmodel import Session

from coi_app.queries import facts, policies
from coi_app.queries.policies import PolicyRow
from coi_app.queries.portal import own
from coi_app.rules import access
from coi_app.rules.portal_rights import PortalRight
from coi_app.rules.standing import StandingKind

OVER = frozenset({StandingKind.EXPIRED, StandingKind.CANCELLED})
ON_HOME = 4


def living_and_over(
    session: Session, actor: access.Actor
) -> tuple[tuple[PolicyRow, ...], tuple[PolicyRow, ...]]:
    """Those in force or to come, in the order of the paper, and those that ended, the latest first."""
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.VIEW_POLICIES)
    found = policies.of_insured(session, actor, owner)
    living = tuple(one for one in found if one.standing.kind not in OVER)
    return living, tuple(one for one in found if one.standing.kind in OVER)


def today(session: Session, actor: access.Actor) -> tuple[tuple[PolicyRow, ...], int]:
    """The few that end soonest, in the order of the paper, and how many there are in all."""
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.VIEW_POLICIES)
    shown = policies.strip(session, owner)
    first = sorted(shown[:ON_HOME], key=lambda one: (facts.LINE_ORDER[one.line], one.expires_on))
    return tuple(first), len(shown)
