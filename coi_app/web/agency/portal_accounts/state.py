"""The tab Portal of an insured: its accounts, what they did, and what is asked before somebody loses access."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import insured_accounts
from coi_app.rules.access import Right
from coi_app.services import insured_accounts as account_services
from coi_app.web import guards, mishaps, session
from coi_app.web.agency import day_words, list_pages
from coi_app.web.agency.insured_head import ProfileState, insured_of
from coi_app.web.agency.portal_accounts import words
from coi_app.web.agency.portal_accounts.words import AccountLine

DEACTIVATE, RESET, CLOSE, SEE = "deactivate", "reset", "close", "see"


@dataclass(frozen=True)
class Deed:
    id: int
    what: str
    who: str
    when: str
    exact: str


@dataclass(frozen=True)
class Question:
    """What a dialog asks before it is done; `kind` is deactivate, reset, close or see."""

    kind: str = ""
    account_id: int = 0
    name: str = ""
    email: str = ""


class AccountsState(rx.State):
    phase: str = list_pages.LOADING
    rows: list[AccountLine] = []
    deeds: list[Deed] = []
    is_open: bool = True
    asked: Question = Question()
    CLOSED: ClassVar[dict[str, Any]] = {"asked": Question()}

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        try:
            await self._read()
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        self.phase = list_pages.READY
        return None

    async def _read(self) -> None:
        insured = insured_of(str(self.router.url.path))
        zone = await session.zone_of(self)
        portal = await session.look(insured_accounts.of_insured, insured)
        self.rows = [words.line(row, zone) for row in portal.accounts]
        self.is_open = portal.is_open
        self.deeds = [_deed(one, zone) for one in await session.look(insured_accounts.deeds, insured)]

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    def ask(self, kind: str, account_id: int) -> None:
        """Before mail goes out or somebody loses access."""
        for row in self.rows:
            if row.id == account_id:
                self.asked = Question(str(kind), row.id, row.name, row.email)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def take_back(self, _open: bool = False) -> None:
        self.asked = Question()

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def send_invitation(self, account_id: int, email: str) -> Any:
        """In one click: the address stands beside the button."""
        await session.change(account_services.send_invitation, account_id)
        return told(f"An invitation is on its way to {str(email)[:254]}.")

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def reset_password(self) -> Any:
        asked, self.asked = self.asked, Question()
        await session.change(account_services.reset_password, asked.account_id)
        return told(f"A link is on its way to {asked.email}.")

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def deactivate(self) -> Any:
        """Open tabs of that person go to the sign-in page at once (R41)."""
        asked, self.asked = self.asked, Question()
        tabs = await session.change(account_services.deactivate, asked.account_id)
        await session.send_away(tabs)
        return told(f"{asked.name} can no longer sign in.")

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def reactivate(self, account_id: int) -> Any:
        await session.change(account_services.reactivate, account_id)
        return told("The account is back, with the rights it had.")

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    def ask_close_portal(self) -> None:
        self.asked = Question(CLOSE)

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def close_portal(self) -> Any:
        self.asked = Question()
        tabs = await session.change(account_services.close_portal, insured_of(str(self.router.url.path)))
        await session.send_away(tabs)
        return told("The portal of this insured is closed.")

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def open_portal(self) -> Any:
        await session.change(account_services.open_portal, insured_of(str(self.router.url.path)))
        return told("The portal of this insured is open.")


def told(said: str) -> list[Any]:
    """After a change: the list and the head afresh, and what was done."""
    return [AccountsState.load, ProfileState.refresh, session.SessionState.notify("green", said)]


def _deed(row: insured_accounts.DeedRow, zone: str) -> Deed:
    return Deed(row.id, row.sentence, row.name, day_words.moment(row.at, zone), day_words.exact(row.at, zone))
