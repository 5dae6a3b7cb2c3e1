"""The dialogs of the insured and of its contacts."""

import reflex as rx

from coi_app.rules.certificate_requests import APPROVAL_LABELS
from coi_app.rules.field_values import STATES
from coi_app.rules.insured_kinds import INSURED_KIND_LABELS
from coi_app.web.agency import record_form
from coi_app.web.agency.insured_profile.form_state import ProfileFormState
from coi_app.web.shared import button, dialog

Edit = ProfileFormState
STATE_CHOICES = [("", "Choose"), *STATES.items()]


def dialogs() -> rx.Component:
    return rx.fragment(_insured(), _contact(), _remove_contact())


def _insured() -> rx.Component:
    form = record_form.Form(Edit, "insured")
    return form.dialog(
        "Edit insured",
        record_form.pair(
            form.text("legal_name", "Legal name", hint="Exactly as on the declarations."),
            form.text("dba", "DBA", optional=True),
        ),
        form.choose("kind", "Kind", [(kind.value, words) for kind, words in INSURED_KIND_LABELS.items()]),
        form.text("line_one", "Address"),
        form.text("line_two", "Suite, floor", optional=True),
        record_form.place(
            form.text("city", "City"),
            form.choose("state", "State", STATE_CHOICES),
            form.text("zip_code", "ZIP"),
        ),
        record_form.pair(
            form.text("phone", "Phone", optional=True), form.text("email", "E-mail", optional=True)
        ),
        form.choose(
            "portal_approval",
            "Certificates they send wait for approval",
            [(one.value, words) for one, words in APPROVAL_LABELS.items()],
            hint="What waits stands under Requests until an agent approves it.",
        ),
        on_submit=Edit.save_insured,
        on_close=Edit.close,
    )


def _contact() -> rx.Component:
    form = record_form.Form(Edit, "contact")
    return form.dialog(
        rx.cond(Edit.contact > 0, "Edit contact", "Add contact"),
        record_form.pair(form.text("name", "Name"), form.text("title", "Title", optional=True)),
        record_form.pair(
            form.text("email", "E-mail", optional=True), form.text("phone", "Phone", optional=True)
        ),
        form.tick("is_primary", "Primary contact", hint="Shown first."),
        on_submit=Edit.save_contact,
        on_close=Edit.close,
    )


def _remove_contact() -> rx.Component:
    return dialog.alert(
        "Remove contact",
        Edit.contact_name + " is taken off this insured. What was sent to them stays in the history.",
        open=Edit.form == "remove_contact",
        on_open_change=Edit.close,
        confirm=button.button("Remove", Edit.remove_contact, look="danger"),
    )
