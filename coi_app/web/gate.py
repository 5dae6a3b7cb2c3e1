"""Default deny: every public method of a state class is a remote endpoint, so each event passes here first.

A handler runs only if it carries a mark of `web.guards` and the marked right is held at that moment.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegisteredEventHandler, RegistrationContext

from coi_app import db
from coi_app.queries import sessions
from coi_app.rules import access
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import refusals
from coi_app.web import guards, routes, session

HYDRATE = frozenset({"hydrate", "hydrate_and_load"})
FRAMEWORK = HYDRATE | {
    "set_is_hydrated",
    "on_load_internal",
    "update_vars_internal",
    "handle_frontend_exception",
}
BURST, PER_SECOND = 80, 25  # a person at the keyboard stays far below; a script does not


class Gate(Middleware):
    """Runs before every event of every client: from the page, in the background, and chained ones."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._buckets: dict[str, tuple[float, float]] = {}

    async def preprocess(self, app: Any, state: BaseState, event: Event) -> StateUpdate | None:
        router, registered = state.router, RegistrationContext.get().event_handlers.get(event.name)
        mark = guards.mark_of(registered.handler.fn) if registered else None
        token, ip = session.token_in(router.headers.cookie), router.session.client_ip
        found = await session.find(token, ip, renews=mark is None or not mark.told)
        found = await _as_this_tab(state, event, found)
        session.remember(found)
        if self._is_flood(found.key if found else router.session.client_token):
            return StateUpdate()
        if registered is None:
            return StateUpdate()
        if _is_framework(registered):
            return await self._framework(state, event, found)
        if mark is not None and mark.public:
            return None
        if mark is None or found is None or not await self._is_bound(state, found):
            return await _the_look_is_over(state, found) or _sign_in_again(state)
        if found.viewer is not None and not mark.looks:
            return _only_looking()
        if mark.insured and found.actor.insured_id is None:
            return _own_door(found.actor)
        if mark.right is None or found.actor.may(mark.right):
            return None
        if found.viewer is None:  # who only looks tried nothing
            await asyncio.to_thread(_record_refusal, found.actor, mark.right)
        return _refused(found.actor, mark.right)

    async def _framework(
        self, state: BaseState, event: Event, found: sessions.SignedIn | None
    ) -> StateUpdate | None:
        name = event.name.rsplit(".", 1)[-1]
        if name not in FRAMEWORK:
            return StateUpdate()
        if name in HYDRATE:
            # A state tree belongs to the session that made it: a stolen or re-used token gets a clean one.
            bound = await state.get_state(session.SessionState)
            key = found.key if found else ""
            if bound._bound_to != key:
                state._get_root_state().reset()
                bound._bound_to = key
        return None

    async def _is_bound(self, state: BaseState, found: sessions.SignedIn) -> bool:
        return (await state.get_state(session.SessionState))._bound_to == found.key

    def _is_flood(self, who: str) -> bool:
        now = self._seconds()
        if len(self._buckets) > 10_000:
            self._buckets = {k: v for k, v in self._buckets.items() if now - v[1] < BURST / PER_SECOND}
        left, then = self._buckets.get(who, (float(BURST), now))
        left = min(float(BURST), left + (now - then) * PER_SECOND) - 1
        self._buckets[who] = (max(left, 0.0), now)
        return left < 0


async def _as_this_tab(
    state: BaseState, event: Event, found: sessions.SignedIn | None
) -> sessions.SignedIn | None:
    """Somebody of the agency may see the portal as an insured does, in tabs that opened it there. Which tab is one is
    decided when it hydrates; both ways of being signed in are that person's own."""
    if found is None or not found.actor.is_staff:
        return found
    if event.name.rsplit(".", 1)[-1] in HYDRATE:
        is_look = routes.is_portal(str(state.router.url.path))
    else:
        is_look = (await state.get_state(session.SessionState))._bound_to.startswith(sessions.VIEW)
    return (await asyncio.to_thread(session.viewing, found) or found) if is_look else found


async def _the_look_is_over(state: BaseState, found: sessions.SignedIn | None) -> StateUpdate | None:
    """The tab showed the portal as an insured sees it; it goes back to the desk with nothing left of it."""
    bound = await state.get_state(session.SessionState)
    if found is None or not bound._bound_to.startswith(sessions.VIEW):
        return None
    state._get_root_state().reset()
    bound._bound_to = found.key
    told = session.SessionState.notify("gray", "Your look at the portal is over.")
    return StateUpdate(events=Event.from_event_type([rx.redirect(routes.HOME, replace=True), told]))


def _only_looking() -> StateUpdate:
    told = session.SessionState.notify("amber", session.ONLY_LOOKING)
    return StateUpdate(events=Event.from_event_type([told]))


def _is_framework(registered: RegisteredEventHandler) -> bool:
    return registered.states[0].__module__.startswith("reflex.")


def _sign_in_again(state: BaseState) -> StateUpdate:
    url = state.router.url
    here = routes.local(f"{url.path}?{url.query}" if url.query else url.path)
    target = routes.with_query(routes.SIGN_IN, {"next": here if here != routes.HOME else ""})
    return StateUpdate(events=Event.from_event_type([rx.redirect(target, replace=True)]))


def _refused(actor: access.Actor, right: access.Right | PortalRight) -> StateUpdate:
    """Said on the tab, which also learns what its person may do now: a right may just have been taken away."""
    if isinstance(right, PortalRight) == actor.is_staff:
        return _own_door(actor)
    whom = "an administrator of your agency" if actor.is_staff else "your agency"
    text = f"You are not allowed to {access.in_words(right)}. Ask {whom}."
    told = [session.SessionState.notify("red", text), session.SessionState.arrive()]
    return StateUpdate(events=Event.from_event_type(told))


def _own_door(actor: access.Actor) -> StateUpdate:
    """The agency works at the desk, an insured's people in the portal; each is led to their own."""
    home = routes.HOME if actor.is_staff else routes.PORTAL
    return StateUpdate(events=Event.from_event_type([rx.redirect(home, replace=True)]))


def _record_refusal(actor: access.Actor, right: access.Right | PortalRight) -> None:
    with db.writing() as writing:
        refusals.record(writing, actor, access.in_words(right))
