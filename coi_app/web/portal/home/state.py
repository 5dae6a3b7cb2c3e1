"""The first page of the portal."""

from dataclasses import dataclass

import reflex as rx

from coi_app.queries.portal import holders_review, home, rows
from coi_app.rules.facts import shown_day
from coi_app.rules.standing import StandingKind
from coi_app.web import guards, routes, session
from coi_app.web.portal import when


@dataclass(frozen=True)
class Again:
    name: str
    sent: str
    href: str


@dataclass(frozen=True)
class Coverage:
    """`ends` is "to 07/01/2026", or what is the matter with it."""

    title: str
    standing: str
    ends: str
    is_well: bool


class PortalHomeState(rx.State):
    insured: str = ""
    agency: str = ""
    phone: str = ""
    again: list[Again] = []
    coverage: list[Coverage] = []
    policy_count: int = 0
    review: str = ""
    is_loaded: bool = False

    @rx.event
    @guards.looks
    @guards.insured
    async def load(self) -> None:
        shown = await session.look(home.home)
        zone = await session.zone_of(self)
        self.insured, self.agency, self.phone = shown.insured, shown.agency, shown.phone
        self.again = [
            Again(
                one.name,
                f"Sent {when.day(one.last_issued_at, zone)}",
                routes.portal_send(holder=str(one.id)),
            )
            for one in shown.again
            if one.last_issued_at
        ]
        self.coverage = [_coverage(one) for one in shown.policies]
        self.policy_count = shown.policy_count
        self.review = _review(shown.review) if shown.review else ""
        self.is_loaded = True


def _review(one: holders_review.UnderWay) -> str:
    """ "12 of 250 looked at, by 12/01/2026"."""
    by = f", by {shown_day(one.due_on)}" if one.due_on else ""
    return f"{one.said:,} of {one.total:,} looked at{by}"


def _coverage(policy: rows.PolicyRow) -> Coverage:
    kind, is_well = policy.standing.kind, policy.standing.kind is StandingKind.IN_FORCE
    ends = f"to {shown_day(policy.expires_on)}" if is_well else policy.standing.label
    return Coverage(policy.title, kind.value, ends, is_well)
