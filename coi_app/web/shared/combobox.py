"""Finding one among many: the server searches, the keyboard is enough. In a form, and over everything in
the top bar.

The search handler takes the text and must set `found` whole: {"query": text, "options": [...]}, with that
very text;
mark it `@rx.event(supersedes=True)`. See docs/decisions for why these two have a JavaScript file.
"""

from typing import Any, TypedDict

import reflex as rx

from coi_app.web.shared import fields, icon, scripts
from coi_app.web.shared.kinds import Child, Handler, Text


class Option(TypedDict):
    """A choice in a form; the note is small at the right."""

    id: int
    name: str
    note: str


class Found(TypedDict):
    """An answer and the question it answers."""

    query: str
    options: list[Option]


class Hit(TypedDict):
    """A place that the global search can open."""

    href: str
    name: str
    note: str


class Hits(TypedDict):
    """As Found, for the global search."""

    query: str
    options: list[Hit]


NOTHING_FOUND: Found = {"query": "", "options": []}
NO_HITS: Hits = {"query": "", "options": []}
NOBODY: Option = {"id": 0, "name": "", "note": ""}


class _Combobox(rx.Component):
    library = scripts.beside(__name__, "combobox.jsx")
    tag = "Combobox"
    lib_dependencies: list[str] = ["downshift@9.5.0"]

    field_id: rx.Var[str]
    picked: rx.Var[dict]
    placeholder: rx.Var[str]
    found: rx.Var[dict]
    described_by: rx.Var[str]
    invalid: rx.Var[str]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """What the browser tells the state."""
        return {
            **super().get_event_triggers(),
            "on_search": rx.event.passthrough_event_spec(str),
            "on_pick": rx.event.passthrough_event_spec(int),
        }


class _GlobalSearch(rx.Component):
    library = scripts.beside(__name__, "global_search.jsx")
    tag = "GlobalSearch"
    lib_dependencies: list[str] = ["downshift@9.5.0"]

    placeholder: rx.Var[str]
    found: rx.Var[dict]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """What the browser tells the state."""
        return {**super().get_event_triggers(), "on_search": rx.event.passthrough_event_spec(str)}


scripts.beside(__name__, "found.js")
scripts.beside(__name__, "escape.js")


def combobox(
    field_id: str,
    label: Text,
    *,
    found: Any,
    picked: Any,
    on_search: Handler,
    on_pick: Handler,
    placeholder: str = "Type a name",
    hint: Child | None = None,
    error: Text = fields.NO_ERROR,
    icon_name: str = "search",
) -> rx.Component:
    """A labelled box over many records. `found`: Var of Found; `picked`: Var of Option (NOBODY while none).

    `on_pick(id)` with 0 when the choice was cleared. A `picked` changed by the state (a copied form)
    refills the box.
    """
    said = fields.said_by(field_id, error, hint)
    box = _Combobox.create(
        rx.input.slot(icon.icon(icon_name, 15)),
        rx.input.slot(icon.icon("chevrons_up_down", 14), side="right"),
        field_id=field_id,
        picked=picked,
        placeholder=placeholder,
        found=found,
        described_by=said.get("aria_describedby", ""),
        invalid=said.get("aria_invalid", "false"),
        on_search=on_search,
        on_pick=on_pick,
    )
    return fields.field(field_id, label, box, hint=hint, error=error)


def global_search(
    found: Any,
    on_search: Handler,
    placeholder: str = "Search insureds, holders, policy and certificate numbers",
) -> rx.Component:
    """The search of the top bar; "/" and Ctrl+K put the focus there, Enter opens. `found`: Var of Hits."""
    return _GlobalSearch.create(
        rx.input.slot(icon.icon("search", 15)),
        rx.input.slot(rx.el.kbd("/", class_name="rt-reset rt-Kbd rt-r-size-1"), side="right"),
        placeholder=placeholder,
        found=found,
        on_search=on_search,
    )
