"""One message: to whom, what it says, what became of it."""

import reflex as rx

from coi_app.queries.mails import STATE_LABELS, MailState
from coi_app.web.agency import frame
from coi_app.web.agency.outbox.state import OutboxState
from coi_app.web.shared import button, card, icon, link, notice
from coi_app.web.shared import dialog as dialogs

Outbox = OutboxState
MARKS = {
    MailState.QUEUED: ("clock", "tone-gray"),
    MailState.SENT: ("circle_check", "tone-green"),
    MailState.FAILED: ("circle_alert", "tone-red"),
    MailState.OUTBOX: ("inbox", "tone-gray"),
}


def state_mark(state: rx.Var[str], said: rx.Var[str]) -> rx.Component:
    """An icon and a word, the mail server's words under it."""
    return rx.fragment(
        rx.match(state, *[(one.value, _mark(one)) for one in MailState], _mark(MailState.QUEUED)),
        rx.el.div(said, class_name="line-2 clip muted small", title=said),
    )


def _mark(state: MailState) -> rx.Component:
    icon_name, tone = MARKS[state]
    return rx.el.div(
        icon.icon(icon_name, 15, stroke=2, tone=tone), STATE_LABELS[state], class_name="state-mark"
    )


def dialog() -> rx.Component:
    letter = rx.Var.create(Outbox.letter)
    again = button.button("Try again", Outbox.try_again(letter.id), icon_name="rotate_cw")
    download = button.file_button("Download .eml", letter.eml_href, icon_name="download")
    return dialogs.dialog(
        letter.subject,
        _facts(),
        rx.cond(
            letter.is_secret,
            _secret(),
            rx.el.div(letter.body, class_name="letter-body", tab_index=0, role="group", aria_label="Message"),
        ),
        open=Outbox.is_open,
        on_open_change=Outbox.close,
        actions=[
            rx.cond(letter.eml_href != "", download),
            rx.cond(letter.can_try & frame.may("certificates:send"), again),
            dialogs.cancel_button("Close"),
        ],
    )  # fmt: skip


def _facts() -> rx.Component:
    letter = rx.Var.create(Outbox.letter)
    none = rx.el.span("None", class_name="muted")
    numbers = rx.cond(
        letter.insured_href != "",
        link.link(letter.certificates, href=letter.insured_href + "?tab=documents", class_name="link"),
        letter.certificates,
    )
    return card.facts(
        [
            ("To", letter.address),
            ("Copy to", rx.cond(letter.cc != "", letter.cc, none)),
            ("Written", letter.written),
            ("Delivery", rx.fragment(letter.state_words, rx.cond(letter.said != "", ": " + letter.said, ""))),
            ("Attempts", letter.attempts),
            ("Attached", rx.cond(letter.certificates != "", numbers, none)),
        ]
    )


def _secret() -> rx.Component:
    """The link in it opens an account: whoever reads it could take the account over."""
    letter = rx.Var.create(Outbox.letter)
    kept = rx.fragment(
        " Without a mail server it lies on the server in the data folder, as outbox/", letter.kept_as, "."
    )
    return notice.note(
        rx.fragment(
            "This message carries a link that opens an account, so its text is for its receiver only.",
            rx.cond(letter.kept_as != "", kept),
        )
    )
