"""Home: what one came for, those who got a certificate last, and whether the coverage stands."""

import reflex as rx

from coi_app.rules.portal_rights import PortalRight
from coi_app.web import routes
from coi_app.web.portal import frame
from coi_app.web.portal.home.state import Again, Coverage, PortalHomeState
from coi_app.web.shared import data_grid, icon, link, policy_strip

Home = PortalHomeState


def page() -> rx.Component:
    return frame.page(
        rx.cond(
            Home.is_loaded,
            rx.fragment(_lead(), _doings(), _review(), _again(), _coverage(), _call()),
            _waiting(),
        ),
        current="home",
    )


def title() -> rx.Var[str]:
    return rx.cond(Home.insured != "", "Home · " + Home.insured, "Home")


def _waiting() -> rx.Component:
    return rx.fragment(rx.el.h1("Home", class_name="sr-only"), data_grid.skeleton(6))


def _lead() -> rx.Component:
    return rx.el.div(
        rx.el.h1(Home.insured),
        rx.el.p("What do you need today?", class_name="muted"),
        class_name="phone-intro",
    )


def _doings() -> rx.Component:
    send = link.link(
        icon.icon("send", 19, stroke=2),
        "Send a certificate",
        href=routes.PORTAL_SEND,
        class_name="big-button",
    )
    return rx.el.div(
        rx.cond(frame.may(PortalRight.SEND_CERTIFICATES), send), frame.seconds(), class_name="stack is-tight"
    )


def _review() -> rx.Component:
    """Only while one is under way."""
    row = link.link(
        rx.el.span(icon.icon("list_checks", 18), class_name="tile"),
        rx.el.span(
            rx.el.span("Review your holders", class_name="phone-row-title"),
            rx.el.span(Home.review, class_name="phone-row-note num"),
            class_name="grow",
        ),
        icon.icon("chevron_right", 18, tone="muted"),
        href=routes.PORTAL_HOLDERS_REVIEW,
        class_name="phone-row",
    )
    part = rx.el.div(row, class_name="phone-card phone-after")
    return rx.cond((Home.review != "") & frame.may(PortalRight.EDIT_HOLDERS), part)


def _again() -> rx.Component:
    rows = rx.el.div(rx.foreach(Home.again, _again_row), class_name="phone-card")
    part = rx.el.section(
        rx.el.div(rx.el.h2("Send again to"), class_name="section-head"), rows, aria_label="Send again to"
    )
    return rx.cond((Home.again.length() > 0) & frame.may(PortalRight.SEND_CERTIFICATES), part)


def _again_row(one: rx.Var[Again]) -> rx.Component:
    return link.link(
        rx.el.span(icon.icon("building_2", 18), class_name="tile is-gray"),
        rx.el.span(
            rx.el.span(one.name, class_name="phone-row-title clip"),
            rx.el.span(one.sent, class_name="phone-row-note"),
            class_name="grow",
        ),
        icon.icon("chevron_right", 18, tone="muted"),
        href=one.href,
        class_name="phone-row",
    )


def _coverage() -> rx.Component:
    every = link.link(
        "All ", Home.policy_count, href=routes.PORTAL_POLICIES, class_name="link", aria_label="All policies"
    )
    part = rx.el.section(
        rx.el.div(rx.el.h2("Your coverage today"), every, class_name="section-head"),
        rx.el.ul(rx.foreach(Home.coverage, _coverage_row), class_name="phone-card"),
        aria_label="Your coverage today",
    )
    return rx.cond((Home.coverage.length() > 0) & frame.may(PortalRight.VIEW_POLICIES), part)


def _coverage_row(one: rx.Var[Coverage]) -> rx.Component:
    return rx.el.li(
        policy_strip.dot(one.standing),
        rx.el.span(one.title, class_name="phone-row-title clip grow"),
        rx.el.span(one.ends, class_name=["phone-row-note num", rx.cond(one.is_well, "", "medium ink")]),
        class_name="phone-row is-low",
    )


def _call() -> rx.Component:
    call = rx.el.a(
        icon.icon("phone", 16), "Call ", Home.agency, href="tel:" + Home.phone, class_name="phone-call"
    )
    return rx.cond(Home.phone != "", call)
