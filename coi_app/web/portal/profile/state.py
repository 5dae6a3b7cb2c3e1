"""One's own account: name, password, where one is signed in."""

import asyncio
from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries.portal import account as seen
from coi_app.rules import errors
from coi_app.services.portal import account
from coi_app.web import guards, session
from coi_app.web.portal import forms, when

NAME, PASSWORD = "name", "password"
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))


@dataclass(frozen=True)
class Line:
    id: int
    browser: str
    used: str
    is_this_one: bool


class NameState(rx.State):
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    round: int = 0

    @rx.event
    @guards.insured
    def load(self) -> None:
        self.values, self.problems = {"name": session.actor().name}, {}
        self.round += 1

    @rx.event
    @guards.insured
    async def save(self, form: dict[str, Any]) -> Any:
        try:
            await session.change(account.rename, forms.typed(NAME, form))
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(forms.focus_of(NAME))
        self.problems = {}
        return [session.SessionState.arrive, session.SessionState.notify("green", "Your name is changed.")]


class PasswordState(rx.State):
    """No var ever holds a password."""

    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    round: int = 0

    @rx.event
    @guards.insured
    async def save(self, form: dict[str, Any]) -> Any:
        typed = forms.typed(PASSWORD, form)
        try:
            candidate = await session.change(account.candidate)
            hashed = await asyncio.to_thread(account.new_password, candidate, typed)
            this_one = session.signed_in().session_id
            tabs = await session.change(account.change_password, candidate, hashed, this_one)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(forms.focus_of(PASSWORD))
        except errors.Refusal as refusal:
            self.problems = {"current": str(refusal)}
            return rx.set_focus(forms.focus_of(PASSWORD))
        await session.send_away(tabs)
        self.problems = {}
        self.round += 1
        said = "Your password is changed. Your other sessions have ended."
        return [SessionsState.load, session.SessionState.notify("green", said)]


class SessionsState(rx.State):
    email: str = ""
    lines: list[Line] = []
    is_loaded: bool = False

    @rx.event
    @guards.insured
    async def load(self) -> None:
        found, zone = session.signed_in(), await session.zone_of(self)
        own = await session.look(seen.own_sessions, found.session_id)
        self.email = found.actor.email
        self.lines = [
            Line(
                one.session_id,
                browser(one.user_agent),
                f"Last used {when.moment(one.last_seen_at, zone)}",
                one.is_this_one,
            )
            for one in own
        ]
        self.is_loaded = True

    @rx.event
    @guards.insured
    async def end(self, session_id: int) -> Any:
        """End one of one's own sessions; its tabs go to the sign-in page."""
        try:
            tabs = await session.change(account.end_session, session_id)
        except errors.NotFound as missing:
            return session.SessionState.notify("red", str(missing))
        await session.send_away(tabs)
        return [SessionsState.load, session.SessionState.notify("green", "That session is ended.")]


class NoticesState(rx.State):
    """Which mails one does without."""

    off: list[str] = []

    @rx.event
    @guards.insured
    async def load(self) -> None:
        self.off = sorted(await session.look(seen.mails_off))

    @rx.event
    @guards.insured
    async def turn(self, key: str, on: bool) -> None:
        """It holds at once."""
        await session.change(account.turn_notice, key, on)
        self.off = sorted(await session.look(seen.mails_off))


def browser(user_agent: str) -> str:
    """As far as the browser says it."""
    return next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
