"""What every kind of import says of a row in the same way."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from coi_app.documents.spreadsheet import Row
from coi_app.rules.import_kinds import Verdict

Judged = dict[str, Any]  # a row of `import_rows` without its run


class Judge(Protocol):
    """Gives each row its verdict, one after the other; it remembers what the rows before will make."""

    def judge(self, row: Row) -> Judged: ...


class Rejected(Exception):
    """The row is left out; `heading` is that of the column to mend."""

    def __init__(self, heading: str, sentence: str, more: Judged | None = None) -> None:
        super().__init__(sentence)
        self.heading = heading
        self.more = more or {}


def rejection(heading: str, sentence: str) -> Judged:
    return {"verdict": Verdict.REJECTED.value, "column": heading, "message": sentence}


def of_row(row: Row, headings: Sequence[str], nothing: Judged, take: Callable[[Row], Judged]) -> Judged:
    """What `take` makes of a row that can be read; `nothing` is what a row says that makes nothing."""
    cells = [cell.replace("\0", "\ufffd") for cell in row.cells]
    judged = nothing | {"position": row.number, "cells": cells}
    if said := _unreadable(row, headings):
        return judged | rejection(*said)
    try:
        return judged | take(row)
    except Rejected as wrong:
        return judged | wrong.more | rejection(wrong.heading, str(wrong))


def _unreadable(row: Row, headings: Sequence[str]) -> tuple[str, str] | None:
    width = len(headings)
    if row.problem:
        known = row.column is not None and row.column < width
        return (headings[row.column] if known and row.column is not None else "", row.problem)
    if len(row.cells) > width:
        said = f"This row has {len(row.cells)} cells, but there are {width} headings. Check its separators."
        return "", said
    return None
