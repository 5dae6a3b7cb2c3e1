"""The plate: the bytes that all certificates of a master share; and the tail that makes one file of them.

A plate is the beginning of a PDF: its header, the fonts, the pictures and the common marks of the first page
(`freezing` makes it). A tail adds one holder's marks, the catalog and the list of where everything stands. Plate
and tail joined are one ordinary PDF, and the plate needs to be kept only once.
"""

import hashlib
import itertools
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from coi_app.documents import attachment, framing, ink, pdf_objects
from coi_app.documents.attachment import Attachment
from coi_app.documents.framing import CATALOG, ENDED, FIRST, INFO, Frame, whole
from coi_app.documents.sheet import Piece

VERSION = "%PDF-1.7"


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
    """Also of tails that were deflated without a sample, or with less of it. Raises zlib.error when the bytes were
    altered."""
    if not sample or _sample_of(packed) != zlib.adler32(sample[:_ONCE]):
        return zlib.decompressobj(zdict=(sample or b"")[:_MOST]).decompress(packed)
    return zlib.decompressobj(zdict=sample[:_ONCE]).decompress(packed)


def _sample_of(packed: bytes) -> int:
    """The checksum of what it was deflated with (RFC 1950, 2.2)."""
    return int.from_bytes(packed[2:6])


_WINDOW, _MEMORY = 13, 6  # as powers of two
_MOST = 7_000  # bytes of the sample: what stands at its place in a tail is within the window's reach
_ONCE = 4_000  # so many until 2026-11-23


@lru_cache(maxsize=16)
def _begun(plate: bytes) -> "hashlib._Hash":
    """Read once per plate, not once per certificate."""
    return hashlib.sha256(plate)


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """`offsets`: where its objects stand, from `FIRST` on; `resources`: the number of one of them, `commons`: those of
    what its pages have in common, from the first page on; `section` is that of the first page in the tree for readers
    without eyes, `owners` are its rows."""

    data: bytes
    offsets: tuple[int, ...]
    resources: int
    commons: tuple[int, ...]
    codes: ink.Codes
    section: int
    owners: bytes

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
class _Shared:
    """What many tails begin with: `data`, whose objects stand at `places`, up to the last; `digest`, of it and of the
    plate. `end`: the list of objects and the trailer, with gaps for the places of the others, the file's description
    first, for its identity twice, and for the place of the list."""

    frame: Frame
    data: bytes
    places: tuple[int, ...]
    digest: "hashlib._Hash"
    end: bytes


def drawn(plate: Plate, pages: Sequence[Sequence[Piece]], facts: Facts) -> Drawn:
    """A file that begins with this plate; the plate's marks are on its first pages."""
    inked = [ink.page(page, plate.codes) for page in pages]
    shared = _shared(plate, tuple([page.alike for page in inked]), facts.attached is not None)
    objects: list[bytes] = []
    for (begun, stream), page in zip(shared.frame.pages, inked, strict=True):
        objects.append(b"".join((begun, page.links, b">>\nendobj\n")))
        objects.append(b"".join((stream, pdf_objects.stream(page.own), ENDED)))
    if facts.attached:
        number = shared.frame.files
        objects += map(whole, itertools.count(number), attachment.objects(facts.attached, number))
    objects.append(whole(INFO, _info(facts)))
    return _written(plate.data, shared, objects)


@lru_cache(maxsize=64)  # each keeps its plate in memory
def _shared(plate: Plate, alike: tuple[bytes, ...], has_file: bool) -> _Shared:
    """`alike`: for each page the stream that many certificates share, empty for none."""
    frame = framing.frame(plate, tuple(map(bool, alike[1:])), has_file)
    kept = (alike[0], *filter(None, alike[1:]))
    objects = [
        *frame.whole,
        *zip(frame.alike, map(whole, frame.alike, map(pdf_objects.stream, kept)), strict=True),
    ]
    numbers, bodies = zip(*objects, strict=True)
    data, places = b"".join(bodies), tuple(accumulate(map(len, bodies), initial=len(plate.data)))
    digest = _begun(plate.data).copy()
    digest.update(data)
    known = dict(zip((*range(FIRST, plate.count + 1), *numbers), (*plate.offsets, *places), strict=False))
    return _Shared(frame, data, (*places[:2], *places[len(frame.whole) :]), digest, _end(known, frame.count))


def _end(known: Mapping[int, int], count: int) -> bytes:
    """`known`: where objects stand, by their numbers; `count`: of all, and the one that is none."""
    rows = [pdf_objects.rows((known[n],)) if n in known else pdf_objects.ROW for n in range(1, count)]
    return b"".join(
        (
            b"xref\n0 %d\n0000000000 65535 f \n" % count,
            *rows,
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R" % (count, CATALOG, INFO),
            b"/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n",
        )
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
