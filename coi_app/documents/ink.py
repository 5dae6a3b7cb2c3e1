"""A tail's marks written as a PDF content stream, in the character codes of the plate it belongs to.

fpdf2 draws the plate; the few marks of one holder are written here, because 250 of them take fpdf2 as long as
10,000 certificates take this.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from coi_app.documents import further_letters, qr, typeface
from coi_app.documents.pdf_objects import escaped, text_string
from coi_app.documents.sheet import (
    HEIGHT,
    RULE,
    STYLE,
    Box,
    Code,
    Group,
    Mark,
    Picture,
    Pieces,
    Rule,
    Text,
    Watermark,
    number,
)
from coi_app.documents.tags import END, Tag, begun, enclosed

FONTS = {cut: b"F%d" % n for n, cut in enumerate(typeface.CUTS, 1)}  # as fpdf2 names them on a page
KEPT = 500  # groups, and pages of them
PLAIN, LAST = bytes(range(32, 127)).decode(), "\x7f"
SPACE = " "  # after each text, for programs that put texts together to sentences
_LAST = LAST.encode("utf-16-be")
TITLED = frozenset(name for name, style in STYLE.items() if style.font == typeface.TITLE)
WHITE = frozenset(name for name, style in STYLE.items() if style.white)
_PLAINLY = b"%b(%b)Tj ET"


class Inked(NamedTuple):
    """A page's content: its `own` stream, one that many pages have `alike`, empty for none, and the page's entry that
    tells where its codes lead."""

    own: bytes
    alike: bytes
    links: bytes


class Codes:
    """By cut and character, two bytes each; one for the plates of a pack of fonts."""

    def __init__(self, known: Mapping[str, Mapping[str, int]]) -> None:
        self.known = known
        self._escaped = {
            cut: {letter: escaped(code.to_bytes(2)) for letter, code in codes.items()}
            for cut, codes in known.items()
        }
        self._plain = _plain_codes(known)
        self.group = lru_cache(maxsize=KEPT)(self._group)
        self.alike = lru_cache(maxsize=KEPT)(self._alike)

    def texts(self, marks: Sequence[Text]) -> list[bytes]:
        """Raises KeyError for what the font does not have."""
        if not marks:
            return []
        # By columns: a function of ours for each takes longer.
        x, y, words, styles, sizes, said = zip(*marks, strict=True)
        begun = map(_begun, styles, sizes, x, y)
        strings = self._strings(words, styles)
        if any(said) or not WHITE.isdisjoint(styles):
            return list(map(_ended, marks, begun, strings))
        return list(map(_PLAINLY.__mod__, zip(begun, strings, strict=True)))

    def _strings(self, words: Sequence[str], styles: Sequence[str]) -> Sequence[bytes]:
        """Each as it stands in a string of a page."""
        joined = f"{SPACE}{LAST}".join(words) + SPACE
        if not (
            self._plain and joined.isascii() and "".join(words).isprintable() and TITLED.isdisjoint(styles)
        ):
            return list(map(self._string, words, styles))
        codes = joined.encode("utf-16-be").translate(self._plain)
        return escaped(codes).split(_LAST)  # all at once takes half as long as each

    def _string(self, words: str, style: str) -> bytes:
        return b"".join(map(self._escaped[STYLE[style].font].__getitem__, words + SPACE))

    def _group(self, group: Group) -> bytes:
        return b"\n".join(_drawn(group.marks, self))

    def _alike(self, groups: tuple[Group, ...]) -> bytes:
        return b"".join(
            [enclosed(group.part, self.group(group)) for group in groups if group.part is not None]
        )


class FurtherCodes(Codes):
    """`further`: texts with letters that the fonts lack, in parts that are drawn already or have letters of theirs."""

    def __init__(self, own: Codes, further: Mapping[Text, Sequence[Text | bytes]]) -> None:
        super().__init__(own.known)
        self._further = further

    def texts(self, marks: Sequence[Text]) -> list[bytes]:
        return [self._text(mark) for mark in marks]

    def _text(self, mark: Text) -> bytes:
        if mark not in self._further:
            return super().texts([mark])[0]
        parts = [
            part if isinstance(part, bytes) else super(FurtherCodes, self).texts([part])[0]
            for part in self._further[mark]
        ]
        drawn = b" ".join(parts)
        says = mark.said or (mark.text if further_letters.is_better_told(mark.text) else "")
        return _said(says, drawn) if says else drawn


def _plain_codes(known: Mapping[str, Mapping[str, int]]) -> bytes:
    """Makes codes of plain letters in UTF-16: the first byte of both is zero. Empty when that is not so, or the cuts
    have different ones."""
    one, other = (
        [known.get(cut, {}).get(letter, -1) for letter in PLAIN] for cut in (typeface.TEXT, typeface.STRONG)
    )
    if one != other or min(one) < 0 or max(one) >= ord(LAST):
        return b""
    return bytes.maketrans(PLAIN.encode(), bytes(one))


def page(pieces: Pieces, codes: Codes) -> Inked:
    single: list[Mark | bytes] = []
    alike: list[Group] = []
    links: list[bytes] = []
    is_open = False
    for piece in pieces:
        if isinstance(piece, Tag):
            single.append(begun(piece.part, is_open))
            is_open = True
        elif not isinstance(piece, Group):
            single.append(piece)
            if isinstance(piece, Code):
                links.append(_link(piece))
        elif (
            piece.part is not None
        ):  # what many pages have alike has no code in it: each certificate has its own
            alike.append(piece)
        elif piece.marks:
            single.append(codes.group(piece))
    own = b"\n".join([*_drawn(single, codes), END + b"\n" if is_open else b""])
    return Inked(own, codes.alike(tuple(alike)), b"/Annots[%b]" % b"".join(links) if links else b"")


def _drawn(marks: Sequence[Mark | bytes], codes: Codes) -> list[bytes]:
    """Bytes are drawn already."""
    texts = iter(codes.texts([mark for mark in marks if isinstance(mark, Text)]))
    return [next(texts) if isinstance(mark, Text) else _mark(mark) for mark in marks]


def _mark(mark: Rule | Box | Picture | Code | Watermark | bytes) -> bytes:
    if isinstance(mark, bytes):
        return mark
    if isinstance(mark, Code):
        return _code(mark)
    if isinstance(mark, Rule):
        y = number(HEIGHT - mark.y)
        return f"{RULE[mark.weight]} w {number(mark.x)} {y} m {number(mark.x_end)} {y} l S".encode()
    if isinstance(mark, Picture | Watermark):
        raise TypeError(f"A {type(mark).__name__} belongs to the plate.")
    paint = "f" if mark.filled else "S"
    return f"{RULE[mark.weight]} w {_rectangle(mark)} re {paint}".encode()


def _rectangle(box: Box) -> str:
    return " ".join(map(number, (box.x, HEIGHT - box.y - box.h, box.w, box.h)))


def _ended(mark: Text, begun: bytes, string: bytes) -> bytes:
    drawn = _PLAINLY % (begun, string)
    if STYLE[mark.style].white:
        drawn = b"1 g %b 0 g" % drawn
    return _said(mark.said, drawn) if mark.said else drawn


def _said(words: str, drawn: bytes) -> bytes:
    return b"/Span<</ActualText%b>>BDC %b EMC" % (text_string(words), drawn)


@lru_cache(maxsize=4_000)
def _begun(style: str, size: float, x: float, y: float) -> bytes:
    place = f"{number(size)} Tf {number(x)} {number(HEIGHT - y)} Td "
    return b"BT /%b %b" % (FONTS[STYLE[style].font], place.encode())


def _link(mark: Code) -> bytes:
    """Makes a code lead where it points, for those who read on a screen."""
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
