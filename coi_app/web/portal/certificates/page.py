"""My certificates: what was sent, how each stands now, and each again as the exact copy."""

import reflex as rx

from coi_app.rules.portal_rights import PortalRight
from coi_app.web import routes
from coi_app.web.portal import forms, frame
from coi_app.web.portal.certificates.state import FORM, Line, PortalCertificatesState
from coi_app.web.shared import button, card, dialog, icon, link, standing_badge, typing_box

List = PortalCertificatesState
form = forms.Form(List, FORM)


def page() -> rx.Component:
    return frame.page(
        rx.el.h1("My certificates", class_name="phone-title"),
        frame.guarded(PortalRight.VIEW_CERTIFICATES, List.is_loaded, _content()),
        current="certificates",
    )


def _content() -> rx.Component:
    return rx.fragment(_search(), rx.cond(List.lines.length() > 0, _list(), _nothing()), _pages(), _one())


def _search() -> rx.Component:
    field = typing_box.plain(
        type="search", aria_label="Search holder or number", placeholder="Search holder or number",
        default_value=List.text, auto_complete="off", on_input=List.search.debounce(300),
    )  # fmt: skip
    return rx.el.div(icon.icon("search", 20), field, class_name="big-input")


def _list() -> rx.Component:
    head = rx.el.div(
        rx.el.h2(rx.cond(List.text != "", "Found", "Sent")),
        rx.el.span(List.count, class_name="count", aria_live="polite"),
        class_name="section-head",
    )
    rows = rx.el.ul(rx.foreach(List.lines, _line), class_name="phone-card")
    return rx.el.section(head, rows, aria_label="Certificates")


def _line(line: rx.Var[Line]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.span(line.holder, class_name="phone-row-title clip"),
                rx.el.span(line.note, class_name="phone-row-note num"),
                class_name="grow",
            ),
            standing_badge.standing_badge(line.standing, line.standing_words),
            type="button",
            on_click=List.open(line.id),
            class_name="phone-row",
        ),
        key=line.id,
    )


def _nothing() -> rx.Component:
    send = link.link(
        icon.icon("send", 19, stroke=2),
        "Send a certificate",
        href=routes.PORTAL_SEND,
        class_name="big-button",
    )
    first = rx.cond(frame.may(PortalRight.SEND_CERTIFICATES), send)
    none_yet = rx.fragment(rx.el.p("Nothing was sent yet.", class_name="phone-nothing"), first)
    none_found = rx.el.p(
        "No certificate of yours matches. Try fewer letters.", class_name="phone-nothing", role="status"
    )
    return rx.cond(List.text != "", none_found, none_yet)


def _pages() -> rx.Component:
    newer = link.link("Newer", href=List.previous_href, class_name="big-button is-second")
    older = link.link("Older", href=List.next_href, class_name="big-button is-second")
    return rx.el.nav(
        rx.cond(List.previous_href != "", newer),
        rx.cond(List.next_href != "", older),
        class_name="phone-seconds phone-after",
        aria_label="Pages",
    )


def _one() -> rx.Component:
    return dialog.dialog(
        List.number,
        card.facts(
            [
                ("Holder", List.holder),
                ("Standing", standing_badge.standing_badge(List.standing, List.standing_words)),
                ("Issued", List.issued),
                ("Sent to", rx.cond(List.sent_to != "", List.sent_to, "Not e-mailed")),
            ]
        ),
        rx.el.div(
            link.file(
                icon.icon("eye", 18), "Preview", href=List.preview_href, shows=True,
                class_name="big-button is-second",
            ),
            link.file(
                icon.icon("download", 18), "Download", href=List.file_href, class_name="big-button is-second"
            ),
            link.link(
                icon.icon("badge_check", 18), "Public check", href=List.public_href, target="_blank",
                class_name="big-button is-second",
            ),
            class_name="phone-seconds",
        ),
        rx.cond(frame.may(PortalRight.RESEND_CERTIFICATES) & List.can_resend, _resend()),
        open=List.shown > 0,
        on_open_change=List.close,
        actions=[dialog.cancel_button("Close")],
    )  # fmt: skip


def _resend() -> rx.Component:
    send = button.button(
        "Resend exact copy", look="primary", type="submit", form=FORM, icon_name="send", size="3",
        busy=List.is_sending,
    )  # fmt: skip
    hint = "Up to 5 addresses, with commas between them. The same file, date and number."
    return rx.el.div(
        form.draw(List.resend, form.text("to", "Send again to", hint=hint, input_mode="email")),
        send,
        class_name="phone-again",
    )
