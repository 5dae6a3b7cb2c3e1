"""Reaching open browser tabs from outside an event: a sign-out or a deactivation shows there at once (R41)."""

from collections.abc import Iterable

from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from coi_app.web import session


async def tell_to_leave(client_tokens: Iterable[str]) -> None:
    """Send these tabs to the sign-in page, on whichever worker their sockets live."""
    app = RegistrationContext.get().app
    for token in client_tokens:
        namespace = app.event_namespace
        if namespace is not None and await namespace._token_manager.is_token_connected(token):
            (event,) = Event.from_event_type([session.SessionState.leave()])
            await app.event_processor.enqueue(token, event)
