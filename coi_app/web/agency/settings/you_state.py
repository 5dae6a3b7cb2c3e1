"""One's own account: where one is signed in."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import sessions
from coi_app.rules.access import ROLE_LABELS, Right
from coi_app.services import notices, sign_in
from coi_app.web import guards, session
from coi_app.web.agency import day_words

BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True)
class Row:
    id: int
    device: str
    agent: str
    ip: str
    started: str
    used: str
    is_this_one: bool


class YouState(rx.State):
    email: str = ""
    role: str = ""
    rows: list[Row] = []
    mails_off: list[str] = []

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        found, zone = session.signed_in(), await session.zone_of(self)
        self.email, self.role = found.actor.email, ROLE_LABELS[found.actor.role]
        own = await session.look(sessions.own_sessions, found.session_id)
        self.rows = [_row(one, zone) for one in own]
        self.mails_off = sorted(await session.look(sessions.mails_off))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def turn_notice(self, key: str, on: bool) -> None:
        """A kind of mail to oneself, on or off."""
        await session.change(notices.turn, key, on)
        self.mails_off = sorted(await session.look(sessions.mails_off))

    @rx.event
    @guards.signed_in
    async def end(self, session_id: int) -> Any:
        """End one of one's own sessions; its tabs go to the sign-in page."""
        tabs = await session.change(sign_in.end_own, session_id)
        await session.send_away(tabs)
        return [YouState.load, session.SessionState.notify("green", "That session is ended.")]


def _row(one: sessions.OwnSessionRow, zone: str) -> Row:
    return Row(
        id=one.session_id,
        device=device(one.user_agent),
        agent=one.user_agent,
        ip=one.ip,
        started=day_words.moment(one.created_at, zone),
        used=day_words.moment(one.last_seen_at, zone),
        is_this_one=one.is_this_one,
    )


def device(user_agent: str) -> str:
    """ "Chrome on Windows", as far as the browser says it."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
