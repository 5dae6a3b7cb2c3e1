"""What every kind of import says of a row in the same way."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from coi_app.documents.spreadsheet import Row
from coi_app.rules.import_kinds import Verdict

Judged = dict[str, Any]  # a row of `import_rows` without its run


class Judge(Protocol):
    """Gives each row its verdict, one after the other; it remembers what the rows before will make."""

    def judge(self, row: Any) -> Judged:
        """Of a `Row`, or of what the judge's own reader made of it."""
        ...


class Rejected(Exception):
    """The row is left out; `heading` is that of the column to mend."""

    def __init__(self, heading: str, sentence: str) -> None:
        super().__init__(sentence)
        self.heading = heading


def rejection(heading: str, sentence: str) -> Judged:
    return {"verdict": Verdict.REJECTED.value, "column": heading, "message": sentence}


def of_row(row: Row, headings: Sequence[str], nothing: Judged, take: Callable[[Row], Judged]) -> Judged:
    """What `take` makes of a row that can be read; `nothing` is what a row says that makes nothing."""
    judged = nothing | {"position": row.number, "cells": kept(row)}
    if said := unreadable(row, headings):
        return judged | rejection(*said)
    try:
        return judged | take(row)
    except Rejected as wrong:
        return judged | rejection(wrong.heading, str(wrong))


def kept(row: Row) -> list[str]:
    """The cells without what no column can hold."""
    return [cell.replace("\0", "\ufffd") for cell in row.cells]


def unreadable(row: Row, headings: Sequence[str]) -> tuple[str, str] | None:
    """The heading, "" for the whole row, and what to do, when its cells cannot be trusted."""
    width = len(headings)
    if row.problem:
        known = row.column is not None and row.column < width
        return (headings[row.column] if known and row.column is not None else "", row.problem)
    if len(row.cells) > width:
        said = f"This row has {len(row.cells)} cells, but there are {width} headings. Check its separators."
        return "", said
    return None
