"""Colleagues: everybody of the insured who has an account, and an invitation for the next."""

import reflex as rx

from coi_app.rules import portal_rights
from coi_app.rules.portal_rights import PortalRight, PortalRightInWords
from coi_app.web.portal import forms, frame
from coi_app.web.portal.colleagues.state import (
    CHANGE,
    DEACTIVATE,
    FORM,
    INVITE,
    Line,
    PortalColleaguesState,
)
from coi_app.web.session import SessionState
from coi_app.web.shared import button, choices, dialog, icon, standing_badge

People = PortalColleaguesState
form = forms.Form(People, FORM)
MARKS = {
    "active": ("green", "check"),
    "invited": ("indigo", "send"),
    "expired": ("red", "x"),
    "not_sent": ("gray", "hourglass"),
    "deactivated": ("gray", "ban"),
}
OURS = {"Their team": "Your team"}  # the list is written for the agency


def page() -> rx.Component:
    return frame.page(
        rx.el.h1("Colleagues", class_name="phone-title"),
        frame.guarded(PortalRight.MANAGE_USERS, People.is_loaded, _content()),
        current="colleagues",
    )


def _content() -> rx.Component:
    invite = rx.el.button(
        icon.icon("user_plus", 19, stroke=2), "Invite a colleague", type="button", on_click=People.invite,
        class_name="big-button",
    )  # fmt: skip
    rows = rx.el.ul(rx.foreach(People.lines, _line), class_name="phone-card")
    listed = rx.el.section(
        rx.el.div(
            rx.el.h2("Who uses the portal"),
            rx.el.span(People.lines.length(), class_name="count"),
            class_name="section-head",
        ),
        rows,
        aria_label="Who uses the portal",
    )
    return rx.fragment(invite, listed, _invitation(), _change(), _question())


def _line(one: rx.Var[Line]) -> rx.Component:
    return rx.el.li(
        rx.cond(
            one.can_change,
            rx.el.button(_words(one), type="button", on_click=People.change(one.id), class_name="phone-row"),
            rx.el.div(_words(one), class_name="phone-row"),
        ),
        key=one.id,
    )


def _words(one: rx.Var[Line]) -> rx.Component:
    badges = [
        (key, standing_badge.badge(one.state_words, color, mark)) for key, (color, mark) in MARKS.items()
    ]
    mark = rx.match(one.state, *badges, standing_badge.badge(one.state_words))
    return rx.fragment(
        rx.el.span(
            rx.el.span(one.name, class_name="phone-row-title"),
            rx.el.span(one.email, class_name="phone-row-note"),
            rx.el.span(one.may_do, class_name="phone-row-note"),
            rx.el.span(one.last_sign_in, class_name="phone-row-note num"),
            class_name="grow",
        ),
        rx.cond(one.is_me, standing_badge.badge("You"), mark),
    )


def _invitation() -> rx.Component:
    return dialog.dialog(
        "Invite a colleague",
        form.draw(
            People.send,
            form.text("name", "Name", auto_complete="off"),
            form.text("email", "E-mail", type="email", auto_complete="off"),
        ),
        _rights(),
        open=People.shown == INVITE,
        on_open_change=People.close,
        lead="A link to choose a password goes there. It works once, for 72 hours.",
        actions=[
            dialog.cancel_button(),
            button.button("Send invitation", look="primary", icon_name="send", type="submit", form=FORM),
        ],
    )


def _change() -> rx.Component:
    wants = (
        (People.one.state == "invited") | (People.one.state == "expired") | (People.one.state == "not_sent")
    )
    ended = People.one.state == "deactivated"
    return dialog.dialog(
        People.one.name,
        form.draw(People.save, form.text("name", "Name", auto_complete="off")),
        rx.cond(ended, rx.fragment(), _rights()),
        rx.el.div(
            rx.cond(wants, button.button("Send a new invitation", People.invite_again, icon_name="send")),
            rx.cond(
                ended,
                button.button("Reactivate", People.reactivate, icon_name="rotate_ccw"),
                button.button("Deactivate", People.ask, icon_name="ban"),
            ),
            class_name="phone-again",
        ),
        open=People.shown == CHANGE,
        on_open_change=People.close,
        lead=People.one.email,
        actions=[
            dialog.cancel_button(),
            button.button("Save", look="primary", type="submit", form=FORM),
        ],
    )


def _question() -> rx.Component:
    return dialog.alert(
        "Deactivate this account?",
        People.one.name + " is signed out everywhere at once and cannot sign in any more.",
        open=People.shown == DEACTIVATE,
        on_open_change=People.close,
        confirm=button.button("Deactivate", People.deactivate, look="danger"),
    )


def _rights() -> rx.Component:
    """Only those that one has oneself; the service refuses any other."""
    groups = [_group(name, rights) for name, rights in portal_rights.groups()]
    return rx.el.div(*groups, class_name="phone-rights")


def _group(name: str, rights: tuple[PortalRightInWords, ...]) -> rx.Component:
    mine = [SessionState.rights.contains(right.key.value) for right in rights]
    any_of_them = mine[0]
    for one in mine[1:]:
        any_of_them = any_of_them | one
    drawn = [rx.cond(held, _switch(right)) for held, right in zip(mine, rights, strict=True)]
    group = rx.el.fieldset(rx.el.legend(OURS.get(name, name)), *drawn, class_name="right-group")
    return rx.cond(any_of_them, group)


def _switch(right: PortalRightInWords) -> rx.Component:
    key = right.key.value
    return choices.switch(
        f"colleague_{key}",
        right.label,
        People.chosen.contains(key),
        lambda on: People.set_right(key, on),
    )
