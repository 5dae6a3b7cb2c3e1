"""The plate: the bytes that all certificates of a master share; and the tail that makes one file of them.

A plate is the beginning of a PDF: its header, the fonts, the pictures and the common marks of the first page
(`freezing` makes it). A tail adds one holder's marks, the catalog and the list of where everything stands. Plate
and tail joined are one ordinary PDF, and the plate needs to be kept only once.
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

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


@dataclass(frozen=True, slots=True, eq=False)
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


class Facts(NamedTuple):
    """What the file says about itself, beside its pages. `attached`: a file of its own that belongs to it."""

    title: str
    author: str
    made_on: date | None
    attached: Attachment | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the tails of one plate with pages of one kind have alike: whole objects but for those of `pages`, which are
    begun. `alike`: the numbers of the streams that many certificates share, they stand before the pages. `head` and
    `end`: of the list of objects, for as many as the tail writes."""

    tree: bytes
    catalog: bytes
    alike: range
    pages: tuple[bytes, ...]
    files: int
    plate_rows: bytes
    plate_digest: bytes
    head: bytes
    end: bytes


def tail(plate: Plate, pages: Sequence[Sequence[Mark | Group]], facts: Facts) -> bytes:
    """The rest of a file that begins with this plate; the plate's marks are on its first pages."""
    inked = [ink.page(page, plate.codes) for page in pages]
    frame = _frame(plate, tuple([bool(page.alike) for page in inked]), facts.attached is not None)
    objects = [_object(INFO, _info(facts)), frame.tree, frame.catalog]
    alike = [page.alike for page in inked if page.alike]
    objects += map(_alike, frame.alike, alike)
    for number, begun, page in zip(range(frame.alike.stop, frame.files, 2), frame.pages, inked, strict=True):
        objects.append(b"%b%b>>\nendobj\n" % (begun, page.links))
        objects.append(_object(number + 1, pdf_objects.stream(page.own)))
    if facts.attached:
        files = attachment.objects(facts.attached, frame.files)
        objects += [_object(number, body) for number, body in enumerate(files, frame.files)]
    return _written(len(plate.data), frame, objects)


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)


@lru_cache(maxsize=500)
def _alike(number: int, data: bytes) -> bytes:
    return _object(number, pdf_objects.stream(data))


@lru_cache(maxsize=32)
def _frame(plate: Plate, are_alike: tuple[bool, ...], has_file: bool) -> _Frame:
    """`are_alike`: for each page, whether it has a stream that many certificates share."""
    first = plate.count + 1
    alike = range(first, first + sum(are_alike))
    files = alike.stop + 2 * len(are_alike)  # the number of the first object that is no page's
    kids = b" ".join([b"%d 0 R" % number for number in range(alike.stop, files, 2)])
    belongs = attachment.belongs(files) if has_file else b""
    listed = attachment.listed(files) if has_file else b""
    tree = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(are_alike))
    catalog = (
        b"<</Type/Catalog/Pages %d 0 R/Lang(en-US)/PageLayout/SinglePage"
        b"/ViewerPreferences<</DisplayDocTitle true>>%b%b>>" % (TREE, belongs, listed)
    )
    streams, pages, commons = iter(alike), [], iter(plate.commons)
    for n, is_alike in enumerate(are_alike):
        number = alike.stop + 2 * n
        shared = next(streams) if is_alike else 0
        # As they are read aloud: the first page ends with its foot, the others begin with what they continue.
        parts = [next(commons, 0), *((number + 1, shared) if n else (shared, number + 1))]
        contents = b" ".join([b"%d 0 R" % part for part in parts if part])
        pages.append(_page(number, plate.resources, contents) + (b"" if n else belongs))
    count = files + (attachment.OBJECTS if has_file else 0)
    return _Frame(
        *(_object(TREE, tree), _object(CATALOG, catalog), alike, tuple(pages), files),
        plate_rows=pdf_objects.rows(plate.offsets),
        plate_digest=_begun(plate.data).digest(),
        head=b"xref\n0 %d\n0000000000 65535 f \n" % count,
        end=b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%%b><%%b>]>>\nstartxref\n%%d\n%%%%%%%%EOF\n"
        % (count, CATALOG, INFO),
    )


def _page(number: int, resources: int, contents: bytes) -> bytes:
    """Begun: what is different on each may follow."""
    return b"%d 0 obj\n<</Type/Page/Parent %d 0 R/MediaBox[0 0 %d %d]/Resources %d 0 R/Contents[%b]" % (
        *(number, TREE, WIDTH, HEIGHT, resources, contents),
    )


def _info(facts: Facts) -> bytes:
    return b"<</Title%b%b>>" % (pdf_objects.text_string(facts.title), _made(facts.author, facts.made_on))


@lru_cache(maxsize=16)
def _made(author: str, day: date | None) -> bytes:
    when = f"/CreationDate(D:{day:%Y%m%d}000000Z)".encode() if day else b""
    return b"/Author%b%b" % (pdf_objects.text_string(author), when)


def _written(begin: int, frame: _Frame, objects: Sequence[bytes]) -> bytes:
    """The tail's objects, its own three first, and where every object of the file stands."""
    *offsets, end = accumulate(map(len, objects), initial=begin)
    own = FIRST - 1
    body = b"".join(objects)
    digest = hashlib.sha256(body)
    digest.update(frame.plate_digest)
    identity = digest.hexdigest()[:32].encode()
    first, others = pdf_objects.rows(offsets[:own]), pdf_objects.rows(offsets[own:])
    return b"".join(
        (body, frame.head, first, frame.plate_rows, others, frame.end % (identity, identity, end))
    )
