"""How a certificate goes by mail, and the message as its receiver reads it: the same wherever something is sent."""

from typing import Any

import reflex as rx

from coi_app.rules.mail_wording import How
from coi_app.web.shared import choices, icon
from coi_app.web.shared.kinds import Handler, Text

HOW = ((How.ATTACHMENT.value, "Attach the PDF"), (How.LINK.value, "Send a download link"))
HINTS = {
    How.ATTACHMENT.value: "The exact copy travels with the mail.",
    How.LINK.value: "A page of yours hands out the exact copy for some days. You see whether it was used.",
}


def how(chosen: Text, on_choose: Handler) -> rx.Component:
    """`on_choose(key)`; the key is one of `How`."""
    cards = [choices.choice("how", key, words, chosen, on_choose, hint=HINTS[key]) for key, words in HOW]
    return choices.choice_group("How it goes", rx.el.div(*cards, class_name="two-columns"), field_id="how")


def as_read(subject: Text, body: Text, chosen: Text, problem: Text = "") -> rx.Component:
    """The message with its placeholders filled in; `problem` says why it cannot go like this."""
    by_link = rx.Var.create(chosen) == How.LINK.value
    under = rx.el.div(
        rx.cond(by_link, icon.icon("link", 14), icon.icon("paperclip", 14)),
        rx.cond(by_link, "Below it stands the download link.", "The PDF is attached."),
        class_name="row small muted",
    )
    return rx.el.details(
        rx.el.summary("Preview of the message", class_name="link small"),
        rx.el.div(
            _said(problem),
            rx.el.div(subject, class_name="medium", style={"overflow_wrap": "anywhere"}),
            rx.el.div(body, class_name="letter-body"),
            under,
            class_name="stack",
            style={"margin_top": "8px", "gap": "8px"},
        ),
    )


def _said(problem: Any) -> rx.Component:
    if isinstance(problem, str) and not problem:
        return rx.fragment()
    return rx.cond(problem != "", rx.el.div(problem, class_name="small tone-red"))
