"""Preview in a frame; Resend: exact copy or edited; Withdraw."""

from typing import Any

import reflex as rx

from coi_app.web.agency import mail_parts
from coi_app.web.agency.certificates_sent.resend_state import EDITED, EXACT, ResendState
from coi_app.web.agency.certificates_sent.withdraw_state import WithdrawState
from coi_app.web.agency.form_fields import Form
from coi_app.web.shared import button, choices, dialog, error_summary, fields, standing_badge

Resend = ResendState
Withdraw = WithdrawState
WITHDRAWAL = Form(Withdraw.values, Withdraw.problems, Withdraw.form_round)


def all_dialogs() -> rx.Component:
    return rx.fragment(_preview(), _resend(), _withdraw())


def _preview() -> rx.Component:
    frame = rx.el.iframe(
        src=Resend.preview_href, title="Certificate " + Resend.number, class_name="paper-frame"
    )
    return dialog.dialog(
        "Certificate " + Resend.number,
        rx.cond(Resend.preview_href != "", frame),
        open=Resend.open == "preview",
        on_open_change=Resend.close,
        lead=rx.el.span(
            Resend.holder, " ", standing_badge.standing_badge(Resend.standing, Resend.standing_words)
        ),
        actions=[
            dialog.cancel_button("Close"),
            button.link_button("Public check", Resend.check_href, icon_name="badge_check", new_tab=True),
            button.file_button(
                "Download", "/files/certificates/" + Resend.certificate.to(str) + ".pdf", icon_name="download"
            ),
        ],
        size="wide",
    )


def _resend() -> rx.Component:
    return dialog.dialog(
        "Resend " + Resend.number,
        rx.form(
            error_summary.error_summary(
                rx.foreach(Resend.problems.entries(), lambda pair: error_summary.entry(pair[0], pair[1])),
                has_errors=Resend.problems.length() > 0,
            ),
            choices.choice_group(
                "What to send",
                choices.choice(
                    "kind", EXACT, "Exact copy", Resend.kind, Resend.choose_kind,
                    hint="The same bytes, date and number, to the same or another address.",
                ),
                choices.choice(
                    "kind", EDITED, "Edit before sending", Resend.kind, Resend.choose_kind,
                    hint="A changed description makes a new revision that supersedes this one.",
                ),
            ),
            _text("to", "Send to"),
            _text("cc", "Copy to", optional=True),
            mail_parts.how(Resend.how, Resend.choose_how),
            _text("subject", "Subject", on_blur=lambda text: Resend.leave_field("subject", text)),
            _area("message", "Message", rows=6, on_blur=lambda text: Resend.leave_field("message", text)),
            mail_parts.as_read(
                Resend.shown_subject, Resend.shown_message, Resend.how, Resend.shown_problem
            ),
            rx.cond(
                Resend.kind == EDITED,
                rx.fragment(
                    _area("description", "Description of operations"),
                    _area("reason", "Why it is issued with a warning", rows=2, optional=True),
                ),
            ),
            id="resend_form",
            on_submit=Resend.confirm_resend,
            class_name="dialog-form",
            key=Resend.form_round.to(str),
        ),
        open=Resend.open == "resend",
        on_open_change=Resend.close,
        lead=Resend.holder,
        note="Mail cannot be called back.",
        actions=[
            dialog.cancel_button(),
            button.button(
                "Send", look="primary", icon_name="send", type="submit", form="resend_form", busy=Resend.is_sending
            ),
        ],
    )  # fmt: skip


def _withdraw() -> rx.Component:
    reason = WITHDRAWAL.area(
        "reason", "Why it is withdrawn", rows=3, hint="Kept in Activity History. The holder does not see it."
    )
    return dialog.dialog(
        "Withdraw " + Withdraw.name,
        WITHDRAWAL.draw("withdraw_form", Withdraw.withdraw, reason),
        open=Withdraw.is_open,
        on_open_change=Withdraw.close,
        lead=Withdraw.lead,
        note="The paper stays on record. Its public page turns red, for good.",
        actions=[
            dialog.cancel_button(),
            button.button("Withdraw", look="danger", icon_name="ban", type="submit", form="withdraw_form"),
        ],
    )


def _text(field_id: str, label: str, **more: Any) -> rx.Component:
    return fields.text(field_id, label, _value(field_id), error=_problem(field_id), **more)


def _area(field_id: str, label: str, **more: Any) -> rx.Component:
    return fields.text_area(field_id, label, _value(field_id), error=_problem(field_id), **more)


def _value(field_id: str) -> rx.Var[str]:
    return rx.cond(Resend.values.contains(field_id), Resend.values[field_id], "")


def _problem(field_id: str) -> rx.Var[str]:
    return rx.cond(Resend.problems.contains(field_id), Resend.problems[field_id], "")
