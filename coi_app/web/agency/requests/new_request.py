"""The dialog of a new request."""

import reflex as rx

from coi_app.rules.field_values import STATES
from coi_app.web.agency import record_form
from coi_app.web.agency.requests.new_state import FORM, NewRequestState
from coi_app.web.shared import combobox

New = NewRequestState
form = record_form.Form(New, FORM)


def dialog() -> rx.Component:
    return form.dialog(
        "New request",
        combobox.combobox(
            f"{FORM}_insured", "Insured", found=New.found, picked=New.picked, on_search=New.search,
            on_pick=New.pick, placeholder="Name, DBA or policy number", icon_name="building_2",
            error=form.problem("insured"),
        ),
        form.text("holder_name", "Certificate holder", hint="Who wants the certificate."),
        form.text("holder_line_one", "Address", optional=True),
        record_form.place(
            form.text("holder_city", "City", optional=True),
            form.choose("holder_state", "State", [("", "Choose"), *STATES.items()]),
            form.text("holder_zip_code", "ZIP", optional=True),
        ),
        form.area("requirements", "What for", rows=3, optional=True),
        record_form.pair(
            form.day("due_on", "Needed on", optional=True),
            form.text("due_time", "Until", type="time", optional=True),
        ),
        form.tick("rush", "Rush", hint="Comes first on Home."),
        record_form.pair(
            form.text("asked_by", "Asked by", optional=True),
            form.text("asker_email", "Their e-mail", type="email", optional=True, hint="Gets the answer."),
        ),
        on_submit=New.save,
        on_close=New.close,
        save="Add request",
    )  # fmt: skip
