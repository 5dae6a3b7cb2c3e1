"""One import: its columns, its dry run, what came of it. The address says which rows are shown."""

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import imports
from coi_app.queries.imports import ALIKE, JudgedRow, RunRow
from coi_app.rules import errors, import_layouts
from coi_app.rules.access import Right
from coi_app.rules.import_kinds import KIND_NOUNS, Kind, Verdict
from coi_app.services import imports as import_services
from coi_app.web import guards, routes, session
from coi_app.web.agency import day_words, list_pages
from coi_app.web.shared import error_summary

PAUSE = 0.7  # seconds between two looks at a step that runs
SHOWN = ("", *(one.value for one in Verdict), ALIKE)
PER_PAGE = 50


@dataclass(frozen=True)
class Heading:
    """A column of the file, for the lists to choose from."""

    place: str
    words: str


@dataclass(frozen=True)
class Line:
    """One row of the file and the verdict on it."""

    position: int
    verdict: str
    name: str
    place: str
    insured: str
    reason: str
    twin: str
    decision: str


class ImportState(rx.State):
    """What is known of one import; the database has it all."""

    CLOSED: ClassVar[dict[str, Any]] = {"undo_open": False}
    run: int = 0
    is_missing: bool = False
    file_name: str = ""
    facts: list[str] = []
    kind: str = "both"
    noun: str = "holder"
    nouns: str = "holders"
    is_records: bool = False
    state: str = ""
    state_words: str = ""
    is_at_work: bool = False
    error: str = ""
    before: str = ""
    total: int = 0
    done: int = 0
    created: int = 0
    changed: int = 0
    linked: int = 0
    matched: int = 0
    rejected: int = 0
    alike: int = 0
    links: int = 0
    headings: list[Heading] = []
    chosen: dict[str, str] = {}
    samples: dict[str, str] = {}
    problems: dict[str, str] = {}
    is_mapping: bool = False
    show: str = ""
    rows: list[Line] = []
    start: int = 0
    following: int = 0
    undecided: bool = False
    undo_open: bool = False
    _samples: list[str] = []
    _watching: int = 0

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    async def load(self) -> Any:
        """The page was opened, or its address changed."""
        number = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        asked = list_pages.query(self)
        self.show = asked["show"] if asked.get("show") in SHOWN else ""
        after = asked.get("after", "")
        self.start = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
        try:
            found = await session.look(imports.detail, number)
        except errors.NotFound:
            self.is_missing = True
            return None
        if found.id != self.run:
            self.problems, self.undo_open = {}, False
        self.run, self.is_missing, self.is_mapping = found.id, False, found.state is imports.RunState.READY
        await self._describe(found)
        await self._show(found, anew=True)
        return ImportState.follow(found.id) if found.is_at_work else None

    @rx.event(background=True)
    @guards.allow(Right.IMPORTS_RUN)
    async def follow(self, run_id: int) -> Any:
        """Look again and again while a step runs; a second follower of the tab makes the first one stop."""
        async with self:
            self._watching += 1
            mine = self._watching
        while True:
            found = await session.look(imports.detail, run_id)
            async with self:
                if self._watching != mine or self.run != found.id:
                    return
                await self._show(found, anew=not found.is_at_work)
            if not found.is_at_work:
                return
            await asyncio.sleep(PAUSE)

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    async def choose_kind(self, kind: str) -> Any:
        """The columns that such a file has are guessed anew."""
        try:
            places = await session.look(imports.places_as, self.run, kind)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))
        self.kind, self.problems = _kind(kind).value, {}
        self._choose(places)
        return None

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    def choose_column(self, column: str, place: str) -> None:
        self.chosen = {**self.chosen, str(column): str(place)}
        self.samples = {key: self._sample(at) for key, at in self.chosen.items()}

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    def change_columns(self) -> None:
        self.is_mapping = True

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    async def check(self) -> Any:
        places = {key: int(at) if at.isdigit() else None for key, at in self.chosen.items()}
        try:
            await session.change(import_services.check, self.run, places, self.kind)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))
        self.problems, self.is_mapping = {}, False
        return ImportState.load

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    async def decide(self, position: int, decision: str) -> Any:
        return await self._ask(import_services.decide, position, decision)

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    async def decide_all(self, decision: str) -> Any:
        return await self._ask(import_services.decide, None, decision)

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    async def check_again(self) -> Any:
        return await self._ask(import_services.judge_again)

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    async def apply(self) -> Any:
        return await self._ask(import_services.apply)

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    def ask_undo(self) -> None:
        self.undo_open = True

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    def close(self, _open: bool = False) -> None:
        self.undo_open = False

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    async def undo(self) -> Any:
        self.undo_open = False
        return await self._ask(import_services.undo)

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    async def discard(self) -> Any:
        try:
            await session.change(import_services.discard, self.run)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))
        said = f"{self.file_name} is discarded. Nothing of it was kept."
        return [rx.redirect(routes.IMPORTS), session.SessionState.notify("green", said)]

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    def choose_show(self, show: str) -> Any:
        return list_pages.narrowed(self, show=show if str(show) in SHOWN else "")

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    def next_rows(self) -> Any:
        return list_pages.stay(self, after=str(self.following))

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    def first_rows(self) -> Any:
        return list_pages.stay(self, after="")

    async def _ask(self, service: Any, *args: Any) -> Any:
        try:
            await session.change(service, self.run, *args)
        except errors.Refusal as refusal:
            return [ImportState.load, session.SessionState.notify("red", str(refusal))]
        return ImportState.load

    async def _describe(self, found: RunRow) -> None:
        """What does not change while it runs."""
        zone = await session.zone_of(self)
        self.file_name = found.file_name
        self.facts = [f"{found.created_by}, {day_words.exact(found.created_at, zone)}", found.note]
        before = await session.look(imports.same_file, found.id)
        day = day_words.exact(before.applied_at, zone) if before and before.applied_at else ""
        self.before = f"This very file was imported already, {day}, by {before.created_by}." if before else ""
        self.kind = found.kind.value
        self.headings = [Heading(str(at), words) for at, words in enumerate(found.headings)]
        self._samples = ["; ".join(filter(None, each)) for each in found.samples]
        self._choose(found.places)

    def _choose(self, places: dict[str, int]) -> None:
        columns = import_layouts.of(_kind(self.kind)).columns
        self.chosen = {str(column): str(places.get(column, "")) for column in columns}
        self.samples = {key: self._sample(at) for key, at in self.chosen.items()}

    def _sample(self, place: str) -> str:
        return self._samples[int(place)] if place.isdigit() and int(place) < len(self._samples) else ""

    async def _show(self, found: RunRow, *, anew: bool) -> None:
        self.state, self.state_words, self.is_at_work = found.state.value, found.state_label, found.is_at_work
        self.error, self.total, self.done = found.error, found.total, found.done
        self.created, self.linked, self.matched = found.created, found.linked, found.matched
        self.changed, self.is_records = found.changed, found.kind in KIND_NOUNS
        self.noun, self.nouns = KIND_NOUNS.get(found.kind, ("holder", "holders"))
        self.rejected, self.alike, self.links = found.rejected, found.alike, found.links_created
        if not anew:
            return
        read = await session.look(imports.rows, found.id, self.show, self.start, PER_PAGE + 1)
        self.rows = [_line(row) for row in read[:PER_PAGE]]
        self.following = read[PER_PAGE - 1].position if len(read) > PER_PAGE else 0
        self.undecided = found.needs_check


def _kind(text: object) -> Kind:
    return Kind(str(text)) if str(text) in tuple(Kind) else Kind.BOTH


def _line(row: JudgedRow) -> Line:
    twin = ""
    if row.twin:
        of = f" (row {row.twin.row} of this file)" if row.twin.row else ""
        twin = f"{row.twin.name}, {row.twin.place}{of}"
    reason = f"{row.column}: {row.message}" if row.column else row.message
    return Line(row.position, row.verdict.value, row.name, row.place, row.insured, reason, twin, row.decision)
