"""The dialogs of the insured and of its contacts. What was typed stays in the fields until it is saved."""

import reflex as rx

from coi_app.rules.field_values import STATES
from coi_app.rules.insured_kinds import INSURED_KIND_LABELS
from coi_app.web.agency.insured_profile.state import ProfileState
from coi_app.web.shared import button, dialog, error_summary, fields

Profile = ProfileState


def insured_dialog() -> rx.Component:
    return _dialog(
        "insured",
        "Edit insured",
        Profile.save_insured,
        fields.choose("kind", "Kind", _value("kind"), [(k.value, w) for k, w in INSURED_KIND_LABELS.items()]),
        _text("legal_name", "Legal name", hint="Exactly as on the declarations."),
        _text("dba", "DBA", optional=True),
        _text("line_one", "Address"),
        _text("line_two", "Suite, floor", optional=True),
        rx.el.div(
            _text("city", "City"),
            fields.choose("state", "State", _value("state"), [("", "Choose"), *STATES.items()], error=_problem("state")),
            _text("zip_code", "ZIP"),
            class_name="place-fields",
        ),
        rx.el.div(_text("phone", "Phone", optional=True), _text("email", "E-mail", optional=True), class_name="pair-fields"),
    )


def contact_dialog() -> rx.Component:
    return _dialog(
        "contact",
        "Contact",
        Profile.save_contact,
        _text("name", "Name"),
        _text("title", "Title", optional=True),
        rx.el.div(_text("email", "E-mail", optional=True), _text("phone", "Phone", optional=True), class_name="pair-fields"),
        fields.tick("is_primary", "Primary contact", _value("is_primary") == "on"),
    )


def _dialog(key: str, title: str, on_submit: rx.EventHandler, *content: rx.Component) -> rx.Component:
    form_id = f"{key}_form"
    return dialog.dialog(
        title,
        rx.form(
            error_summary.error_summary(
                rx.foreach(Profile.problems.entries(), lambda pair: error_summary.entry(pair[0], pair[1])),
                has_errors=Profile.problems.length() > 0,
            ),
            *content,
            id=form_id,
            on_submit=on_submit,
            class_name="dialog-form",
            key=Profile.form_round.to(str),
        ),
        open=Profile.form_open == key,
        on_open_change=Profile.close_form,
        actions=[
            dialog.cancel_button(),
            button.button("Save", look="primary", type="submit", form=form_id),
        ],
    )


def _text(field_id: str, label: str, *, hint: str | None = None, optional: bool = False) -> rx.Component:
    return fields.text(
        field_id, label, _value(field_id), hint=hint, optional=optional, error=_problem(field_id)
    )


def _value(field_id: str) -> rx.Var[str]:
    return rx.cond(Profile.values.contains(field_id), Profile.values[field_id], "")


def _problem(field_id: str) -> rx.Var[str]:
    return rx.cond(Profile.problems.contains(field_id), Profile.problems[field_id], "")
