"""The forms of the insured and of its contacts."""

from typing import Any

import reflex as rx

from coi_app.queries import insureds
from coi_app.rules.access import Right
from coi_app.services import contacts
from coi_app.services import insureds as insured_services
from coi_app.web import guards, session
from coi_app.web.agency import record_form
from coi_app.web.agency.insured_head import ProfileState, insured_of
from coi_app.web.agency.insured_profile.requests_state import InsuredRequestsState


class ProfileFormState(record_form.RecordForm, rx.State):
    """`contact` is the one in the form or in the question, 0 a new one."""

    contact: int = 0
    contact_name: str = ""
    _insured: str = ""
    _revision: int = 0

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def edit_insured(self) -> None:
        self._insured = insured_of(str(self.router.url.path))
        found = await session.look(insureds.profile, self._insured)
        self._revision = found.revision
        self._open("insured", found.values)

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def save_insured(self, form: dict[str, Any]) -> Any:
        values = record_form.typed("insured", form)
        refused = await self._save(insured_services.change, self._insured, values, self._revision)
        return refused or _done("Saved.")

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def edit_contact(self, contact_id: int) -> None:
        """0 is a new contact."""
        self._insured = insured_of(str(self.router.url.path))
        found = await session.look(insureds.profile, self._insured)
        mine = next((one for one in found.contacts if one.id == contact_id), None)
        self.contact = mine.id if mine else 0
        self._open("contact", mine.values if mine else {"is_primary": not found.contacts})

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def save_contact(self, form: dict[str, Any]) -> Any:
        values = record_form.typed("contact", form)
        if self.contact:
            refused = await self._save(contacts.change, self.contact, values)
        else:
            refused = await self._save(contacts.add, self._insured, values)
        return refused or _done("Saved.")

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    def ask_remove_contact(self, contact_id: int, name: str) -> None:
        self.contact, self.contact_name = contact_id, str(name)[:200]
        self._open("remove_contact", {})

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def remove_contact(self) -> Any:
        self.form = ""
        await session.change(contacts.remove, self.contact)
        return _done(f"Removed {self.contact_name}.")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""


def _done(words: str) -> list[Any]:
    return [ProfileState.refresh, InsuredRequestsState.load, session.SessionState.notify("green", words)]
