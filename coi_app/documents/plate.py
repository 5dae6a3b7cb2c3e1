"""The plate: the bytes that all certificates of a master share; and the tail that makes one file of them.

A plate is the beginning of a PDF: its header, the fonts, the pictures and the common marks of the first page
(`freezing` makes it). A tail adds one holder's marks, the catalog and the list of where everything stands. Plate
and tail joined are one ordinary PDF, and the plate needs to be kept only once.
"""

import hashlib
import itertools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
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
_ENDED = b"\nendobj\n"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One PDF in two parts. Equal plates are the same bytes, to be stored once under `plate_sha256`.

    `places`, where it was drawn just now: where in the file the objects of its tail begin, and the list of all.
    """

    plate: bytes
    tail: bytes
    places: tuple[int, ...] = field(default=(), compare=False)

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


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """Of the tails of one plate with pages of one kind: whole objects but for `pages`, each of which is begun, with the
    beginning of its stream. `alike`: the numbers of the streams that many certificates share; `files`: of the first
    object that belongs to no page; `count`: of all objects, and the one that is none."""

    tree: bytes
    catalog: bytes
    alike: range
    pages: tuple[tuple[bytes, bytes], ...]
    files: int
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """What many tails begin with: `data`, whose objects stand at `places`, up to the last; `digest`, of it and of the
    plate. `end`: the list of objects and the trailer, with gaps for the places of the others, the file's description
    first, for its identity twice, and for the place of the list."""

    frame: _Frame
    data: bytes
    places: tuple[int, ...]
    digest: "hashlib._Hash"
    end: bytes


def drawn(plate: Plate, pages: Sequence[Sequence[Mark | Group]], facts: Facts) -> Drawn:
    """A file that begins with this plate; the plate's marks are on its first pages."""
    inked = [ink.page(page, plate.codes) for page in pages]
    shared = _shared(plate, tuple([page.alike for page in inked]), facts.attached is not None)
    objects: list[bytes] = []
    for (begun, stream), page in zip(shared.frame.pages, inked, strict=True):
        objects.append(b"".join((begun, page.links, b">>\nendobj\n")))
        objects.append(b"".join((stream, pdf_objects.stream(page.own), _ENDED)))
    if facts.attached:
        number = shared.frame.files
        objects += map(_object, itertools.count(number), attachment.objects(facts.attached, number))
    objects.append(_object(INFO, _info(facts)))
    return _written(plate.data, shared, objects)


def _object(number: int, body: bytes) -> bytes:
    return b"".join((b"%d 0 obj\n" % number, body, _ENDED))


@lru_cache(maxsize=64)  # each keeps its plate in memory
def _shared(plate: Plate, alike: tuple[bytes, ...], has_file: bool) -> _Shared:
    """`alike`: for each page the stream that many certificates share, empty for none."""
    frame = _frame(plate, tuple(map(bool, alike)), has_file)
    streams = map(_object, frame.alike, map(pdf_objects.stream, filter(None, alike)))
    objects = (frame.tree, frame.catalog, *streams)
    data, begin = b"".join(objects), len(plate.data)
    places = tuple(accumulate(map(len, objects), initial=begin))
    digest = _begun(plate.data).copy()
    digest.update(data)
    return _Shared(frame, data, places, digest, _end(plate, places[:-1], frame.count))


@lru_cache(maxsize=32)
def _frame(plate: Plate, are_alike: tuple[bool, ...], has_file: bool) -> _Frame:
    """`are_alike`: for each page, whether it has a stream that many certificates share."""
    first = plate.count + 1
    alike = range(first, first + sum(are_alike))
    files = alike.stop + 2 * len(are_alike)
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
        begun = _page(number, plate.resources, contents) + (b"" if n else belongs)
        pages.append((begun, b"%d 0 obj\n" % (number + 1)))
    count = files + (attachment.OBJECTS if has_file else 0)
    return _Frame(_object(TREE, tree), _object(CATALOG, catalog), alike, tuple(pages), files, count)


def _end(plate: Plate, shared: Sequence[int], count: int) -> bytes:
    """`shared`: where those objects stand, tree and catalog first; `count`: of all, and the one that is none."""
    own = FIRST - 1 - INFO
    rows = map(pdf_objects.rows, (shared[:own], plate.offsets, shared[own:]))
    others = count - INFO - len(shared) - len(plate.offsets) - 1
    return b"".join(
        (
            b"xref\n0 %d\n0000000000 65535 f \n" % count,
            *(pdf_objects.ROW, *rows, pdf_objects.ROW * others),
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R" % (count, CATALOG, INFO),
            b"/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n",
        )
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


def _written(plate: bytes, shared: _Shared, own: Sequence[bytes]) -> Drawn:
    """What is shared, its `own` objects, the file's description last, and where every object of the file stands."""
    *others, info, end = accumulate(map(len, own), initial=shared.places[-1])
    digest, body = shared.digest.copy(), b"".join(own)
    digest.update(body)
    identity = digest.hexdigest()[:32].encode()
    listed = shared.end % (info, *others, identity, identity, end)
    places = (*shared.places[:-1], *others, info, end)
    return Drawn(plate, b"".join((shared.data, body, listed)), places)
