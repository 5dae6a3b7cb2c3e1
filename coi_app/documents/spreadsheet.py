"""Tables as people keep them: a CSV or XLSX file's bytes in, rows of text out.

    sheet = spreadsheet.opened(data)
    for row in sheet.rows(): ...

What the file is, its bytes tell; its name is not asked. Raises `Unreadable`, whose text says what to do.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from coi_app.rules import errors

LARGEST_FILE = 50_000_000
MOST_ROWS = 250_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767  # as in a workbook
KEPT_OF_LONG = 200
PLAYS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
GUARDED = frozenset((*PLAYS_A_FORMULA, "'"))  # how a text begins that `guarded` may change


class Unreadable(errors.Refusal):
    """No table can be taken from the file; the text says why and what to do."""


class Row(NamedTuple):
    """`number` is the row's as a spreadsheet program shows it. `problem` says why its cells cannot be trusted;
    `column` is the place of the cell it is about, None for the whole row."""

    number: int
    cells: tuple[str, ...]
    problem: str = ""
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`note` is what the reader should be told of the reading: encoding, delimiter, other sheets."""

    note: str
    _rows: Callable[[], Iterator[tuple[list[str], str]]]

    def rows(self) -> Iterator[Row]:
        """From the top, each time anew; rows without any text are left out."""
        count = 0
        for number, (cells, problem) in enumerate(self._rows(), start=1):
            trimmed = _trimmed(cells)
            if not trimmed and not problem:
                continue
            count += 1
            _refuse_too_many(count)
            yield _row(number, trimmed, problem)

    def row_count(self) -> int:
        """Of those that `rows` gives."""
        rows = (1 for cells, problem in self._rows() if problem or any(map(str.strip, cells)))
        count = sum(islice(rows, MOST_ROWS + 1))
        _refuse_too_many(count)
        return count


def _refuse_too_many(count: int) -> None:
    if count > MOST_ROWS:
        raise Unreadable(
            f"This table has more than {MOST_ROWS:,} rows. Split it into several files, and import each."
        )


def opened(data: bytes) -> Sheet:
    """The table of the file; its rows are read when they are asked for."""
    from coi_app.documents import delimited_text, workbook

    if not data.strip(b"\0 \r\n\t"):
        raise Unreadable("This file is empty. Choose a CSV or XLSX file with a table in it.")
    if len(data) > LARGEST_FILE:
        raise Unreadable(
            f"This file is larger than {LARGEST_FILE // 1_000_000} MB. Split it into several files."
        )
    if data.startswith(b"PK"):
        return Sheet(*workbook.opened(data))
    _refuse_other_kinds(data)
    return Sheet(*delimited_text.opened(data))


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(
                "This workbook is protected by a password. Open it, remove the password, save it, then upload it again."
            )
        raise Unreadable(
            "This is a workbook of the old .xls kind. Save it as .xlsx or .csv, then upload that."
        )
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise Unreadable("This file is not a table. Choose a CSV or XLSX file.")
    if data.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html", b"{\\rtf")):
        raise Unreadable(
            "This is a page or a letter, not a table. Save the table as .xlsx or .csv, then upload that."
        )


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    """Without empty cells at the end, and without the mark that `guarded` put before what plays a formula."""
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    kept = cells[:last]
    if "'" in "".join(kept):
        return tuple([unguarded(cell) if cell[:1] == "'" else cell for cell in kept])
    return tuple(kept)


def _row(number: int, cells: tuple[str, ...], problem: str) -> Row:
    if len(cells) > MOST_COLUMNS:
        said = f"This row has {len(cells):,} cells; at most {MOST_COLUMNS} are read. Remove the columns not needed."
        return Row(number, cells[:MOST_COLUMNS], problem or said)
    if not cells or max(map(len, cells)) <= LONGEST_CELL:
        return Row(number, cells, problem)
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            said = f"This cell has {len(cell):,} characters; at most {LONGEST_CELL:,} are read. Shorten it."
            kept = (f"{one[:KEPT_OF_LONG]}…" if len(one) > LONGEST_CELL else one for one in cells)
            return Row(number, tuple(kept), problem or said, None if problem else place)
    return Row(number, cells, problem)


def guarded(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(PLAYS_A_FORMULA) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(PLAYS_A_FORMULA) else text
