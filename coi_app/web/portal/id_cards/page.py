"""ID cards: what an officer asks for, to read at once and to download for printing."""

import reflex as rx

from coi_app.rules.portal_rights import PortalRight
from coi_app.web.portal import frame
from coi_app.web.portal.id_cards.state import Card, PortalIdCardsState, Vehicle
from coi_app.web.shared import icon, link

Cards = PortalIdCardsState


def page() -> rx.Component:
    return frame.page(
        rx.el.h1("ID cards", class_name="phone-title"),
        frame.guarded(PortalRight.VIEW_ID_CARDS, Cards.is_loaded, _content()),
        current="id_cards",
    )


def _content() -> rx.Component:
    nothing = rx.el.p(
        "There are no ID cards in force here. Call your agency if you need one.", class_name="phone-nothing"
    )
    cards = rx.el.div(rx.foreach(Cards.cards, _card), class_name="stack is-tight")
    return rx.cond(Cards.cards.length() > 0, cards, nothing)


def _card(one: rx.Var[Card]) -> rx.Component:
    return rx.el.article(
        rx.el.div(
            rx.el.span(
                rx.el.h2(one.title, class_name="phone-row-title"),
                rx.cond(one.policy != "", rx.el.span(one.policy, class_name="phone-row-note mono")),
                rx.cond(one.term != "", rx.el.span(one.term, class_name="phone-row-note num")),
                class_name="grow",
            ),
            class_name="phone-row",
        ),
        rx.cond(
            one.vehicles.length() > 0,
            rx.el.ul(rx.foreach(one.vehicles, _vehicle), aria_label="Vehicles"),
        ),
        rx.el.div(
            link.file(
                icon.icon("download", 18),
                "Download",
                href=one.href,
                class_name="big-button is-second",
                aria_label="Download the ID cards of " + one.title,
            ),
            class_name="phone-part",
        ),
        class_name="phone-card",
        key=one.id,
    )


def _vehicle(one: rx.Var[Vehicle]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(one.title, class_name="phone-row-title"),
            rx.el.span(one.vin, class_name="phone-row-note mono"),
            class_name="grow",
        ),
        class_name="phone-row is-low",
        key=one.vin,
    )
