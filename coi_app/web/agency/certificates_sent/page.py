"""Certificates Sent across all insureds."""

import reflex as rx

from coi_app.web.agency import frame
from coi_app.web.agency.certificates_sent import dialogs, grid
from coi_app.web.shared import page_head, tabs


def page() -> rx.Component:
    return frame.desk(
        page_head.page_head("Certificates"),
        grid.grid(with_insured=True),
        dialogs.all_dialogs(),
        current="certificates",
    )


def panel() -> rx.Component:
    """The same of one insured, on its Documents tab."""
    return tabs.panel(grid.grid(), dialogs.all_dialogs(), label="Certificates Sent")
