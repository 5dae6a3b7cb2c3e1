"""The dialog with holders that are probably one."""

import reflex as rx

from coi_app.web.agency.holders.duplicates_state import DuplicatesState, Group, Twin
from coi_app.web.agency.holders.merge_state import MergeState
from coi_app.web.shared import button, data_grid, dialog, empty, standing_badge

Found = DuplicatesState


def dialog_of_duplicates() -> rx.Component:
    nothing = empty.nothing_yet(
        "No duplicates found",
        "No two holders have the same name and address, or look as if they had.",
        icon_name="copy_check",
    )
    listed = rx.cond(
        Found.groups.length() > 0, rx.el.ul(rx.foreach(Found.groups, _group), class_name="groups"), nothing
    )
    more = rx.cond(Found.groups.length() < Found.total, button.button("Show more", Found.more), rx.fragment())
    return dialog.dialog(
        "Duplicates",
        rx.cond(Found.is_looking, data_grid.skeleton(4), rx.fragment(listed, more)),
        open=Found.is_open,
        on_open_change=Found.close,
        lead=rx.cond(
            Found.narrowed != "",
            "Among the holders found by “" + Found.narrowed + "”.",
            "Among all holders of the agency. Search first to look through fewer.",
        ),
        note=rx.cond(Found.is_looking, "Looking through the holders…", _count()),
        actions=[dialog.cancel_button("Close")],
    )


def _count() -> rx.Var[str]:
    return Found.total.to(str) + rx.cond(Found.total == 1, " group", " groups")


def _group(group: rx.Var[Group]) -> rx.Component:
    mark = rx.cond(
        group.sure,
        standing_badge.badge("Same name and address", "green", "equal"),
        standing_badge.badge("Looks alike", "amber", "copy"),
    )
    return rx.el.li(
        rx.el.div(
            mark,
            button.button(
                "Compare and merge", [Found.close(False), MergeState.open_these(group.ids)], size="1"
            ),
            class_name="row is-between",
        ),
        rx.el.ul(rx.foreach(group.twins.to(list[Twin]), _twin), class_name="group-twins"),
        class_name="group",
    )


def _twin(twin: rx.Var[Twin]) -> rx.Component:
    return rx.el.li(
        rx.el.span(twin.name, class_name="medium"), " ", rx.el.span(twin.address, class_name="small muted")
    )
