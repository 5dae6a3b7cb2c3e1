"""Sent: where to, its number, and the code that anybody on site can scan."""

import reflex as rx

from coi_app.rules.portal_rights import PortalRight
from coi_app.web import routes
from coi_app.web.portal import frame
from coi_app.web.portal.send.sent_state import SentState
from coi_app.web.shared import empty, icon, link, standing_badge

Sent = SentState


def content() -> rx.Component:
    return rx.cond(Sent.is_missing, _missing(), rx.fragment(_lead(), _facts(), _buttons(), _done()))


def _missing() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Send a certificate", class_name="sr-only"),
        empty.nothing_yet(
            "This certificate is not here",
            "You see here only what you have sent yourself.",
            link.link("Home", href=routes.PORTAL, class_name="big-button is-second"),
        ),
    )


def _lead() -> rx.Component:
    mailed = rx.fragment("To ", Sent.to, " ", Sent.more, rx.el.br(), Sent.at)
    return rx.el.div(
        rx.el.span(icon.icon("check", 30, stroke=2.5), class_name="phone-tick"),
        rx.el.h1(rx.cond(Sent.to != "", "Certificate sent", "Certificate issued")),
        rx.el.p(
            rx.cond(Sent.to != "", mailed, "Nothing was e-mailed. Download it below."), class_name="muted"
        ),
        class_name="phone-sent",
        role="status",
    )


def _facts() -> rx.Component:
    badge = standing_badge.standing_badge(Sent.standing, Sent.standing_words)
    return rx.el.div(
        _fact("Certificate", Sent.number, badge),
        _fact("Holder", Sent.holder, rx.fragment()),
        rx.el.div(
            rx.el.span(
                rx.el.svg(
                    rx.el.path(d=Sent.qr), view_box=Sent.qr_box, role="img",
                    aria_label="QR code of the public page", custom_attrs={"shapeRendering": "crispEdges"},
                ),
                class_name="phone-code",
            ),
            rx.el.span(
                rx.el.span("Show it on site", class_name="phone-row-title"),
                rx.el.span(
                    "Anyone can scan this and see that the certificate is real and in force.",
                    class_name="phone-row-note",
                ),
                class_name="grow",
            ),
            class_name="phone-row",
        ),
        class_name="phone-card",
    )  # fmt: skip


def _fact(name: str, value: rx.Var[str], end: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.span(
            rx.el.span(name, class_name="phone-row-note"),
            rx.el.span(value, class_name="phone-row-title num"),
            class_name="grow",
        ),
        end,
        class_name="phone-row",
    )


def _buttons() -> rx.Component:
    download = link.file(
        icon.icon("download", 18), "Download", href=Sent.file_href, class_name="big-button is-second"
    )
    share = rx.el.button(
        icon.icon("share_2", 18), rx.cond(Sent.is_copied, "Link copied", "Share link"), type="button",
        on_click=[rx.set_clipboard(Sent.public_href), Sent.copied], class_name="big-button is-second",
    )  # fmt: skip
    return rx.el.div(
        rx.cond(frame.may(PortalRight.VIEW_CERTIFICATES), download), share, class_name="phone-seconds"
    )


def _done() -> rx.Component:
    return rx.el.div(
        link.link("Done", href=routes.PORTAL, class_name="big-button"), class_name="phone-action"
    )
