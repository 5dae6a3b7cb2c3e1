"""The first page of the portal."""

from dataclasses import dataclass

from sqlmodel import Session

from coi_app.queries import front_door
from coi_app.queries.holder_choices import HolderChoice
from coi_app.queries.policies import PolicyRow
from coi_app.queries.portal import coverage, holders_review, own, recipients
from coi_app.queries.portal.holders_review import UnderWay
from coi_app.rules import access
from coi_app.rules.portal_rights import PortalRight

AGAIN = 3


@dataclass(frozen=True, slots=True)
class Home:
    """`again` are the holders that got a certificate last; without the right to look, a part is empty."""

    insured: str
    agency: str
    phone: str
    again: tuple[HolderChoice, ...]
    policies: tuple[PolicyRow, ...]
    policy_count: int
    review: UnderWay | None


def home(session: Session, actor: access.Actor) -> Home:
    insured, sign = own.insured(session, actor), front_door.sign(session)
    again: tuple[HolderChoice, ...] = ()
    if actor.may(PortalRight.SEND_CERTIFICATES):
        again = tuple(one for one in recipients.found(session, actor) if one.last_issued_at)[:AGAIN]
    policies, count = coverage.today(session, actor) if actor.may(PortalRight.VIEW_POLICIES) else ((), 0)
    review = holders_review.under_way(session, actor) if actor.may(PortalRight.EDIT_HOLDERS) else None
    return Home(insured.legal_name, sign.name, sign.phone, again, policies, count, review)
