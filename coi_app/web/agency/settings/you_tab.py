"""Settings, You: one's account and where one is signed in."""

import reflex as rx

from coi_app.rules import notices
from coi_app.web import routes
from coi_app.web.agency.settings.you_state import Row, YouState
from coi_app.web.session import SessionState
from coi_app.web.shared import button, card, choices, data_grid, standing_badge


def tab() -> rx.Component:
    grid = data_grid.frame(
        plain=True,
        label="Where you are signed in",
        head=[
            data_grid.column("Device", lead=True),
            data_grid.column("Address", "18%", shown="medium"),
            data_grid.column("Signed in", "20%", shown="medium"),
            data_grid.column("Last used", "20%"),
            data_grid.column("End", "110px", end=True),
        ],
        body=rx.foreach(YouState.rows, _row),
        instead=data_grid.skeleton(2),
        has_rows=YouState.rows.length() > 0,
    )
    return rx.el.div(
        card.card(
            card.head("Your account", button.text_link("Change password", routes.FORGOT, small=True)),
            rx.el.div(
                card.facts(
                    [("Name", SessionState.name), ("E-mail", YouState.email), ("Role", YouState.role)]
                ),
                class_name="card-body",
            ),
        ),
        _notices(),
        card.card(card.head("Where you are signed in", count=YouState.rows.length(), bare=True), grid),
        class_name="stack",
    )


def _notices() -> rx.Component:
    switches = [
        choices.switch(
            f"notice_{notice.name.lower()}", kind.label, ~YouState.mails_off.contains(notice.value),
            YouState.turn_notice(notice.value), hint=kind.help,
        )
        for notice, kind in notices.KINDS.items() if not kind.for_insureds
    ]  # fmt: skip
    lead = rx.el.p("The bell tells you in any case.", class_name="small muted")
    body = rx.el.div(lead, *switches, class_name="card-body field-stack")
    return card.card(card.head("E-mails to you"), body)


def _row(row: rx.Var[Row]) -> rx.Component:
    end = button.button(
        "End", YouState.end(row.id), size="1", aria_label="End session: " + row.device + ", " + row.ip
    )
    return data_grid.row(
        data_grid.cell(
            rx.el.div(row.device, class_name="line-1 medium", title=row.agent), lead=True, phone="lead"
        ),
        data_grid.cell(row.ip, tone="muted num", shown="medium"),
        data_grid.cell(data_grid.one_line(row.started, look="muted num"), shown="medium"),
        data_grid.cell(data_grid.one_line(row.used, look="muted num"), phone="note"),
        data_grid.cell(
            rx.cond(row.is_this_one, standing_badge.badge("This one", "green", "check"), end),
            end=True,
            phone="mark",
        ),
        key=row.id,
    )
