"""XLSX: the first sheet with a table in it. Sizes are checked before anything is unpacked into memory."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from coi_app.documents import spreadsheet
from coi_app.documents.spreadsheet import Unreadable

MOST_UNPACKED = 200_000_000
MOST_PARTS = 2_000
DAMAGED = "This workbook is damaged. Open it, save it again as .xlsx, then upload that."
TOO_LARGE = "This workbook unpacks to more than 200 MB. Split it, or save the table as .csv."


def opened(data: bytes) -> tuple[str, Callable[[], Iterator[tuple[list[str], str]]]]:
    """What was found out about the file, and its rows."""
    _check(data)
    sheet, note = _sheet(data)

    def rows() -> Iterator[tuple[list[str], str]]:
        for cells in sheet.iter_rows():
            yield [_text(cell) for cell in cells], ""

    return note, rows


def _check(data: bytes) -> None:
    """A real workbook, without macros, and not larger than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unreadable(TOO_LARGE)
            names = {part.filename.lower() for part in parts}
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable(
                    "This file is protected by a password. Save it without one, then upload it again."
                )
            if any(name.endswith("vbaproject.bin") for name in names):
                raise Unreadable(
                    "This workbook has macros. Save it as .xlsx, without them, then upload that."
                )
            if "xl/workbook.xml" not in names:
                raise Unreadable("This is no workbook. Choose a CSV or XLSX file.")
            if packed.testzip() is not None:  # a part that unpacks to more than it says fails its checksum
                raise Unreadable(DAMAGED)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise Unreadable(DAMAGED) from error


def _sheet(data: bytes) -> tuple[Any, str]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            one.name
            for one in book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]
        for name in visible:
            sheet = book.get_sheet_by_name(name)
            if sheet.height and sheet.width:
                _refuse_wide(sheet.width)
                others = " No other sheet is read." if len(visible) > 1 else ""
                return sheet, f"Read from the sheet “{name}”.{others}"
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(DAMAGED) from error
    raise Unreadable("This workbook has no sheet with a table in it.")


def _refuse_wide(width: int) -> None:
    """Most of a sheet of thousands of columns is empty, but all of it would take memory."""
    if width > 10 * spreadsheet.MOST_COLUMNS:
        raise Unreadable(
            f"This table has {width:,} columns; at most {spreadsheet.MOST_COLUMNS} are read. "
            "Remove the columns not needed."
        )


def _text(cell: Any) -> str:
    """A cell as it reads: whole numbers without a point, days as in the US."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%m/%d/%Y" if cell.time() == time() else "%m/%d/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%m/%d/%Y")
    return str(cell) if isinstance(cell, int | time | timedelta) else ""
