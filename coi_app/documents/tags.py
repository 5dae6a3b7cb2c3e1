"""What the parts of a page are, for readers without eyes: a structure tree, its parts in the order they are read in.

ISO 32000-1, 14.7 and 14.8. It has headings, paragraphs and pictures; the table is a paragraph, read row by row.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from coi_app.documents.pdf_objects import text_string


class Part(IntEnum):
    """The value is the part's number in the content of its page."""

    TITLE = 0
    DRAFT = 1
    FORM = 2
    VALUES = 3
    PRODUCER = 4
    LOGO = 5
    HOLDER = 6
    NUMBER_HEADS = 7
    NUMBER = 8
    INSURED = 9
    INSURERS = 10
    COVERAGE = 11
    SAID = 12
    ANSWERS = 13
    DESCRIPTION_HEAD = 14
    DESCRIPTION = 15
    CONTINUED = 16
    NOTICES = 17
    SIGNED = 18
    SIGNATURE = 19
    BEYOND = 20
    FOOT = 21


class Tag(NamedTuple):
    """Begins a part among the marks of a page. `shows`: told instead of a picture."""

    part: Part
    shows: str = ""


_P, _FIGURE = b"P", b"Figure"
_READ: tuple[tuple[bytes, tuple[Part, ...]], ...] = (
    (b"H1", (Part.TITLE,)),
    (_P, (Part.DRAFT,)),
    (_P, (Part.FORM,)),
    (_P, (Part.VALUES,)),
    (_P, (Part.PRODUCER,)),
    (_FIGURE, (Part.LOGO,)),
    (_P, (Part.HOLDER,)),
    (_P, (Part.NUMBER_HEADS, Part.NUMBER)),
    (_P, (Part.INSURED,)),
    (_P, (Part.INSURERS,)),
    (_P, (Part.COVERAGE, Part.SAID, Part.ANSWERS)),
    (_P, (Part.DESCRIPTION_HEAD, Part.DESCRIPTION)),
    (_P, (Part.CONTINUED,)),
    (_P, (Part.NOTICES,)),
    (_P, (Part.SIGNED,)),
    (_FIGURE, (Part.SIGNATURE,)),
    (_P, (Part.BEYOND,)),
    (_P, (Part.FOOT,)),
)
_ROLES = {part: role for role, parts in _READ for part in parts}
END = b"EMC"
NOTHING: Mapping[Part, str] = {}
OVERLEAF = (
    Part.TITLE,
    Part.HOLDER,
    Part.INSURED,
    Part.CONTINUED,
    Part.NOTICES,
    Part.FOOT,
)  # a further page's
IN_TREE = (b"<</S/", b"<</Type/StructTreeRoot/")  # as the objects of the tree begin


@cache
def begun(part: Part, is_open: bool = False) -> bytes:
    """Where a part of a page's content begins; `is_open`: another one ends here."""
    return b"%b/%b<</MCID %d>>BDC" % (END + b" " if is_open else b"", _ROLES[part], part)


def enclosed(part: Part, content: bytes) -> bytes:
    return b"%b\n%b\n%b\n" % (begun(part), content, END)


class Section(NamedTuple):
    """A page in the tree: its objects, and the row of the parts' owners that the page refers to."""

    objects: list[bytes]
    owners: bytes


def section(
    first: int, document: int, page: int, parts: Collection[Part], shows: Mapping[Part, str] = NOTHING
) -> Section:
    """`first`: the number of its first object; `document` and `page`: those of what it is in and of the page."""
    elements: list[bytes] = []
    owners: dict[int, bytes] = {}
    for role, group in _READ:
        there = [part for part in group if part in parts]
        if there:
            owners |= dict.fromkeys(there, b"%d 0 R" % (first + 1 + len(elements)))
            elements.append(_element(role, first, page, there, shows.get(there[0], "")))
    kids = b" ".join([b"%d 0 R" % (first + 1 + n) for n in range(len(elements))])
    rows = b" ".join([owners.get(place, b"null") for place in range(max(owners, default=-1) + 1)])
    return Section([b"<</S/Sect/P %d 0 R/K[%b]>>" % (document, kids), *elements], b"[%b]" % rows)


def _element(role: bytes, parent: int, page: int, parts: Sequence[Part], shows: str) -> bytes:
    told = b"/Alt" + text_string(shows) if shows else b""
    numbers = b" ".join([b"%d" % part for part in parts])
    return b"<</S/%b/P %d 0 R/Pg %d 0 R/K[%b]%b>>" % (role, parent, page, numbers, told)


def tree(document: int, owners: Sequence[bytes]) -> bytes:
    """The root. A page refers to its place among the rows of `owners`."""
    rows = b"".join([b"%d%b" % row for row in enumerate(owners)])
    return b"<</Type/StructTreeRoot/K %d 0 R/ParentTree<</Nums[%b]>>>>" % (document, rows)


def document(tree: int, sections: Sequence[int]) -> bytes:
    return b"<</S/Document/P %d 0 R/K[%b]>>" % (tree, b" ".join([b"%d 0 R" % number for number in sections]))
