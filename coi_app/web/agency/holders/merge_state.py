"""Holders side by side: which one stays, which values it keeps, what becomes of their links; and the merging."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import holder_merges as seen
from coi_app.queries.holder_merges import Candidate, Preview
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import holder_merges
from coi_app.web import guards, session
from coi_app.web.agency.holders.duplicates_state import DuplicatesState
from coi_app.web.agency.holders.state import HoldersState

# What is kept together: an address is never half of one and half of another.
CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": ("Name", ("name",)),
    "attention": ("Attention", ("attention",)),
    "address": ("Address", ("line_one", "line_two", "city", "state", "zip_code")),
    "email": ("E-mail", ("email",)),
    "phone": ("Phone", ("phone",)),
}
NOTHING = "—"


@dataclass(frozen=True)
class Column:
    """One holder; `label` tells those of one name apart, `has` and `waits` are what there is of it."""

    id: int
    name: str
    label: str
    has: str
    waits: str


@dataclass(frozen=True)
class Cell:
    """What one holder says in a field; `can_stay` where the holders differ and it says something."""

    id: int
    words: str
    can_stay: bool


@dataclass(frozen=True)
class FieldRow:
    key: str
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class JoinLine:
    insured: str
    words: list[str]


class MergeState(rx.State):
    """`stays` is the holder that the others are merged into; `kept` field → whose value it keeps."""

    is_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False}
    columns: list[Column] = []
    rows: list[FieldRow] = []
    stays: int = 0
    stays_name: str = ""
    kept: dict[str, int] = {}
    joining: list[JoinLine] = []
    joining_count: int = 0
    apart: int = 0
    refusal: str = ""
    _said: dict[str, int] = {}
    _found: tuple[Candidate, ...] = ()
    _is_of_group: bool = False

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    async def open_ticked(self) -> Any:
        ticked = (await self.get_state(HoldersState))._ticks.only
        return await self._open(sorted(ticked))

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    async def open_these(self, holder_ids: list[int]) -> Any:
        """A group of those that look like duplicates; when it is merged, the other groups are shown again."""
        refused = await self._open(holder_ids[: seen.MOST] if isinstance(holder_ids, list) else [])
        self._is_of_group = refused is None
        return refused

    async def _open(self, holder_ids: list[int]) -> Any:
        try:
            found = await session.look(seen.preview, holder_ids, next(iter(holder_ids), 0))
            stays = max(found.candidates, key=lambda one: (one.certificates, one.links, -one.id)).id
            if stays != found.candidates[0].id:
                found = await session.look(seen.preview, holder_ids, stays)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))
        self._said, self.refusal, self.is_open, self._is_of_group = {}, "", True, False
        self._show(found, stays)
        return None

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    async def choose_survivor(self, holder_id: int) -> None:
        """What was chosen field by field stays; the others follow."""
        ids = [one.id for one in self._found]
        if holder_id not in ids:
            return
        try:
            self._show(await session.look(seen.preview, ids, holder_id), holder_id)
        except errors.Refusal as refusal:
            self.refusal = str(refusal)

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    def keep(self, field: str, holder_id: int) -> None:
        if field in CHOICES and holder_id in {one.id for one in self._found}:
            self._said = {**self._said, field: holder_id}
            self.kept = self._kept()

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    async def merge(self) -> Any:
        """A refusal leaves everything as it was chosen."""
        others = [one.id for one in self._found if one.id != self.stays]
        revisions = {one.id: one.revision for one in self._found}
        try:
            await session.change(holder_merges.merge, self.stays, others, self._values(), revisions)
        except errors.Refusal as refusal:
            self.refusal = str(refusal)
            return None
        self.is_open = False
        count = f"{len(others)} holder{'' if len(others) == 1 else 's'}"
        said = session.SessionState.notify("green", f"Merged {count} into {self._value('name')}.")
        more = [DuplicatesState.again] if self._is_of_group else []
        return [HoldersState.tick_none, HoldersState.load, said, *more]

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.is_open = False

    def _show(self, found: Preview, stays: int) -> None:
        self._found, self.stays = found.candidates, stays
        self.stays_name = next(one.name for one in found.candidates if one.id == stays)
        self.columns = [_column(one) for one in found.candidates]
        self.rows = [_row(key, found.candidates) for key in CHOICES]
        self.joining = [
            JoinLine(one.insured, list(one.differences)) for one in found.joining if one.differences
        ]
        self.joining_count, self.apart = found.joining_count, found.apart
        self.kept = self._kept()

    def _kept(self) -> dict[str, int]:
        """What was said; else the survivor's own, and where that says nothing, the first that does."""
        return {key: self._said.get(key) or self._usual(key) for key in CHOICES}

    def _usual(self, key: str) -> int:
        first_own = sorted(self._found, key=lambda one: one.id != self.stays)
        return next((one.id for one in first_own if _words(key, one) != NOTHING), self.stays)

    def _values(self) -> dict[str, str]:
        return {name: self._value(name) for _, names in CHOICES.values() for name in names}

    def _value(self, name: str) -> str:
        key = next(key for key, (_, names) in CHOICES.items() if name in names)
        return next(one.values[name] for one in self._found if one.id == self.kept[key])


def _column(one: Candidate) -> Column:
    place = ", ".join(filter(None, (one.address.line_one, one.address.city, one.address.state)))
    has = [_many(one.insureds, "insured"), _many(one.certificates, "certificate")]
    waits = [_many(one.requests, "open request") if one.requests else ""]
    waits += [f"{_many(one.failed, 'failed deliver', 'y', 'ies')}" if one.failed else ""]
    return Column(one.id, one.name, f"{one.name}, {place}", ", ".join(has), ", ".join(filter(None, waits)))


def _many(number: int, noun: str, one: str = "", many: str = "s") -> str:
    return f"{number:,} {noun}{one if number == 1 else many}"


def _row(key: str, candidates: tuple[Candidate, ...]) -> FieldRow:
    said = [_words(key, one) for one in candidates]
    differ = len(set(said)) > 1
    cells = [
        Cell(one.id, words, differ and words != NOTHING) for one, words in zip(candidates, said, strict=True)
    ]
    return FieldRow(key, CHOICES[key][0], cells)


def _words(key: str, one: Candidate) -> str:
    if key == "address":
        return ", ".join(filter(None, one.address.rows())) or NOTHING
    return one.values[key] or NOTHING
