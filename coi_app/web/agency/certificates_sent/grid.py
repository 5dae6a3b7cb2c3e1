"""The grid of Certificates Sent: on the insured's Documents tab and across all insureds."""

from typing import Any

import reflex as rx

from coi_app.web.agency import frame, list_parts
from coi_app.web.agency.certificates_sent import bulk_dialogs, toolbar
from coi_app.web.agency.certificates_sent.deliveries_state import DeliveriesState
from coi_app.web.agency.certificates_sent.repair_state import RepairState
from coi_app.web.agency.certificates_sent.resend_state import ResendState
from coi_app.web.agency.certificates_sent.state import SentLine, SentState
from coi_app.web.agency.certificates_sent.views_state import ViewsState
from coi_app.web.agency.certificates_sent.withdraw_state import WithdrawState
from coi_app.web.shared import button, data_grid, delivery_mark, empty, menu, standing_badge
from coi_app.web.shared.kinds import Child

Sent, Views = SentState, ViewsState
Line = rx.Var[SentLine]
ALONE = {"holder": "19%", "number": "13%", "delivery": "16%"}
# Narrower where the description of operations is shown, which takes the rest (grid.css).
BESIDE_INSURED = {name: f"var(--{name}-width)" for name in ("insured", *ALONE)}


def grid(*, with_insured: bool = False, of_radar: bool = False) -> rx.Component:
    """`with_insured` adds the insured's column, for the grid across all of them; `of_radar` says what is untrue."""
    return rx.fragment(
        toolbar.filter_bar(with_standing=not of_radar, with_master=not with_insured),
        toolbar.chips(),
        toolbar.news(),
        rx.cond(Sent.is_loaded, _table(with_insured, of_radar), data_grid.skeleton()),
    )


def _table(with_insured: bool, of_radar: bool) -> rx.Component:
    return data_grid.frame(
        label="Untrue certificates" if of_radar else "Certificates Sent",
        head=_head(with_insured, of_radar),
        body=rx.foreach(Sent.rows, lambda line: _row(line, with_insured, of_radar)),
        foot=list_parts.footer(Sent, zone=True),
        bulk=bulk_dialogs.bar(bulk_dialogs.notify_button()) if of_radar else bulk_dialogs.bar(),
        has_bulk=Sent.chosen > 0,
        has_rows=Sent.rows.length() > 0,
        busy=Sent.is_busy,
        dense=True,
        instead=rx.cond(
            toolbar.is_filtered(),
            empty.nothing_matches(Sent.clear),
            empty.nothing_yet(
                "No certificates yet",
                "Send one with Send Certificate, or generate them for all additional interests.",
                icon_name="file_badge",
            ),
        ),
    )


def _chosen(column: str, part: rx.Component) -> rx.Component:
    """Drawn while the person shows that column."""
    return rx.cond(Views.columns.contains(column), part)


def _head(with_insured: bool, of_radar: bool) -> list[rx.Component]:
    def sortable(words: Child, key: str, width: str, shown: data_grid.Shown = "") -> rx.Component:
        return data_grid.sort_column(
            words, key, width, sorted_by=Sent.sort, descending=Sent.descending, on_sort=Sent.sort_by, shown=shown
        )  # fmt: skip

    widths = BESIDE_INSURED if with_insured else ALONE
    of_insured = (
        [_chosen("insured", sortable("Insured", "insured", widths["insured"], "medium"))]
        if with_insured
        else []
    )
    count = Sent.ticked.length()
    return [
        data_grid.check_column(
            (count > 0) & (count == Sent.rows.length()),
            (count > 0) & (count < Sent.rows.length()),
            Sent.tick_page,
        ),
        data_grid.actions_column(),
        sortable("Holder", "holder", widths["holder"]),
        *of_insured,
        _chosen("number", sortable(_roomy("Certificate", ", master"), "number", widths["number"], "medium")),
        rx.fragment() if of_radar else _chosen("issued", sortable("Issued", "issued", "182px")),
        _untrue_column() if of_radar else _description_column(),
        _chosen("delivery", data_grid.column("Delivery", widths["delivery"], shown="medium")),
        rx.fragment() if of_radar else _chosen("standing", data_grid.column("Standing", "150px")),
    ]


def _roomy(words: str, rest: str) -> rx.Component:
    """The rest only where there is room for it."""
    return rx.fragment(words, rx.el.span(rest, class_name="is-roomy"))


def _description_column() -> rx.Component:
    return _chosen("description", data_grid.column(_roomy("Description", " of operations"), shown="wide"))


def _untrue_column() -> rx.Component:
    return data_grid.column("What is untrue", "", shown="medium")


def _row(line: Line, with_insured: bool, of_radar: bool) -> rx.Component:
    return data_grid.row(
        data_grid.check_cell(line.number, Sent.ticked.contains(line.id), lambda on: Sent.tick(line.id, on)),
        data_grid.actions_cell(_actions(line), key=line.id),
        data_grid.cell(data_grid.two_lines(line.holder, line.place), phone="lead"),
        *_cells(line, with_insured, of_radar),
        selected=Sent.ticked.contains(line.id),
    )


def _cells(line: Line, with_insured: bool, of_radar: bool) -> list[rx.Component]:
    cells: dict[str, rx.Component] = {
        "insured": data_grid.cell(
            data_grid.one_line(line.insured, href=line.insured_href), shown="medium", phone="about"
        ),
        "number": data_grid.cell(
            data_grid.two_lines(line.number, line.master, look="mono"),
            shown="medium",
            phone="more",
            tone="is-joined",
        ),
        "issued": data_grid.cell(
            data_grid.two_lines(line.issued, line.by, look="num", title=line.by + ", " + line.issued_exact),
            phone="note",
            tone="is-joined",
        ),
        "description": data_grid.cell(
            data_grid.long_text(line.description, key=line.id), shown="wide", tone="muted"
        ),
        "delivery": data_grid.cell(
            delivery_mark.delivery_mark(
                line.delivery, line.delivery_words, title=line.delivery_title, beside=_repair(line)
            ),
            shown="medium",
            phone="mark" if of_radar else "beside",
        ),
        "standing": data_grid.cell(_standing(line), phone="half"),
    }
    shown = {key: _chosen(key, part) for key, part in cells.items() if with_insured or key != "insured"}
    if of_radar:
        shown["description"] = data_grid.cell(
            data_grid.long_text(line.untrue, key=line.id), shown="medium", phone="note"
        )
        del shown["issued"], shown["standing"]  # all of them are live and untrue
    return list(shown.values())


def _standing(line: Line) -> rx.Component:
    """What is untrue counts for more than that its policies are in force."""
    return rx.cond(
        line.untrue != "",
        rx.el.span(standing_badge.badge("Untrue", "red", "radar"), title=line.untrue),
        standing_badge.standing_badge(line.standing, line.standing_words),
    )


def _repair(line: Line) -> rx.Component:
    link = button.text_link(
        _roomy("Fix", " address"),
        on_click=RepairState.open_for(line.id),
        small=True,
        aria_label="Fix address of " + line.number,
    )
    return rx.cond((line.delivery == "failed") & frame.may("certificates:send"), link, rx.fragment())


def _actions(line: Line) -> list[Any]:
    number: Any = line.id.to(str)
    evidence = frame.may("activity:view") & frame.may("certificates:download")
    return [
        menu.Item("Preview", "eye", ResendState.preview(line.id, line.number)),
        menu.Item("Download", "download", href="/files/certificates/" + number + ".pdf", is_file=True),
        menu.Item(
            "Content as JSON",  # no second "Download": that is the certificate
            "file_code",
            href="/files/certificates/" + number + ".json",
            is_file=True,
            shown=frame.may("certificates:download"),
        ),
        menu.Item("Resend", "send", ResendState.open_resend(line.id), shown=frame.may("certificates:send")),
        menu.Item(
            "Fix address and send again…",
            "mail_check",
            RepairState.open_for(line.id),
            shown=frame.may("certificates:send") & (line.delivery == "failed"),
        ),
        menu.Item("Deliveries…", "mails", DeliveriesState.open(line.id), shown=frame.may("outbox:view")),
        menu.Item(
            "Revise…",
            "file_pen",
            href=line.revise_href,
            shown=frame.may("certificates:revise") & line.is_current,
        ),
        menu.Item("Revisions", "history", href=line.revise_href, shown=line.has_revisions),
        menu.LINE,
        menu.Item(
            "Copy verification link", "link", [rx.set_clipboard(line.link), ResendState.note_copied(line.id)]
        ),
        menu.Item("E&O file", "file_lock", href="/files/eo/" + number + ".pdf", is_file=True, shown=evidence),
        menu.Item(
            "E&O file with proofs (ZIP)",
            "file_archive",
            href="/files/eo/" + number + ".zip",
            is_file=True,
            shown=evidence,
        ),
        menu.LINE,
        menu.Item(
            "Withdraw…",
            "ban",
            WithdrawState.ask(line.id),
            danger=True,
            shown=frame.may("certificates:withdraw") & (line.standing != "withdrawn"),
        ),
    ]
