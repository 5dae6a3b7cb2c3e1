"""Settings, Carriers."""

import reflex as rx

from coi_app.web.agency import form_fields, frame
from coi_app.web.agency.settings.carriers_state import CarriersState, Row
from coi_app.web.shared import button, card, data_grid, dialog, empty, menu, standing_badge

Carriers = CarriersState
FORM = "carrier_form"
form = form_fields.Form(Carriers.values, Carriers.problems, Carriers.form_round)
may_change = frame.may("carriers:change")


def tab() -> rx.Component:
    nothing = empty.nothing_yet(
        "No carriers yet", "Insurers of your clients' policies, by legal name and NAIC code.",
        rx.cond(may_change, _new("second"), rx.fragment()), "landmark",
    )  # fmt: skip
    grid = data_grid.frame(
        plain=True,
        label="Carriers",
        head=[
            data_grid.column("Legal name", lead=True),
            data_grid.column("NAIC", "110px"),
            data_grid.column("Policies", "110px", end=True),
            data_grid.column("Status", "130px"),
            data_grid.actions_column(),
        ],
        body=rx.foreach(Carriers.rows, _row),
        instead=rx.cond(Carriers.is_loaded, nothing, data_grid.skeleton(3)),
        has_rows=Carriers.rows.length() > 0,
    )
    head = card.head(
        "Carriers", rx.cond(may_change, _new("primary")), count=Carriers.rows.length(), bare=True
    )
    return rx.fragment(card.card(head, grid), rx.cond(may_change, _dialog()))


def _new(look: button.Look) -> rx.Component:
    return button.button("New carrier", Carriers.open(0), look=look, icon_name="plus")


def _row(row: rx.Var[Row]) -> rx.Component:
    actions = data_grid.actions_cell(
        [
            menu.Item("Edit", "pencil", Carriers.open(row.id)),
            menu.Item("Retire", "ban", Carriers.retire(row.id), shown=~row.retired),
            menu.Item("Offer again", "rotate_ccw", Carriers.resume(row.id), shown=row.retired),
        ]
    )
    return data_grid.row(
        data_grid.cell(data_grid.one_line(row.name, look="medium"), lead=True, phone="lead"),
        data_grid.cell(row.naic, tone="mono", phone="note"),
        data_grid.cell(row.policies, tone="num", end=True),
        data_grid.cell(
            rx.cond(
                row.retired,
                standing_badge.badge("Retired"),
                standing_badge.badge("Offered", "green", "check"),
            ),
            phone="mark",
        ),
        rx.cond(may_change, actions, data_grid.cell()),
        key=row.id,
    )


def _dialog() -> rx.Component:
    return dialog.dialog(
        rx.cond(Carriers.carrier == 0, "New carrier", "Edit carrier"),
        form.draw(
            FORM,
            Carriers.save,
            form.text(
                "legal_name", "Legal name", hint="As on the declarations, never the group's trade name."
            ),
            form.text("naic", "NAIC", input_mode="numeric", hint="5 digits, for example 10472."),
        ),
        open=Carriers.is_open,
        on_open_change=Carriers.close,
        size="confirm",
        actions=[dialog.cancel_button(), button.button("Save", look="primary", type="submit", form=FORM)],
    )
