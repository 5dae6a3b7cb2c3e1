"""Your account: name, password, where you are signed in, and the way out."""

import reflex as rx

from coi_app.rules import notices
from coi_app.web.portal import forms, frame
from coi_app.web.portal.profile.state import (
    NAME,
    PASSWORD,
    Line,
    NameState,
    NoticesState,
    PasswordState,
    SessionsState,
)
from coi_app.web.session import SessionState
from coi_app.web.shared import button, choices, data_grid, icon, standing_badge

name = forms.Form(NameState, NAME)
password = forms.Form(PasswordState, PASSWORD)


def page() -> rx.Component:
    return frame.page(
        rx.el.h1("Your account", class_name="phone-title"),
        rx.cond(
            SessionsState.is_loaded,
            rx.fragment(_name(), _password(), _notices(), _sessions(), _out()),
            data_grid.skeleton(6),
        ),
        current="profile",
    )


def _name() -> rx.Component:
    return _part(
        "You",
        rx.el.p(SessionsState.email, class_name="phone-row-note"),
        name.draw(NameState.save, name.text("name", "Name", auto_complete="name")),
        button.button("Save name", type="submit", form=NAME, size="3"),
    )


def _password() -> rx.Component:
    return _part(
        "Password",
        password.draw(
            PasswordState.save,
            password.text("current", "Current password", type="password", auto_complete="current-password"),
            password.text(
                "new", "New password", type="password", auto_complete="new-password",
                hint="At least 12 characters. A short sentence is easy to keep.",
            ),
            password.text("again", "New password again", type="password", auto_complete="new-password"),
        ),
        button.button("Change password", type="submit", form=PASSWORD, size="3"),
    )  # fmt: skip


def _notices() -> rx.Component:
    return _part(
        "E-mails to you",
        *[
            choices.switch(
                f"notice_{notice.name.lower()}", kind.label, ~NoticesState.off.contains(notice.value),
                NoticesState.turn(notice.value), hint=kind.help,
            )
            for notice, kind in notices.KINDS.items() if kind.for_insureds
        ],
    )  # fmt: skip


def _part(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(title), class_name="section-head"),
        rx.el.div(*content, class_name="phone-card phone-part field-stack"),
        aria_label=title,
    )


def _sessions() -> rx.Component:
    title = "Where you are signed in"
    return rx.el.section(
        rx.el.div(rx.el.h2(title), class_name="section-head"),
        rx.el.ul(rx.foreach(SessionsState.lines, _line), class_name="phone-card"),
        aria_label=title,
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    end = button.button(
        "End", SessionsState.end(line.id), size="3", aria_label="End session: " + line.browser
    )
    return rx.el.li(
        rx.el.span(
            rx.el.span(line.browser, class_name="phone-row-title"),
            rx.el.span(line.used, class_name="phone-row-note num"),
            class_name="grow",
        ),
        rx.cond(line.is_this_one, standing_badge.badge("This one", "green", "check"), end),
        class_name="phone-row",
        key=line.id,
    )


def _out() -> rx.Component:
    return rx.el.button(
        icon.icon("log_out", 19), "Sign out", type="button", on_click=SessionState.sign_out,
        class_name="big-button is-second phone-after",
    )  # fmt: skip
