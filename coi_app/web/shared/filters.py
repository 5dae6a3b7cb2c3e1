"""The row of filters over a grid: search, dates, presets, dashed buttons; then chips, Clear all and the
count."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from coi_app.web.shared import button, icon, menu, typing_box
from coi_app.web.shared.kinds import Child, Handler, Text, given


def search_box(
    label: str, value: Text, on_search: Handler, *, width: str = "", key: Text | None = None
) -> rx.Component:
    """A search field; `on_search(text)` comes 250 ms after the last keystroke. Mark the handler
    `supersedes=True`.

    `value` is what the address says; `key` (any text that changes on back, forward and Clear all) refills
    the box.
    """
    return typing_box.field(
        rx.input.slot(icon.icon("search", 15)),
        type="search",
        default_value=value,
        on_input=on_search.debounce(250) if hasattr(on_search, "debounce") else on_search,
        placeholder=label,
        aria_label=label,
        class_name="search-box",
        size="2",
        **({"style": {"--search-width": width}} if width else {}),
        **given(key=key),
    )


def date_box(label: str, field_id: str, value: Text, on_change: Handler, **props: Any) -> rx.Component:
    """A native date with its label inside the frame; ISO days in and out ("2026-03-04", "" for none)."""
    return rx.el.div(
        rx.el.label(label, html_for=field_id),
        rx.el.input(id=field_id, type="date", value=value, on_change=on_change, **props),
        class_name="date-box",
    )


def preset_menu(current: Text, entries: Sequence[tuple[str, Text]], on_choose: Handler) -> rx.Component:
    """Date presets: `entries` are (key, words); the button shows `current`, `on_choose(key)`."""
    items = [menu.Item(words, on_select=on_choose(key)) for key, words in entries]
    return menu.menu(button.button(current, caret=True), items)


def filter_menu(words: str, items: Sequence[menu.Item | rx.Component]) -> rx.Component:
    """A dashed "+ Delivery" button that opens the choices of one filter."""
    trigger = rx.el.button(icon.icon("plus", 14), words, type="button", class_name="filter-button")
    return menu.menu(trigger, items)


def chip(name: Text, value: Text, on_remove: Handler) -> rx.Component:
    """An active filter with its cross."""
    said = "Remove " + rx.Var.create(name).to(str) + " " + rx.Var.create(value).to(str)
    return rx.el.span(
        rx.el.span(name, class_name="muted"),
        rx.el.span(value, class_name="chip-value clip", title=value),
        rx.el.button(icon.icon("x", 13, stroke=2), type="button", aria_label=said, on_click=on_remove),
        class_name="chip",
    )


def bar(*parts: Child, is_crowded: bool = False) -> rx.Component:
    """The row of filter controls; a crowded one has less room between and in them on a smaller desk."""
    names = ["filter-bar", "is-crowded" if is_crowded else ""]
    return rx.el.div(*parts, class_name=names, role="search", aria_label="Filters")


def chips(*active: Child, count: Text, on_clear: Handler = None, has_filters: Any = True) -> rx.Component:
    """The row under the filters: chips, Clear all, and the count, which is read out when it changes."""
    clear = (
        button.text_link("Clear all", on_click=on_clear, small=True)
        if on_clear is not None
        else rx.fragment()
    )
    return rx.el.div(
        *active,
        clear if has_filters is True else rx.cond(has_filters, clear),
        rx.el.span(count, aria_live="polite", class_name="muted small num end"),
        class_name="filter-chips",
    )
