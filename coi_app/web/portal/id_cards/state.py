"""The insured's auto ID cards."""

from dataclasses import dataclass

import reflex as rx

from coi_app.queries.portal import files
from coi_app.rules.facts import shown_day
from coi_app.rules.portal_rights import PortalRight
from coi_app.web import guards, routes, session


@dataclass(frozen=True)
class Vehicle:
    title: str
    vin: str


@dataclass(frozen=True)
class Card:
    """`title` is the insurer, or the name of an uploaded file whose policy is not known."""

    id: int
    title: str
    policy: str
    term: str
    vehicles: list[Vehicle]
    href: str


class PortalIdCardsState(rx.State):
    cards: list[Card] = []
    is_loaded: bool = False

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.VIEW_ID_CARDS)
    async def load(self) -> None:
        self.cards = [_card(one) for one in await session.look(files.id_cards)]
        self.is_loaded = True


def _card(one: files.IdCard) -> Card:
    ends = shown_day(one.expires_on) if one.expires_on else ""
    term = f"{shown_day(one.effective_on)} to {ends}" if one.effective_on else ends and f"until {ends}"
    return Card(
        id=one.id,
        title=one.carrier or one.name,
        policy=f"{one.policy_number}, NAIC {one.naic}" if one.policy_number else "",
        term=term,
        vehicles=[Vehicle(title, vin) for title, vin in one.vehicles],
        href=routes.shared_file(one.id),
    )
