"""The list of insureds: live filter, three orders, and a two-line list on a phone."""

from typing import Any

import reflex as rx

from coi_app.queries.insured_list import PoliciesAre
from coi_app.rules.insured_kinds import InsuredKind
from coi_app.web import routes
from coi_app.web.agency import frame, list_parts
from coi_app.web.agency.insureds import form
from coi_app.web.agency.insureds.state import InsuredsState, Row
from coi_app.web.shared import button, data_grid, empty, filters, link, menu, page_head, standing_badge, tabs

List = InsuredsState
POLICIES = {
    PoliciesAre.IN_FORCE.value: "In force",
    PoliciesAre.EXPIRING_SOON.value: "Expiring in 30 days",
    PoliciesAre.NONE_IN_FORCE.value: "None in force",
}


def page() -> rx.Component:
    return frame.desk(
        page_head.page_head(
            "Insureds", actions=[_export(), rx.cond(frame.may("insureds:change"), _new("primary"))]
        ),
        rx.el.div(_filters(), _chips(), _grid(), class_name="list-body", style={"margin_top": "16px"}),
        rx.cond(frame.may("insureds:change"), form.new_insured()),
        current="insureds",
    )


def _export() -> rx.Component:
    file = link.file("Export", href=routes.INSUREDS_CSV, class_name="link medium")
    return rx.cond(frame.may("exports:run"), file)


def _new(look: button.Look) -> rx.Component:
    return button.button("New insured", List.open_form, look=look, icon_name="plus")


def _filters() -> rx.Component:
    kinds = [
        ("", "All", ""),
        (InsuredKind.INSURED.value, "Insureds", ""),
        (InsuredKind.PROSPECT.value, "Prospects", ""),
    ]
    return filters.bar(
        filters.search_box(
            "Search name, DBA, city or policy number", List.text, List.search, width="320px",
            key=List.search_round.to(str),
        ),
        tabs.choice_segments("Kind", kinds, List.kind, List.choose_kind),
        filters.filter_menu(
            "Policies", [menu.Item(words, on_select=List.choose_policies(key)) for key, words in POLICIES.items()]
        ),
    )  # fmt: skip


def _chips() -> rx.Component:
    return filters.chips(
        rx.cond(
            List.policies != "",
            filters.chip(
                "Policies", rx.match(List.policies, *POLICIES.items(), ""), List.choose_policies("")
            ),
        ),
        count=rx.cond(List.pager.total == "1", "1 insured", List.pager.total + " insureds"),
        on_clear=List.clear,
        has_filters=_is_narrowed(),
    )


def _is_narrowed() -> Any:
    return (List.text != "") | (List.kind != "") | (List.policies != "")


def _grid() -> rx.Component:
    nothing = empty.nothing_yet(
        "No insureds yet",
        "Insureds and prospects are the agency's clients: policies, holders and certificates belong to them.",
        rx.cond(frame.may("insureds:change"), _new("second"), rx.fragment()),
        "building_2",
    )
    return data_grid.frame(
        label="Insureds",
        head=[
            _sorted("Insured", "name"),
            data_grid.column("Kind", "88px", shown="medium"),
            data_grid.column("Place", "12%", shown="medium"),
            data_grid.column("Contact", "15%", shown="wide"),
            _sorted("Policies", "next_expiry", "212px"),
            data_grid.column("Standing", "160px"),
            _sorted("Changed", "updated", "178px", shown="wide"),
        ],
        body=rx.foreach(List.rows, _row),
        foot=rx.cond(List.rows.length() > 0, list_parts.footer(List, zone=True)),
        instead=list_parts.instead(List, nothing_yet=nothing, is_narrowed=_is_narrowed()),
        has_rows=List.rows.length() > 0,
    )


def _sorted(words: str, key: str, width: str = "", shown: data_grid.Shown = "") -> rx.Component:
    return data_grid.sort_column(
        words, key, width, sorted_by=List.sort, descending=List.descending, on_sort=List.sort_by, shown=shown
    )


def _row(row: rx.Var[Row]) -> rx.Component:
    href = "/insureds/" + row.id.to(str)
    return data_grid.row(
        data_grid.cell(data_grid.two_lines(row.name, row.under, href=href), phone="lead"),
        data_grid.cell(row.kind, shown="medium", tone="muted"),
        data_grid.cell(data_grid.one_line(row.place), shown="medium"),
        data_grid.cell(data_grid.two_lines(row.phone, row.email, look="num"), shown="wide"),
        data_grid.cell(data_grid.two_lines(row.policies, row.next_expiry, look="num"), phone="note"),
        data_grid.cell(
            rx.cond(row.standing != "", standing_badge.standing_badge(row.standing, row.standing_words)),
            phone="mark",
        ),
        data_grid.cell(
            data_grid.one_line(row.updated, look="num muted", title=row.updated_exact), shown="wide"
        ),
        key=row.id,
    )
