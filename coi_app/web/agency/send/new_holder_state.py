"""A holder that is not in the list yet, entered without leaving the Send page."""

from typing import Any

import reflex as rx

from coi_app.queries import holders as seen
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import holders
from coi_app.web import guards, session
from coi_app.web.agency import record_form
from coi_app.web.agency.send.state import SendState

FORM = "new_holder"


class NewHolderState(record_form.RecordForm, rx.State):
    """`twins` are holders of the same name; saving a second time says that this is another one."""

    twins: list[str] = []

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    async def open(self) -> None:
        """Filled in with what the request says, while a request is answered."""
        self.twins = []
        self._open(FORM, (await self.get_state(SendState))._asked_holder)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        values = record_form.typed(FORM, form)
        if await self._has_new_twins(str(values.get("name", ""))):
            return rx.set_focus(record_form.focus_of(FORM))
        try:
            holder_id = await session.change(holders.create, values)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(record_form.focus_of(FORM))
        self.form = ""
        return [SendState.pick_holder(holder_id), session.SessionState.notify("green", "Holder added.")]

    async def _has_new_twins(self, name: str) -> bool:
        found = await session.look(seen.same_name, name)
        twins = [", ".join(part for part in (one.name, one.city, one.state) if part) for one in found]
        told, self.twins, self.problems = self.twins, twins, {}
        return bool(twins) and twins != told
