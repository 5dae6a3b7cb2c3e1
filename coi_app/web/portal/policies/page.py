"""Policies: number, insurer, dates and limits, as they are today."""

import reflex as rx

from coi_app.rules.portal_rights import PortalRight
from coi_app.web.portal import frame
from coi_app.web.portal.policies.state import Card, Limit, PortalPoliciesState
from coi_app.web.shared import standing_badge

Policies = PortalPoliciesState


def page() -> rx.Component:
    return frame.page(
        rx.el.h1("Policies", class_name="phone-title"),
        frame.guarded(PortalRight.VIEW_POLICIES, Policies.is_loaded, _content()),
        current="policies",
    )


def _content() -> rx.Component:
    nothing = rx.el.p(
        "Your agency has entered no policies yet. Call them if you miss one.", class_name="phone-nothing"
    )
    return rx.fragment(
        _group("In force or to come", Policies.living),
        _group("Over", Policies.over),
        rx.cond((Policies.living.length() == 0) & (Policies.over.length() == 0), nothing),
    )


def _group(title: str, cards: rx.Var[list[Card]]) -> rx.Component:
    part = rx.el.section(
        rx.el.div(rx.el.h2(title), class_name="section-head"),
        rx.el.div(rx.foreach(cards, _card), class_name="stack is-tight"),
        aria_label=title,
    )
    return rx.cond(cards.length() > 0, part)


def _card(one: rx.Var[Card]) -> rx.Component:
    return rx.el.article(
        rx.el.div(
            rx.el.span(
                rx.el.h3(one.title, class_name="phone-row-title"),
                rx.el.span(one.number, class_name="phone-row-note mono"),
                class_name="grow",
            ),
            standing_badge.standing_badge(one.standing, one.standing_words),
            class_name="phone-row",
        ),
        rx.el.div(
            rx.el.span(one.carrier, class_name="phone-row-note"),
            rx.el.span(one.term, class_name="phone-row-note num"),
            rx.el.dl(
                rx.foreach(one.limits, _limit),
                class_name="phone-limits",
            ),
            class_name="phone-policy",
        ),
        class_name="phone-card",
        key=one.id,
    )


def _limit(limit: rx.Var[Limit]) -> rx.Component:
    return rx.el.div(rx.el.dt(limit.name), rx.el.dd(limit.amount, class_name="num"))
