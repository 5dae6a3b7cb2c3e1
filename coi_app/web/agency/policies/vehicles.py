"""The vehicles of an automobile policy: the card that lists them, and its dialogs."""

import reflex as rx

from coi_app.web.agency import frame, record_form
from coi_app.web.agency.policies.state import PoliciesState, VehicleLine
from coi_app.web.agency.policies.vehicle_state import VehicleFormState
from coi_app.web.shared import button, card, dialog, empty

Edit, Policies = VehicleFormState, PoliciesState
FORM = record_form.Form(Edit, "vehicle")


def listed() -> rx.Component:
    """Nothing for a policy of another line."""
    may = frame.may("policies:change")
    make = rx.cond(
        frame.may("files:change"),
        button.text_link("Create ID card", on_click=Edit.create_id_card(Policies.chosen)),
    )
    add = rx.cond(may, button.text_link("Add vehicle", on_click=Edit.add))
    nothing = empty.nothing_yet(
        "No vehicles yet",
        "Each vehicle gets a card of its own. Without any, the card is for whatever the policy covers.",
        icon_name="truck",
    )
    shown = card.card(
        card.head("Vehicles", rx.el.span(make, add, class_name="row"), count=Policies.vehicles.length()),
        rx.cond(
            Policies.vehicles.length() > 0, rx.fragment(rx.foreach(Policies.vehicles, _vehicle)), nothing
        ),
        label="Vehicles",
    )
    return rx.cond(Policies.policy.is_auto, shown)


def _vehicle(one: rx.Var[VehicleLine]) -> rx.Component:
    change = rx.el.span(
        button.icon_button("Edit " + one.title, "pencil", Edit.edit(one.id)),
        button.icon_button("Remove " + one.title, "trash_2", Edit.ask_remove(one.id, one.title)),
        class_name="row gap-4",
    )
    return rx.el.div(
        rx.el.div(
            rx.el.div(one.title, class_name="medium"),
            rx.el.div(one.vin, class_name="mono muted"),
            class_name="grow",
        ),
        rx.cond(frame.may("policies:change"), change),
        class_name="card-row",
        key=one.id,
    )


def dialogs() -> rx.Component:
    return rx.fragment(_form(), _remove())


def _form() -> rx.Component:
    return FORM.dialog(
        rx.cond(Edit.vehicle > 0, "Edit vehicle", "Add vehicle"),
        record_form.three(
            FORM.text("year", "Model year", input_mode="numeric", placeholder="2024"),
            FORM.text("make", "Make"),
            FORM.text("model", "Model"),
        ),
        FORM.text("vin", "VIN", hint="All 17 signs, as on the registration.", auto_capitalize="characters"),
        lead="Automobile policy " + Edit.title,
        on_submit=Edit.save,
        on_close=Edit.close,
    )


def _remove() -> rx.Component:
    return dialog.alert(
        "Remove vehicle",
        Edit.title + " stands on no further ID card. Cards made before stay as they are.",
        open=Edit.form == "remove_vehicle",
        on_open_change=Edit.close,
        confirm=button.button("Remove", Edit.remove, look="danger"),
    )
