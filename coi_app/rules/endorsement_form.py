"""An endorsement as forms and imports give it: one reading, so both refuse the same."""

from typing import Any

from coi_app.rules import fields
from coi_app.rules.coverage import EndorsementKind, Line, Operations, Reach


def read(form: fields.Reader, line: Line) -> dict[str, Any]:
    """The endorsement's columns; whom a scheduled one names is the service's business."""
    kind = form.choice("kind", "what the endorsement does", EndorsementKind, EndorsementKind.RESTRICTION)
    if form.is_empty("kind"):
        form.add("kind", "Choose what the endorsement does.")
    if kind is EndorsementKind.ADDITIONAL_INSURED and line is Line.WORKERS_COMPENSATION:
        form.add("kind", "Workers compensation has no additional insureds (R8). Choose another kind.")
    reach = form.choice("reach", "scheduled or blanket", Reach, Reach.BLANKET)
    operations = form.choice("operations", "the operations", Operations, Operations.NOT_STATED)
    insures = kind is EndorsementKind.ADDITIONAL_INSURED
    return {
        "kind": kind.value,
        "form_number": form.code("form_number", "the form number, for example CG 20 10", required=True),
        "edition": form.text("edition", "the edition, for example 04 13", max_length=20),
        "title": form.text("title", "the title"),
        "reach": reach.value,
        "condition": form.text("condition", "the condition", max_length=1_000, lines=True),
        "operations": operations.value if insures else Operations.NOT_STATED.value,
        "approved_on": form.day("approved_on", "the day the carrier approved it"),
    }
