"""One PDF out of many: every plate written once, every tail's objects renumbered as they stream past.

It joins files with a classic list of objects and pages that carry their own resources, as `plate` makes them. What
stands before the pages of a tail is a stream that other certificates may have as well: it is written once, too. What
tells readers without eyes in which order to read belongs to the single file: this one is read as its pages are written.
"""

import hashlib
import re
from array import array
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import IO

from coi_app.documents import pdf_objects, tags
from coi_app.documents.parts import REFERENCE, Parts
from coi_app.documents.plate import VERSION, Drawn

PAGES_PER_NODE = 64  # of the page tree: viewers need not read 10,000 pages to find one
CATALOG, TREE, INFO, OUTLINE = 1, 2, 3, 4
HEADER = VERSION.encode() + b"\n%\xe2\xe3\xcf\xd3\n"

UNWRITTEN = 200  # pieces of the file: those of twenty certificates or so
KEPT = 500  # streams that certificates have alike, the last ones

_ENDED = b"\nendobj\n"
_ROWS_AT_ONCE = 10_000
_BOOKMARK = b"<</Title%%b/Parent %d 0 R%%b/Dest[%%d 0 R/Fit]>>" % OUTLINE
_BESIDE = b"/Prev %d 0 R/Next %d 0 R"
_PARENT = re.compile(rb"/Parent \d+ 0 R")
_PLAIN_STREAM = re.compile(rb"^<</Length \d+>>stream\n(.*)\nendstream$", re.DOTALL)
_TAGS_OF_PAGE = re.compile(rb"/StructParents \d+/Tabs/S")
_OWN_OF_PAGE = b"/Annots"  # here begins what no other page has


def _renumbered(body: bytes, numbers: Mapping[int, int], deflated: Callable[[bytes], bytes]) -> bytes:
    """Only what stands before a stream's bytes refers to objects; single holders' streams are `deflated` here."""
    if plain := _PLAIN_STREAM.match(body):
        return deflated(plain[1])
    head, stream, data = body.partition(b"stream\n")
    return _with_numbers(head, numbers) + stream + data


@lru_cache(maxsize=50)
def _shared(data: bytes) -> bytes:
    """Of a plate or of many certificates: the next file of that master has it as well."""
    return pdf_objects.deflated(data)


def _with_numbers(words: bytes, numbers: Mapping[int, int]) -> bytes:
    form, refers = _gaps(words)
    return form % tuple([numbers.get(number, 0) for number in refers])


def _page(body: bytes, numbers: Mapping[int, int], node: int) -> bytes:
    """`node`: of the tree of pages."""
    place = body.find(_OWN_OF_PAGE)
    alike, own = (body, b"") if place < 0 else (body[:place], body[place:])
    form, refers = _form(alike)
    begun = form % (node, *[numbers.get(number, 0) for number in refers])
    return begun + (_with_numbers(own, numbers) if b" 0 R" in own else own)


@lru_cache(maxsize=KEPT)
def _form(page: bytes) -> tuple[bytes, tuple[int, ...]]:
    """A page with gaps for the number of its node and of the objects it refers to: nearly all have the same."""
    (before, refers), (after, more) = map(_gaps, _PARENT.split(_TAGS_OF_PAGE.sub(b"", page)))
    return b"/Parent %d 0 R".join((before, after)), refers + more


@lru_cache(maxsize=KEPT)
def _gaps(words: bytes) -> tuple[bytes, tuple[int, ...]]:
    """The words with gaps for the numbers of the objects they refer to, and those: plates have many alike."""
    form = REFERENCE.sub(b"%d 0 R", words.replace(b"%", b"%%"))
    return form, tuple(map(int, REFERENCE.findall(words)))


class CombinedPdf:
    """Written front to back into `file`; only the offset of each object and the bookmarks stay in memory."""

    def __init__(self, file: IO[bytes], title: str) -> None:
        self._file = file
        self._title = title
        self._digest = hashlib.sha256(title.encode())
        self._position = 0
        self._offsets = array("Q", [0] * (OUTLINE + 1))
        self._unwritten: list[bytes] = []
        self._plates: dict[bytes, dict[int, int]] = {}
        self._alike: dict[bytes, int] = {}
        # Of them, by the number that the last tail had for it.
        self._latest: dict[int, tuple[bytes, int]] = {}
        self._nodes: list[tuple[int, int]] = []  # number and pages of each finished node of the page tree
        self._node, self._kids = 0, array("Q")
        self._bookmarks: list[tuple[bytes, int]] = []
        self._files = array("Q")  # the descriptions of attached files
        self._pages = 0
        self._write(HEADER)

    def add(self, drawn: Drawn, bookmark: str) -> None:
        known = self._plates.get(drawn.plate, {}) if drawn.tail else {}
        parts = Parts(drawn, known)
        if parts.shared:
            known = self._plate(drawn, parts)
        numbers = self._numbered(parts, known)
        label = pdf_objects.text_string(bookmark)
        self._bookmarks.append((label, numbers[parts.pages[0]]))
        self._digest.update(parts.end + label)
        if parts.attached:
            self._files.append(numbers[parts.attached])
        for own, body in parts.own.items():
            if own in parts.pages:
                self._put(numbers[own], _page(body, numbers, self._place_page(numbers[own])))
            elif own not in parts.alike:
                self._put(numbers[own], _renumbered(body, numbers, pdf_objects.soon_deflated))
            elif not self._offsets[numbers[own]]:
                self._put(numbers[own], _renumbered(body, numbers, _shared))
        if len(self._unwritten) > UNWRITTEN:
            self._flush()

    def _numbered(self, parts: Parts, known: dict[int, int]) -> dict[int, int]:
        """New numbers, also of the objects of a tail. Plain streams before its pages may be there already; what refers
        to other objects may look alike and mean others."""
        numbers = known.copy()
        for own, body in parts.own.items():
            numbers[own] = self._like(own, body) if own in parts.alike else self._reserve()
        return numbers

    def _like(self, own: int, body: bytes) -> int:
        """The number of the stream that is like this one."""
        latest, number = self._latest.get(own, (b"", 0))
        if latest == body:  # to compare is quicker than to look it up
            return number
        if not _PLAIN_STREAM.match(body):
            return self._reserve()
        number = self._alike.pop(body, 0) or self._reserve()
        self._latest[own] = body, number
        self._alike[body] = number
        if len(self._alike) > KEPT:
            del self._alike[next(iter(self._alike))]
        return number

    def finish(self) -> None:
        self._close_node()
        kids = b" ".join(b"%d 0 R" % number for number, _ in self._nodes)
        self._put(TREE, b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, self._pages))
        self._put_outline()
        self._put(
            CATALOG,
            b"<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R/PageMode/UseOutlines/Lang(en-US)"
            b"/ViewerPreferences<</DisplayDocTitle true>>%b>>" % (TREE, OUTLINE, self._put_files()),
        )
        self._put(INFO, b"<</Title%b>>" % pdf_objects.text_string(self._title))
        self._write_end()

    def _write(self, data: bytes) -> None:
        self._unwritten.append(data)
        self._position += len(data)

    def _flush(self) -> None:
        self._file.write(b"".join(self._unwritten))
        self._unwritten.clear()

    def _reserve(self) -> int:
        self._offsets.append(0)
        return len(self._offsets) - 1

    def _put(self, number: int, body: bytes) -> None:
        self._offsets[number] = self._position
        begun = b"%d 0 obj\n" % number
        self._unwritten += (begun, body, _ENDED)
        self._position += len(begun) + len(body) + len(_ENDED)

    def _plate(self, drawn: Drawn, parts: Parts) -> dict[int, int]:
        """New numbers of the objects of a plate that is seen first; they are written, but for those that only a single
        file has: they get no number."""
        kept = {number: body for number, body in parts.shared.items() if not body.startswith(tags.IN_TREE)}
        numbers = dict.fromkeys(parts.shared, 0) | {number: self._reserve() for number in kept}
        for number, body in kept.items():
            self._put(numbers[number], _renumbered(body, numbers, _shared))
        self._plates[drawn.plate] = numbers
        return numbers

    def _place_page(self, number: int) -> int:
        """Returns the node of the page tree that the page belongs to."""
        if len(self._kids) == PAGES_PER_NODE:
            self._close_node()
        if not self._kids:
            self._node = self._reserve()
        self._kids.append(number)
        self._pages += 1
        return self._node

    def _close_node(self) -> None:
        if not self._kids:
            return
        kids = b" ".join(b"%d 0 R" % kid for kid in self._kids)
        body = b"<</Type/Pages/Parent %d 0 R/Kids[%b]/Count %d>>" % (TREE, kids, len(self._kids))
        self._put(self._node, body)
        self._nodes.append((self._node, len(self._kids)))
        self._kids = array("Q")

    def _put_files(self) -> bytes:
        """The list of attached files, in the order of their certificates; a name must be there once."""
        if not self._files:
            return b""
        kids = []
        for begin in range(0, len(self._files), PAGES_PER_NODE):
            some = [(b"(%08d)" % (n + 1), self._files[n]) for n in range(begin, len(self._files))][
                :PAGES_PER_NODE
            ]
            names = b" ".join(b"%b %d 0 R" % pair for pair in some)
            kids.append(self._reserve())
            self._put(kids[-1], b"<</Limits[%b %b]/Names[%b]>>" % (some[0][0], some[-1][0], names))
        return b"/Names<</EmbeddedFiles<</Kids[%b]>>>>" % b" ".join(b"%d 0 R" % kid for kid in kids)

    def _put_outline(self) -> None:
        first = len(self._offsets)
        self._offsets.extend([0] * len(self._bookmarks))
        numbers = range(first, len(self._offsets))
        ends = b"/First %d 0 R/Last %d 0 R" % (numbers[0], numbers[-1]) if numbers else b""
        self._put(OUTLINE, b"<</Type/Outlines%b/Count %d>>" % (ends, len(numbers)))
        beside = [_BESIDE % (number - 1, number + 1) for number in numbers]
        if beside:
            beside[0] = beside[0].partition(b"R")[2]
            beside[-1] = beside[-1].partition(b"/Next")[0]
        for number, links, (title, page) in zip(numbers, beside, self._bookmarks, strict=True):
            self._put(number, _BOOKMARK % (title, links, page))

    def _write_end(self) -> None:
        start, count = self._position, len(self._offsets)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for begin in range(1, count, _ROWS_AT_ONCE):
            self._write(pdf_objects.rows(self._offsets[begin : begin + _ROWS_AT_ONCE]))
        identity = self._digest.hexdigest()[:32].encode()
        self._write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (count, CATALOG, INFO, identity, identity, start)
        )
        self._flush()
