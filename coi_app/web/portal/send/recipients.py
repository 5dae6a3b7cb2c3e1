"""Step 1: whom it is for."""

import reflex as rx

from coi_app.rules.field_values import STATES
from coi_app.rules.portal_rights import PortalRight
from coi_app.web.portal import forms, frame
from coi_app.web.portal.send.recipients_state import FORM, Line, RecipientsState
from coi_app.web.shared import button, dialog, icon, link

Pick = RecipientsState
form = forms.Form(Pick, FORM)


def content() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Who is it for?", class_name="phone-title"),
        _search(),
        rx.cond(Pick.lines.length() > 0, _list(), _nobody()),
        rx.cond(frame.may(PortalRight.ADD_HOLDERS), _add()),
        _new_holder(),
    )


def _search() -> rx.Component:
    words = "Search your " + Pick.number.to(str) + rx.cond(Pick.number == 1, " holder", " holders")
    field = rx.el.input(
        type="search", aria_label="Search your holders", placeholder=words, auto_complete="off",
        on_change=Pick.search.debounce(200),
    )  # fmt: skip
    return rx.el.div(icon.icon("search", 20), field, class_name="big-input")


def _list() -> rx.Component:
    words = rx.cond(Pick.is_searched, "Found", "Recent")
    return rx.el.section(
        rx.el.div(rx.el.h2(words), class_name="section-head"),
        rx.el.div(rx.foreach(Pick.lines, _line), class_name="phone-card"),
        aria_label="Holders",
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    return link.link(
        rx.el.span(
            rx.el.span(line.name, class_name="phone-row-title clip"),
            rx.el.span(line.note, class_name="phone-row-note clip"),
            class_name="grow",
        ),
        icon.icon("chevron_right", 18, tone="muted"),
        href=line.href,
        class_name="phone-row",
    )


def _nobody() -> rx.Component:
    words = rx.cond(
        Pick.is_searched,
        "No holder of yours has this name. Try fewer letters.",
        "There are no holders on your list yet. Your agency can add them.",
    )
    return rx.el.p(words, class_name="phone-nothing", role="status")


def _add() -> rx.Component:
    return rx.el.div(
        rx.el.button(
            icon.icon("plus", 19), "Add a new holder", type="button", on_click=Pick.open,
            class_name="big-button is-second",
        ),
        class_name="phone-action",
    )  # fmt: skip


def _new_holder() -> rx.Component:
    return dialog.dialog(
        "New holder",
        form.draw(
            Pick.add,
            form.text("name", "Name", hint="As it is to stand on the certificate."),
            form.text("attention", "Person or department", optional=True),
            form.text("line_one", "Address"),
            form.text("line_two", "Suite, floor", optional=True),
            form.text("city", "City"),
            rx.el.div(
                form.choose("state", "State", [("", "Choose"), *STATES.items()]),
                form.text("zip_code", "ZIP", input_mode="numeric"),
                class_name="phone-pair",
            ),
            form.text("email", "E-mail", type="email", optional=True),
            form.text("phone", "Phone", type="tel", optional=True),
        ),
        open=Pick.is_adding,
        on_open_change=Pick.close,
        actions=[
            dialog.cancel_button(),
            button.button("Add holder", look="primary", type="submit", form=FORM),
        ],
    )
