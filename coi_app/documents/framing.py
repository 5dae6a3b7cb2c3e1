"""What the tails of one plate have in common: numbers and order of their objects, and all that no certificate changes.

A page takes two or three numbers, one after the other: of the stream that many certificates share, if it has one, of
itself, of its own stream. So the plate knows the number of the first page, which always has the three.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from coi_app.documents import attachment, tags
from coi_app.documents.sheet import HEIGHT, WIDTH

if TYPE_CHECKING:
    from coi_app.documents.plate import Plate

INFO, TREE, CATALOG, TAGS, DOCUMENT = (
    1,
    2,
    3,
    4,
    5,
)  # numbers of the objects that every tail writes for itself
FIRST = 6  # the plate's own begin here
ENDED = b"\nendobj\n"


class _Page(NamedTuple):
    """`shared`: of the stream that many certificates have, 0 for none. Its own stream has the number after its own."""

    shared: int
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Of tails with pages of one kind. `whole`: objects with their numbers, the tree of pages and the catalog first;
    `alike`: numbers of the streams that many certificates share; `pages`: each begun, with the beginning of its stream;
    `files`: the first number that belongs to no page; `count`: of all objects, and the one that is none."""

    whole: tuple[tuple[int, bytes], ...]
    alike: tuple[int, ...]
    pages: tuple[tuple[bytes, bytes], ...]
    files: int
    count: int


def whole(number: int, body: bytes) -> bytes:
    return b"".join((b"%d 0 obj\n" % number, body, ENDED))


def first_page(count: int) -> int:
    """Its number, of a plate with so many objects."""
    return count + 2


@lru_cache(maxsize=32)
def frame(plate: "Plate", are_alike: tuple[bool, ...], has_file: bool) -> Frame:
    """`are_alike`: for each page after the first, whether it has a stream that many certificates share."""
    pages, files = _numbered(plate.count + 1, are_alike)
    told, rows = _sections(plate, pages, files + (attachment.OBJECTS if has_file else 0))
    belongs = attachment.belongs(files) if has_file else b""
    listed = attachment.listed(files) if has_file else b""
    objects = ((TREE, _tree(pages)), (CATALOG, _catalog(belongs + listed)), *told)
    return Frame(
        tuple([(number, whole(number, body)) for number, body in objects]),
        tuple([page.shared for page in pages if page.shared]),
        tuple([_begun(plate, n, page, b"" if n else belongs) for n, page in enumerate(pages)]),
        files,
        rows,
    )


def _numbered(number: int, are_alike: Sequence[bool]) -> tuple[list[_Page], int]:
    """The pages, and the next number."""
    pages = []
    for is_alike in (True, *are_alike):
        pages.append(_Page(number if is_alike else 0, number + is_alike))
        number += 2 + is_alike
    return pages, number


def _tree(pages: Sequence[_Page]) -> bytes:
    kids = b" ".join([b"%d 0 R" % page.number for page in pages])
    return b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(pages))


def _catalog(files: bytes) -> bytes:
    return (
        b"<</Type/Catalog/Pages %d 0 R/Lang(en-US)/PageLayout/SinglePage/MarkInfo<</Marked true>>"
        b"/StructTreeRoot %d 0 R/ViewerPreferences<</DisplayDocTitle true>>%b>>" % (TREE, TAGS, files)
    )


def _begun(plate: "Plate", place: int, page: _Page, belongs: bytes) -> tuple[bytes, bytes]:
    """What is different on each may follow."""
    common = plate.commons[place] if place < len(plate.commons) else 0
    own = page.number + 1
    # For programs that know no tags: the first page ends with its foot, the others begin with what they continue.
    parts = (common, *((own, page.shared) if place else (page.shared, own)))
    contents = b" ".join([b"%d 0 R" % part for part in parts if part])
    begun = (
        b"%d 0 obj\n<</Type/Page/Parent %d 0 R/MediaBox[0 0 %d %d]/Resources %d 0 R/Contents[%b]"
        b"/StructParents %d/Tabs/S%b"
        % (page.number, TREE, WIDTH, HEIGHT, plate.resources, contents, place, belongs)
    )
    return begun, b"%d 0 obj\n" % own


def _sections(plate: "Plate", pages: Sequence[_Page], number: int) -> tuple[list[tuple[int, bytes]], int]:
    """The tree for readers without eyes, and what of it is not in the plate, from this `number` on; and the next."""
    sections, owners, objects = [plate.section], [plate.owners], list[tuple[int, bytes]]()
    for place, page in enumerate(pages[1:], 1):
        parts = (tags.Part.FORM,) if place < len(plate.commons) else tags.OVERLEAF
        made = tags.section(number, DOCUMENT, page.number, parts)
        sections.append(number)
        owners.append(made.owners)
        objects += zip(itertools.count(number), made.objects)
        number += len(made.objects)
    tree, document = tags.tree(DOCUMENT, owners), tags.document(TAGS, sections)
    return [(TAGS, tree), (DOCUMENT, document), *objects], number
