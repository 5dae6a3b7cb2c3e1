"""Which tab of the settings is open; each tab has a state of its own."""

from typing import Any

import reflex as rx

from coi_app.rules.access import Right
from coi_app.web import guards, session
from coi_app.web.agency import list_pages
from coi_app.web.agency.settings.agency_state import AgencyState
from coi_app.web.agency.settings.carriers_state import CarriersState
from coi_app.web.agency.settings.forms_state import FormsState
from coi_app.web.agency.settings.mail_state import MailState
from coi_app.web.agency.settings.templates_state import TemplatesState
from coi_app.web.agency.settings.users_state import UsersState
from coi_app.web.agency.settings.you_state import YouState

LOADS = {
    "agency": AgencyState.load,
    "users": UsersState.load,
    "mail": MailState.load,
    "templates": TemplatesState.load,
    "forms": FormsState.load,
    "carriers": CarriersState.load,
    "you": YouState.load,
}


class SettingsState(rx.State):
    tab: str = ""

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def load(self) -> Any:
        """The page was opened, or another tab."""
        asked = list_pages.query(self).get("tab", "")
        tab = asked if asked in LOADS else "agency"
        if tab == "users" and not session.actor().may(Right.USERS_MANAGE):
            tab = "agency"
        self.tab = tab
        return LOADS[tab]
