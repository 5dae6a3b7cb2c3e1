"""The Additional Interests tab: the grid, its filters, and the button for all their certificates."""

from typing import Any

import reflex as rx

from coi_app.queries.additional_interests import Show
from coi_app.rules.facts import INTEREST_LABELS
from coi_app.web.agency import frame, list_pages, list_parts
from coi_app.web.agency.additional_interests import edits, form
from coi_app.web.agency.additional_interests.edits_state import InterestEditsState
from coi_app.web.agency.additional_interests.form_state import InterestFormState
from coi_app.web.agency.additional_interests.state import SHOWS, InterestLine, InterestsState, type_words
from coi_app.web.agency.insured_head import ProfileState
from coi_app.web.shared import button, data_grid, empty, filters, link, menu, standing_badge, tabs
from coi_app.web.shared.kinds import Child, grouped

Interests = InterestsState
Edit = InterestFormState
may_change = frame.may("interests:change")


def panel(*actions: Child, above: Child = "") -> rx.Component:
    """`actions` are buttons of other rooms at the right, for all of the list; `above` stands over it."""
    return tabs.panel(
        above,
        _tools(actions),
        _chips(),
        _grid(),
        form.dialogs(),
        edits.edit_dialog(),
        label="Additional Interests",
    )


def _tools(actions: tuple[Child, ...]) -> rx.Component:
    types = [
        menu.Item(words, on_select=Interests.choose_type(one.value)) for one, words in INTEREST_LABELS.items()
    ]
    shows = [menu.Item(words, on_select=Interests.choose_show(one.value)) for one, words in SHOWS.items()]
    return rx.el.div(
        filters.bar(
            filters.search_box(
                "Search additional interests",
                Interests.text,
                Interests.search,
                width="280px",
                key=Interests.search_round.to(str),
            ),
            filters.filter_menu("Type", types),
            filters.filter_menu("Show", shows),
        ),
        rx.el.div(_export(), _add(), *actions, class_name="row end"),
        class_name="tab-tools row is-wrap",
    )


def _export() -> rx.Component:
    href = rx.Var.create("/files/insureds/") + ProfileState.insured + "/additional-interests.csv"
    return rx.cond(frame.may("exports:run"), link.file("Export", href=href, class_name="link medium"))


def _add(look: button.Look = "second") -> rx.Component:
    return rx.cond(
        frame.may("interests:change"),
        button.button("Add Additional Interest", Edit.add, icon_name="plus", look=look),
    )


def _is_filtered() -> Any:
    return (Interests.text != "") | (Interests.type != "") | (Interests.show != Show.ACTIVE.value)


def _chips() -> rx.Component:
    shown = rx.match(Interests.show, *[(one.value, words) for one, words in SHOWS.items()], "")
    return filters.chips(
        rx.cond(Interests.text != "", filters.chip("Search", Interests.text, Interests.clear_text)),
        rx.cond(
            Interests.type != "", filters.chip("Type", type_words(Interests.type), Interests.choose_type(""))
        ),
        rx.cond(
            Interests.show != Show.ACTIVE.value,
            filters.chip("Show", shown, Interests.choose_show(Show.ACTIVE.value)),
        ),
        count=rx.cond(Interests.phase == list_pages.READY, _count_words(), ""),
        on_clear=Interests.clear,
        has_filters=_is_filtered(),
    )


def _count_words() -> rx.Var[str]:
    return Interests.pager.total + rx.cond(
        Interests.pager.total == "1", " additional interest", " additional interests"
    )


def _grid() -> rx.Component:
    return data_grid.frame(
        label="Additional Interests",
        head=_head(),
        body=rx.foreach(Interests.rows, _row),
        foot=list_parts.footer(Interests, zone=True),
        has_rows=Interests.rows.length() > 0,
        busy=Interests.is_busy,
        bulk=_bulk(),
        has_bulk=may_change & (Interests.chosen > 0),
        instead=list_parts.instead(Interests, nothing_yet=_nothing_yet(), is_narrowed=_is_filtered()),
    )


def _bulk() -> rx.Component:
    return data_grid.bulk_bar(
        grouped(Interests.chosen) + " selected",
        data_grid.bulk_button("Edit", "pencil", InterestEditsState.open),
        on_clear=Interests.tick_none,
        all_words="Select all " + Interests.pager.total + " matching",
        on_all=Interests.tick_all,
        can_all=~Interests.is_everyone,
    )


def _nothing_yet() -> rx.Component:
    return empty.nothing_yet(
        "No additional interests yet",
        "Add everybody who asks this insured for certificates, plain certificate holders too.",
        _add("primary"),
        "users",
    )


def _head() -> list[rx.Component]:
    count = Interests.ticked.length()
    checks = data_grid.check_column(
        (count > 0) & (count == Interests.rows.length()),
        (count > 0) & (count < Interests.rows.length()),
        Interests.tick_page,
    )
    return [
        rx.cond(may_change, checks),
        data_grid.actions_column(),
        data_grid.sort_column(
            "Holder",
            "name",
            "22%",
            sorted_by=Interests.sort,
            descending=Interests.descending,
            on_sort=Interests.sort_by,
        ),
        data_grid.column("Type", "16%"),
        data_grid.column("ADDL INSD, SUBR WVD", "14%", shown="wide"),
        data_grid.column("E-mail", "", shown="medium"),
        data_grid.column("Preferred master", "11%", shown="wide"),
        data_grid.column("Last certificate", "128px", shown="medium"),
    ]


def _row(line: rx.Var[InterestLine]) -> rx.Component:
    check = data_grid.check_cell(
        line.name, Interests.ticked.contains(line.id), lambda on: Interests.tick(line.id, on)
    )
    return data_grid.row(
        rx.cond(may_change, check),
        data_grid.actions_cell(_actions(line)),
        data_grid.cell(data_grid.two_lines(line.name, line.place), phone="lead"),
        data_grid.cell(_type(line), phone="mark"),
        data_grid.cell(_wishes(line), shown="wide"),
        data_grid.cell(data_grid.one_line(line.email, look="muted"), shown="medium", phone="note"),
        data_grid.cell(data_grid.one_line(line.master, look="muted"), shown="wide"),
        data_grid.cell(
            rx.cond(
                line.last != "",
                data_grid.two_lines(line.last, line.last_number, look="num", title=line.last_exact),
                rx.el.span("None yet", class_name="muted"),
            ),
            shown="medium",
        ),
        selected=Interests.ticked.contains(line.id),
        key=line.id,
    )


def _type(line: rx.Var[InterestLine]) -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.cond(line.ended != "", standing_badge.badge(line.ended), standing_badge.badge(line.type)),
            class_name="clip",
            title=line.type,
        ),
        rx.cond(line.about != "", rx.el.div(line.about, class_name="line-2", title=line.about)),
    )


def _wishes(line: rx.Var[InterestLine]) -> rx.Component:
    def wish(words: str, lines: rx.Var[str]) -> rx.Component:
        return rx.cond(
            lines != "",
            rx.el.div(rx.el.span(words, class_name="wish-name"), " ", lines, class_name="clip", title=lines),
        )

    return rx.el.div(
        wish("ADDL INSD", line.insured_on), wish("SUBR WVD", line.waived_on), class_name="small wishes"
    )


def _actions(line: rx.Var[InterestLine]) -> list[menu.Item]:
    may = frame.may("interests:change")
    send = "/insureds/" + ProfileState.insured + "/send?holder=" + line.holder.to(str)
    active = line.ended == ""
    return [
        menu.Item("Send certificate", "send", href=send, shown=frame.may("certificates:issue") & active),
        menu.Item("Edit", "pencil", Edit.edit(line.id), shown=may),
        menu.Item("End", "ban", Edit.ask_end(line.id), danger=True, shown=may & active),
        menu.Item("Resume", "rotate_ccw", Edit.resume(line.id), shown=may & ~active),
        menu.Item("Certificates Sent", "file_badge", href=line.sent_href),
    ]
