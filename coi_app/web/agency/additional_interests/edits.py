"""The dialog that changes many additional interests at once: only ticked fields change."""

import reflex as rx

from coi_app.web.agency import record_form
from coi_app.web.agency.additional_interests.edits_state import KEY, InterestEditsState
from coi_app.web.agency.additional_interests.form import TYPES
from coi_app.web.shared import fields
from coi_app.web.shared.kinds import grouped

Edits = InterestEditsState
FORM = record_form.Form(Edits, KEY)


def edit_dialog() -> rx.Component:
    masters = rx.foreach(Edits.masters, lambda one: fields.option(one.value, one.words))
    none = fields.option("", "None")
    return FORM.dialog(
        "Edit "
        + grouped(Edits.count)
        + rx.cond(Edits.count == 1, " additional interest", " additional interests"),
        record_form.part(
            "Type",
            FORM.tick("change_types", "Change the type"),
            FORM.ticks("types", "New type", TYPES),
            FORM.text("other_type", "If other, what", optional=True),
        ),
        record_form.part(
            "Description of operations",
            FORM.tick("change_description", "Change the description"),
            FORM.area(
                "description",
                "New description",
                rows=3,
                optional=True,
                hint="Empty takes the master's. May use {insured.name}, {holder.name}, {project}.",
            ),
        ),
        record_form.part(
            "Preferred master",
            FORM.tick("change_preferred_master_id", "Change the preferred master"),
            FORM.choose("preferred_master_id", "New preferred master", rx.fragment(none, masters)),
        ),
        record_form.part(
            "End",
            FORM.tick("change_ended_on", "End them"),
            FORM.day("ended_on", "Ended on", optional=True, hint="Empty means today."),
        ),
        lead="Only what you tick changes; everything else stays as it is for each.",
        note=rx.el.span(rx.cond(Edits.is_seen, _seen(), ""), class_name="foot-note", aria_live="polite"),
        on_submit=Edits.submit,
        on_close=Edits.close,
        save=rx.cond(Edits.is_seen & (Edits.changing > 0), "Change " + grouped(Edits.changing), "Preview"),
    )


def _seen() -> rx.Var[str]:
    """What the preview says, beside the button."""
    others = grouped(Edits.chosen - Edits.changing)
    same = rx.cond(Edits.chosen == Edits.changing, "", " " + others + " say so already.")
    words = (
        grouped(Edits.changing)
        + " of "
        + grouped(Edits.chosen)
        + " will change: "
        + Edits.fields
        + "."
        + same
    )
    return rx.cond(Edits.changing == 0, "Nothing would change: all of them say so already.", words)
