"""Activity History of the whole agency."""

import reflex as rx

from coi_app.web.agency import frame
from coi_app.web.agency.activity import panel
from coi_app.web.shared import page_head


def page() -> rx.Component:
    return frame.desk(
        page_head.page_head("Activity", facts=["Who did what, when and from where"]),
        rx.el.div(panel.activity_panel(), style={"margin_top": "16px"}),
        current="activity",
    )
