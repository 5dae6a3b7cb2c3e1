"""The plate: the bytes that all certificates of a master share; and the tail that makes one file of them.

A plate is the beginning of a PDF: its header, the fonts, the pictures and the common marks of the first page
(`freezing` makes it). A tail adds one holder's marks, the catalog and the list of where everything stands. Plate
and tail joined are one ordinary PDF, and the plate needs to be kept only once.
"""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate

from coi_app.documents import attachment, ink, pdf_objects
from coi_app.documents.attachment import Attachment
from coi_app.documents.sheet import HEIGHT, WIDTH, Group, Mark

VERSION = "%PDF-1.7"
INFO, TREE, CATALOG = 1, 2, 3  # numbers of the objects that every tail writes for itself
FIRST = 4  # the plate's own begin here


@dataclass(frozen=True, slots=True)
class Drawn:
    """One PDF in two parts. Equal plates are the same bytes, to be stored once under `plate_sha256`."""

    plate: bytes
    tail: bytes

    @property
    def whole(self) -> bytes:
        return self.plate + self.tail

    @property
    def plate_sha256(self) -> str:
        return _begun(self.plate).hexdigest()

    @property
    def sha256(self) -> str:
        """Of the whole file."""
        digest = _begun(self.plate).copy()
        digest.update(self.tail)
        return digest.hexdigest()


class TailPress:
    """Deflates the tails of one plate: they differ from its `sample` in little more than names and numbers."""

    def __init__(self, sample: bytes) -> None:
        self.sample = sample
        self._begun = zlib.compressobj(
            6, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, sample[:_MOST]
        )

    def packed(self, tail: bytes) -> bytes:
        deflating = self._begun.copy()
        return deflating.compress(tail) + deflating.flush()


def unpacked_tail(packed: bytes, sample: bytes | None) -> bytes:
    """Also of tails that were deflated without a sample. Raises zlib.error when the bytes were altered."""
    return zlib.decompressobj(zdict=(sample or b"")[:_MOST]).decompress(packed)


_WINDOW, _MEMORY = 13, 6  # as powers of two
_MOST = 4_000  # bytes of the sample: together with a tail they are within the window's reach


@lru_cache(maxsize=16)
def _begun(plate: bytes) -> "hashlib._Hash":
    """Read once per plate, not once per certificate."""
    return hashlib.sha256(plate)


@dataclass(frozen=True, slots=True)
class Plate:
    """`offsets`: where its objects stand, from `FIRST` on; `resources`: the number of one of them, `commons`: those of
    what its pages have in common, from the first page on."""

    data: bytes
    offsets: tuple[int, ...]
    resources: int
    commons: tuple[int, ...]
    codes: ink.Codes

    @property
    def count(self) -> int:
        return FIRST - 1 + len(self.offsets)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says about itself, beside its pages. `attached`: a file of its own that belongs to it."""

    title: str
    author: str
    made_on: date | None
    attached: Attachment | None = None


def tail(plate: Plate, pages: Sequence[Sequence[Mark | Group]], facts: Facts) -> bytes:
    """The rest of a file that begins with this plate; the plate's marks are on its first pages."""
    first = plate.count + 1
    files = first + 2 * len(pages)  # the number of the first object that is no page's
    kids = b" ".join([b"%d 0 R" % number for number in range(first, files, 2)])
    belongs = attachment.belongs(files) if facts.attached else b""
    listed = attachment.listed(files) if facts.attached else b""
    bodies = [
        _info(facts),
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Catalog/Pages %d 0 R/Lang(en-US)/PageLayout/SinglePage"
        b"/ViewerPreferences<</DisplayDocTitle true>>%b%b>>" % (TREE, belongs, listed),
    ]
    for n, page in enumerate(pages):
        common = b"%d 0 R " % plate.commons[n] if n < len(plate.commons) else b""
        own = b"%d 0 R" % (first + 2 * n + 1)
        more = ink.links(page) + (b"" if n else belongs)
        bodies.append(_page(plate.resources, common + own, more))
        bodies.append(pdf_objects.stream(ink.content(page, plate.codes)))
    if facts.attached:
        bodies += attachment.objects(facts.attached, files)
    numbers = (*range(1, FIRST), *range(first, first + len(bodies) - (FIRST - 1)))
    return _written(plate, [b"%d 0 obj\n%b\nendobj\n" % pair for pair in zip(numbers, bodies, strict=True)])


def _page(resources: int, contents: bytes, more: bytes) -> bytes:
    return b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %d %d]/Resources %d 0 R/Contents[%b]%b>>" % (
        *(TREE, WIDTH, HEIGHT, resources, contents, more),
    )


def _info(facts: Facts) -> bytes:
    title, author = map(pdf_objects.text_string, (facts.title, facts.author))
    return b"<</Title%b/Author%b%b>>" % (title, author, _made(facts.made_on) if facts.made_on else b"")


@lru_cache(maxsize=16)
def _made(day: date) -> bytes:
    return f"/CreationDate(D:{day:%Y%m%d}000000Z)".encode()


def _written(plate: Plate, objects: Sequence[bytes]) -> bytes:
    """The tail's objects, its own three first, and where every object of the file stands."""
    *offsets, end = accumulate(map(len, objects), initial=len(plate.data))
    own = FIRST - 1
    rows = _rows(offsets[:own]) + _plate_rows(plate.offsets) + _rows(offsets[own:])
    body = b"".join(objects)
    identity = hashlib.sha256(body + _begun(plate.data).digest()).hexdigest()[:32].encode()
    count = plate.count + 1 + len(objects) - own
    return (
        b"%bxref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (body, count, rows, count, CATALOG, INFO, identity, identity, end)
    )


def _rows(offsets: Iterable[int]) -> bytes:
    return b"".join([b"%010d 00000 n \n" % offset for offset in offsets])


_plate_rows = lru_cache(maxsize=16)(_rows)
