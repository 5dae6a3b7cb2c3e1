"""A drawn file taken apart into its objects.

Of files with a classic list of objects and pages that carry their own resources, as `plate` makes them.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from coi_app.documents import attachment
from coi_app.documents.plate import Drawn

REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
KEPT = 500

_ROW = 20  # bytes of an entry in the list of objects
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TRAILER = re.compile(rb"/Root (\d+) 0 R\s*/Info (\d+) 0 R")
_TREE = re.compile(rb"/Pages (\d+) 0 R")
_KIDS = re.compile(rb"/Kids\[([^]]*)\]")
_BEGINS, _ENDS = b" obj\n", b"\nendobj\n"


class Known:
    """A plate that is in the file: its objects' new numbers by their old ones."""

    def __init__(self, numbers: dict[int, int]) -> None:
        self.numbers = numbers
        self.rows = lru_cache(maxsize=KEPT)(self._rows)

    def _rows(self, count: int) -> tuple[tuple[int, int], ...]:
        """Of a list of so many objects: where the rows of all others stand in it, and their numbers."""
        return tuple((_ROW * n, n) for n in range(1, count) if n not in self.numbers)


NOTHING = Known({})


class Parts:
    """A drawn file taken apart. By their numbers, `shared` are the bodies of objects that lie in its plate, `own` of
    those in its tail; `pages` in order, `first` the lowest of them.

    `known`: its plate, when it was taken before; it is not looked at again.
    """

    def __init__(self, drawn: Drawn, known: Known) -> None:
        split = len(drawn.plate) if drawn.tail else 0
        data, begin = (drawn.tail, split) if known.numbers else (drawn.whole, 0)
        start = int(_found(_START, data[-64:])[1])
        places, trailer = _listed(data[start - begin :], known)
        bodies = _bodies(data, begin, places, start)
        catalog, info = _root_and_info(trailer)
        tree, self.attached = _read_catalog(bodies[catalog])
        self.pages = _read_tree(bodies[tree])
        self.first = min(self.pages)
        for written_anew in (catalog, info, tree):  # for the whole
            del bodies[written_anew]
        shared = set() if known.numbers else {n for place, n in places if place < split}
        self.shared = {n: bodies.pop(n) for n in shared}
        self.own = bodies


def _listed(table: bytes, known: Known) -> tuple[list[tuple[int, int]], bytes]:
    """Place and number of each object that is not known, in the order of the file, and what the trailer says."""
    head = table.index(b"\n", len(b"xref\n")) + 1
    count = int(table[len(b"xref\n0 ") : head])
    trailer = table[head + _ROW * count :]
    places = [(int(table[head + row : head + row + 10]), n) for row, n in known.rows(count)]
    return sorted(places), trailer[: trailer.find(b"/ID")]


def _bodies(data: bytes, begin: int, places: Sequence[tuple[int, int]], end: int) -> dict[int, bytes]:
    """`begin`: where in the file the data begin; `end`: where the list of objects does."""
    bodies = {}
    for (place, n), (following, _) in pairwise([*places, (end, 0)]):
        first = data.index(_BEGINS, place - begin) + len(_BEGINS)
        bodies[n] = data[first : following - begin - len(_ENDS)]
    return bodies


@lru_cache(maxsize=KEPT)
def _root_and_info(trailer: bytes) -> tuple[int, int]:
    catalog, info = map(int, _found(_TRAILER, trailer).groups())
    return catalog, info


@lru_cache(maxsize=KEPT)
def _read_catalog(body: bytes) -> tuple[int, int]:
    """The numbers of the tree of pages, and of what describes an attached file, 0 for none."""
    return int(_found(_TREE, body)[1]), attachment.described_in(body)


@lru_cache(maxsize=KEPT)
def _read_tree(body: bytes) -> tuple[int, ...]:
    return tuple(map(int, REFERENCE.findall(_found(_KIDS, body)[1])))


def _found(pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes]:
    found = pattern.search(data)
    if found is None:
        raise ValueError("This PDF was not drawn by the certificate press.")
    return found
