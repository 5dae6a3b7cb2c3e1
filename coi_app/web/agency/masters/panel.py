"""Certificate Masters on the insured's Documents tab."""

import reflex as rx

from coi_app.web.agency import frame, list_pages
from coi_app.web.agency.masters import dialogs, form
from coi_app.web.agency.masters.form_state import MasterFormState
from coi_app.web.agency.masters.state import MasterLine, MastersState
from coi_app.web.shared import button, data_grid, empty, menu, standing_badge, tabs

Masters = MastersState
Edit = MasterFormState


def panel() -> rx.Component:
    return tabs.panel(
        rx.el.div(
            rx.el.span("A master says which policies a certificate shows, and what it says.", class_name="muted"),
            rx.el.span(_new(), class_name="end"),
            class_name="row is-wrap tab-tools",
        ),
        _grid(),
        form.dialog(),
        dialogs.dialogs(),
        label="Certificate Masters",
    )  # fmt: skip


def _may() -> rx.Var[bool]:
    return frame.may("masters:change")


def _new(look: button.Look = "second") -> rx.Component:
    return rx.cond(_may(), button.button("New master", Edit.add, look=look, icon_name="plus"))


def _grid() -> rx.Component:
    nothing = empty.nothing_yet(
        "No master certificates yet",
        "Make the first from the insured's policies; certificates are issued from it.",
        _new("primary"),
        "file_badge",
    )
    return data_grid.frame(
        label="Certificate Masters",
        head=[
            data_grid.actions_column(),
            data_grid.column("Master", "22%"),
            data_grid.column("Policies", "26%", shown="medium"),
            data_grid.column("Default description", "", shown="wide"),
            data_grid.column("Certificates", "104px", shown="medium", end=True),
            data_grid.column("Status", "180px"),
        ],
        body=rx.foreach(Masters.rows, _row),
        instead=rx.match(
            Masters.phase,
            (list_pages.READY, nothing),
            (list_pages.FAILED, empty.failed_to_load(Masters.load)),
            data_grid.skeleton(3),
        ),
        has_rows=Masters.rows.length() > 0,
    )


def _row(row: rx.Var[MasterLine]) -> rx.Component:
    return data_grid.row(
        data_grid.actions_cell(_items(row)),
        data_grid.cell(data_grid.two_lines(row.name, row.under), phone="lead"),
        data_grid.cell(
            rx.el.div(
                rx.foreach(row.policies, lambda one: rx.el.div(one, class_name="clip")), title=row.all_policies
            ),
            shown="medium",
            tone="small muted num",
        ),
        data_grid.cell(data_grid.long_text(row.description), shown="wide", tone="muted"),
        data_grid.cell(row.issued, shown="medium", end=True, tone="num muted"),
        data_grid.cell(_status(row), phone="mark"),
        key=row.id,
    )  # fmt: skip


def _status(row: rx.Var[MasterLine]) -> rx.Component:
    return rx.el.span(
        rx.cond(
            row.retired,
            standing_badge.badge("Retired", "gray", "archive"),
            standing_badge.standing_badge(row.status, row.status_words),
        ),
        rx.cond(row.in_portal & ~row.retired, rx.el.span("In the portal", class_name="small muted")),
        class_name="stack is-tight master-status",
    )


def _items(row: rx.Var[MasterLine]) -> list[menu.Item]:
    may_issue = frame.may("certificates:issue")
    return [
        menu.Item("Preview", "eye", Masters.preview(row.id), shown=~row.retired),
        menu.Item("Send Certificate", "send", href=row.send_href, shown=may_issue & ~row.retired),
        menu.Item("Edit", "pencil", Edit.edit(row.id), shown=_may() & ~row.retired),
        menu.Item("Versions", "history", Masters.show_versions(row.id)),
        menu.Item(
            "Offer in the portal", "share_2", Masters.share(row.id, True),
            shown=_may() & ~row.retired & ~row.in_portal,
        ),
        menu.Item(
            "Stop offering in the portal", "eye_off", Masters.share(row.id, False),
            shown=_may() & ~row.retired & row.in_portal,
        ),
        menu.Item("Retire", "archive", Masters.retire(row.id), danger=True, shown=_may() & ~row.retired),
        menu.Item("Resume", "rotate_ccw", Masters.resume(row.id), shown=_may() & row.retired),
    ]  # fmt: skip
