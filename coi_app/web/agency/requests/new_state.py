"""A request that came by phone or mail, written down at the desk."""

from typing import Any

import reflex as rx

from coi_app.queries import insured_list
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import requests
from coi_app.web import guards, session
from coi_app.web.agency import record_form
from coi_app.web.agency.requests.state import RequestsState
from coi_app.web.shared import combobox

FORM = "new_request"
MOST_FOUND = 8


class NewRequestState(record_form.RecordForm, rx.State):
    """`picked` is the insured whose certificate is asked for."""

    found: combobox.Found = combobox.NOTHING_FOUND
    picked: combobox.Option = combobox.NOBODY

    @rx.event
    @guards.allow(Right.REQUESTS_ANSWER)
    async def open(self) -> None:
        self.picked = combobox.NOBODY
        self.found = await _found("")
        self._open(FORM, {})

    @rx.event(supersedes=True)
    @guards.allow(Right.REQUESTS_ANSWER)
    async def search(self, text: str) -> None:
        self.found = await _found(str(text)[:200])

    @rx.event
    @guards.allow(Right.REQUESTS_ANSWER)
    def pick(self, insured_id: int) -> None:
        chosen = [one for one in self.found["options"] if one["id"] == insured_id]
        self.picked = chosen[0] if chosen else combobox.NOBODY

    @rx.event
    @guards.allow(Right.REQUESTS_ANSWER)
    async def save(self, form: dict[str, Any]) -> Any:
        values = record_form.typed(FORM, form)
        if refused := await self._save(_ask, self.picked["id"], values):
            return refused
        words = f"The request for {values.get('holder_name', '')} is on the list."
        return [session.SessionState.notify("green", words), session.SessionState.arrive, RequestsState.load]

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""


def _ask(writing: Any, actor: Any, insured_id: int, values: dict[str, Any]) -> int:
    if not insured_id:
        raise errors.InvalidInput({"insured": "Choose the insured."})
    return requests.ask(writing, actor, insured_id, values)


async def _found(text: str) -> combobox.Found:
    page = await session.look(insured_list.page, insured_list.InsuredFilter(text), limit=MOST_FOUND)
    return {
        "query": text,
        "options": [{"id": row.id, "name": row.name, "note": row.city} for row in page.rows],
    }
