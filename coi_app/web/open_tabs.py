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
    """Run `State.handler(...)` on these tabs if they are connected, on whichever worker their sockets live.

    Each as an event of its own: chained to the event of whoever causes it, it would bring that person's address and
    cookie along into the other's tab.
    """
    app = RegistrationContext.get().app
    namespace, processor = app.event_namespace, app.event_processor
    own = processor._root_context
    for token in client_tokens:
        if (
            namespace is not None
            and own is not None
            and await namespace._token_manager.is_token_connected(token)
        ):
            (event,) = Event.from_event_type([handler_call])
            await processor.enqueue(token, event, own.fork(token=token))
