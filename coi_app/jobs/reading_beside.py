"""The process that `reading_room.rows` starts: takes a file's reading, gives its rows in pieces, and ends."""

import pickle
import traceback
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from coi_app.adapters import beside
from coi_app.jobs import process_beside
from coi_app.rules.holder_import import Link
from coi_app.rules.holder_keys import HolderKey
from coi_app.rules.import_kinds import Kind
from coi_app.services import import_reading
from coi_app.services.import_reading import HolderReader, HolderRow, Reading

ROWS_AT_ONCE = 2_500
Packed = tuple[Any, ...]  # named tuples cost twice as much to hand over


def main() -> None:
    serve(*beside.pipes())


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    """Lists of rows, an empty one at the end; or in words why it cannot go on."""
    reading = Reading(*pickle.load(orders))  # whoever started this process wrote it
    try:
        for piece in _pieces(reading):
            process_beside.give(answers, piece)
    except Exception:  # told to the other process, which goes on itself
        process_beside.give(answers, traceback.format_exc())


def _pieces(reading: Reading) -> Iterator[list[Packed]]:
    reader = HolderReader(Kind(reading.kind), reading.headings, reading.places)
    packed = map(_packed, map(reader.read, import_reading.rows(reading)))
    while piece := list(islice(packed, ROWS_AT_ONCE)):
        yield piece
    yield []


def _packed(row: HolderRow) -> Packed:
    return (*row[:5], row.link and tuple(row.link), row.key and tuple(row.key))


def unpacked(row: Packed) -> HolderRow:
    number, cells, refused, holder, named_only, link, key = row
    return HolderRow(
        number, cells, refused, holder, named_only, link and Link(*link), key and HolderKey(*key)
    )


if __name__ == "__main__":
    main()
