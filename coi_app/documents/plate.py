"""The plate: the bytes that all certificates of a master share; and the tail that makes one file of them.

A plate is the beginning of a PDF: its header, the fonts, the pictures and the common marks of the first page.
A tail adds one holder's marks, the catalog and the list of where everything stands. Plate and tail joined are
one ordinary PDF, and the plate needs to be kept only once.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from coi_app.documents import ink, pdf_objects
from coi_app.documents.sheet import HEIGHT, WIDTH, Mark, Picture

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


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


@lru_cache(maxsize=16)
def _begun(plate: bytes) -> "hashlib._Hash":
    """Read once per plate, not once per certificate."""
    return hashlib.sha256(plate)


@dataclass
class Objects:
    """Numbered objects written one after the other, and the offset of each."""

    first: int
    start: int
    parts: list[bytes] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    def add(self, body: bytes) -> int:
        """Returns the object's number."""
        number = self.first + len(self.offsets)
        part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        self.offsets.append(self.start)
        self.start += len(part)
        self.parts.append(part)
        return number


@dataclass(frozen=True, slots=True)
class Plate:
    """`rows`: its objects' entries in the file's list; `resources` and `common`: numbers of objects."""

    data: bytes
    rows: bytes
    count: int
    resources: int
    common: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says about itself, beside its pages."""

    title: str
    author: str
    made_on: date | None


def freeze(marks: Sequence[Mark], pack: str, pictures: Mapping[str, bytes]) -> Plate:
    """`pictures`: PNG bytes by their SHA-256."""
    objects = Objects(1, len(HEADER))
    fonts = {ink.FONTS[name]: _add_font(objects, name, pack) for name in ink.FONTS}
    placed, images = _place_pictures(objects, marks, pictures)
    resources = objects.add(
        b"<</Font<<%b>>/XObject<<%b>>/ProcSet[/PDF/Text/ImageB/ImageC]>>" % (_names(fonts), _names(images))
    )
    common = objects.add(pdf_objects.stream(ink.content(placed)))
    data = HEADER + b"".join(objects.parts)
    return Plate(data, _entries(objects.offsets), len(objects.offsets), resources, common)


def _add_font(objects: Objects, name: str, pack: str) -> int:
    first = objects.first + len(objects.offsets)
    for body in pdf_objects.font_objects(name, pack, first):
        objects.add(body)
    return first


def _place_pictures(
    objects: Objects, marks: Iterable[Mark], pictures: Mapping[str, bytes]
) -> tuple[list[Mark], dict[bytes, int]]:
    """Marks whose pictures have their own proportions, in the middle of the place they were given."""
    placed: list[Mark] = []
    images: dict[bytes, int] = {}
    for mark in marks:
        if not isinstance(mark, Picture):
            placed.append(mark)
            continue
        body, w, h = pdf_objects.picture(pictures[mark.sha256], mark.w, mark.h)
        shown = replace(mark, x=mark.x + (mark.w - w) / 2, y=mark.y + (mark.h - h) / 2, w=w, h=h)
        images[ink.picture_name(shown).encode()] = objects.add(body)
        placed.append(shown)
    return placed, images


def _names(numbers: Mapping[bytes, int]) -> bytes:
    return b"".join(b"/%b %d 0 R" % pair for pair in numbers.items())


def _entries(offsets: Iterable[int]) -> bytes:
    return b"".join(b"%010d 00000 n \n" % offset for offset in offsets)


def tail(plate: Plate, pages: Sequence[Sequence[Mark]], facts: Facts) -> bytes:
    """The rest of a file that begins with this plate; the plate's marks are on its first page."""
    objects = Objects(plate.count + 1, len(plate.data))
    catalog, tree, info = (plate.count + n for n in (1, 2, 3))
    numbers = [plate.count + 4 + 2 * n for n in range(len(pages))]
    objects.add(
        b"<</Type/Catalog/Pages %d 0 R/Lang(en-US)/PageLayout/SinglePage"
        b"/ViewerPreferences<</DisplayDocTitle true>>>>" % tree
    )
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects.add(b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(pages)))
    objects.add(_info(facts))
    for n, page in enumerate(pages):
        common = b"%d 0 R " % plate.common if n == 0 else b""
        own = b"%d 0 R" % (numbers[n] + 1)
        objects.add(page_object(tree, plate.resources, common + own))
        objects.add(pdf_objects.stream(ink.content(page), level=0))
    return _end(plate, objects, catalog, info)


def page_object(parent: int, resources: int, contents: bytes) -> bytes:
    return b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %d %d]/Resources %d 0 R/Contents[%b]>>" % (
        *(parent, WIDTH, HEIGHT, resources, contents),
    )


def _info(facts: Facts) -> bytes:
    made = f"/CreationDate(D:{facts.made_on:%Y%m%d}000000Z)".encode() if facts.made_on else b""
    title, author = map(pdf_objects.text_string, (facts.title, facts.author))
    return b"<</Title%b/Author%b%b>>" % (title, author, made)


def _end(plate: Plate, objects: Objects, catalog: int, info: int) -> bytes:
    body = b"".join(objects.parts)
    count = plate.count + len(objects.offsets) + 1
    identity = hashlib.sha256(body + plate.rows + _begun(plate.data).digest()).hexdigest()[:32].encode()
    return b"".join(
        (
            body,
            b"xref\n0 %d\n0000000000 65535 f \n" % count,
            plate.rows,
            _entries(objects.offsets),
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\n"
            % (count, catalog, info, identity, identity),
            b"startxref\n%d\n%%%%EOF\n" % objects.start,
        )
    )
