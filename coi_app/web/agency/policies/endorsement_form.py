"""The dialogs of an endorsement."""

from typing import Any

import reflex as rx

from coi_app.rules.coverage import EndorsementKind, Reach
from coi_app.web.agency import record_form
from coi_app.web.agency.policies import words
from coi_app.web.agency.policies.endorsement_state import EndorsementFormState
from coi_app.web.shared import button, combobox, dialog, icon

Edit = EndorsementFormState
FORM = record_form.Form(Edit, "endorsement")


def dialogs() -> rx.Component:
    return rx.fragment(_form(), _remove())


def _form() -> rx.Component:
    scheduled = Edit.reach == Reach.SCHEDULED.value
    return FORM.dialog(
        rx.cond(Edit.endorsement > 0, "Edit endorsement", "Add endorsement"),
        _kind(),
        record_form.pair(
            FORM.choose("reach", "Reach", _entries(words.REACHES), on_change=Edit.choose_reach),
            FORM.day(
                "approved_on",
                "Approved by the carrier on",
                optional=True,
                hint="It grants nothing before this day.",
            ),
        ),
        rx.el.div(
            FORM.text(
                "condition", "Condition", optional=True, hint="What a holder must meet, as the form says it."
            ),
            hidden=scheduled,
        ),
        rx.el.div(_schedule(), hidden=~scheduled, class_name="needs-room"),
        record_form.pair(
            FORM.text("form_number", "Form number", placeholder="CG 20 10"),
            FORM.text("edition", "Edition", optional=True, placeholder="04 13"),
        ),
        FORM.text("title", "Title", optional=True),
        lead=Edit.title,
        on_submit=Edit.save,
        on_close=Edit.close,
    )


def _kind() -> rx.Component:
    insures = Edit.kind == EndorsementKind.ADDITIONAL_INSURED.value
    return record_form.pair(
        FORM.choose("kind", "What it does", _entries(words.KINDS), on_change=Edit.choose_kind),
        rx.el.div(FORM.choose("operations", "Operations", _entries(words.OPERATIONS)), hidden=~insures),
    )


def _entries(labels: dict) -> list[tuple[str, str]]:
    return [(one.value, text) for one, text in labels.items()]


def _schedule() -> rx.Component:
    return rx.el.div(
        combobox.combobox(
            FORM.id("holder_ids"),
            "Holders it names",
            found=Edit.holders,
            picked=Edit.picked,
            on_search=Edit.search_holder,
            on_pick=Edit.pick_holder,
            placeholder="Type a holder's name",
            error=FORM.problem("holder_ids"),
        ),
        rx.el.ul(rx.foreach(Edit.named, _named), class_name="named-holders", aria_label="Named holders"),
        class_name="stack is-tight",
    )


def _named(holder: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(holder["name"], class_name="clip"),
        rx.el.button(
            icon.icon("x", 13, stroke=2),
            type="button",
            aria_label="Remove " + holder["name"],
            on_click=Edit.drop_holder(holder["id"]),
        ),
        class_name="chip",
        key=holder["id"],
    )


def _remove() -> rx.Component:
    return dialog.alert(
        "Remove endorsement",
        Edit.title + " grants nothing from now on. Certificates issued keep the verdict they were given.",
        open=Edit.form == "remove_endorsement",
        on_open_change=Edit.close,
        confirm=button.button("Remove", Edit.remove, look="danger"),
    )
