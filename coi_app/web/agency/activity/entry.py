"""The dialog of one entry: everything it keeps, with the field's value before and after."""

import reflex as rx

from coi_app.web.agency.activity.state import ActivityState
from coi_app.web.shared import card, data_grid, dialog

Shown = ActivityState.shown


def entry_dialog() -> rx.Component:
    return dialog.dialog(
        Shown.sentence,
        card.facts([("Who", Shown.who), ("When", Shown.exact), ("From", Shown.origin), ("Kind", Shown.kind)]),
        rx.cond(Shown.changed.length() > 0, _changed()),
        rx.cond(Shown.kept.length() > 0, _kept()),
        open=ActivityState.is_open,
        on_open_change=ActivityState.close_entry,
        actions=[dialog.cancel_button("Close")],
    )


def _changed() -> rx.Component:
    return data_grid.frame(
        label="What changed",
        head=[data_grid.column("Field", "28%"), data_grid.column("Before"), data_grid.column("After")],
        body=rx.foreach(
            Shown.changed,
            lambda line: data_grid.row(
                data_grid.cell(line[0], tone="medium", phone="lead"),
                data_grid.cell(line[1], tone="muted wraps", phone="mark"),
                data_grid.cell(line[2], tone="wraps", phone="note"),
            ),
        ),
    )


def _kept() -> rx.Component:
    return rx.el.dl(
        rx.foreach(Shown.kept, lambda line: rx.fragment(rx.el.dt(line[0]), rx.el.dd(line[1]))),
        class_name="facts num",
        style={"overflow_wrap": "anywhere"},
    )
