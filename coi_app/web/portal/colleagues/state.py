"""Colleagues: who of the insured uses the portal, with at most the rights of the one who manages them."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries.portal import colleagues as seen
from coi_app.rules import errors, portal_rights
from coi_app.rules.portal_rights import PortalRight
from coi_app.services.portal import colleagues
from coi_app.web import guards, session
from coi_app.web.portal import forms, when

FORM = "colleague"
INVITE, CHANGE, DEACTIVATE = "invite", "change", "deactivate"
STATES = {
    "active": "Active",
    "invited": "Invited",
    "expired": "Invitation expired",
    "not_sent": "Not invited yet",
    "deactivated": "Deactivated",
}
NOTHING = "Only ask for a certificate"


@dataclass(frozen=True)
class Line:
    """`can_change`: neither oneself nor somebody who may do more."""

    id: int
    name: str
    email: str
    state: str
    state_words: str
    may_do: str
    last_sign_in: str
    is_me: bool
    can_change: bool


class PortalColleaguesState(rx.State):
    """`shown` is what is open: "invite", "change", "deactivate" or ""; `chosen` are the switches that are on."""

    lines: list[Line] = []
    is_loaded: bool = False
    shown: str = ""
    CLOSED: ClassVar[dict[str, Any]] = {"shown": ""}
    one: Line = Line(0, "", "", "", "", "", "", False, False)
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    round: int = 0
    chosen: list[str] = []
    is_busy: bool = False
    _seen: list[str] = []

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.MANAGE_USERS)
    async def load(self) -> None:
        zone = await session.zone_of(self)
        self.lines = [_line(one, zone) for one in await session.look(seen.colleagues)]
        self.is_busy, self.is_loaded = False, True

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.MANAGE_USERS)
    def invite(self) -> None:
        """The switches begin with what one usually gives, as far as one has it."""
        mine = session.actor().rights
        usual = [right.value for right in portal_rights.STANDARD_PORTAL_RIGHTS if right.value in mine]
        self._open(INVITE, {}, usual)

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.MANAGE_USERS)
    async def change(self, account_id: int) -> None:
        for one in await session.look(seen.colleagues):
            if one.id == account_id and one.is_within and not one.is_me:
                zone = await session.zone_of(self)
                self.one, self._seen = _line(one, zone), list(one.rights)
                self._open(CHANGE, {"name": one.name}, self._seen)

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.MANAGE_USERS)
    def set_right(self, key: str, on: bool) -> None:
        keys = {*self.chosen, key} if on is True else set(self.chosen) - {key}
        self.chosen = _in_order(keys)

    @rx.event
    @guards.allow(PortalRight.MANAGE_USERS)
    async def send(self, form: dict[str, Any]) -> Any:
        """An invitation: what is refused counts too, so the try is noted on its own."""
        typed = forms.typed(FORM, form) | {"rights": self.chosen}
        try:
            await session.change(colleagues.count_try)
            await session.change(colleagues.invite, typed)
        except errors.Refusal as refusal:
            return self._refuse(refusal)
        return self._done(f"An invitation is on its way to {typed.get('email', '')}.")

    @rx.event
    @guards.allow(PortalRight.MANAGE_USERS)
    async def save(self, form: dict[str, Any]) -> Any:
        """Open windows of that person follow at once."""
        typed = forms.typed(FORM, form) | {"rights": self.chosen, "seen": self._seen}
        try:
            tabs = await session.change(colleagues.change, self.one.id, typed)
        except errors.Refusal as refusal:
            return self._refuse(refusal)
        await session.tell_of_new_rights(tabs)
        return self._done("Saved, also in windows that are open.")

    @rx.event
    @guards.allow(PortalRight.MANAGE_USERS)
    async def invite_again(self) -> Any:
        try:
            await session.change(colleagues.count_try)
            email = await session.change(colleagues.invite_again, self.one.id)
        except errors.Refusal as refusal:
            return self._refuse(refusal)
        return self._done(f"A new invitation is on its way to {email}.")

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.MANAGE_USERS)
    def ask(self) -> None:
        """Before somebody loses access."""
        self.shown = DEACTIVATE

    @rx.event
    @guards.allow(PortalRight.MANAGE_USERS)
    async def deactivate(self) -> Any:
        """Open windows of that person go to the sign-in page at once (R41)."""
        try:
            tabs = await session.change(colleagues.deactivate, self.one.id)
        except errors.Refusal as refusal:
            self.shown = CHANGE
            return self._refuse(refusal)
        await session.send_away(tabs)
        return self._done(f"{self.one.name} can no longer sign in.")

    @rx.event
    @guards.allow(PortalRight.MANAGE_USERS)
    async def reactivate(self) -> Any:
        try:
            await session.change(colleagues.reactivate, self.one.id)
        except errors.Refusal as refusal:
            return self._refuse(refusal)
        return self._done("The account is back, with the rights it had.")

    @rx.event
    @guards.looks
    @guards.insured
    def close(self, _open: bool = False) -> None:
        self.shown = ""

    def _open(self, shown: str, values: dict[str, str], rights: list[str]) -> None:
        self.shown, self.values, self.problems = shown, values, {}
        self.chosen = _in_order(rights)
        self.round += 1

    def _refuse(self, refusal: errors.Refusal) -> Any:
        """What belongs to no field stands with the name."""
        self.problems = (
            refusal.problems if isinstance(refusal, errors.InvalidInput) else {"name": str(refusal)}
        )
        return rx.set_focus(forms.focus_of(FORM))

    def _done(self, said: str) -> list[Any]:
        self.shown = ""
        return [PortalColleaguesState.load, session.SessionState.notify("green", said)]


def _in_order(keys: Any) -> list[str]:
    return [right.key.value for right in portal_rights.in_words(keys)]


def _line(one: seen.Colleague, zone: str) -> Line:
    held = portal_rights.in_words(one.rights)
    everything = len(held) == len(portal_rights.PORTAL_RIGHTS)
    signed_in = f"Last here {when.day(one.last_sign_in_at, zone)}" if one.last_sign_in_at else "Not here yet"
    return Line(
        id=one.id,
        name=one.name,
        email=one.email,
        state=one.state,
        state_words=STATES[one.state],
        may_do="Everything" if everything else ", ".join(right.label for right in held) or NOTHING,
        last_sign_in=signed_in,
        is_me=one.is_me,
        can_change=one.is_within and not one.is_me,
    )
