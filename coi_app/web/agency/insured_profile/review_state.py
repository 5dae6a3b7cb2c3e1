"""The review of this insured's holders by its own people: asked for, how far it is, what waits to be decided."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import holders_reviews
from coi_app.queries.holders_reviews import Review, Waiting
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.rules.holders_review import Answer
from coi_app.services import holders_reviews as services
from coi_app.web import guards, session
from coi_app.web.agency import day_words, record_form
from coi_app.web.agency.additional_interests.state import InterestsState
from coi_app.web.agency.insured_head import insured_of

ASK, CALL_OFF = "holders_review", "call_off_review"
FIELDS = {
    "name": "Name",
    "attention": "Attention",
    "line_one": "Address",
    "line_two": "Second line",
    "city": "City",
    "state": "State",
    "zip_code": "ZIP",
    "email": "E-mail",
}


@dataclass(frozen=True)
class Line:
    """Something to decide: `change` says what, "City: Boise → Nampa"."""

    id: int
    holder: str
    kind: str
    change: str
    note: str
    by: str


class HoldersReviewState(record_form.RecordForm, rx.State):
    """`title` is "" when there never was a review."""

    title: str = ""
    words: str = ""
    is_under_way: bool = False
    lines: list[Line] = []
    more: str = ""

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        zone = await session.zone_of(self)
        try:
            found = await session.look(holders_reviews.latest, self._insured())
        except errors.NotFound:
            found = None
        self.title, self.words, self.is_under_way, self.lines, self.more = "", "", False, [], ""
        if found is not None:
            self._show(found, zone)

    def _show(self, found: Review, zone: str) -> None:
        self.is_under_way = found.ended_at is None
        self.title = _title(found, zone)
        self.words = _words(found)
        self.lines = [_line(one) for one in found.waiting]
        others = found.waiting_count - len(found.waiting)
        self.more = f"and {others:,} more" if others > 0 else ""

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def open(self, form: str) -> None:
        """To ask for a review, or to call off the one under way."""
        self._open(form if form in (ASK, CALL_OFF) else "", {"due_on": ""})

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def ask(self, form: dict[str, Any]) -> Any:
        typed = record_form.typed(ASK, form)
        refused = await self._save(services.ask, self._insured(), typed)
        return refused or self._done("The review is asked for, by mail.")

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def call_off(self) -> Any:
        self.form = ""
        return await self._decide(services.call_off, self._insured(), "The review is called off.")

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def accept(self, answer_id: int) -> Any:
        """What they wish is done: a corrected holder is corrected for every insured."""
        return await self._decide(services.accept, answer_id, "Done.")

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def decline(self, answer_id: int) -> Any:
        return await self._decide(services.decline, answer_id, "Left as it is.")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""

    async def _decide(self, service: Any, key: object, said: str) -> Any:
        try:
            await session.change(service, key)
        except errors.Refusal as refusal:
            return [HoldersReviewState.load, session.SessionState.notify("red", str(refusal))]
        return self._done(said)

    def _done(self, said: str) -> list[Any]:
        return [
            HoldersReviewState.load, InterestsState.load, session.SessionState.notify("green", said),
        ]  # fmt: skip

    def _insured(self) -> str:
        return insured_of(str(self.router.url.path))


def _title(found: Review, zone: str) -> str:
    if found.ended_at is None:
        return "Holders review under way"
    if not found.finished_by:
        return f"Holders review called off, {day_words.moment(found.ended_at, zone)}"
    return f"Holders reviewed by {found.finished_by}, {day_words.moment(found.ended_at, zone)}"


def _words(found: Review) -> str:
    kept, correct, end = (found.counts[one.value] for one in Answer)
    said = f"{kept:,} kept, {correct:,} to correct, {end:,} to end"
    if found.ended_at is not None:
        return said
    asked = f"Asked by {found.asked_by}" if found.asked_by else "They began it themselves"
    due = f", due {day_words.day(found.due_on)}" if found.due_on else ""
    return f"{asked}{due}. {found.said:,} of {found.said + found.left:,} looked at: {said}."


def _line(one: Waiting) -> Line:
    changes = "; ".join(
        f"{FIELDS.get(name, name)}: {before or 'nothing'} → {after or 'nothing'}"
        for name, before, after in one.changes
    )
    ends = one.answer == Answer.END.value
    return Line(
        id=one.id,
        holder=one.holder,
        kind="End" if ends else "Correct",
        change=f"End this {one.type_label.lower()}" if ends else changes or "See the remark",
        note=one.note,
        by=one.by,
    )
