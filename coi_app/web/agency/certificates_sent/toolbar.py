"""Over the grid of Certificates Sent: views, columns and export; the filters; what is filtered, and the news."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from coi_app.rules.coverage import LINE_LABELS
from coi_app.web.agency import frame
from coi_app.web.agency.certificates_sent.asked import PRESET_WORDS, PRESETS
from coi_app.web.agency.certificates_sent.bulk_state import BulkState
from coi_app.web.agency.certificates_sent.lines import DELIVERED_WORDS, SOURCE_CHOICES, STANDING_WORDS
from coi_app.web.agency.certificates_sent.state import SentState
from coi_app.web.agency.certificates_sent.views_state import ViewLine, ViewsState
from coi_app.web.shared import button, filters, icon, link, menu

LINES = {line.value: words for line, words in LINE_LABELS.items()}
Sent, Views, Bulk = SentState, ViewsState, BulkState


def toolbar() -> rx.Component:
    """Views, Columns, Export."""
    removable = rx.foreach(Views.views, _removal)
    views = menu.menu(
        button.button("Views", icon_name="bookmark", caret=True),
        [
            rx.foreach(Views.views, _view),
            menu.LINE,
            menu.Item("Save this view…", "bookmark_plus", Views.ask),
            removable,
        ],
        width="248px",
    )
    columns = button.button("Columns", Views.open_columns, icon_name="columns_3")
    export = menu.menu(
        button.button("Export", icon_name="file_down", caret=True),
        [
            menu.Item("CSV", "file_text", Bulk.export_all("csv")),
            menu.Item("Excel (XLSX)", "file_spreadsheet", Bulk.export_all("xlsx")),
        ],
        align="end",
    )
    return rx.el.div(
        views, columns, rx.cond(frame.may("exports:run"), export), class_name="row end list-tools", role="group",
        aria_label="List",
    )  # fmt: skip


def _view(view: rx.Var[ViewLine]) -> rx.Component:
    return rx.dropdown_menu.item(link.link(view.name, href=view.href), as_child=True)


def _removal(view: rx.Var[ViewLine]) -> rx.Component:
    item = rx.dropdown_menu.item(
        icon.icon("trash_2", 15),
        "Remove “" + view.name + "”",
        color_scheme="red",
        on_select=Views.remove(view.id),
    )
    return rx.cond(view.can_remove, item)


def filter_bar(*, with_standing: bool = True, with_master: bool = False) -> rx.Component:
    """Which filters there are never depends on what was read: the rows below would be pushed down."""
    standing = filters.filter_menu("Standing", _choices("standing", STANDING_WORDS))
    return filters.bar(
        filters.search_box("Search holder", Sent.text, Sent.search, width="196px", key=Sent.refill.to(str)),
        filters.date_box("From", "sent_from", Sent.from_on, lambda day: Sent.narrow("from", day)),
        filters.date_box("To", "sent_to", Sent.to_on, lambda day: Sent.narrow("to", day)),
        filters.preset_menu(
            rx.match(Sent.days, *PRESET_WORDS.items(), "Dates"),
            [(key, PRESET_WORDS[key]) for key in PRESETS],
            Sent.choose_days,
        ),
        filters.filter_menu("Delivery", _choices("mailed", DELIVERED_WORDS)),
        standing if with_standing else rx.fragment(),
        filters.filter_menu("Line", _choices("line", LINES)),
        filters.filter_menu("Source", _choices("source", SOURCE_CHOICES)),
        filters.filter_menu("Master", [_listed("master", Sent.masters)]) if with_master else rx.fragment(),
        rx.cond(frame.may("activity:view"), filters.filter_menu("Issued by", [_listed("by", Sent.people)])),
        is_crowded=True,
    )


def _choices(name: str, words: Mapping[str, str]) -> list[menu.Item]:
    return [menu.Item(said, on_select=Sent.narrow(name, key)) for key, said in words.items()]


def _listed(name: str, entries: rx.Var[list[list[str]]]) -> rx.Component:
    return rx.cond(
        entries.length() > 0,
        rx.foreach(entries, lambda one: rx.dropdown_menu.item(one[1], on_select=Sent.narrow(name, one[0]))),
        rx.dropdown_menu.item("None yet", disabled=True),
    )


def chips() -> rx.Component:
    return filters.chips(
        _chip("Holder", Sent.text, "q"),
        rx.cond(
            Sent.days != "",
            filters.chip("Issued", rx.match(Sent.days, *PRESET_WORDS.items(), ""), Sent.narrow("days", "")),
            rx.fragment(_chip("From", Sent.from_on, "from"), _chip("To", Sent.to_on, "to")),
        ),
        _chip("Delivery", Sent.mailed, "mailed", rx.match(Sent.mailed, *DELIVERED_WORDS.items(), "")),
        _chip("Standing", Sent.standing, "standing", rx.match(Sent.standing, *STANDING_WORDS.items(), "")),
        _chip("Source", Sent.source, "source", rx.match(Sent.source, *SOURCE_CHOICES.items(), "")),
        _named("Master", Sent.masters, Sent.master, "master"),
        _named("Issued by", Sent.people, Sent.by, "by"),
        _chip("Line", Sent.line, "line", rx.match(Sent.line, *LINES.items(), "")),
        _chip("Certificates of", Sent.holders, "holders", Sent.holder_words),
        _chip("Reason", Sent.cause, "cause", "the chosen one"),
        rx.cond(Sent.problem != "", rx.el.span(Sent.problem, class_name="tone-red small", role="alert")),
        count=rx.cond(Sent.pager.total == "1", "1 certificate", Sent.pager.total + " certificates"),
        on_clear=Sent.clear,
        has_filters=is_filtered(),
    )


def _chip(name: str, value: rx.Var[str], parameter: str, words: Any = None) -> rx.Component:
    shown = words if words is not None else value
    return rx.cond(value != "", filters.chip(name, shown, Sent.narrow(parameter, "")))


def _named(name: str, entries: rx.Var[list[list[str]]], value: rx.Var[str], parameter: str) -> rx.Component:
    """The chip of a choice whose words are one of a list that the server sent."""
    one = rx.foreach(
        entries,
        lambda entry: rx.cond(entry[0] == value, filters.chip(name, entry[1], Sent.narrow(parameter, ""))),
    )
    return rx.cond(value != "", one)


def is_filtered() -> Any:
    values = (
        Sent.text, Sent.from_on, Sent.to_on, Sent.days, Sent.mailed, Sent.standing, Sent.source, Sent.by, Sent.master,
        Sent.cause, Sent.line, Sent.holders,
    )  # fmt: skip
    found = values[0] != ""
    for value in values[1:]:
        found = found | (value != "")
    return found


def news() -> rx.Component:
    """A quiet bar: what colleagues issued meanwhile is there when it is asked for."""
    words = rx.el.span(Sent.news, " since you opened this list", class_name="num")
    bar = rx.el.div(
        icon.icon("sparkles", 15, tone="muted"), words, button.text_link("Show", on_click=Sent.show_news, small=True),
        class_name="news-bar",
    )  # fmt: skip
    return rx.el.div(rx.cond(Sent.news != "", bar), aria_live="polite")
