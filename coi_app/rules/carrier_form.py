"""A carrier as forms and imports give it: one reading, so both refuse the same."""

from typing import Any

from coi_app.rules import fields


def read(form: fields.Reader) -> dict[str, Any]:
    """The legal name, never the group's trade name, and the company's NAIC code (R12)."""
    return {
        "legal_name": form.text("legal_name", "the carrier's legal name", required=True),
        "naic": form.naic("naic", required=True),
    }
