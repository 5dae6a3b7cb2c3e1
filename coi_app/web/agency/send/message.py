"""Send Certificate: to whom it goes, and behind a link what goes with it."""

from typing import Any

import reflex as rx

from coi_app.rules.mail_wording import How
from coi_app.web.agency import mail_parts
from coi_app.web.agency.send.message_state import MessageState
from coi_app.web.agency.send.state import SendState
from coi_app.web.shared import button, fields

Send, Message = SendState, MessageState
INSIDE = ("cc", "subject", "message", "how")


def part() -> rx.Component:
    return rx.fragment(
        fields.text(
            "to", "Send to", Send.to, Send.type_to, icon_name="mail", type="email", error=_problem("to"),
            hint=_summary(),
        ),
        rx.cond(_is_open(), _more()),
    )  # fmt: skip


def _is_open() -> Any:
    """What is wrong in it must be seen."""
    shown = rx.Var.create(Message.is_open)
    for name in INSIDE:
        shown = shown | Send.problems.contains(name)
    return shown


def _summary() -> rx.Component:
    as_link = rx.cond(Message.how == How.LINK.value, "As a download link", "With the PDF attached")
    copies = rx.cond(Message.cc != "", rx.fragment(", copies to ", Message.cc), "")
    words = rx.cond(Message.is_open, "Hide the message", "Change the message")
    toggle = button.text_link(words, on_click=Message.toggle, small=True, aria_expanded=Message.is_open)
    return rx.el.span(as_link, copies, ". ", toggle)


def _more() -> rx.Component:
    """`key`: another holder's text begins anew in the same fields."""
    area = rx.text_area(
        id="message", name="message", default_value=Message.message, rows="8", width="100%",
        on_blur=lambda text: Message.leave_field("message", text),
        **fields.said_by("message", _problem("message"), None),
    )  # fmt: skip
    return rx.el.div(
        _text("cc", "Copy to", Message.cc, optional=True),
        mail_parts.how(Message.how, Message.choose_how),
        _text("subject", "Subject", Message.subject),
        fields.field("message", "Message", area, error=_problem("message")),
        mail_parts.as_read(Message.shown_subject, Message.shown_message, Message.how, Message.shown_problem),
        class_name="field-stack",
        key=Message.round.to(str),
    )


def _text(name: str, label: str, value: rx.Var[str], *, optional: bool = False) -> rx.Component:
    return fields.text(
        name, label, value, error=_problem(name), optional=optional,
        on_blur=lambda text: Message.leave_field(name, text),
    )  # fmt: skip


def _problem(name: str) -> rx.Var[str]:
    return Send.problems.get(name, "").to(str)
