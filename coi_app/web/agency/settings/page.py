"""Settings: the agency, its users, its templates and carriers, and one's own account."""

import reflex as rx

from coi_app.web import routes
from coi_app.web.agency import frame
from coi_app.web.agency.settings import (
    agency_tab,
    carriers_tab,
    forms_tab,
    mail_tab,
    templates_tab,
    users_tab,
    you_tab,
)
from coi_app.web.agency.settings.state import SettingsState
from coi_app.web.shared import data_grid, page_head, tabs

TABS = {
    "agency": ("Agency", agency_tab.tab),
    "users": ("Users", users_tab.tab),
    "mail": ("Mail", mail_tab.tab),
    "templates": ("Description templates", templates_tab.tab),
    "forms": ("Forms", forms_tab.tab),
    "carriers": ("Carriers", carriers_tab.tab),
    "you": ("You", you_tab.tab),
}


def page() -> rx.Component:
    everybody = [_tab(key) for key in TABS if key != "users"]
    return frame.desk(
        page_head.page_head("Settings"),
        rx.cond(
            frame.may("users:manage"),
            tabs.tabs("Settings", [_tab(key) for key in TABS], SettingsState.tab),
            tabs.tabs("Settings", everybody, SettingsState.tab),
        ),
        rx.el.div(
            agency_tab.answer(),
            rx.match(SettingsState.tab, *[(key, _panel(key)) for key in TABS], data_grid.skeleton(4)),
            class_name="stack",
            style={"margin_top": "16px"},
        ),
        current="settings",
    )


def _tab(key: str) -> tabs.Tab:
    return tabs.Tab(key, TABS[key][0], routes.with_query(routes.SETTINGS, {"tab": key}))


def _panel(key: str) -> rx.Component:
    words, draw = TABS[key]
    return tabs.panel(draw(), label=words)
