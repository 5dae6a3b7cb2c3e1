"""The columns that a kind of file can have, what others call them, and the guess which is which."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from coi_app.rules import names

HEADER_WITHIN = 20  # rows from the top; titles may stand over the headings
ENOUGH = 2  # headings that must be known for a row to be the one of headings
NEARLY = 0.86


@dataclass(frozen=True, slots=True)
class ColumnInWords:
    """`key` is the column's own name, `heading` what a template calls it, `also` what other systems do."""

    key: str
    heading: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Layout:
    """`groups`: title → columns, as the mapping screen shows them. `memory` keeps what is remembered of these
    headings apart from other kinds of files; `left_out` are columns that are read, but stand in no template."""

    groups: tuple[tuple[str, tuple[ColumnInWords, ...]], ...]
    memory: str = ""
    left_out: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(one.key for one in self._all())

    @cached_property
    def template(self) -> tuple[str, ...]:
        """What an export writes, in this order."""
        return tuple(key for key in self.columns if key not in self.left_out)

    @cached_property
    def headings(self) -> dict[str, str]:
        return {one.key: one.heading for one in self._all()}

    @cached_property
    def known(self) -> dict[str, str]:
        """Folded heading → column."""
        also = {names.folded(word): one.key for one in self._all() for word in one.also}
        return also | {names.folded(one.heading): one.key for one in self._all()}

    def remembered_as(self, key: str) -> str:
        """The key under which the agency keeps what a heading means in this kind of file."""
        return f"{self.memory}|{key}" if self.memory else key

    def _all(self) -> Iterable[ColumnInWords]:
        return (one for _, group in self.groups for one in group)

    def guess(self, headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, int]:
        """Column → its place. What the agency chose before comes first, then words, then words nearly so.

        A heading that stands twice goes to the first; a second "Address" is the second address line.
        """
        found: dict[str, int] = {}
        keys = [heading_key(one) for one in headings]
        chosen = {key: column for key, column in remembered.items() if column in self.headings}
        for of in (chosen.get, self.known.get, self._nearly):
            for place, key in enumerate(keys):
                column = of(key) if key and place not in found.values() else None
                if column == "line_one" and column in found:
                    column = "line_two"
                if column is not None:
                    found.setdefault(column, place)
        return found

    def _nearly(self, key: str) -> str | None:
        close = difflib.get_close_matches(key, self.known, 1, NEARLY)
        return self.known[close[0]] if close else None

    def header_place(self, rows: Sequence[Sequence[str]], remembered: Mapping[str, str]) -> int | None:
        """Which of the first rows holds the headings; None when none does."""
        counts = [self._known_in(row, remembered) for row in rows[:HEADER_WITHIN]]
        best = max(counts, default=0)
        is_one = best >= ENOUGH or (best and len(rows[counts.index(best)]) == 1)
        return counts.index(best) if is_one else None

    def _known_in(self, row: Sequence[str], remembered: Mapping[str, str]) -> int:
        keys = {heading_key(cell) for cell in row if len(cell) < 60}
        return len({self.known.get(key) or remembered.get(key) for key in keys} - {None})


def heading_key(heading: str) -> str:
    """By what a heading is remembered: its folded words, cut to what a column can be called."""
    return names.folded(heading[:200])


def column_names(width: int) -> list[str]:
    """Headings for a table without any: "Column A" …"""
    return [f"Column {_letters(place)}" for place in range(width)]


def _letters(place: int) -> str:
    return ("" if place < 26 else _letters(place // 26 - 1)) + chr(65 + place % 26)
