"""Settings, Mail: the server and a test of it, how certificates go out, and what comes back."""

import reflex as rx

from coi_app.rules import mail_wording
from coi_app.web import routes
from coi_app.web.agency import form_fields, frame, mail_parts, placeholders
from coi_app.web.agency.settings.mail_state import MailState
from coi_app.web.shared import button, card, notice

Mail = MailState
FORM = "mail_form"
form = form_fields.Form(Mail.values, Mail.problems, Mail.form_round)
may_change = frame.may("settings:change")
NONE = rx.el.span("None", class_name="muted")


def tab() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.cond(Mail.form_round > 0, rx.cond(may_change, _form(), _facts())),
            style={"max_width": "680px", "flex": "1 1 420px"},
        ),
        rx.el.div(
            _server(), _preview(), _bounces(), class_name="stack", style={"flex": "1 1 320px", "max_width": "520px"}
        ),
        style={"display": "flex", "flex_wrap": "wrap", "gap": "16px", "align_items": "flex-start"},
    )  # fmt: skip


def _server() -> rx.Component:
    without = "No mail server is set: messages are kept in the Outbox. Set COI_SMTP_URL to send."
    facts = card.facts(
        [
            ("Server", Mail.server),
            ("User", rx.cond(Mail.user != "", Mail.user, NONE)),
            ("Encryption", Mail.encryption),
            ("From", Mail.sender),
        ]
    )
    test = button.button("Send test", Mail.send_test, icon_name="send", busy=Mail.is_testing)
    said = rx.el.p("A message to your own address, through this server, now.", class_name="small muted")
    return card.card(
        card.head("Mail server"),
        rx.cond(Mail.server != "", facts, rx.el.div(notice.note(without), class_name="card-body")),
        rx.cond(may_change, rx.el.div(test, said, class_name="card-foot row")),
        rx.el.div(
            rx.cond(Mail.answer.tone != "", rx.el.div(_answer(), class_name="card-body")), role="status"
        ),
    )


def _answer() -> rx.Component:
    answer = rx.Var.create(Mail.answer)
    words = rx.fragment(
        rx.el.span(answer.what, class_name="medium"),
        " ",
        answer.cure,
        rx.cond(
            answer.reply != "",
            rx.el.span(
                "The server said: ", answer.reply, class_name="small", style={"display": "block", "margin_top": "4px"}
            ),
        ),
        rx.cond(
            answer.tone == "amber",
            rx.fragment(" ", button.text_link("Open the Outbox", routes.OUTBOX, small=True)),
        ),
    )  # fmt: skip
    return rx.match(
        answer.tone,
        *[(tone, notice.note(words, tone)) for tone in ("green", "amber")],
        notice.note(words, "red"),
    )


def _form() -> rx.Component:
    return card.card(
        card.head("How certificates are mailed"),
        rx.el.div(
            form.draw(
                FORM,
                Mail.save,
                form_fields.two(
                    form.choose("how", "The exact copy", mail_parts.HOW, hint="Can be chosen anew for each mail."),
                    form.text(
                        "link_days", "A link works for (days)", input_mode="numeric", hint="From 1 to 365."
                    ),
                ),
                form.text("subject", "Subject", on_blur=lambda text: Mail.show("subject", text)),
                form.area(
                    "message", "Message", rows=9, hint="Words in braces are filled in for each certificate.",
                    on_blur=lambda text: Mail.show("message", text),
                ),
            ),
            placeholders.listed(mail_wording.PLACEHOLDERS),
            class_name="card-body stack",
        ),
        rx.el.div(button.button("Save", look="primary", type="submit", form=FORM), class_name="card-foot"),
    )  # fmt: skip


def _facts() -> rx.Component:
    how = rx.match(Mail.values["how"].to(str), *mail_parts.HOW, "")
    return card.card(
        card.head("How certificates are mailed"),
        card.facts([("The exact copy", how), ("A link works", Mail.values["link_days"].to(str) + " days")]),
    )


def _preview() -> rx.Component:
    """With example names, as a holder would read it."""
    return card.card(
        card.head("What a holder reads"),
        rx.el.div(
            rx.el.p(Mail.subject, class_name="medium"),
            rx.el.div(Mail.message, class_name="letter-body"),
            class_name="card-body stack",
        ),
    )


def _bounces() -> rx.Component:
    """A mail that was taken can come back later: these are the two ways in which we hear of it."""
    off = rx.el.span("Off", class_name="muted")
    return card.card(
        card.head("Undelivered mail"),
        card.facts(
            [
                ("By HTTP", rx.cond(Mail.bounce_post != "", Mail.bounce_post, off)),
                ("Mailbox", rx.cond(Mail.bounce_mailbox != "", Mail.bounce_mailbox, off)),
            ]
        ),
    )
