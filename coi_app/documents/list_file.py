"""Lists as CSV and XLSX, written row by row: memory stays flat, and no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from coi_app.documents import spreadsheet
from coi_app.documents.bundle import PartFile

MOST_ROWS = 1_048_575  # of one XLSX sheet, without its head


class CsvOf:
    """A context manager like `bundle.ZipOf`: UTF-8 with a mark, so that Excel reads it right."""

    def __init__(self, path: Path, head: Sequence[str]) -> None:
        self._part = PartFile(path)
        self._text = io.TextIOWrapper(self._part.file, "utf-8-sig", newline="", write_through=True)
        self._rows = csv.writer(self._text)
        self._rows.writerow(head)

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        self._rows.writerows(
            [spreadsheet.guarded(value) if value[:1] in spreadsheet.GUARDED else value for value in row]
            for row in rows
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: Any) -> None:
        self._text.flush()
        self._text.detach()
        if kind is not None:
            self._part.drop()
            return
        self._part.keep()


class XlsxOf:
    """The same as a workbook of one sheet with a fixed head. Texts are written as texts: none is a formula."""

    def __init__(self, path: Path, head: Sequence[str], widths: Sequence[int] = ()) -> None:
        self._part = PartFile(path)
        self._book = Workbook(self._part.file, {"constant_memory": True, "strings_to_formulas": False,
                                                "strings_to_urls": False, "strings_to_numbers": False})  # fmt: skip
        self._sheet = self._book.add_worksheet("Certificates")
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, width)
        self._sheet.freeze_panes(1, 0)
        self._at = 0
        self._write(head, self._book.add_format({"bold": True}))

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        for row in rows:
            self._write(row)

    def _write(self, row: Sequence[str], look: Any = None) -> None:
        if self._at > MOST_ROWS:
            raise ValueError("A sheet has no more rows.")
        for place, value in enumerate(row):
            self._sheet.write_string(self._at, place, value[: spreadsheet.LONGEST_CELL], look)
        self._at += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: Any) -> None:
        """Also half a workbook is closed, so that the library removes what it put aside."""
        try:
            self._book.close()
        except BaseException:
            self._part.drop()
            raise
        if kind is None:
            self._part.keep()
        else:
            self._part.drop()
