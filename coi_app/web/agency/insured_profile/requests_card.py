"""The card of the Overview that says how requests of this insured are taken."""

import reflex as rx

from coi_app.web.agency import frame, record_form
from coi_app.web.agency.insured_head import ProfileState
from coi_app.web.agency.insured_profile.requests_state import (
    AGENT,
    CLOSE,
    RENEW,
    InsuredRequestsState,
)
from coi_app.web.shared import button, card, dialog, fields, link

Own = InsuredRequestsState
may_answer = frame.may("requests:answer")


def requests_card() -> rx.Component:
    every = link.link("All requests", href="/requests?q=" + ProfileState.name, class_name="link")
    change = button.text_link("Change", on_click=Own.edit_agent, small=True, aria_label="Change the agent")
    agent = rx.el.span(
        rx.cond(Own.agent != "", Own.agent, rx.el.span("Nobody", class_name="muted")),
        rx.cond(frame.may("insureds:change"), change),
        class_name="row",
    )
    return card.card(
        card.head("Requests", every),
        card.facts([("Agent", agent), ("Approval", Own.approval), ("Request link", _link())]),
        _dialogs(),
    )


def _link() -> rx.Component:
    off = rx.cond(Own.may_have_link & may_answer, _make(), rx.el.span("Off", class_name="muted"))
    shown = rx.cond(Own.link != "", _address(), rx.el.span("On"))
    return rx.cond(Own.has_link, shown, off)


def _make() -> rx.Component:
    return rx.el.div(
        rx.el.span("Off. Holders can ask you by a link of this insured.", class_name="muted"),
        rx.el.div(button.button("Create request link", Own.renew_link, size="1", icon_name="link")),
        class_name="stack",
        style={"gap": "8px"},
    )


def _address() -> rx.Component:
    field = rx.input(
        value=Own.link, read_only=True, aria_label="Request link", size="1", id="request_link", width="100%"
    )
    copy = button.icon_button("Copy the request link", "copy", rx.set_clipboard(Own.link))
    return rx.el.div(
        rx.el.div(field, copy, class_name="link-line-row"),
        rx.el.div(
            button.text_link("Renew", on_click=Own.ask(RENEW), small=True),
            button.text_link("Switch off", on_click=Own.ask(CLOSE), small=True),
            class_name="row",
        ),
        class_name="stack",
        style={"gap": "6px"},
    )


def _dialogs() -> rx.Component:
    form = record_form.Form(Own, AGENT)
    ends = "The link that people have now stops working at once."
    return rx.fragment(
        form.dialog(
            "Agent",
            form.choose(
                "agent", "Who looks after this insured",
                rx.foreach(Own.agents, lambda one: fields.option(one.value, one.words)),
                hint="New requests are assigned to this person, who is told by mail.",
            ),
            on_submit=Own.save_agent,
            on_close=Own.close,
        ),
        _ask(RENEW, "Renew the request link", f"{ends} You get a new one.", "Renew", Own.renew_link),
        _ask(CLOSE, "Switch off the request link", ends, "Switch off", Own.close_link),
    )  # fmt: skip


def _ask(key: str, title: str, lead: str, words: str, on_confirm: rx.EventHandler) -> rx.Component:
    return dialog.alert(
        title,
        lead,
        open=Own.form == key,
        on_open_change=Own.close,
        confirm=button.button(words, on_confirm, look="danger"),
    )
