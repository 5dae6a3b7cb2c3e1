"""The deliveries of one certificate; and a failed one mended: fix the address, send again."""

import reflex as rx

from coi_app.web.agency import frame
from coi_app.web.agency.certificates_sent.deliveries_state import DeliveriesState, DeliveryLine
from coi_app.web.agency.certificates_sent.repair_state import RepairState
from coi_app.web.agency.form_fields import Form
from coi_app.web.shared import button, card, delivery_mark, dialog, empty, icon, notice

Deliveries, Repair = DeliveriesState, RepairState
FORM = Form(Repair.values, Repair.problems, Repair.form_round)


def all_dialogs() -> rx.Component:
    return rx.fragment(_deliveries(), _repair())


def _deliveries() -> rx.Component:
    nothing = empty.nothing_yet(
        "Not e-mailed", "It was downloaded or handed over; nothing went out by mail.", icon_name="mail_minus"
    )
    return dialog.dialog(
        "Deliveries of " + Deliveries.number,
        rx.cond(
            Deliveries.lines.length() > 0,
            card.card(rx.foreach(Deliveries.lines, _delivery)),
            nothing,
        ),
        open=Deliveries.is_open,
        on_open_change=Deliveries.close,
        lead=Deliveries.holder,
        actions=[dialog.cancel_button("Close")],
    )


def _delivery(line: rx.Var[DeliveryLine]) -> rx.Component:
    repair = button.button("Fix address", Repair.open_mail(line.mail), size="1", icon_name="mail_check")
    settled = rx.el.span(icon.icon("check", 13), " Taken care of: sent again", class_name="small muted")
    return rx.el.div(
        rx.el.div(
            delivery_mark.delivery_mark(line.state),
            rx.el.div(line.address, class_name="medium", style={"overflow_wrap": "anywhere"}),
            rx.cond(line.said != "", rx.el.div(line.said, class_name="small", style={"overflow_wrap": "anywhere"})),
            rx.cond(line.link != "", rx.el.div(line.link, class_name="small")),
            rx.el.div(line.facts, class_name="small muted"),
            rx.cond(line.is_settled, settled),
            class_name="grow",
        ),
        rx.cond(line.needs_care & frame.may("certificates:send"), repair),
        class_name="card-row",
        key=line.mail,
    )  # fmt: skip


def _repair() -> rx.Component:
    said = rx.fragment(
        rx.el.span(Repair.what, class_name="medium"),
        " ",
        Repair.cure,
        rx.cond(
            Repair.reply != "",
            rx.el.div("Their server said: ", Repair.reply, class_name="small", style={"margin_top": "4px"}),
        ),
    )
    return dialog.dialog(
        "Fix address and send " + Repair.numbers + " again",
        notice.note(said, "red"),
        FORM.draw(
            "repair_form",
            Repair.send_again,
            FORM.text("to", "Send to", type="email", hint="The same bytes, with the same words, as a new mail."),
            rx.el.div(
                FORM.tick("also_change", Repair.keeper, Repair.keeper_hint),
                key=Repair.form_round.to(str),
            ),
        ),
        open=Repair.is_open,
        on_open_change=Repair.close,
        lead=Repair.lead,
        note="The failed mail stays on record. Mail cannot be called back.",
        actions=[
            dialog.cancel_button(),
            button.button(
                "Send again", look="primary", icon_name="send", type="submit", form="repair_form",
                busy=Repair.is_sending,
            ),
        ],
    )  # fmt: skip
