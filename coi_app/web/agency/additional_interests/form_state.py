"""The form of an additional interest: a holder of the insured, with what it asks for."""

from typing import Any

import reflex as rx

from coi_app.queries import additional_interests as seen
from coi_app.queries import masters
from coi_app.rules.access import Right
from coi_app.rules.facts import InterestType
from coi_app.services import additional_interests
from coi_app.web import guards, session
from coi_app.web.agency import holder_options, record_form
from coi_app.web.agency.additional_interests.state import InterestsState
from coi_app.web.agency.choices import Choice
from coi_app.web.agency.insured_head import ProfileState, insured_of
from coi_app.web.shared import combobox

LISTS = ("types", "wants_additional_insured", "wants_waiver")


class InterestFormState(record_form.RecordForm, rx.State):
    """`interest` is the one in the form or the question, 0 a new one."""

    interest: int = 0
    name: str = ""
    holder: combobox.Option = combobox.NOBODY
    holders: combobox.Found = combobox.NOTHING_FOUND
    is_new_holder: bool = False
    masters: list[Choice] = []
    _insured: str = ""
    _revision: int = 0

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def add(self) -> None:
        self._insured = insured_of(str(self.router.url.path))
        self.interest, self.name, self.is_new_holder = 0, "", False
        self.holder, self.holders = combobox.NOBODY, await holder_options.find(self._insured, "")
        await self._read_masters()
        self._open("interest", {"types": [InterestType.CERTIFICATE_HOLDER.value]})

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def edit(self, interest_id: int) -> None:
        found = await self._look(interest_id)
        self.is_new_holder = False
        await self._read_masters(found.values["preferred_master_id"])
        self._open("interest", found.values)

    @rx.event(supersedes=True)
    @guards.allow(Right.INTERESTS_CHANGE)
    async def search_holder(self, text: str) -> None:
        self.holders = await holder_options.find(self._insured, text)

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    def pick_holder(self, holder_id: int) -> None:
        self.holder = holder_options.picked(self.holders, holder_id)

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    def enter_new_holder(self, wanted: bool) -> None:
        self.is_new_holder = bool(wanted)

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        values = {name: [] for name in LISTS} | record_form.typed("interest", form)
        if self.interest:
            refused = await self._save(additional_interests.change, self.interest, values, self._revision)
            return refused or _done("Saved.")
        values |= {} if self.is_new_holder else {"holder_id": self.holder["id"]}
        if not self.is_new_holder and not self.holder["id"]:
            values["holder_id"] = -1  # nobody was picked: the service asks for one of the list
        refused = await self._save(additional_interests.add, self._insured, values)
        return refused or _done("Added to Additional Interests.")

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def ask_end(self, interest_id: int) -> None:
        await self._look(interest_id)
        self._open("end_interest", {})

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def end(self, form: dict[str, Any]) -> Any:
        day = record_form.typed("end_interest", form).get("ended_on")
        refused = await self._save(additional_interests.end, self.interest, day, self._revision)
        return refused or _done(f"{self.name} gets no more certificates. Resume under its Actions.")

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def resume(self, interest_id: int) -> Any:
        found = await self._look(interest_id)
        await session.change(additional_interests.resume, self.interest, found.revision)
        return _done(f"{self.name} is active again.")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""

    async def _look(self, interest_id: int) -> seen.InterestDetail:
        found = await session.look(seen.detail, interest_id)
        self.interest, self.name, self._revision = found.id, found.holder_name, found.revision
        self._insured = str(found.insured_id)
        return found

    async def _read_masters(self, kept: int | None = None) -> None:
        """Living masters, and the retired one that is chosen already."""
        found = await session.look(masters.rows, self._insured, with_retired=True)
        shown = [one for one in found if not one.retired or one.id == kept]
        self.masters = [Choice(str(one.id), one.name) for one in shown]


def _done(words: str) -> list[Any]:
    return [InterestsState.load, ProfileState.refresh, session.SessionState.notify("green", words)]
