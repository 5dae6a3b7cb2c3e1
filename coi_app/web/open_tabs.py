"""Reaching open browser tabs from outside an event: a sign-out or a deactivation shows there at once (R41)."""

from collections.abc import Iterable
from typing import Any

from reflex_base.event import Event
from reflex_base.registry import RegistrationContext


async def is_open(client_token: str) -> bool:
    """Whether the tab is connected."""
    namespace = RegistrationContext.get().app.event_namespace
    return namespace is not None and await namespace._token_manager.is_token_connected(client_token)


async def tell(client_tokens: Iterable[str], handler_call: Any) -> None:
    """Run `State.handler(...)` on these tabs if they are connected, on whichever worker their sockets live."""
    app = RegistrationContext.get().app
    namespace = app.event_namespace
    for token in client_tokens:
        if namespace is not None and await namespace._token_manager.is_token_connected(token):
            (event,) = Event.from_event_type([handler_call])
            await app.event_processor.enqueue(token, event)
