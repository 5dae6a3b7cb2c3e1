"""Certificates Sent across all insureds."""

import reflex as rx

from coi_app.web.agency import frame
from coi_app.web.agency.certificates_sent import (
    bulk_dialogs,
    delivery_dialogs,
    dialogs,
    grid,
    toolbar,
    view_dialogs,
)
from coi_app.web.agency.certificates_sent.bulk_state import BulkState
from coi_app.web.agency.certificates_sent.repair_state import RepairState
from coi_app.web.agency.certificates_sent.state import SentState
from coi_app.web.agency.certificates_sent.views_state import ViewsState
from coi_app.web.shared import page_head, tabs

# When the page is opened, or its address changes.
LOAD = (SentState.load, ViewsState.load, BulkState.load, RepairState.load)


def page() -> rx.Component:
    return frame.desk(
        page_head.page_head("Certificates", actions=[toolbar.toolbar()]),
        grid.grid(with_insured=True),
        dialogs_of_grid(with_insured=True),
        current="certificates",
    )


def panel() -> rx.Component:
    """The same of one insured, on its Documents tab."""
    return tabs.panel(
        rx.el.div(toolbar.toolbar(), class_name="panel-tools"),
        grid.grid(),
        dialogs_of_grid(),
        label="Certificates Sent",
    )


def dialogs_of_grid(*, with_insured: bool = False) -> rx.Component:
    return rx.fragment(
        dialogs.all_dialogs(),
        bulk_dialogs.all_dialogs(),
        delivery_dialogs.all_dialogs(),
        view_dialogs.save_dialog(),
        view_dialogs.columns_dialog(with_insured=with_insured),
    )
