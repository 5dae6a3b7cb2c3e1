"""The grid of Certificates Sent with its filters: on the insured's Documents tab and across all insureds."""

from typing import Any

import reflex as rx

from coi_app.web.agency import frame
from coi_app.web.agency.certificates_sent.resend_state import ResendState
from coi_app.web.agency.certificates_sent.state import (
    DELIVERED_WORDS,
    PRESET_WORDS,
    PRESETS,
    SentLine,
    SentState,
)
from coi_app.web.agency.certificates_sent.withdraw_state import WithdrawState
from coi_app.web.shared import data_grid, delivery_mark, empty, filters, menu, standing_badge

Sent = SentState


def grid(*, with_insured: bool = False) -> rx.Component:
    """`with_insured` adds the insured's column, for the grid across all of them."""
    return rx.fragment(
        filters.bar(
            filters.search_box(
                "Search holder", Sent.text, Sent.search, width="226px", key=Sent.refill.to(str)
            ),
            filters.date_box("From", "sent_from", Sent.from_on, Sent.choose_from),
            filters.date_box("To", "sent_to", Sent.to_on, Sent.choose_to),
            filters.preset_menu("Dates", [(key, PRESET_WORDS[key]) for key in PRESETS], Sent.choose_preset),
            filters.filter_menu(
                "Delivery",
                [
                    menu.Item(words, on_select=Sent.choose_mailed(key))
                    for key, words in DELIVERED_WORDS.items()
                ],
            ),
        ),
        filters.chips(
            rx.cond(Sent.text != "", filters.chip("Holder", Sent.text, Sent.search(""))),
            rx.cond(Sent.from_on != "", filters.chip("From", Sent.from_on, Sent.choose_from(""))),
            rx.cond(Sent.to_on != "", filters.chip("To", Sent.to_on, Sent.choose_to(""))),
            rx.cond(
                Sent.mailed != "",
                filters.chip(
                    "Delivery", rx.match(Sent.mailed, *DELIVERED_WORDS.items(), ""), Sent.choose_mailed("")
                ),
            ),
            rx.cond(Sent.problem != "", rx.el.span(Sent.problem, class_name="tone-red small", role="alert")),
            count=Sent.count + " certificates",
            on_clear=Sent.clear,
            has_filters=_is_filtered(),
        ),
        rx.cond(Sent.is_loaded, _table(with_insured), data_grid.skeleton()),
    )


def _is_filtered() -> Any:
    return (Sent.text != "") | (Sent.from_on != "") | (Sent.to_on != "") | (Sent.mailed != "")


def _table(with_insured: bool) -> rx.Component:
    return data_grid.frame(
        label="Certificates Sent",
        head=_head(with_insured),
        body=rx.foreach(Sent.rows, lambda line: _row(line, with_insured)),
        foot=data_grid.footer(
            Sent.shown,
            Sent.count,
            zone=Sent.zone_words,
            on_previous=Sent.turn(Sent.previous_page),
            on_next=Sent.turn(Sent.next_page),
            has_previous=Sent.previous_page != "",
            has_next=Sent.next_page != "",
        ),
        has_rows=Sent.rows.length() > 0,
        busy=Sent.is_busy,
        instead=rx.cond(
            _is_filtered(),
            empty.nothing_matches(Sent.clear),
            empty.nothing_yet(
                "No certificates yet",
                "Send one with Send Certificate, or generate them for all additional interests.",
                icon_name="file_badge",
            ),
        ),
    )


def _head(with_insured: bool) -> list[rx.Component]:
    def sortable(words: str, key: str, width: str, shown: data_grid.Shown = "") -> rx.Component:
        return data_grid.sort_column(
            words,
            key,
            width,
            sorted_by=Sent.sort,
            descending=Sent.descending,
            on_sort=Sent.sort_by,
            shown=shown,
        )

    return [
        data_grid.actions_column(),
        sortable("Holder", "holder", "20%"),
        *([data_grid.column("Insured", "17%", shown="medium")] if with_insured else []),
        sortable("Certificate, master", "number", "13%", "medium"),
        sortable("Issued", "issued", "17%"),
        data_grid.column("Description of operations", "", shown="wide"),
        data_grid.column("Delivery", "15%", shown="medium"),
        data_grid.column("Standing", "150px"),
    ]


def _row(line: rx.Var[SentLine], with_insured: bool) -> rx.Component:
    return data_grid.row(
        data_grid.actions_cell(
            [
                menu.Item("Preview", "eye", ResendState.preview(line.id, line.number)),
                menu.Item(
                    "Download",
                    "download",
                    href="/files/certificates/" + line.id.to(str) + ".pdf",
                    is_file=True,
                ),
                menu.Item(
                    "Resend", "send", ResendState.open_resend(line.id), shown=frame.may("certificates:send")
                ),
                menu.Item(
                    "Withdraw",
                    "ban",
                    WithdrawState.ask(line.id),
                    danger=True,
                    shown=frame.may("certificates:withdraw") & (line.standing != "withdrawn"),
                ),
            ]
        ),
        data_grid.cell(data_grid.one_line(line.holder, look="medium"), phone="lead"),
        *(
            [data_grid.cell(data_grid.one_line(line.insured, href=line.insured_href), shown="medium")]
            if with_insured
            else []
        ),
        data_grid.cell(data_grid.two_lines(line.number, line.master, look="mono"), shown="medium"),
        data_grid.cell(
            data_grid.two_lines(line.issued, line.by, look="num", title=line.issued_exact), phone="note"
        ),
        data_grid.cell(data_grid.long_text(line.description), shown="wide", tone="muted"),
        data_grid.cell(delivery_mark.delivery_mark(line.delivery, line.delivery_words), shown="medium"),
        data_grid.cell(standing_badge.standing_badge(line.standing, line.standing_words), phone="mark"),
        key=line.id,
    )
