"""Where the rows of a file are read: in this process, or in one beside it that reads while this one judges and stores.

As with what is drawn (decision 0012): for files long enough, where there is a second core.
"""

import logging
from collections.abc import Generator, Iterator

from coi_app.jobs import process_beside, reading_beside
from coi_app.jobs.process_beside import Gone, ProcessBeside
from coi_app.rules.import_kinds import OF_HOLDERS
from coi_app.services import import_reading
from coi_app.services.import_reading import AnyRow, HolderRow, Reading

BESIDE_FROM = 5_000  # rows
MODULE = "coi_app.jobs.reading_beside"

log = logging.getLogger(__name__)


def rows(reading: Reading) -> Generator[AnyRow, None, None]:
    """The rows under the headings, read as far as that goes without the agency's records."""
    last = 0
    if reading.kind in OF_HOLDERS and process_beside.is_worth_it(reading.row_count, BESIDE_FROM):
        try:
            for row in _beside(reading):
                yield row
                last = row.number
            return
        except Gone as gone:
            log.warning("file %s: read here from row %s on. %s", reading.file_sha256[:12], last + 1, gone)
    yield from (row for row in import_reading.rows(reading) if row.number > last)


def _beside(reading: Reading) -> Iterator[HolderRow]:
    process = ProcessBeside(MODULE)
    try:
        process.send(tuple(reading))
        while piece := process.receive():
            yield from map(reading_beside.unpacked, piece)
    finally:
        process.close()
