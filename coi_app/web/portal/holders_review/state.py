"""Holders review: each is kept, corrected or ended; `?show=done` has those of whom something was said."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries.portal import holders_review as seen
from coi_app.rules import errors
from coi_app.rules.facts import shown_day
from coi_app.rules.holders_review import Answer
from coi_app.rules.portal_rights import PortalRight
from coi_app.services.portal import holders_review
from coi_app.web import guards, routes, session
from coi_app.web.portal import forms

FORM = "review"
CORRECT, END, KEEP_OTHERS = Answer.CORRECT.value, Answer.END.value, "keep_others"
TO_DO, DONE = "", "done"


@dataclass(frozen=True)
class Line:
    """`answer` is "" while nothing was said."""

    id: int
    name: str
    address: str
    email: str
    about: str
    answer: str
    note: str


@dataclass(frozen=True)
class Progress:
    said: int = 0
    left: int = 0
    total: int = 0
    words: str = ""
    due: str = ""
    seen: str = ""


class PortalReviewState(rx.State):
    """`shown` is the dialog that is open: "correct", "end", "keep_others" or ""."""

    is_loaded: bool = False
    is_under_way: bool = False
    number: int = 0
    progress: Progress = Progress()
    show: str = TO_DO
    lines: list[Line] = []
    next_href: str = ""
    previous_href: str = ""
    shown: str = ""
    CLOSED: ClassVar[dict[str, Any]] = {"shown": ""}
    one: int = 0
    name: str = ""
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    round: int = 0

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.EDIT_HOLDERS)
    async def load(self) -> None:
        """/portal/holders-review?show=…&after=…"""
        asked = self.router.url.query_parameters
        self.show = DONE if asked.get("show") == DONE else TO_DO
        under_way = await session.look(seen.under_way)
        self.is_under_way, self.shown = under_way is not None, ""
        if under_way is None:
            self.number, self.lines = await session.look(seen.number), []
        else:
            self.progress = _progress(under_way)
            await self._read(asked.get("after") or None)
        self.is_loaded = True

    async def _read(self, after: str | None) -> None:
        found = await session.look(seen.page, answered=self.show == DONE, after=after)
        self.lines = [_line(one) for one in found.rows]
        self.next_href, self.previous_href = self._page(found.next), self._page(found.previous)

    def _page(self, cursor: str | None) -> str:
        known = {"show": self.show, "after": cursor or ""}
        return routes.with_query(routes.PORTAL_HOLDERS_REVIEW, known) if cursor else ""

    @rx.event
    @guards.allow(PortalRight.EDIT_HOLDERS)
    async def begin(self) -> Any:
        return await self._change(holders_review.begin)

    @rx.event
    @guards.allow(PortalRight.EDIT_HOLDERS)
    async def keep(self, interest_id: int) -> Any:
        return await self._change(holders_review.answer, interest_id, {"answer": Answer.KEEP.value})

    @rx.event
    @guards.allow(PortalRight.EDIT_HOLDERS)
    async def take_back(self, interest_id: int) -> Any:
        return await self._change(holders_review.take_back, interest_id)

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.EDIT_HOLDERS)
    async def open(self, shown: str, interest_id: int) -> Any:
        """To correct a holder, or to end it."""
        try:
            row = await session.look(seen.one, interest_id)
        except errors.Refusal as refusal:
            return _told("red", str(refusal))
        self.one, self.name = row.interest_id, row.name
        self.values, self.problems = row.values | {"note": row.note}, {}
        self.shown = shown if shown in (CORRECT, END) else ""
        self.round += 1
        return None

    @rx.event
    @guards.allow(PortalRight.EDIT_HOLDERS)
    async def save(self, form: dict[str, Any]) -> Any:
        """What is typed stays until it is accepted."""
        said = forms.typed(FORM, form) | {"answer": self.shown}
        try:
            await session.change(holders_review.answer, self.one, said)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(forms.focus_of(FORM))
        except errors.Refusal as refusal:
            self.problems = {"note": str(refusal)}
            return rx.set_focus(forms.focus_of(FORM))
        self.shown = ""
        return PortalReviewState.load

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.EDIT_HOLDERS)
    def ask_keep_others(self) -> None:
        self.shown = KEEP_OTHERS

    @rx.event
    @guards.allow(PortalRight.EDIT_HOLDERS)
    async def keep_others(self) -> Any:
        self.shown = ""
        return await self._change(holders_review.keep_the_others)

    @rx.event
    @guards.allow(PortalRight.EDIT_HOLDERS)
    async def finish(self, seen: str) -> Any:
        """`seen` are the answers that the page showed."""
        try:
            waiting = await session.change(holders_review.finish, seen)
        except errors.Refusal as refusal:
            return [PortalReviewState.load, _told("red", str(refusal))]
        waits = f" Your agency looks at {waiting} of them." if waiting else ""
        return [PortalReviewState.load, _told("green", f"Thank you, the review is finished.{waits}")]

    @rx.event
    @guards.looks
    @guards.insured
    def close(self, _open: bool = False) -> None:
        self.shown = ""

    async def _change(self, service: Any, *args: Any) -> Any:
        try:
            await session.change(service, *args)
        except errors.Refusal as refusal:
            return [PortalReviewState.load, _told("red", str(refusal))]
        return PortalReviewState.load


def _told(tone: str, words: str) -> Any:
    return session.SessionState.notify(tone, words)


def _progress(one: seen.UnderWay) -> Progress:
    words = f"{one.said:,} of {one.total:,} looked at"
    changes = [f"{one.corrected} to correct"] if one.corrected else []
    changes += [f"{one.ended} to end"] if one.ended else []
    due = f"Your agency asks you to finish by {shown_day(one.due_on)}." if one.due_on else ""
    return Progress(one.said, one.left, one.total, ", ".join([words, *changes]), due, one.seen)


def _line(one: seen.ReviewRow) -> Line:
    return Line(one.interest_id, one.name, ", ".join(one.address), one.email, one.about, one.answer, one.note)
