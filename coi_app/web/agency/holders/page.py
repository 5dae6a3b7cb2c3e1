"""Certificate holders: one list for the whole agency."""

import reflex as rx

from coi_app.web import routes
from coi_app.web.agency import frame, list_parts
from coi_app.web.agency.holders import duplicates, form, merge
from coi_app.web.agency.holders.duplicates_state import DuplicatesState
from coi_app.web.agency.holders.merge_state import MergeState
from coi_app.web.agency.holders.state import HoldersState, Row
from coi_app.web.shared import button, data_grid, empty, filters, link, page_head

List = HoldersState
may_change = frame.may("holders:change")


def page() -> rx.Component:
    return frame.desk(
        page_head.page_head(
            "Holders", actions=[_export(), rx.cond(may_change, _find()), rx.cond(may_change, _new("primary"))]
        ),
        rx.el.div(_filters(), _grid(), style={"margin_top": "16px"}),
        form.holder_dialog(),
        duplicates.dialog_of_duplicates(),
        merge.merge_dialog(),
        current="holders",
    )


def _export() -> rx.Component:
    file = link.file("Export", href=routes.HOLDERS_CSV, class_name="link medium")
    return rx.cond(frame.may("exports:run"), file)


def _find() -> rx.Component:
    return button.button("Find duplicates", DuplicatesState.open, icon_name="copy_check")


def _bulk() -> rx.Component:
    merging = data_grid.bulk_button("Merge", "merge", MergeState.open_ticked)
    return data_grid.bulk_bar(
        List.chosen.to(str) + " selected",
        rx.cond(may_change & (List.chosen > 1), merging),
        data_grid.bulk_button("Certificates they received", "file_badge", List.see_certificates),
        on_clear=List.tick_none,
    )


def _new(look: button.Look) -> rx.Component:
    return button.button("New holder", List.open_new, look=look, icon_name="plus")


def _filters() -> rx.Component:
    return rx.fragment(
        filters.bar(
            filters.search_box(
                "Search holder", List.text, List.search, width="320px", key=List.search_round.to(str)
            )
        ),
        filters.chips(
            count=rx.cond(List.pager.total == "1", "1 holder", List.pager.total + " holders"),
            on_clear=List.clear,
            has_filters=List.text != "",
        ),
    )


def _grid() -> rx.Component:
    nothing = empty.nothing_yet(
        "No holders yet",
        "A holder is whoever asks for a certificate: an owner, a general contractor, a lender.",
        rx.cond(may_change, _new("second"), rx.fragment()),
        "users",
    )
    count = List.ticked.length()
    return data_grid.frame(
        label="Holders",
        head=[
            data_grid.check_column(
                (count > 0) & (count == List.rows.length()),
                (count > 0) & (count < List.rows.length()),
                List.tick_page,
            ),
            data_grid.column("Holder"),
            data_grid.column("Place", "15%", shown="medium"),
            data_grid.column("E-mail, phone", "24%"),
            data_grid.column("Where used", "130px"),
            data_grid.column("Changed", "178px", shown="wide"),
        ],
        body=rx.foreach(List.rows, _row),
        foot=rx.cond(List.rows.length() > 0, list_parts.footer(List, zone=True)),
        instead=list_parts.instead(List, nothing_yet=nothing, is_narrowed=List.text != ""),
        has_rows=List.rows.length() > 0,
        bulk=_bulk(),
        has_bulk=List.chosen > 0,
    )


def _row(row: rx.Var[Row]) -> rx.Component:
    return data_grid.row(
        data_grid.check_cell(row.name, List.ticked.contains(row.id), lambda on: List.tick(row.id, on)),
        data_grid.cell(data_grid.two_lines(row.name, row.under, href=row.href), phone="lead"),
        data_grid.cell(data_grid.one_line(row.place), shown="medium"),
        data_grid.cell(data_grid.two_lines(row.email, row.phone, look=""), phone="note"),
        data_grid.cell(row.insureds, tone="muted num", phone="mark"),
        data_grid.cell(
            data_grid.one_line(row.updated, look="num muted", title=row.updated_exact), shown="wide"
        ),
        selected=List.ticked.contains(row.id),
        key=row.id,
    )


def one() -> rx.Component:
    """Stands for a moment at the address of one holder, which leads to its dialog over the list."""
    return frame.desk(page_head.page_head("Holders"), data_grid.skeleton(), current="holders")
