"""Requests: what somebody waits for, what is due first on top."""

from typing import Any

import reflex as rx

from coi_app.queries.requests import Assigned, RequestSort, Show
from coi_app.rules.certificate_requests import SOURCE_LABELS, RequestStatus
from coi_app.web.agency import frame, list_parts
from coi_app.web.agency.requests import dialog, new_request
from coi_app.web.agency.requests.lines import Line
from coi_app.web.agency.requests.new_state import NewRequestState
from coi_app.web.agency.requests.state import RequestsState
from coi_app.web.shared import button, data_grid, empty, filters, menu, page_head, standing_badge, tabs

List = RequestsState
SHOWN = [
    (Show.TO_DO.value, "To do", ""),
    (Show.OPEN.value, "Open", ""),
    (Show.WAITING.value, "Waiting for approval", ""),
    (Show.ISSUED.value, "Issued", ""),
    (Show.REFUSED.value, "Refused", ""),
]
SOURCES = {source.value: words for source, words in SOURCE_LABELS.items()}
PEOPLE = {Assigned.ME.value: "Me", Assigned.NOBODY.value: "Nobody"}
STATUS_MARKS = {
    RequestStatus.OPEN: ("indigo", "inbox"),
    RequestStatus.WAITING: ("amber", "hourglass"),
    RequestStatus.ISSUED: ("green", "check"),
    RequestStatus.REFUSED: ("gray", "ban"),
}


def page() -> rx.Component:
    may_answer = frame.may("requests:answer")
    return frame.desk(
        page_head.page_head("Requests", actions=[rx.cond(may_answer, _new("primary"))]),
        rx.el.div(_filters(), _chips(), _grid(), class_name="list-body", style={"margin_top": "16px"}),
        dialog.request_dialog(),
        rx.cond(may_answer, new_request.dialog()),
        current="requests",
    )


def _new(look: button.Look) -> rx.Component:
    return button.button("New request", NewRequestState.open, look=look, icon_name="plus")


def _filters() -> rx.Component:
    return filters.bar(
        filters.search_box(
            "Search holder, insured or who asked", List.text, List.search, width="300px",
            key=List.search_round.to(str),
        ),
        tabs.choice_segments("Show", SHOWN, List.show, List.choose_show),
        filters.filter_menu(
            "Source", [menu.Item(words, on_select=List.choose_source(key)) for key, words in SOURCES.items()]
        ),
        filters.filter_menu(
            "Assigned", [menu.Item(words, on_select=List.choose_assigned(key)) for key, words in PEOPLE.items()]
        ),
        filters.filter_menu("Rush", [menu.Item("Rush only", on_select=List.choose_rush("1"))]),
    )  # fmt: skip


def _chips() -> rx.Component:
    source = filters.chip("Source", rx.match(List.source, *SOURCES.items(), ""), List.choose_source(""))
    person = filters.chip("Assigned", rx.match(List.assigned, *PEOPLE.items(), ""), List.choose_assigned(""))
    return filters.chips(
        rx.cond(List.source != "", source),
        rx.cond(List.assigned != "", person),
        rx.cond(List.only_rush, filters.chip("Rush", "only", List.choose_rush(""))),
        count=rx.cond(List.pager.total == "1", "1 request", List.pager.total + " requests"),
        on_clear=List.clear,
        has_filters=_is_narrowed(),
    )


def _is_narrowed() -> Any:
    return (List.text != "") | (List.source != "") | (List.assigned != "") | List.only_rush


def _grid() -> rx.Component:
    nothing = empty.nothing_yet(
        rx.cond(List.show == "", "Nobody waits for a certificate", "Nothing here"),
        "Requests from the portal, from request links and by phone are listed here until they are answered.",
        rx.cond(frame.may("requests:answer"), _new("second"), rx.fragment()),
        "inbox",
    )
    return data_grid.frame(
        label="Requests",
        head=[
            _sorted("Needed", RequestSort.DUE, "172px"),
            data_grid.column("Holder"),
            data_grid.column("Insured", "18%", shown="medium"),
            _sorted("Asked by", RequestSort.ASKED, "198px", shown="medium"),
            data_grid.column("Assigned", "130px", shown="wide"),
            data_grid.column("State", "186px"),
        ],
        body=rx.foreach(List.rows, _row),
        foot=rx.cond(List.rows.length() > 0, list_parts.footer(List, zone=True)),
        instead=list_parts.instead(List, nothing_yet=nothing, is_narrowed=_is_narrowed()),
        has_rows=List.rows.length() > 0,
    )


def _sorted(words: str, key: RequestSort, width: str, shown: data_grid.Shown = "") -> rx.Component:
    return data_grid.sort_column(
        words, key.value, width, sorted_by=List.sort, descending=List.descending, on_sort=List.sort_by, shown=shown
    )  # fmt: skip


def _row(row: rx.Var[Line]) -> rx.Component:
    return data_grid.row(
        data_grid.cell(due_mark(row.due, row.urgency, row.due_exact), phone="note"),
        data_grid.cell(data_grid.two_lines(row.holder, row.requirements, href=row.href), phone="lead"),
        data_grid.cell(data_grid.one_line(row.insured, href=row.insured_href), shown="medium"),
        data_grid.cell(
            data_grid.two_lines(row.asked_by, row.asked, title=row.asked_exact, look="num"), shown="medium"
        ),
        data_grid.cell(
            rx.cond(row.assigned_to != "", row.assigned_to, rx.el.span("Nobody", class_name="muted")),
            shown="wide",
        ),
        data_grid.cell(status_badge(row.status, row.status_words), phone="mark"),
        key=row.id,
    )


def due_mark(due: Any, urgency: Any, exact: Any) -> rx.Component:
    """When it is needed; late and rush say so in words too."""
    return rx.el.div(
        rx.el.span(due, class_name=rx.cond(urgency == "late", "tone-red medium num", "num"), title=exact),
        rx.match(
            urgency,
            ("late", rx.el.span("Late", class_name="tone-red small")),
            ("rush", rx.el.span("Rush", class_name="tone-amber small medium")),
            rx.fragment(),
        ),
        class_name="request-due",
    )


def status_badge(status: Any, words: Any) -> rx.Component:
    """The state with its icon and its words."""
    marks = [
        (key.value, standing_badge.badge(words, color, mark)) for key, (color, mark) in STATUS_MARKS.items()
    ]
    return rx.match(status, *marks, standing_badge.badge(words))
