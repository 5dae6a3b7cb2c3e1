"""The grid: a real table in a frame, sticky head, two-line cells, bulk bar, footer, empty states.

Rows come from the screen: `frame(head=[...], body=rx.foreach(State.rows, row_fn), ...)`. Under 768 px each
row
becomes a list entry made of the cells that name a `phone` place.
"""

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx

from coi_app.web.shared import button, checkbox, icon, link, menu
from coi_app.web.shared.kinds import Child, Flag, Handler, Text, classes, given
from coi_app.web.shared.rows_in_view import RowsInView

# Where a cell stands on a phone, from top to bottom: the name, the badge ("half" and "beside" share its row), further
# lines. Cells without a place are hidden there.
Phone = Literal["", "lead", "mark", "half", "beside", "about", "more", "note"]
# From which width a column is shown: always, from 961 px, from 1320 px.
Shown = Literal["", "medium", "wide"]


def _width(width: str) -> dict[str, Any]:
    return {"style": {"width": width}} if width else {}


def column(
    words: Child, width: str = "", *, shown: Shown = "", lead: bool = False, end: bool = False
) -> rx.Component:
    """A head cell; `width` as CSS ("19%", "116px"), the one without width takes the rest. `lead` pads the
    first column."""
    return rx.el.th(
        words,
        scope="col",
        role="columnheader",
        class_name=classes(
            f"is-{shown}" if shown else "", "is-lead" if lead else "", "is-end" if end else ""
        ),
        **_width(width),
    )


def sort_column(
    words: Child,
    key: str,
    width: str = "",
    *,
    sorted_by: Text,
    descending: Flag,
    on_sort: Handler,
    shown: Shown = "",
) -> rx.Component:
    """A head cell that sorts: `on_sort(key)`; the state decides whether that turns the direction."""
    here = rx.Var.create(sorted_by) == key
    order = rx.cond(here, rx.cond(descending, "descending", "ascending"), "none")
    arrow = rx.cond(
        here,
        rx.cond(descending, icon.icon("arrow_down", 13, stroke=2), icon.icon("arrow_up", 13, stroke=2)),
        rx.el.span(icon.icon("arrow_down", 13), class_name="sort-idle"),
    )
    return rx.el.th(
        rx.el.button(words, arrow, type="button", class_name="sort-button", on_click=on_sort(key)),
        scope="col",
        role="columnheader",
        aria_sort=order,
        class_name=classes("is-sortable", f"is-{shown}" if shown else ""),
        **_width(width),
    )


def check_column(
    checked: Flag, mixed: Flag, on_change: Handler, label: str = "Select this page"
) -> rx.Component:
    """The head's check box. `on_change(bool)`; `mixed` shows the dash while only some rows are checked."""
    return rx.el.th(
        checkbox.named(label, checked, on_change, mixed=mixed), role="columnheader", class_name="check-cell"
    )


def actions_column() -> rx.Component:
    """The head of the row menus."""
    return rx.el.th("Actions", scope="col", role="columnheader", class_name="actions-cell")


def row(*cells: Child, selected: Flag = False, key: Text | int | None = None) -> rx.Component:
    """One row; `selected` tints it. Without a key the browser fills the rows that are there anew, which is quicker than
    to make others; what a cell keeps by itself then needs the key."""
    return rx.el.tr(*cells, role="row", aria_selected=selected, **given(key=key))


def cell(
    *content: Child,
    phone: Phone = "",
    shown: Shown = "",
    lead: bool = False,
    end: bool = False,
    tone: str = "",
) -> rx.Component:
    """A body cell; `shown` must equal its column's. `tone` is a class such as "muted num"."""
    names = (
        f"phone-{phone}" if phone else "",
        f"is-{shown}" if shown else "",
        "is-lead" if lead else "",
        "is-end" if end else "",
        tone,
    )
    return rx.el.td(*content, role="cell", class_name=classes(*names))


def two_lines(
    first: Text, second: Text, *, look: str = "medium", href: Text = "", title: Text | None = None
) -> rx.Component:
    """Name over place; `look` is "medium", "mono", "num" or "". Cut with an ellipsis, in full in the
    tooltip."""
    names = f"line-1 {look}"
    if isinstance(href, str) and not href:
        top = rx.el.div(first, class_name=names, title=first)
    else:
        top = link.link(first, href=href, class_name=names, title=first)
    return rx.fragment(
        top, rx.el.div(second, class_name="line-2", title=title if title is not None else second)
    )


def one_line(words: Text, *, look: str = "", href: Text = "", title: Text | None = None) -> rx.Component:
    """A single line, cut with an ellipsis; `title` replaces the tooltip (the exact instant of a short
    time)."""
    said = title if title is not None else words
    if isinstance(href, str) and not href:
        return rx.el.div(words, class_name=f"line-1 {look}", title=said)
    return link.link(words, href=href, class_name=f"line-1 {look}", title=said)


def long_text(words: Text, *, key: Text | int | None = None) -> rx.Component:
    """Two small lines at most, the whole text in the tooltip; a click, or Enter, unfolds it in place. In rows without a
    key it needs one: another's text begins folded."""
    unfolding = rx.el.details(
        rx.el.summary(words, class_name="clamp-2", title=words), class_name="unfolds", **given(key=key)
    )
    return rx.cond(words != "", unfolding)


def check_cell(name: Text, checked: Flag, on_change: Handler, *, disabled: Flag = False) -> rx.Component:
    """`name` is the row's name; the box is called "Select <name>"."""
    label = "Select " + rx.Var.create(name).to(str) if isinstance(name, rx.Var) else f"Select {name}"
    return rx.el.td(
        checkbox.named(label, checked, on_change, disabled=disabled), role="cell", class_name="check-cell"
    )


def actions_cell(items: Sequence[menu.Item | rx.Component], *, key: Text | int | None = None) -> rx.Component:
    """The row's menu behind its "Actions" button. In rows without a key it needs one: open, it must not change whose
    it is."""
    trigger = button.icon_button("Actions", "ellipsis")
    return rx.el.td(menu.menu(trigger, items), role="cell", class_name="actions-cell", **given(key=key))


def footer(
    shown_range: Text,
    total: Text,
    *,
    zone: Text = "",
    per_page: Text = "50 per page",
    on_previous: Handler = None,
    on_next: Handler = None,
    has_previous: Flag = False,
    has_next: Flag = False,
) -> rx.Component:
    """ "1-50" of "1,240", the time zone by name, and the pager."""
    no_previous = not has_previous if isinstance(has_previous, bool) else ~has_previous
    no_next = not has_next if isinstance(has_next, bool) else ~has_next
    return rx.el.div(
        rx.el.span(rx.el.span(shown_range, class_name="medium"), " of ", total, class_name="num"),
        rx.el.span(zone),
        rx.el.span(
            rx.el.span(per_page),
            button.icon_button("Previous page", "chevron_left", on_previous, disabled=no_previous),
            button.icon_button("Next page", "chevron_right", on_next, disabled=no_next),
            class_name="pager",
        ),
        class_name="grid-foot",
    )


def bulk_button(words: Text, icon_name: str, on_click: Handler) -> rx.Component:
    """One action of the bulk bar."""
    return rx.el.button(icon.icon(icon_name, 15), words, type="button", on_click=on_click)


def bulk_menu(words: Text, icon_name: str, items: Sequence[menu.Item | rx.Component]) -> rx.Component:
    """Several ways of one action of the bulk bar."""
    trigger = rx.el.button(icon.icon(icon_name, 15), words, icon.icon("chevron_down", 14), type="button")
    return menu.menu(trigger, items)


def bulk_bar(
    count_words: Text,
    *actions: Child,
    on_clear: Handler,
    all_words: Text = "",
    on_all: Handler = None,
    can_all: Flag = True,
) -> rx.Component:
    """ "3 selected", "Select all 1,240 matching", the actions, and a cross. Pass it to `frame(bulk=...,
    has_bulk=...)`."""
    everything: list[Child] = []
    if on_all is not None:
        button_of_all = rx.el.button(all_words, type="button", class_name="bulk-all", on_click=on_all)
        everything = [button_of_all if can_all is True else rx.cond(can_all, button_of_all)]
    line = rx.el.span(class_name="bulk-line", aria_hidden="true")
    return rx.el.div(
        rx.el.span(count_words, class_name="medium num", aria_live="polite"),
        *everything,
        line,
        *actions,
        line,
        rx.el.button(icon.icon("x", 15), type="button", aria_label="Clear selection", on_click=on_clear),
        role="region",
        aria_label="Selection",
        class_name="bulk-bar",
    )


def frame(
    *,
    label: Text,
    head: Sequence[Child],
    body: Child,
    foot: Child | None = None,
    bulk: Child | None = None,
    has_bulk: Flag = False,
    instead: Child | None = None,
    has_rows: Flag = True,
    busy: Flag = False,
    plain: bool = False,
    dense: bool = False,
) -> rx.Component:
    """The grid. While `has_rows` is false `instead` stands in its place (see `empty.py`, `skeleton`).

    `busy` dims the rows after 300 ms, keeping the height. `plain` is a table inside a card, without frame. A `dense`
    one has too many columns for a window of 768 to 1100 px: there its cells stand two by two, by their `phone` places.
    """
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*head, role="row"), role="rowgroup"),
        rx.el.tbody(RowsInView.create(body), role="rowgroup"),
        role="table",
        aria_label=label,
        class_name=["grid", "is-dense" if dense else ""],
    )
    shown = table if instead is None else rx.cond(has_rows, table, instead)
    box = rx.el.div(
        shown,
        foot if foot is not None else rx.fragment(),
        aria_busy=busy,
        class_name=["grid-box", "is-plain" if plain else ""],
    )
    if bulk is None:
        return box
    return rx.el.div(box, rx.cond(has_bulk, rx.el.div(bulk, class_name="bulk-room")), class_name="grid-area")


def skeleton(rows: int = 8) -> rx.Component:
    """Gray bars in the height of rows; they show only after 300 ms, so a quick answer never flickers."""
    widths = ("22%", "13%", "16%", "24%", "14%")
    line = rx.el.div(*[rx.el.i(style={"width": width}) for width in widths], class_name="skeleton-row")
    return rx.el.div(
        rx.el.span("Loading", class_name="sr-only"), *[line] * rows, role="status", class_name="skeleton"
    )
