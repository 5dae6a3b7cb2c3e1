"""The insured's policies."""

from dataclasses import dataclass

import reflex as rx

from coi_app.queries.portal import coverage, rows
from coi_app.rules.facts import shown_day
from coi_app.rules.portal_rights import PortalRight
from coi_app.web import guards, session


@dataclass(frozen=True)
class Limit:
    name: str
    amount: str


@dataclass(frozen=True)
class Card:
    id: int
    title: str
    number: str
    carrier: str
    term: str
    standing: str
    standing_words: str
    limits: list[Limit]


class PortalPoliciesState(rx.State):
    living: list[Card] = []
    over: list[Card] = []
    is_loaded: bool = False

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.VIEW_POLICIES)
    async def load(self) -> None:
        living, over = await session.look(coverage.living_and_over)
        self.living, self.over = [_card(one) for one in living], [_card(one) for one in over]
        self.is_loaded = True


def _card(one: rows.PolicyRow) -> Card:
    return Card(
        id=one.id,
        title=one.title,
        number=one.number,
        carrier=one.carrier_name,
        term=f"{shown_day(one.effective_on)} to {shown_day(one.expires_on)}",
        standing=one.standing.kind.value,
        standing_words=one.standing.label,
        limits=[Limit(*each) for each in one.limits],
    )
