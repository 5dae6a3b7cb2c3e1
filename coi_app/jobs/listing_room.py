"""Where the rows of an export are read: in this process, and of a long one in one beside it as well.

As with what is drawn (decision 0012): where there is a second core.
"""

import logging
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, islice

from coi_app.jobs import process_beside
from coi_app.jobs.listing_beside import Rows, rows
from coi_app.jobs.process_beside import Gone, ProcessBeside

BESIDE_FROM = 5_000  # certificates
MODULE = "coi_app.jobs.listing_beside"
MOST_AHEAD = 8  # pieces whose rows are held at once

log = logging.getLogger(__name__)


def lists(run_id: int, total: int, pieces: Iterator[list[int]]) -> Iterator[Rows]:
    """The rows of each piece of certificates, in their order."""
    waiting: list[list[int]] = []
    if process_beside.is_worth_it(total, BESIDE_FROM):
        try:
            with closing(ProcessBeside(MODULE)) as beside:
                yield from _shared(run_id, pieces, beside, waiting)
        except Gone as gone:
            log.warning("bulk run %s: all is read here from now on. %s", run_id, gone)
    yield from (rows(run_id, ids) for ids in chain(waiting, pieces))


def _shared(
    run_id: int, pieces: Iterator[list[int]], beside: ProcessBeside, waiting: list[list[int]]
) -> Iterator[Rows]:
    """The other process reads the first of those that wait; this one, which also writes, what follows until the other
    is ready. Raises Gone; what waits then was not given."""
    _ask(run_id, pieces, beside, waiting)
    while waiting:
        ahead: list[Rows] = []
        while len(waiting) < MOST_AHEAD and not beside.has_answer(0) and (piece := next(pieces, None)):
            waiting.append(piece)
            ahead.append(rows(run_id, piece))
        found = [beside.receive(), *ahead]
        _ask(run_id, pieces, beside, waiting)
        del waiting[: len(found)]
        yield from found


def _ask(run_id: int, pieces: Iterator[list[int]], beside: ProcessBeside, waiting: list[list[int]]) -> None:
    for piece in islice(pieces, 1):
        waiting.append(piece)
        beside.send((run_id, piece))
