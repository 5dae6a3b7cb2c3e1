"""What stands on a page: marks that know their place, measured before anything is drawn.

US Letter, points, origin at the top left; a text's `y` is its baseline.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, NamedTuple

from coi_app.documents import typeface
from coi_app.documents.tags import Part, Tag
from coi_app.rules import errors

WIDTH, HEIGHT = 612, 792
LEFT, RIGHT = 36, 576
GUTTER, SPLIT = 108, 342  # content after the side-heads; second column of the first panel
ROW = 10  # baseline pitch of names and addresses
FLOOR = 6.5  # R26: nothing is printed smaller


@dataclass(frozen=True, slots=True)
class Style:
    font: str
    size: float
    white: bool = False


STYLE: dict[str, Style] = {
    "title": Style(typeface.TITLE, 18),
    "lead": Style(typeface.TEXT, 7.5),
    "head": Style(typeface.STRONG, 7.5),
    "label": Style(typeface.TEXT, 6.5),
    "label_strong": Style(typeface.STRONG, 6.5),
    "name": Style(typeface.STRONG, 9.5),
    "value": Style(typeface.TEXT, 8.5),
    "number": Style(typeface.STRONG, 10.5),
    "line": Style(typeface.STRONG, 8),
    "cell": Style(typeface.TEXT, 8),
    "cell_strong": Style(typeface.STRONG, 8),
    "amount": Style(typeface.STRONG, 8.5),
    "option": Style(typeface.TEXT, 7.5),
    "option_strong": Style(typeface.STRONG, 7.5),
    "mark": Style(typeface.STRONG, 8.5),
    "badge": Style(typeface.STRONG, 8, white=True),
    "cross": Style(typeface.STRONG, 7.75),
    "body": Style(typeface.TEXT, 8.5),
    "notice": Style(typeface.TEXT, 8),
    "notice_strong": Style(typeface.STRONG, 8),
}
RULE: dict[str, float] = {"heavy": 1.4, "mid": 0.8, "hair": 0.5, "box": 0.6}


class DoesNotFit(errors.Refusal):
    """A value is longer than its place at the smallest print (R26): it is refused by name, never cut."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"{what} is too long for its place on the certificate, even in the smallest print. Shorten it."
        )


class Text(NamedTuple):
    """`said`: what a reader without eyes is told instead, when the text alone says too little. A tuple, because it is
    made ten times a certificate, and that takes a third of what a frozen dataclass takes."""

    x: float
    y: float
    text: str
    style: str
    size: float
    said: str = ""

    @property
    def width(self) -> float:
        return typeface.width(self.text, STYLE[self.style].font, self.size)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.x, self.y - 0.72 * self.size, self.x + self.width, self.y + 0.2 * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    x: float
    y: float
    x_end: float
    weight: str = "hair"

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        half = RULE[self.weight] / 2
        return self.x, self.y - half, self.x_end, self.y + half


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    w: float
    h: float
    filled: bool = False
    weight: str = "box"

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.x, self.y, self.x + self.w, self.y + self.h


@dataclass(frozen=True, slots=True)
class Picture(Box):
    """`sha256` names the picture; it keeps its proportions in the middle of the place."""

    sha256: str = ""


class Code(NamedTuple):
    """A QR code of this address. A tuple, as `Text` is: each certificate has another."""

    x: float
    y: float
    w: float
    h: float
    address: str

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.x, self.y, self.x + self.w, self.y + self.h


@dataclass(frozen=True, slots=True)
class Watermark:
    """One outlined word across the page, behind everything. `ANGLE` in degrees, counter-clockwise."""

    SIZE: ClassVar = 178
    LINE: ClassVar = 1.1
    GRAY: ClassVar = 0.53
    ANGLE: ClassVar = 52

    word: str

    @property
    def turn(self) -> tuple[float, float]:
        """Cosine and sine of the angle."""
        return math.cos(math.radians(self.ANGLE)), math.sin(math.radians(self.ANGLE))

    @property
    def start(self) -> tuple[float, float]:
        """Of its baseline, so that the word's middle is the page's."""
        (cosine, sine), down = self.turn, 52.0
        half = typeface.width(self.word, typeface.TITLE, self.SIZE) / 2
        return WIDTH / 2 - half * cosine + down * sine, HEIGHT / 2 + half * sine + down * cosine


Mark = Text | Rule | Box | Picture | Code | Watermark


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Marks that many pages have alike: by its identity one knows that they were written before.

    `part`: of the page, when there are so many that they stand in a stream of their own, which a combined PDF has once.
    """

    marks: tuple[Mark, ...]
    part: Part | None = None


Piece = Mark | Group | Tag
Pieces = Iterable[Piece]


def singly(pieces: Pieces) -> Iterator[Mark]:
    """The marks, those of groups in their places."""
    for piece in pieces:
        if isinstance(piece, Group):
            yield from piece.marks
        elif not isinstance(piece, Tag):
            yield piece


def split(pieces: Pieces, part: Part) -> tuple[tuple[Mark | Tag, ...], Group]:
    """What a plate can hold, and as this part of the page what is beyond fpdf2 or the plate's fonts: words for readers
    without eyes, and texts with letters that the certificate's cuts lack."""
    held: list[Mark | Tag] = []
    beyond: list[Mark] = []
    for piece in pieces:
        for mark in piece.marks if isinstance(piece, Group) else (piece,):
            if isinstance(mark, Text) and (mark.said or typeface.is_beyond(mark.text)):
                beyond.append(mark)
            else:
                held.append(mark)
    return tuple(held), Group(tuple(beyond), part)


def texts(pieces: Pieces) -> Iterator[Text]:
    return (mark for mark in singly(pieces) if isinstance(mark, Text))


@lru_cache(maxsize=4_000)
def number(value: float) -> str:
    """As PDF and SVG are told of points."""
    return f"{round(value, 2):g}"


class Canvas:
    """Collects the marks of one page, or of one part of it."""

    def __init__(self) -> None:
        self.parts: list[Piece] = []

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(singly(self.parts))

    def add(self, *parts: Piece) -> None:
        self.parts.extend(parts)

    def as_group(self, part: Part | None = None) -> Group:
        """What is on it so far, for pages that have it alike."""
        return Group(self.marks, part)

    def text(self, x: float, y: float, text: str, style: str, size: float = 0, said: str = "") -> None:
        """Starting at x."""
        if text:
            self.parts.append(Text(x, y, text, style, size or STYLE[style].size, said))

    def right(self, x: float, y: float, text: str, style: str, size: float = 0) -> None:
        size = size or STYLE[style].size
        self.text(x - typeface.width(text, STYLE[style].font, size), y, text, style, size)

    def centred(self, x: float, y: float, text: str, style: str, size: float = 0, said: str = "") -> None:
        size = size or STYLE[style].size
        self.text(x - typeface.width(text, STYLE[style].font, size) / 2, y, text, style, size, said)

    def rule(self, y: float, x: float = LEFT, x_end: float = RIGHT, weight: str = "hair") -> None:
        self.parts.append(Rule(x, y, x_end, weight))

    def badge(self, x: float, y: float, letter: str, side: float = 10) -> None:
        """An insurer's letter, white in a black square: the eye joins the row with the list."""
        size = min(STYLE["badge"].size, side - 0.5)
        self.parts.append(Box(x, y + 2.1 - side if side > 9 else y + 1.6 - side, side, side, filled=True))
        self.centred(x + side / 2, y, letter, "badge", size)

    def check(self, x: float, y: float, ticked: bool) -> float:
        """A check box; its cross is a letter, so that it can be read aloud, searched and copied."""
        self.parts.append(Box(x, y - 5.9, 6.6, 6.6))
        if ticked:
            self.centred(x + 3.3, y - 0.25, "X", "cross")
        return x + 9.6


def moved(marks: Iterable[Mark], y: float) -> Iterator[Mark]:
    """The same marks, `y` points further down."""
    for mark in marks:
        if isinstance(mark, Text | Code):
            yield mark._replace(y=mark.y + y)
        elif not isinstance(mark, Watermark):
            yield replace(mark, y=mark.y + y)
