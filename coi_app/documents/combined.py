"""One PDF out of many: every plate written once, every tail's objects renumbered as they stream past.

It joins files with a classic list of objects and pages that carry their own resources, as `plate` makes them.
"""

import hashlib
import re
from array import array
from collections.abc import Collection, Iterator
from typing import IO

from coi_app.documents import attachment, pdf_objects, signed_tail
from coi_app.documents.plate import VERSION, Drawn

PAGES_PER_NODE = 64  # of the page tree: viewers need not read 10,000 pages to find one
CATALOG, TREE, INFO, OUTLINE = 1, 2, 3, 4
HEADER = VERSION.encode() + b"\n%\xe2\xe3\xcf\xd3\n"

_ROW = 20  # bytes of an entry in the list of objects
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TRAILER = re.compile(rb"/Root (\d+) 0 R\s*/Info (\d+) 0 R")
_TREE = re.compile(rb"/Pages (\d+) 0 R")
_KIDS = re.compile(rb"/Kids\[([^]]*)\]")
_PARENT = re.compile(rb"/Parent \d+ 0 R")
_PLAIN_STREAM = re.compile(rb"^<</Length \d+>>stream\n(.*)\nendstream$", re.DOTALL)


class _Parts:
    """A drawn file taken apart: `shared` objects lie in its plate, `own` in its tail, `pages` in order.

    `known`: objects of its plate that were taken before, and are not looked at again.
    """

    def __init__(self, drawn: Drawn, known: Collection[int]) -> None:
        self._drawn = drawn
        start = int(_found(_START, (drawn.tail or drawn.plate)[-64:])[1])
        table = self._slice(start, None)
        head = table.index(b"\n", len(b"xref\n")) + 1
        count = int(table[len(b"xref\n0 ") : head])
        rows = [(n, head + _ROW * n) for n in range(1, count) if n not in known]
        places = sorted([(int(table[row : row + 10]), n) for n, row in rows])
        ends = [*[begin for begin, _ in places[1:]], start]
        self._places = {n: (begin, end) for (begin, n), end in zip(places, ends, strict=True)}
        catalog, info = map(int, _found(_TRAILER, table[head + _ROW * count :]).groups())
        tree = int(_found(_TREE, self.body(catalog))[1])
        self.attached = attachment.described_in(self.body(catalog))
        self.pages = [int(page) for page in _REFERENCE.findall(_found(_KIDS, self.body(tree))[1])]
        split = len(drawn.plate) if drawn.tail else 0
        written_anew = {catalog, info, tree}  # for the whole
        kept = [(n, begin) for n, (begin, _) in self._places.items() if n not in written_anew]
        self.shared = [n for n, begin in kept if begin < split]
        self.own = [n for n, begin in kept if begin >= split]

    def _slice(self, start: int, end: int | None) -> bytes:
        base = len(self._drawn.plate)
        if start < base:
            return self._drawn.plate[start:end]
        return self._drawn.tail[start - base : None if end is None else end - base]

    def body(self, number: int) -> bytes:
        whole = self._slice(*self._places[number])
        return whole[len(b"%d 0 obj\n" % number) : -len(b"\nendobj\n")]


def _found(pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes]:
    found = pattern.search(data)
    if found is None:
        raise ValueError("This PDF was not drawn by the certificate press.")
    return found


def _renumbered(body: bytes, numbers: dict[int, int]) -> bytes:
    """Only what stands before a stream's bytes refers to objects; single holders' streams are deflated here."""
    if plain := _PLAIN_STREAM.match(body):
        return pdf_objects.stream(plain[1], level=6)
    head, stream, data = body.partition(b"stream\n")
    return _REFERENCE.sub(lambda found: b"%d 0 R" % numbers.get(int(found[1]), 0), head) + stream + data


class CombinedPdf:
    """Written front to back into `file`; only the offset of each object and the bookmarks stay in memory."""

    def __init__(self, file: IO[bytes], title: str) -> None:
        self._file = file
        self._title = title
        self._digest = hashlib.sha256()
        self._position = 0
        self._offsets = array("Q", [0] * (OUTLINE + 1))
        self._plates: dict[str, dict[int, int]] = {}
        self._nodes: list[tuple[int, int]] = []  # number and pages of each finished node of the page tree
        self._node, self._kids = 0, array("Q")
        self._bookmarks: list[tuple[bytes, int]] = []
        self._files = array("Q")  # the descriptions of attached files
        self._pages = 0
        self._write(HEADER)

    def add(self, drawn: Drawn, bookmark: str) -> None:
        drawn = signed_tail.unsigned(drawn)
        known = self._plates.get(drawn.plate_sha256, {}) if drawn.tail else {}
        parts = _Parts(drawn, known)
        if drawn.tail and not known:
            known = self._plate(drawn, parts)
        numbers = known | {own: self._reserve() for own in parts.own}
        self._bookmarks.append((pdf_objects.text_string(bookmark), numbers[parts.pages[0]]))
        if parts.attached:
            self._files.append(numbers[parts.attached])
        for own in parts.own:
            body = _renumbered(parts.body(own), numbers)
            if own in parts.pages:
                body = _PARENT.sub(b"/Parent %d 0 R" % self._place_page(numbers[own]), body)
            self._put(numbers[own], body)

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
        self._file.write(data)
        self._digest.update(data)
        self._position += len(data)

    def _reserve(self) -> int:
        self._offsets.append(0)
        return len(self._offsets) - 1

    def _put(self, number: int, body: bytes) -> None:
        self._offsets[number] = self._position
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def _plate(self, drawn: Drawn, parts: _Parts) -> dict[int, int]:
        """New numbers of the objects of a plate that is seen first; they are written."""
        numbers = {number: self._reserve() for number in parts.shared}
        for number in parts.shared:
            self._put(numbers[number], _renumbered(parts.body(number), numbers))
        self._plates[drawn.plate_sha256] = numbers
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
        count = len(self._bookmarks)
        first = len(self._offsets)
        self._offsets.extend([0] * count)
        ends = b"/First %d 0 R/Last %d 0 R" % (first, first + count - 1) if count else b""
        self._put(OUTLINE, b"<</Type/Outlines%b/Count %d>>" % (ends, count))
        for n, (title, page) in enumerate(self._bookmarks):
            before = b"/Prev %d 0 R" % (first + n - 1) if n else b""
            after = b"/Next %d 0 R" % (first + n + 1) if n < count - 1 else b""
            body = b"<</Title%b/Parent %d 0 R%b%b/Dest[%d 0 R/Fit]>>"
            self._put(first + n, body % (title, OUTLINE, before, after, page))

    def _write_end(self) -> None:
        start, count = self._position, len(self._offsets)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for row in self._rows():
            self._write(row)
        identity = self._digest.hexdigest()[:32].encode()
        self._write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (count, CATALOG, INFO, identity, identity, start)
        )

    def _rows(self) -> Iterator[bytes]:
        for offset in self._offsets[1:]:
            yield b"%010d 00000 n \n" % offset
