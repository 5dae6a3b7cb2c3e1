"""Marks written as a PDF content stream: the only code that turns a page's values into drawing operators."""

from collections.abc import Iterable

from coi_app.documents import qr, typeface
from coi_app.documents.pdf_objects import escaped, text_string
from coi_app.documents.sheet import (
    HEIGHT,
    RULE,
    STYLE,
    Box,
    Code,
    Mark,
    Picture,
    Rule,
    Text,
    Watermark,
    number,
)

FONTS = {typeface.TEXT: b"FT", typeface.STRONG: b"FS", typeface.TITLE: b"FH"}


def content(marks: Iterable[Mark]) -> bytes:
    return b"\n".join(map(_mark, marks)) + b"\n"


def _mark(mark: Mark) -> bytes:
    match mark:
        case Text():
            return _text(mark)
        case Rule():
            y = number(HEIGHT - mark.y)
            return f"{RULE[mark.weight]} w {number(mark.x)} {y} m {number(mark.x_end)} {y} l S".encode()
        case Picture():
            return _picture(mark)
        case Code():
            return _code(mark)
        case Box():
            paint = "f" if mark.filled else "S"
            return f"{RULE[mark.weight]} w {_rectangle(mark)} re {paint}".encode()
        case Watermark():
            return _watermark(mark)


def _rectangle(box: Box) -> str:
    return " ".join(map(number, (box.x, HEIGHT - box.y - box.h, box.w, box.h)))


def _text(mark: Text) -> bytes:
    style = STYLE[mark.style]
    place = f"{number(mark.size)} Tf {number(mark.x)} {number(HEIGHT - mark.y)} Td ".encode()
    shown = escaped(mark.text.encode("utf-16-be"))
    drawn = b"BT /%b %b(%b)Tj ET" % (FONTS[style.font], place, shown)
    if style.white:
        drawn = b"1 g %b 0 g" % drawn
    if mark.said:
        drawn = b"/Span<</ActualText%b>>BDC %b EMC" % (text_string(mark.said), drawn)
    return drawn


def picture_name(mark: Picture) -> str:
    """Under which a page finds the picture: the same one in two sizes is two images."""
    return f"I{mark.sha256[:16]}x{number(mark.w)}"


def _picture(mark: Picture) -> bytes:
    """Drawn into the mark's rectangle, which already has the picture's proportions."""
    x, y, w, h = map(number, (mark.x, HEIGHT - mark.y - mark.h, mark.w, mark.h))
    return f"q {w} 0 0 {h} {x} {y} cm /{picture_name(mark)} Do Q".encode()


def _code(mark: Code) -> bytes:
    """A one-bit inline mask: crisp at every size (viewers smooth pictures, not masks), and small."""
    modules = qr.modules(mark.address)
    x, y, w, h = map(number, (mark.x, HEIGHT - mark.y - mark.h, mark.w, mark.h))
    side = modules.side
    head = f"q {w} 0 0 {h} {x} {y} cm BI /W {side} /H {side} /IM true /BPC 1 /D [1 0] /F /AHx ID "
    return head.encode() + modules.rows.hex().encode() + b"> EI Q"


def _watermark(mark: Watermark) -> bytes:
    (cosine, sine), (x, y) = mark.TURN, mark.start
    matrix = f"{cosine} {sine} {-sine} {cosine} {number(x)} {number(HEIGHT - y)} Tm"
    shown = escaped(mark.word.encode("utf-16-be"))
    return b"q %b G %b w BT 1 Tr /FH %d Tf %b (%b)Tj ET Q" % (
        number(mark.GRAY).encode(),
        number(mark.LINE).encode(),
        mark.SIZE,
        matrix.encode(),
        shown,
    )
