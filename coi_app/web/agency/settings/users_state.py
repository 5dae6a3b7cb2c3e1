"""Staff: who may do what. Every change bites on the person's next event."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app import clock
from coi_app.queries import accounts
from coi_app.rules import access, errors
from coi_app.rules.access import Right
from coi_app.services import accounts as account_services
from coi_app.web import guards, session
from coi_app.web.agency import day_words
from coi_app.web.shared import error_summary

STATUS = {"active": "Active", "invited": "Invited", "deactivated": "Deactivated"}


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    email: str
    role: str
    role_words: str
    status: str
    status_words: str
    detail: str
    is_me: bool


@dataclass(frozen=True)
class Question:
    """What the dialog asks before it is done; `kind` is deactivate, reset, invite_again or role."""

    kind: str = ""
    account_id: int = 0
    name: str = ""
    email: str = ""


class UsersState(rx.State):
    rows: list[Row] = []
    is_loaded: bool = False
    is_inviting: bool = False
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    asked: Question = Question()
    CLOSED: ClassVar[dict[str, Any]] = {"is_inviting": False, "asked": Question()}

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    async def load(self) -> None:
        zone = await session.zone_of(self)
        me = session.actor().account_id
        self.rows = [_row(one, zone, me) for one in await session.look(accounts.staff)]
        self.is_loaded = True

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    def open_invitation(self) -> None:
        self.values, self.problems = {"role": access.Role.AGENT.value}, {}
        self.is_inviting, self.form_round = True, self.form_round + 1

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    def close_invitation(self, _open: bool = False) -> None:
        self.is_inviting, self.problems = False, {}

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    async def invite(self, form: dict[str, Any]) -> Any:
        try:
            await session.change(account_services.invite, form)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        self.is_inviting = False
        return self._done(f"An invitation is on its way to {form.get('email', '')}.")

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    def ask(self, kind: str, account_id: int) -> None:
        """Open the dialog that asks before mail goes out or somebody loses access."""
        for row in self.rows:
            if row.id == account_id:
                self.asked = Question(str(kind), row.id, row.name, row.email)
                self.values = {"role": row.role}
                self.form_round += 1

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    def take_back(self, _open: bool = False) -> None:
        self.asked = Question()

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    async def change_role(self, form: dict[str, Any]) -> Any:
        asked, self.asked = self.asked, Question()
        await session.change(account_services.change_role, asked.account_id, form.get("role"))
        return self._done(f"The role of {asked.name} is changed.")

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    async def deactivate(self) -> Any:
        """Open tabs of that person go to the sign-in page at once (R41)."""
        asked, self.asked = self.asked, Question()
        tabs = await session.change(account_services.deactivate, asked.account_id)
        await session.send_away(tabs)
        return self._done(f"{asked.name} can no longer sign in.")

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    async def reactivate(self, account_id: int) -> Any:
        await session.change(account_services.reactivate, account_id)
        return self._done("The account can sign in again.")

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    async def reset_password(self) -> Any:
        asked, self.asked = self.asked, Question()
        await session.change(account_services.reset_password, asked.account_id)
        return self._done(f"A link is on its way to {asked.email}.")

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    async def invite_again(self) -> Any:
        asked, self.asked = self.asked, Question()
        await session.change(account_services.renew_invitation, asked.account_id)
        return self._done(f"A new invitation is on its way to {asked.email}.")

    def _done(self, words: str) -> list[Any]:
        return [UsersState.load, session.SessionState.notify("green", words)]


def _row(one: accounts.StaffRow, zone: str, me: int | None) -> Row:
    return Row(
        id=one.account_id,
        name=one.name,
        email=one.email,
        role=one.role,
        role_words=access.ROLE_LABELS[access.Role(one.role)],
        status=one.status,
        status_words=STATUS.get(one.status, one.status),
        detail=_detail(one, zone),
        is_me=one.account_id == me,
    )


def _detail(one: accounts.StaffRow, zone: str) -> str:
    if one.status == "invited":
        expires = one.invitation_expires_at
        if expires is None or expires <= clock.now():
            return "The invitation has expired"
        return f"Invited until {day_words.moment(expires, zone)}"
    return day_words.moment(one.last_sign_in_at, zone) or "Never signed in"
