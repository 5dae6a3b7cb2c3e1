"""Who is at the other end of the wire: the session cookie, the actor of this very event, and doors to the data.

The cookie is HttpOnly: no script reads it, and a state var never holds it. Its session is looked up on every event
(`web.gate`), and what that look-up found lives only as long as the event.
"""

import asyncio
import http.cookies
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Concatenate, ParamSpec, TypeVar

import reflex as rx

from coi_app import db, settings
from coi_app.queries import front_door, sessions, top_bar
from coi_app.rules import access, errors
from coi_app.services import sign_in
from coi_app.web import guards, open_tabs, readers, routes, turns

P = ParamSpec("P")
T = TypeVar("T")

ONLY_LOOKING = "You see the portal as an insured does, to look at it. Nothing can be changed here."

_signed_in: ContextVar[sessions.SignedIn | None] = ContextVar("signed_in", default=None)


def cookie_name() -> str:
    return "__Host-coi_session" if settings.current().secure else "coi_session"


def token_in(cookie_header: str) -> str:
    """The session token in a Cookie header; "" when there is none."""
    return cookie_in(cookie_header, cookie_name())


@lru_cache(maxsize=10_000)  # a tab sends the same with each of its events
def cookie_in(cookie_header: str, name: str) -> str:
    try:
        found = http.cookies.SimpleCookie(cookie_header).get(name)
    except http.cookies.CookieError:
        return ""
    return found.value if found else ""


async def find(token: str, ip: str, *, renews: bool = True) -> sessions.SignedIn | None:
    """The live session of a token; renews its idle time at most once a minute. Reads the database: use a thread."""
    if not token:
        return None
    found = await readers.look(sessions.signed_in, sign_in.key_of(token), ip)
    if found and renews and sign_in.wants_touch(found.last_seen_at):
        await asyncio.to_thread(_touch, found.session_id)
    return found


def _touch(session_id: int) -> None:
    with db.writing() as session:
        sign_in.touch(session, session_id)


def viewing(found: sessions.SignedIn) -> sessions.SignedIn | None:
    """The look at the portal that is open in this session of the agency. Reads the database: use a thread."""
    with db.reading() as session:
        return sessions.viewing(session, found)


def remember(found: sessions.SignedIn | None) -> None:
    """Only the gate calls this, at the beginning of each event."""
    _signed_in.set(found)


def signed_in() -> sessions.SignedIn:
    """The session of this event. Raises NotAllowed for a handler that runs without one."""
    found = _signed_in.get()
    if found is None:
        raise errors.NotAllowed
    return found


async def goes_on(tab: str, *, looks: bool = True) -> bool:
    """For a handler that runs on in the background: whether its tab is connected and its session lives, if that is
    looked at: it has to be before anything is shown.

    Its rights become those of this moment (R41); the session's idle time is not renewed.
    """
    found = signed_in()
    if not await open_tabs.is_open(tab):
        return False
    if not looks:
        return True
    again = await readers.look(sessions.still, found)
    if again is not None:
        remember(again)
    return again is not None


def actor() -> access.Actor:
    """Who causes this event, with the rights of this moment."""
    return signed_in().actor


async def look(query: Callable[Concatenate[Any, access.Actor, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `query(session, actor, ...)` in a thread with a reading session."""
    return await readers.look(query, actor(), *args, **kwargs)


async def change(
    service: Callable[Concatenate[Any, access.Actor, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run `service(session, actor, ...)` in a thread and commit; any refusal leaves nothing behind.

    Whoever sees the portal as an insured changes nothing: the gate has refused it, and here is the second lock.
    """
    if signed_in().viewer is not None:
        raise errors.Conflict(ONLY_LOOKING)
    who = actor()

    def run() -> T:
        with db.writing() as session:
            return service(session, who, *args, **kwargs)

    return await turns.run(run)


TONES = frozenset({"green", "red", "amber", "gray"})


@dataclass(frozen=True)
class Message:
    """One passing message; `tone` is one of `TONES`."""

    key: str
    tone: str
    words: str


class SessionState(rx.State):
    """What every page knows about who is looking. Names and rights are for drawing only: the gate asks again."""

    name: str = ""
    initials: str = ""
    role: str = ""
    rights: list[str] = []
    agency_name: str = ""
    time_zone: str = ""
    failed_mails: int = 0
    open_requests: int = 0
    unread: int = 0
    viewed_as: str = ""
    messages: list[Message] = []
    _bound_to: str = ""
    _here: tuple[str, ...] = ()
    _noted: str = ""

    @rx.event
    @guards.public
    def notify(self, tone: str, words: str) -> None:
        """Show a message on this tab. Public: it tells nothing that its sender did not say."""
        tone = tone if tone in TONES else "gray"
        self.messages = [*self.messages[-2:], Message(uuid.uuid4().hex[:8], tone, str(words)[:300])]

    @rx.event
    @guards.public
    def dismiss(self, key: str) -> None:
        """Public: it only takes a message off one's own tab."""
        self.messages = [m for m in self.messages if m.key != key]

    @rx.event
    @guards.public
    def leave(self) -> Any:
        """The session of this tab has ended elsewhere. Public: it has no session any more, and shows nothing."""
        self._get_root_state().reset()
        return rx.redirect(routes.SIGN_IN, replace=True)

    @rx.event
    @guards.told
    @guards.looks
    @guards.signed_in
    def take_new_rights(self) -> None:
        """What one may do was changed elsewhere: pages draw by these rights, and the gate asks for itself."""
        self.rights = sorted(actor().rights)
        self.notify("amber", "What you may do here has been changed.")

    @rx.event
    @guards.told
    @guards.public
    def take_numbers(self, failed_mails: int, open_requests: int, unread: int) -> None:
        """Something new came while the page was open. Public: it tells nothing that its sender did not say."""
        self.failed_mails, self.open_requests, self.unread = failed_mails, open_requests, unread

    @rx.event
    @guards.signed_in
    async def sign_out(self) -> None:
        """End this session; all its tabs, this one included, go to the sign-in page."""
        found = signed_in()
        tabs = await change(sign_in.end_own, found.session_id)
        await send_away([*tabs, self.router.session.client_token])

    @rx.event
    @guards.looks
    @guards.signed_in
    async def arrive(self) -> None:
        """A page was opened: say who is looking, and remember which session this tab belongs to."""
        await self._close_what_was_left()
        found, tab = signed_in(), self.router.session.client_token
        if self._noted != found.key + tab:
            await asyncio.to_thread(_note_tab, found, tab)
            self._noted = found.key + tab
        shown = await look(front_door.sign_for)
        self.name, self.role = found.actor.name, found.actor.role.value
        self.initials = "".join(word[0] for word in found.actor.name.split()[:2]).upper()
        self.rights = sorted(found.actor.rights)
        self.agency_name, self.time_zone = shown.name, shown.time_zone
        self.viewed_as = found.actor.name if found.viewer is not None else ""
        if found.actor.is_staff:
            numbers = await look(top_bar.numbers)
            self.take_numbers(numbers.failed_mails, numbers.open_requests, numbers.unread)

    async def _close_what_was_left(self) -> None:
        """A dialog belongs to the page, and to the tab of it, that opened it: Back, or an address typed in, leaves it
        there. States say in `CLOSED` what that means for them. A reload keeps it."""
        url = self.router.url
        here = (str(url.path).rstrip("/"), *(url.query_parameters.get(part, "") for part in ("tab", "sub")))
        if self._here and here != self._here:
            for state in _states(rx.State):
                for name, value in getattr(state, "CLOSED", {}).items():
                    setattr(await self.get_state(state), name, value)
        self._here = here


async def zone_of(state: rx.State) -> str:
    """The agency's time zone, as the state's tab was told when it arrived."""
    return (await state.get_state(SessionState)).time_zone or "UTC"


def _states(state: type[rx.State]) -> Iterator[type[rx.State]]:
    for one in state.get_substates():
        yield one
        yield from _states(one)


def _note_tab(found: sessions.SignedIn, tab: str) -> None:
    with db.writing() as session:
        sign_in.note_tab(session, tab, found.session_id)


async def send_away(tabs: Iterable[str]) -> None:
    """Their session has ended: these tabs go to the sign-in page at once (R41)."""
    await open_tabs.tell(tabs, SessionState.leave())


async def tell_of_new_rights(tabs: Iterable[str]) -> None:
    """What these tabs' person may do was changed: their pages follow at once."""
    await open_tabs.tell(tabs, SessionState.take_new_rights())
