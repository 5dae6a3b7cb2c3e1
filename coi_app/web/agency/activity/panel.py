"""Activity History as a panel: on the agency's page, and in the insured's tab of that name.

Its page must run `ActivityState.load` when it is opened.
"""

from typing import Any

import reflex as rx

from coi_app.queries import activity
from coi_app.web.agency import frame, list_parts
from coi_app.web.agency.activity import entry
from coi_app.web.agency.activity.state import PRESETS, THIS_MONTH, ActivityState, Row
from coi_app.web.shared import button, data_grid, empty, fields, filters, link

List = ActivityState
ANY = [("", "Everything"), *activity.subjects()]


def activity_panel() -> rx.Component:
    return rx.fragment(_filters(), _chips(), _grid(), entry.entry_dialog())


def _filters() -> rx.Component:
    presets = [*((key, words) for key, (words, _) in PRESETS.items()), (THIS_MONTH, "This month")]
    return filters.bar(
        _narrow("activity_who", "Person", List.who, List.choose_who, _people()),
        _narrow("activity_kind", "Kind", List.kind, List.choose_kind, _kinds()),
        filters.date_box("From", "activity_first", List.first, List.choose_first),
        filters.date_box("To", "activity_last", List.last, List.choose_last),
        filters.preset_menu("Dates", presets, List.choose_days),
        rx.cond(
            frame.may("exports:run") & (List.export_href != ""),
            button.file_button("Export", List.export_href, icon_name="file_down"),
        ),
    )


def _kinds() -> rx.Component:
    """One for each subject; a link may ask for a single kind, which is then a choice too."""
    return rx.fragment(
        *[fields.option(key, words) for key, words in ANY],
        rx.cond(List.kind_words != "", fields.option(List.kind, List.kind_words)),
    )


def _people() -> rx.Component:
    return rx.fragment(
        fields.option("", "Everybody"), rx.foreach(List.people, lambda one: fields.option(one[0], one[1]))
    )


def _narrow(
    field_id: str, label: str, value: rx.Var[str], choose: rx.EventHandler, options: object
) -> rx.Component:
    box = fields.select_box(field_id, value, choose, options, aria_label=label)
    return rx.el.div(box, style={"width": "190px"})


def _chips() -> rx.Component:
    days = rx.cond(
        List.first == "",
        "to " + List.last,
        rx.cond(List.last == "", "from " + List.first, List.first + " to " + List.last),
    )
    return filters.chips(
        rx.cond((List.first != "") | (List.last != ""), filters.chip("Days", days, List.clear_days())),
        count=rx.cond(List.pager.total == "1", "1 entry", List.pager.total + " entries"),
        on_clear=List.clear,
        has_filters=_is_narrowed(),
    )


def _is_narrowed() -> Any:
    return (List.who != "") | (List.kind != "") | (List.first != "") | (List.last != "")


def _grid() -> rx.Component:
    nothing = empty.nothing_yet(
        "Nothing has happened yet",
        "Every change is recorded here, with who made it and when.",
        icon_name="activity",
    )
    return data_grid.frame(
        label="Activity History",
        head=[
            data_grid.column("When", "182px"),
            data_grid.column("Who, from where", "17%"),
            data_grid.column("What"),
            data_grid.column("Kind", "16%", shown="medium"),
            data_grid.column("Details", "92px", end=True),
        ],
        body=rx.foreach(List.rows, _row),
        foot=rx.cond(List.rows.length() > 0, list_parts.footer(List, zone=True)),
        instead=list_parts.instead(
            List, nothing_yet=nothing, is_narrowed=_is_narrowed(), right="activity:view"
        ),
        has_rows=List.rows.length() > 0,
    )


def _row(row: rx.Var[Row]) -> rx.Component:
    about = rx.cond(
        row.href != "",
        link.link(row.about, href=row.href, class_name="line-2 link-line", title=row.about),
    )
    what = rx.cond(
        row.object_href != "",
        link.link(row.what, href=row.object_href, class_name="line-1", title=row.what),
        rx.el.div(row.what, class_name="line-1", title=row.what),
    )
    more = button.button("Details", List.open_entry(row.id), size="1", aria_label="Details: " + row.what)
    return data_grid.row(
        data_grid.cell(data_grid.one_line(row.when, look="num muted", title=row.exact), phone="mark"),
        data_grid.cell(data_grid.two_lines(row.who, row.origin), phone="note"),
        data_grid.cell(what, about, phone="lead"),
        data_grid.cell(data_grid.one_line(row.kind, look="muted"), shown="medium"),
        data_grid.cell(rx.cond(row.has_more, more), end=True, tone="actions-cell"),
        key=row.id,
    )
