"""A tail's marks written as a PDF content stream, in the character codes of the plate it belongs to.

fpdf2 draws the plate; the few marks of one holder are written here, because 250 of them take fpdf2 as long as
10,000 certificates take this.
"""

from collections.abc import Mapping
from functools import lru_cache

from coi_app.documents import qr, typeface
from coi_app.documents.pdf_objects import escaped, text_string
from coi_app.documents.sheet import (
    HEIGHT,
    RULE,
    STYLE,
    Box,
    Code,
    Group,
    Mark,
    Marks,
    Picture,
    Rule,
    Text,
    Watermark,
    number,
)

FONTS = {cut: b"F%d" % n for n, cut in enumerate(typeface.CUTS, 1)}  # as fpdf2 names them on a page
KEPT = 500  # groups


class Codes:
    """By cut and character, already escaped; one for the plates of a pack of fonts."""

    def __init__(self, known: Mapping[str, Mapping[str, bytes]]) -> None:
        self.known = known
        self.group = lru_cache(maxsize=KEPT)(self._group)

    def _group(self, group: Group) -> bytes:
        return b"\n".join([_mark(mark, self) for mark in group.marks])


def content(marks: Marks, codes: Codes) -> bytes:
    written = [codes.group(mark) if isinstance(mark, Group) else _mark(mark, codes) for mark in marks]
    return b"\n".join(filter(None, written)) + b"\n"


def _mark(mark: Mark, codes: Codes) -> bytes:
    match mark:
        case Text():
            return _text(mark, codes)
        case Rule():
            y = number(HEIGHT - mark.y)
            return f"{RULE[mark.weight]} w {number(mark.x)} {y} m {number(mark.x_end)} {y} l S".encode()
        case Code():
            return _code(mark)
        case Picture() | Watermark():
            raise TypeError(f"A {type(mark).__name__} belongs to the plate.")
        case Box():
            paint = "f" if mark.filled else "S"
            return f"{RULE[mark.weight]} w {_rectangle(mark)} re {paint}".encode()


def _rectangle(box: Box) -> str:
    return " ".join(map(number, (box.x, HEIGHT - box.y - box.h, box.w, box.h)))


def _text(mark: Text, codes: Codes) -> bytes:
    style = STYLE[mark.style]
    shown = b"".join(map(codes.known[style.font].__getitem__, mark.text))
    drawn = b"%b(%b)Tj ET" % (_begun(style.font, mark.size, mark.x, mark.y), shown)
    if style.white:
        drawn = b"1 g %b 0 g" % drawn
    if mark.said:
        drawn = b"/Span<</ActualText%b>>BDC %b EMC" % (text_string(mark.said), drawn)
    return drawn


@lru_cache(maxsize=4_000)
def _begun(font: str, size: float, x: float, y: float) -> bytes:
    place = f"{number(size)} Tf {number(x)} {number(HEIGHT - y)} Td "
    return b"BT /%b %b" % (FONTS[font], place.encode())


def links(marks: Marks) -> bytes:
    """A page's entry that makes its QR codes lead where they point, for those who read on a screen.

    What many pages have alike has no code in it: each certificate has its own.
    """
    found = b"".join([_link(mark) for mark in marks if isinstance(mark, Code)])
    return b"/Annots[%b]" % found if found else b""


def _link(mark: Code) -> bytes:
    action = b"<</S/URI/URI(%b)>>" % escaped(mark.address.encode())
    place = _corners(mark.x, HEIGHT - mark.y - mark.h, mark.w, mark.h)
    return b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%b]/A%b>>" % (place, action)


@lru_cache(maxsize=100)
def _corners(x: float, y: float, w: float, h: float) -> bytes:
    return " ".join(map(number, (x, y, x + w, y + h))).encode()


def _code(mark: Code) -> bytes:
    """A one-bit inline mask: crisp at every size (viewers smooth pictures, not masks), and small."""
    modules = qr.modules(mark.address)
    head = _mask(mark.x, HEIGHT - mark.y - mark.h, mark.w, mark.h, modules.side)
    return head + modules.rows.hex().encode() + b"> EI Q"


@lru_cache(maxsize=100)
def _mask(x: float, y: float, w: float, h: float, side: int) -> bytes:
    place = f"{number(w)} 0 0 {number(h)} {number(x)} {number(y)}"
    return f"q {place} cm BI /W {side} /H {side} /IM true /BPC 1 /D [1 0] /F /AHx ID ".encode()
