"""The dialog of a new holder."""

import reflex as rx

from coi_app.rules.field_values import STATES
from coi_app.web.agency import record_form
from coi_app.web.agency.send.new_holder_state import FORM, NewHolderState
from coi_app.web.shared import notice

New = NewHolderState
form = record_form.Form(New, FORM)


def dialog() -> rx.Component:
    return form.dialog(
        "New holder",
        rx.cond(New.twins.length() > 0, _twins()),
        form.text("name", "Name", hint="As it is to stand on the certificate."),
        form.text("attention", "Person or department", optional=True),
        form.text("line_one", "Address"),
        form.text("line_two", "Suite, floor", optional=True),
        record_form.place(
            form.text("city", "City"),
            form.choose("state", "State", [("", "Choose"), *STATES.items()]),
            form.text("zip_code", "ZIP"),
        ),
        record_form.pair(
            form.text("email", "E-mail", type="email", optional=True),
            form.text("phone", "Phone", type="tel", optional=True),
        ),
        on_submit=New.save,
        on_close=New.close,
        save="Add holder",
    )


def _twins() -> rx.Component:
    return notice.note(
        rx.fragment(
            "There is already: ",
            New.twins.join("; "),
            ". Take that one if it is the same. To make another holder of this name, press Add holder again.",
        ),
        "amber",
        alert=True,
    )
