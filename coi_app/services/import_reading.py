"""What the rows of a file say, apart from all that the agency knows: it can be read in a process beside."""

from collections.abc import Generator, Mapping, Sequence
from typing import Any, NamedTuple

from coi_app.adapters import file_store
from coi_app.documents import spreadsheet
from coi_app.documents.spreadsheet import Row
from coi_app.rules import holder_import, holder_keys, import_layout
from coi_app.rules.holder_import import Link
from coi_app.rules.holder_keys import HolderKey
from coi_app.rules.import_columns import Column
from coi_app.rules.import_kinds import Kind
from coi_app.services import import_verdicts


class Reading(NamedTuple):
    """A file and how it is read; `places`: column of the kind's layout → place of its heading. `row_count`, about."""

    kind: str
    file_sha256: str
    header_row: int
    headings: list[str]
    places: dict[str, int]
    row_count: int


class HolderRow(NamedTuple):
    """A row that names a holder; `refused` are the heading and the sentence when it cannot be taken.

    `cells` as they are kept; the others as in `holder_import.RowRead`.
    """

    number: int
    cells: list[str]
    refused: tuple[str, str] | None
    holder: dict[str, Any]
    named_only: bool
    link: Link | None
    key: HolderKey | None


AnyRow = Row | HolderRow


def rows(reading: Reading) -> Generator[Row, None, None]:
    """What stands under the headings, without headings that come again, as on the next page of a report."""
    again = {import_layout.heading_key(one) for one in reading.headings} if reading.header_row else set()
    for row in spreadsheet.opened(file_store.get(reading.file_sha256)).rows():
        if row.number <= reading.header_row:
            continue
        if again and _repeats(row.cells, again, len(reading.headings)):
            continue
        yield row


def _repeats(cells: Sequence[str], keys: set[str], width: int) -> bool:
    return len(cells) == width and all(
        len(one) < 100 and import_layout.heading_key(one) in keys for one in cells
    )


class HolderReader:
    def __init__(self, kind: Kind, headings: Sequence[str], places: Mapping[str, int]) -> None:
        self._kind = kind
        self._headings = headings
        self._places = {Column(column): place for column, place in places.items()}

    def read(self, row: Row) -> HolderRow:
        cells = import_verdicts.kept(row)
        if refused := import_verdicts.unreadable(row, self._headings):
            return HolderRow(row.number, cells, refused, {}, False, None, None)
        read = holder_import.read(row.cells, self._places, self._kind)
        if read.problems:
            refused = holder_import.in_words(read.problems)
            return HolderRow(row.number, cells, refused, {}, False, None, None)
        return HolderRow(row.number, cells, None, read.holder, read.named_only, read.link, _key(read.holder))


def _key(holder: Mapping[str, Any]) -> HolderKey:
    """Of a holder as it was read; one that is only named has no address."""
    said = holder.get
    return holder_keys.of_folded(
        holder["name_key"], said("address_line_one", ""), said("address_line_two", ""),
        said("city", ""), said("zip_code", ""),
    )  # fmt: skip
