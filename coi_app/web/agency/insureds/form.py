"""The dialog of a new insured or prospect."""

import reflex as rx

from coi_app.rules.insured_kinds import INSURED_KIND_LABELS
from coi_app.web.agency import form_fields
from coi_app.web.agency.insureds.state import InsuredsState
from coi_app.web.shared import button, dialog

FORM = "insured_form"
form = form_fields.Form(InsuredsState.values, InsuredsState.problems, InsuredsState.form_round)


def new_insured() -> rx.Component:
    return dialog.dialog(
        "New insured",
        form.draw(
            FORM,
            InsuredsState.save,
            form.choose(
                "kind",
                "Kind",
                [(kind.value, words) for kind, words in INSURED_KIND_LABELS.items()],
                hint="A prospect has no policy yet and needs no address.",
            ),
            form.text("legal_name", "Legal name", hint="Exactly as on the declarations."),
            form.text("dba", "DBA", optional=True),
            form.place(),
            form_fields.two(
                form.text("phone", "Phone", type="tel", optional=True),
                form.text("email", "E-mail", type="email", optional=True),
            ),
        ),
        open=InsuredsState.form_open,
        on_open_change=InsuredsState.close_form,
        actions=[
            dialog.cancel_button(),
            button.button("Create insured", look="primary", type="submit", form=FORM),
        ],
    )
