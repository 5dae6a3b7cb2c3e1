"""Send a certificate: whom it is for, check, sent. From Home two taps for a holder used last, three by the list."""

import reflex as rx

from coi_app.rules.portal_rights import PortalRight
from coi_app.web import routes
from coi_app.web.portal import frame
from coi_app.web.portal.send import check, recipients, sent
from coi_app.web.portal.send.check_state import CheckState
from coi_app.web.portal.send.recipients_state import RecipientsState
from coi_app.web.portal.send.sent_state import SentState
from coi_app.web.portal.send.step_state import CHECK, SENT, StepState

TITLE = "Send a certificate"


def page() -> rx.Component:
    return rx.match(
        StepState.step,
        (SENT, frame.page(_asked(SentState.is_loaded, sent.content()), current="send")),
        (CHECK, _step(routes.PORTAL_SEND, "Step 2 of 2", CheckState.is_loaded, check.content())),
        _step(routes.PORTAL, "Step 1 of 2", RecipientsState.is_loaded, recipients.content()),
    )


def _step(back_href: str, words: str, is_loaded: rx.Var[bool], content: rx.Component) -> rx.Component:
    head = frame.step_head(TITLE, back_href, words)
    return frame.page(_asked(is_loaded, content), current="send", head=head)


def _asked(is_loaded: rx.Var[bool], content: rx.Component) -> rx.Component:
    return frame.guarded(PortalRight.SEND_CERTIFICATES, is_loaded, content)
