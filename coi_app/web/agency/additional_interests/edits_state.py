"""One change for many additional interests: what is ticked, how many it would change, and the change."""

from typing import Any

import reflex as rx

from coi_app.queries import masters
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import interest_edits
from coi_app.web import guards, session
from coi_app.web.agency import record_form
from coi_app.web.agency.additional_interests.state import InterestsState
from coi_app.web.agency.choices import Choice
from coi_app.web.agency.insured_head import ProfileState, insured_of

KEY = "edits"
# The tick before a field → the field's values.
TICKS: dict[str, tuple[str, ...]] = {
    "change_types": ("types", "other_type"),
    "change_description": ("description",),
    "change_ended_on": ("ended_on",),
    "change_preferred_master_id": ("preferred_master_id",),
}

IN_WORDS = {
    "types": "type",
    "description": "description",
    "preferred_master_id": "preferred master",
    "ended_on": "end",
}


class InterestEditsState(record_form.RecordForm, rx.State):
    """`chosen`, `changing` and `fields` (in words) are of the last preview, `is_seen` while that is what would be
    done."""

    masters: list[Choice] = []
    count: int = 0
    chosen: int = 0
    changing: int = 0
    fields: str = ""
    is_seen: bool = False
    _insured: str = ""
    _values: dict[str, Any] = {}

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def open(self) -> None:
        self._insured = insured_of(str(self.router.url.path))
        found = await session.look(masters.rows, self._insured)
        self.masters = [Choice(str(one.id), one.name) for one in found]
        self.count = (await self.get_state(InterestsState)).chosen
        self.is_seen, self._values = False, {}
        self._open(KEY, {})

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def submit(self, form: dict[str, Any]) -> Any:
        """First the preview; the same once more changes them. Other values are previewed anew."""
        values = _values(form)
        selection = (await self.get_state(InterestsState))._selection()
        if not self.is_seen or values != self._values:
            return await self._preview(selection, values)
        expected = self.changing
        refused = await self._save(interest_edits.change, self._insured, selection, values, expected)
        if refused is not None:
            self.is_seen = False
            return refused
        words = f"{expected:,} additional interest{'' if expected == 1 else 's'} changed."
        said = session.SessionState.notify("green", words)
        return [InterestsState.tick_none, InterestsState.load, ProfileState.refresh, said]

    async def _preview(self, selection: Any, values: dict[str, Any]) -> Any:
        self.problems, self.refusal, self.is_seen = {}, "", False
        try:
            found = await session.look(interest_edits.preview, self._insured, selection, values)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(record_form.focus_of(KEY))
        except errors.Refusal as refused:
            self.refusal = str(refused)
            return None
        self.chosen, self.changing = found.chosen, found.changing
        self.fields = ", ".join(words for name, words in IN_WORDS.items() if name in values)
        self.is_seen, self._values = True, values
        return None

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""


def _values(form: object) -> dict[str, Any]:
    """Only the fields whose tick is set."""
    typed = record_form.typed(KEY, form)
    wanted = [name for tick, names in TICKS.items() if typed.get(tick) for name in names]
    return {name: typed.get(name, [] if name == "types" else "") for name in wanted}
