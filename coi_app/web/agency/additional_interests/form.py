"""The dialogs of an additional interest."""

import reflex as rx

from coi_app.rules.coverage import LINE_LABELS, Line
from coi_app.rules.facts import INTEREST_LABELS
from coi_app.rules.field_values import STATES
from coi_app.web.agency import frame, record_form
from coi_app.web.agency.additional_interests.form_state import InterestFormState
from coi_app.web.shared import button, combobox, fields

Edit = InterestFormState
FORM = record_form.Form(Edit, "interest")
TYPES = [(one.value, words) for one, words in INTEREST_LABELS.items()]
WAIVER_LINES = [(line.value, words) for line, words in LINE_LABELS.items()]
INSURED_LINES = [(key, words) for key, words in WAIVER_LINES if key != Line.WORKERS_COMPENSATION]


def dialogs() -> rx.Component:
    return rx.fragment(_form(), _end())


def _form() -> rx.Component:
    return FORM.dialog(
        rx.cond(Edit.interest > 0, Edit.name, "Add Additional Interest"),
        rx.cond(Edit.interest > 0, rx.fragment(), rx.cond(Edit.is_new_holder, _new_holder(), _holder())),
        record_form.part("Interest", *_interest()),
        record_form.part("Asked for on the certificate", *_wishes()),
        record_form.part("Certificates", *_delivery()),
        on_submit=Edit.save,
        on_close=Edit.close,
        save=rx.cond(Edit.interest > 0, "Save", "Add"),
    )


def _holder() -> rx.Component:
    new = button.text_link("Enter a new holder", on_click=Edit.enter_new_holder(True), small=True)
    return combobox.combobox(
        FORM.id("holder_id"),
        "Holder",
        found=Edit.holders,
        picked=Edit.holder,
        on_search=Edit.search_holder,
        on_pick=Edit.pick_holder,
        placeholder="Type a holder's name",
        hint=rx.cond(frame.may("holders:change"), new),
        error=FORM.problem("holder_id"),
    )


def _new_holder() -> rx.Component:
    return rx.el.div(
        record_form.pair(
            FORM.text("holder_name", "Holder's name"),
            FORM.text("holder_attention", "Attention", optional=True),
        ),
        FORM.text("holder_line_one", "Address"),
        FORM.text("holder_line_two", "Suite, floor", optional=True),
        record_form.place(
            FORM.text("holder_city", "City"),
            FORM.choose("holder_state", "State", [("", "Choose"), *STATES.items()]),
            FORM.text("holder_zip_code", "ZIP"),
        ),
        record_form.pair(
            FORM.text("holder_email", "Holder's e-mail", optional=True),
            FORM.text("holder_phone", "Phone", optional=True),
        ),
        button.text_link("Choose a known holder", on_click=Edit.enter_new_holder(False), small=True),
        fields.error_line(FORM.id("holder_id"), FORM.problem("holder_id")),
        class_name="dialog-form",
    )


def _interest() -> list[rx.Component]:
    return [
        FORM.ticks("types", "Type", TYPES),
        record_form.pair(
            FORM.text("other_type", "If other, what", optional=True),
            FORM.text("loan_number", "Loan number", optional=True),
        ),
        FORM.text("project", "Project", optional=True, hint="Fills {project} in descriptions."),
    ]


def _wishes() -> list[rx.Component]:
    return [
        FORM.ticks("wants_additional_insured", "ADDL INSD", INSURED_LINES),
        FORM.ticks(
            "wants_waiver",
            "SUBR WVD",
            WAIVER_LINES,
            "A Y is printed only where an endorsement of the policy gives it.",
        ),
        record_form.pair(
            FORM.text(
                "written_contract",
                "Written contract",
                optional=True,
                hint="Blanket endorsements ask for one.",
            ),
            FORM.day("written_contract_on", "Contract date", optional=True),
        ),
    ]


def _delivery() -> list[rx.Component]:
    masters = rx.foreach(Edit.masters, lambda one: fields.option(one.value, one.words))
    none = fields.option("", "None")
    return [
        FORM.area(
            "description",
            "Description of operations",
            rows=3,
            optional=True,
            hint="Else the master's. May use {insured.name}, {holder.name}, {project}.",
        ),
        record_form.pair(
            FORM.text(
                "delivery_email",
                "E-mail for certificates",
                optional=True,
                hint="Else the holder's own address.",
            ),
            rx.el.div(
                FORM.choose(
                    "preferred_master_id", "Preferred master", rx.fragment(none, masters), optional=True
                )
            ),
        ),
    ]


def _end() -> rx.Component:
    form = record_form.Form(Edit, "end_interest")
    return form.dialog(
        "End additional interest",
        form.day("ended_on", "Ended on", optional=True, hint="Empty means today."),
        lead=Edit.name
        + " is left out when certificates are generated. Those already issued stay as they are.",
        on_submit=Edit.end,
        on_close=Edit.close,
        save="End",
        size="confirm",
    )
