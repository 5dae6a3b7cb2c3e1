"""A drawn file taken apart into its objects.

Of files with a classic list of objects and pages that carry their own resources, as `plate` makes them.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from coi_app.documents import attachment, signed_tail, tags
from coi_app.documents.plate import Drawn

REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
KEPT = 500  # catalogs and the like that were read: files of a batch have the same

_END = 200  # bytes that hold the identity
_ROW = 20  # bytes of an entry in the list of objects
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TRAILER = re.compile(rb"/Root (\d+) 0 R\s*/Info (\d+) 0 R")
_TREE = re.compile(rb"/Pages (\d+) 0 R")
_KIDS = re.compile(rb"/Kids\[([^]]*)\]")
_APPENDED = b"/Prev "  # names the list of objects before this one
_BEGINS, _ENDS = b" 0 obj\n", b"\nendobj\n"


class Parts:
    """A drawn file taken apart. By their numbers, `shared` are the bodies of objects that lie in its plate, `own` of
    those in its tail; `pages` in order, `alike` the streams that other certificates may have as well. `end`: of the
    file, with its identity, which is a digest of all of it.

    `known`: objects of its plate, when that was taken before; it is not looked at again.
    """

    def __init__(self, drawn: Drawn, known: Collection[int]) -> None:
        self.shared: dict[int, bytes] = {}
        if known and drawn.places:
            self.end = drawn.tail[-_END:]
            self._take(drawn)
        else:
            self._search(drawn, known)

    def _take(self, drawn: Drawn) -> None:
        """It is known where the objects of the tail begin: the tree of pages, the catalog, those of the pages, and what
        describes the file."""
        begin, end = len(drawn.plate), len(drawn.plate) + len(_ENDS)
        _, _, *places, _, _ = drawn.places
        self.pages, self.alike, self.attached = _read_both(drawn.tail[: places[0] - begin])
        self.own = {
            number: drawn.tail[place - begin + head : following - end]
            for (number, head), (place, following) in zip(
                _heads(self.pages, self.alike, self.attached), pairwise(drawn.places[2:-1]), strict=True
            )
        }

    def _search(self, drawn: Drawn, known: Collection[int]) -> None:
        split = len(drawn.plate) if drawn.tail else 0
        data, begin, start = _read(drawn, known)
        if data.find(_APPENDED, start) >= 0:  # a file joined from many cannot keep the signature of each
            data, begin, start = _read(signed_tail.unsigned(drawn), known)
        self.end = data[-_END:]
        table = _Table(data[start:])
        bodies = _split(data[:start], table.count - len(known)) if known else {}
        places = [] if bodies else table.places(known)
        self.own = bodies or _bodies(data, begin, places, start + begin)
        self._read_ends(*_root_and_info(table.trailer))
        shared = set() if known else {n for place, n in places if place < split}
        self.shared = {n: self.own.pop(n) for n in shared & self.own.keys()}
        self.own = {n: body for n, body in self.own.items() if not body.startswith(tags.IN_TREE)}

    def _read_ends(self, catalog: int, info: int) -> None:
        """What is written anew for the whole tells which are the pages."""
        tree, self.attached = _read_catalog(self.own.pop(catalog))
        self.pages = _read_tree(self.own.pop(tree))
        self.alike = _alike(self.pages)
        del self.own[info]


class _Table:
    """The list of objects at the end of a file. `count`: of objects, `trailer`: what follows."""

    def __init__(self, data: bytes) -> None:
        self._data, self._head = data, data.index(b"\n", len(b"xref\n")) + 1
        self.count = int(data[len(b"xref\n0 ") : self._head]) - 1  # the first row is no object's
        after = self._head + _ROW * (self.count + 1)
        self.trailer = data[after : data.find(b"/ID", after)]

    def places(self, known: Collection[int]) -> list[tuple[int, int]]:
        """Place and number of each object that is not known, in the order of the file."""
        rows = [(self._head + _ROW * n, n) for n in range(1, self.count + 1) if n not in known]
        return sorted([(int(self._data[row : row + 10]), n) for row, n in rows])


def _read(drawn: Drawn, known: Collection[int]) -> tuple[bytes, int, int]:
    """What of the file is read, where in the file that begins, and where in it the list of objects does."""
    data, begin = (drawn.tail, len(drawn.plate)) if known else (drawn.whole, 0)
    return data, begin, int(_found(_START, data[-64:])[1]) - begin


@lru_cache(maxsize=KEPT)
def _heads(pages: tuple[int, ...], alike: frozenset[int], attached: int) -> list[tuple[int, int]]:
    """The numbers of the objects in the order of a tail, each with the bytes that it begins with."""
    files = range(attached, attached + attachment.OBJECTS) if attached else ()
    numbers = (*sorted(alike), *chain.from_iterable((page, page + 1) for page in pages), *files)
    return [(number, len(str(number)) + len(_BEGINS)) for number in numbers]


@lru_cache(maxsize=KEPT)
def _alike(pages: tuple[int, ...]) -> frozenset[int]:
    """The streams before pages, unless they are the page's before."""
    return frozenset(page - 1 for page in pages) - {page + 1 for page in pages}


def _split(objects: bytes, count: int) -> dict[int, bytes]:
    """By their numbers, when they are so many as have to be there: a stream may have in it what an object ends with."""
    each = objects.split(_ENDS)
    if len(each) != count + 1:
        return {}
    return {int(number): body for number, _, body in [one.partition(_BEGINS) for one in each[:-1]]}


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
def _read_both(tree_and_catalog: bytes) -> tuple[tuple[int, ...], frozenset[int], int]:
    """Pages, the streams that others may have as well, and the attached file."""
    tree, catalog, _ = tree_and_catalog.split(_ENDS, 2)
    pages = _read_tree(tree)
    return pages, _alike(pages), _read_catalog(catalog)[1]


@lru_cache(maxsize=KEPT)
def _read_tree(body: bytes) -> tuple[int, ...]:
    return tuple(map(int, REFERENCE.findall(_found(_KIDS, body)[1])))


def _found(pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes]:
    found = pattern.search(data)
    if found is None:
        raise ValueError("This PDF was not drawn by the certificate press.")
    return found
