"""Which step the address asks for: `?holder=` to check and send, `?sent=` what just left, else whom it is for."""

from typing import Any

import reflex as rx

from coi_app.rules.portal_rights import PortalRight
from coi_app.web import guards
from coi_app.web.portal.send.check_state import CheckState
from coi_app.web.portal.send.recipients_state import RecipientsState
from coi_app.web.portal.send.sent_state import SentState

RECIPIENTS, CHECK, SENT = "recipients", "check", "sent"


class StepState(rx.State):
    step: str = RECIPIENTS

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    def load(self) -> Any:
        asked = self.router.url.query_parameters
        if asked.get("sent"):
            self.step = SENT
            return SentState.load
        if asked.get("holder"):
            self.step = CHECK
            return CheckState.load
        self.step = RECIPIENTS
        return RecipientsState.load
