"""Cancelling and reinstating a policy: what becomes of the certificates is said before."""

import reflex as rx

from coi_app.web.agency import record_form
from coi_app.web.agency.policies.form_state import PolicyFormState
from coi_app.web.shared import button, dialog

Edit = PolicyFormState


def dialogs() -> rx.Component:
    return rx.fragment(_cancel(), _reinstate())


def _cancel() -> rx.Component:
    form = record_form.Form(Edit, "cancel_policy")
    return form.dialog(
        "Cancel policy",
        form.day(
            "cancelled_on", "Cancelled on", hint="The day of the cancellation, within the policy's term."
        ),
        lead=Edit.policy_name
        + ". From that day no certificate is issued from it, and those issued show as cancelled.",
        on_submit=Edit.cancel,
        on_close=Edit.close,
        save="Cancel policy",
        dismiss="Keep policy",
        size="confirm",
    )


def _reinstate() -> rx.Component:
    return dialog.alert(
        "Reinstate policy",
        Edit.policy_name + " counts as if it had never been cancelled.",
        open=Edit.form == "reinstate_policy",
        on_open_change=Edit.close,
        confirm=button.button("Reinstate", Edit.reinstate, look="primary"),
    )
