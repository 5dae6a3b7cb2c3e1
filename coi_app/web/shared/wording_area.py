"""A text with placeholders: an opened brace offers their names. See docs/decisions for its JavaScript file."""

from collections.abc import Sequence
from typing import Any, TypedDict

import reflex as rx

from coi_app.web.shared import fields, scripts
from coi_app.web.shared.kinds import Child, Handler, Text, given

scripts.beside(__name__, "escape.js")


class Name(TypedDict):
    """A placeholder without its braces, and what it stands for."""

    key: str
    label: str


class _WordingArea(rx.Component):
    library = scripts.beside(__name__, "wording_area.jsx")
    tag = "WordingArea"

    field_id: rx.Var[str]
    names: rx.Var[list]
    default_value: rx.Var[str]
    rows: rx.Var[str]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """What the browser tells the state."""
        return {**super().get_event_triggers(), "on_typed": rx.event.passthrough_event_spec(str)}


def wording_area(
    field_id: str,
    label: Text,
    value: Text,
    names: Sequence[Name],
    *,
    on_typed: Handler = None,
    rows: int = 6,
    hint: Child | None = None,
    error: Text = fields.NO_ERROR,
    optional: bool = False,
) -> rx.Component:
    """A named field of a form that begins at `value`; `on_typed` hears the text while it is written."""
    area = _WordingArea.create(
        field_id=field_id,
        names=list(names),
        default_value=value,
        rows=str(rows),
        **given(on_typed=on_typed),
        **fields.said_by(field_id, error, hint),
    )
    return fields.field(field_id, label, area, hint=hint, error=error, optional=optional)
