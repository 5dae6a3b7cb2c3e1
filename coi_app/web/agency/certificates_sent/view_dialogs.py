"""Give the filters a name; choose the columns."""

import reflex as rx

from coi_app.web.agency.certificates_sent.views_state import ViewsState
from coi_app.web.agency.form_fields import Form
from coi_app.web.shared import button, choices, dialog

Views = ViewsState
FORM = Form(Views.values, Views.problems, Views.form_round)
COLUMN_WORDS = {
    "insured": ("Insured", "Leads to the insured's page."),
    "number": ("Certificate, master", "Number, master with its version, revision."),
    "issued": ("Issued", "When, by whom and how."),
    "description": ("Description of operations", "A click on it unfolds the whole text."),
    "delivery": ("Delivery", "The last message: its state, and where it went or what was answered."),
    "standing": ("Standing", "As of today."),
}


def save_dialog() -> rx.Component:
    return dialog.dialog(
        "Save this view",
        FORM.draw(
            "view_form",
            Views.save,
            FORM.text("name", "Name"),
            FORM.tick("shared", "Share with the agency", "Everybody finds it under Views."),
        ),
        open=Views.is_open,
        on_open_change=Views.close,
        lead="Keeps the filters and the sort. Your own view of the same name is replaced.",
        size="confirm",
        actions=[
            dialog.cancel_button(),
            button.button("Save", look="primary", type="submit", form="view_form"),
        ],
    )


def columns_dialog(*, with_insured: bool) -> rx.Component:
    checks = [_column(key, *words) for key, words in COLUMN_WORDS.items() if with_insured or key != "insured"]
    return dialog.dialog(
        "Columns",
        choices.check_group("Shown beside the holder", *checks),
        open=Views.is_choosing,
        on_open_change=Views.close,
        lead="Remembered for you, on every computer.",
        size="confirm",
        actions=[dialog.cancel_button("Done")],
    )


def _column(key: str, words: str, hint: str) -> rx.Component:
    return choices.check(
        f"column_{key}",
        words,
        Views.columns.contains(key),
        lambda on: Views.choose_column(key, on),
        hint=hint,
    )
