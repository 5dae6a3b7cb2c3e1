"""The Outbox."""

import reflex as rx

from coi_app.queries.mails import STATE_LABELS, MailState
from coi_app.web.agency import frame, list_parts
from coi_app.web.agency.outbox import letter
from coi_app.web.agency.outbox.letter import state_mark
from coi_app.web.agency.outbox.state import MailLine, OutboxState
from coi_app.web.shared import data_grid, empty, filters, menu, page_head, tabs

Outbox = OutboxState


def page() -> rx.Component:
    return frame.desk(
        page_head.page_head("Outbox"),
        rx.el.div(_filters(), _grid(), class_name="outbox"),
        letter.dialog(),
        current="outbox",
    )


def _filters() -> rx.Component:
    shown = [("", "All", ""), *[(state.value, STATE_LABELS[state], "") for state in MailState]]
    return rx.fragment(
        filters.bar(tabs.choice_segments("Show", shown, Outbox.show, Outbox.choose_show)),
        filters.chips(
            count=rx.cond(Outbox.pager.total == "1", "1 message", Outbox.pager.total + " messages"),
            on_clear=Outbox.clear,
            has_filters=Outbox.show != "",
        ),
    )


def _grid() -> rx.Component:
    nothing = empty.nothing_yet(
        "No messages yet", "Certificates you send and invitations are listed here.", icon_name="send"
    )
    return data_grid.frame(
        label="Outbox",
        head=[
            data_grid.actions_column(),
            data_grid.column("To", "25%"),
            data_grid.column("Subject", ""),
            data_grid.column("Written", "190px", shown="medium"),
            data_grid.column("Delivery", "30%"),
        ],
        body=rx.foreach(Outbox.rows, _row),
        foot=rx.cond(Outbox.rows.length() > 0, list_parts.footer(Outbox, zone=True)),
        instead=list_parts.instead(
            Outbox, nothing_yet=nothing, is_narrowed=Outbox.show != "", right="outbox:view"
        ),
        has_rows=Outbox.rows.length() > 0,
    )


def _row(row: rx.Var[MailLine]) -> rx.Component:
    may_send = frame.may("certificates:send")
    actions = data_grid.actions_cell(
        [
            menu.Item("Open", "mail_open", href=row.href),
            menu.Item(
                "Fix address and send again…",
                "mail_check",
                href=row.fix_href,
                shown=(row.fix_href != "") & may_send,
            ),
            menu.Item("Try again", "rotate_cw", Outbox.try_again(row.id), shown=row.can_try & may_send),
            menu.Item("Download .eml", "download", href=row.eml_href, is_file=True, shown=row.eml_href != ""),
        ]
    )
    return data_grid.row(
        actions,
        data_grid.cell(data_grid.two_lines(row.address, row.kind, href=row.href), phone="lead"),
        data_grid.cell(data_grid.one_line(row.subject), phone="note"),
        data_grid.cell(data_grid.one_line(row.written, look="num", title=row.written_exact), shown="medium"),
        data_grid.cell(state_mark(row.state, row.said), phone="mark"),
        key=row.id,
    )
