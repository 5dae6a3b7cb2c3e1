"""The dialogs Create User Account, Modify Permissions, and the one for name and e-mail."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import insured_accounts, insureds
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import account_emails
from coi_app.services import insured_accounts as account_services
from coi_app.web import guards, session
from coi_app.web.agency.insured_head import insured_of
from coi_app.web.agency.portal_accounts.rights_state import STANDARD_RIGHTS, RightsState
from coi_app.web.agency.portal_accounts.state import told
from coi_app.web.shared import error_summary

CREATE, MODIFY, EDIT = "create", "modify", "edit"
MOST_CONTACTS = 6


@dataclass(frozen=True)
class ContactChoice:
    """A contact of the insured who has no account yet."""

    id: int
    name: str
    email: str


class AccountFormState(rx.State):
    """`form` is the dialog that is open: "create", "modify", "edit" or ""."""

    form: str = ""
    CLOSED: ClassVar[dict[str, Any]] = {"form": ""}
    form_round: int = 0
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    refusal: str = ""
    sends: bool = True
    contacts: list[ContactChoice] = []
    name: str = ""
    email: str = ""
    _insured: str = ""
    _account: int = 0
    _seen: list[str] = []

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def create(self) -> None:
        self._insured = insured_of(str(self.router.url.path))
        profile = await session.look(insureds.profile, self._insured)
        portal = await session.look(insured_accounts.of_insured, self._insured)
        known = {one.email for one in portal.accounts}
        free = [one for one in profile.contacts if one.email.lower() not in known]
        self.contacts = [ContactChoice(one.id, one.name, one.email) for one in free[:MOST_CONTACTS]]
        self.sends = True
        rights = await self.get_state(RightsState)
        await rights._begin(STANDARD_RIGHTS, "Compared with your standard rights")
        self._open(CREATE, {})

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    def use_contact(self, contact_id: int) -> None:
        for one in self.contacts:
            if one.id == contact_id:
                self.values = {"name": one.name, "email": one.email}
                self.problems = {
                    field: said for field, said in self.problems.items() if field not in self.values
                }
                self.form_round += 1

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    def set_sends(self, on: bool) -> None:
        self.sends = on is True

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def save_new(self, form: dict[str, Any]) -> Any:
        rights = await self.get_state(RightsState)
        values = {**form, **rights._values(), "send_invitation": self.sends}
        try:
            await session.change(account_services.create, self._insured, values)
        except errors.Refusal as refused:
            return self._refuse(refused)
        self.form = ""
        email = str(form.get("email", ""))
        return told(
            f"An invitation is on its way to {email}."
            if self.sends
            else "The account is made. Invite it later."
        )

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def modify(self, account_id: int) -> None:
        row = await self._take(account_id)
        self._seen = list(row.rights)
        rights = await self.get_state(RightsState)
        await rights._begin(self._seen, f"Compared with what {row.name} may do now", row.id)
        self._open(MODIFY, {})

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def save_rights(self) -> Any:
        """Open tabs of that person follow at once."""
        rights = await self.get_state(RightsState)
        values = {**rights._values(), "seen": self._seen}
        try:
            tabs = await session.change(account_services.modify_permissions, self._account, values)
        except errors.Refusal as refused:
            return self._refuse(refused)
        self.form = ""
        await session.tell_of_new_rights(tabs)
        return told(f"What {self.name} may do is changed, also in windows that are open.")

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def edit(self, account_id: int) -> None:
        row = await self._take(account_id)
        self._open(EDIT, {"name": row.name, "email": row.email})

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def save_edit(self, form: dict[str, Any]) -> Any:
        try:
            mailed = await session.change(account_emails.change, self._account, form)
        except errors.Refusal as refused:
            return self._refuse(refused)
        self.form = ""
        return told(f"A link is on its way to {form.get('email', '')}." if mailed else "Saved.")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""

    async def _take(self, account_id: object) -> insured_accounts.InsuredAccountRow:
        """The account of this insured that a dialog is about. Raises NotFound."""
        portal = await session.look(insured_accounts.of_insured, insured_of(str(self.router.url.path)))
        row = next((one for one in portal.accounts if one.id == account_id), None)
        if row is None:
            raise errors.NotFound("account")
        self._account, self.name, self.email = row.id, row.name, row.email
        return row

    def _open(self, form: str, values: dict[str, str]) -> None:
        self.form, self.values, self.problems, self.refusal = form, values, {}, ""
        self.form_round += 1

    def _refuse(self, refused: errors.Refusal) -> Any:
        self.problems = refused.problems if isinstance(refused, errors.InvalidInput) else {}
        self.refusal = "" if self.problems else str(refused)
        return rx.set_focus(error_summary.FOCUS)
