"""What a page of a form looks like, as SVG: its lines, boxes and words where they stand.

It shows on every screen where a field is, and carries the live preview. Pictures are left out: the paper has them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from pypdf import PageObject
from pypdf.generic import ContentStream, NameObject

from coi_app.documents.sheet import HEIGHT, WIDTH, number
from coi_app.rules.licensed_forms import Rectangle

MOST_MARKS = 8_000
CELL = 4  # points
EDGE = 14  # points that a printer may not reach
FREE = (
    (190.0, 44.0),
    (150.0, 40.0),
    (120.0, 36.0),
)  # what the code of the public check likes to have, best first

Matrix = Sequence[float]
Point = tuple[float, float]


@dataclass
class Outline:
    """`svg`: elements in points of the page; `bounds`: where something is drawn."""

    marks: list[str] = field(default_factory=list)
    bounds: list[Rectangle] = field(default_factory=list)

    @property
    def svg(self) -> str:
        return "".join(self.marks[:MOST_MARKS])


def of_page(page: PageObject, box: Rectangle) -> Outline:
    pen = _Pen(box)
    content = page.get_contents()
    if content is not None:
        page[NameObject("/Contents")] = apart = ContentStream(content, page.pdf)
        apart.operations = list(_words_apart(apart.operations))
        page.extract_text(
            visitor_operand_before=pen.before, visitor_operand_after=pen.after, visitor_text=pen.text
        )
        page[NameObject("/Contents")] = content
    return pen.outline


def _words_apart(operations: Iterable[tuple[Any, bytes]]) -> Iterator[tuple[Any, bytes]]:
    """The reader joins the words of a row; naming the font again after each move keeps them where they are."""
    font, moved = None, False
    for operands, operator in operations:
        if operator == b"Tf":
            font = operands
        elif operator in (b"Td", b"TD", b"Tm", b"T*"):
            moved = True
        elif operator in (b"Tj", b"TJ") and moved and font is not None:
            yield font, b"Tf"
            moved = False
        yield operands, operator


class _Pen:
    """Draws what the reader passes by. `_outer`: where the drawings inside drawings begin."""

    def __init__(self, box: Rectangle) -> None:
        self.outline = Outline()
        self._outer: list[Matrix] = [_upright(box)]
        self._path: list[str] = []
        self._points: list[Point] = []
        self._colors = [False]  # whether filled shapes are white, for each state that was saved

    def before(self, operator: bytes, operands: Any, turned: Matrix, _: Matrix) -> None:
        if operator == b"Do":
            self._outer.append(_times(turned, self._outer[-1]))
        elif operator in _WHITE:
            self._colors[-1] = tuple(map(_figure, operands)) == _WHITE[operator]
        elif operator == b"q":
            self._colors.append(self._colors[-1])
        elif operator == b"Q" and len(self._colors) > 1:
            self._colors.pop()
        elif operator in _PATH and len(operands) >= _PATH[operator]:
            self._go(operator, [float(one) for one in operands], turned)
        elif operator in _PAINT:
            self._paint(_PAINT[operator])

    def after(self, operator: bytes, _: Any, __: Matrix, ___: Matrix) -> None:
        if operator == b"Do":
            self._outer.pop()

    def text(self, text: str, turned: Matrix, placed: Matrix, _: Any, size: float) -> None:
        words = " ".join(text.split())
        if not words:
            return
        a, b, c, d, x, y = _times(placed, _times(turned, self._outer[-1]))
        size = size * (c * c + d * d) ** 0.5
        if not 1 < size < 200 or abs(b) > abs(a):
            return
        y = HEIGHT - y
        self.outline.marks.append(
            f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}">{escape(words)}</text>'
        )
        self.outline.bounds.append(Rectangle(x, y - 0.75 * size, 0.5 * size * len(words), size))

    def _go(self, operator: bytes, numbers: list[float], turned: Matrix) -> None:
        if operator == b"re":
            x, y, w, h = numbers[:4]
            corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
            self._add("M", [corners[0]], turned)
            self._add("L", corners[1:], turned)
            self._path.append("Z")
            return
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        if operator == b"c":
            self._add("C", pairs[:3], turned)
        else:
            self._add("M" if operator == b"m" else "L", pairs[-1:], turned)

    def _add(self, command: str, points: list[Point], turned: Matrix) -> None:
        a, b, c, d, e, f = _times(turned, self._outer[-1])
        placed = [(a * x + c * y + e, HEIGHT - (b * x + d * y + f)) for x, y in points]
        self._points += placed
        self._path.append(command + " ".join(f"{number(x)} {number(y)}" for x, y in placed))

    def _paint(self, look: str) -> None:
        path, points, self._path, self._points = self._path, self._points, [], []
        if not look or not points or path[0][0] != "M" or (look == "fill" and self._colors[-1]):
            return
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        thin = min(right - left, bottom - top) < 2.5
        if look == "fill" and not thin:
            look = "tint"  # its color is not known here: dark letters must stay readable on it
        else:
            self.outline.bounds += _edges(left, top, right, bottom)
        self.outline.marks.append(f'<path {_LOOK[look]} d="{"".join(path)}"/>')


_LOOK = {
    "line": 'fill="none" stroke="#000" stroke-width="0.6"',
    "fill": 'fill="#000"',
    "tint": 'fill="#000" fill-opacity="0.07"',
}
_PATH = {b"m": 2, b"l": 2, b"c": 6, b"v": 4, b"y": 4, b"re": 4}
_WHITE: dict[bytes, tuple[float, ...]] = {
    **dict.fromkeys((b"rg", b"sc", b"scn"), (1, 1, 1)), b"g": (1,), b"k": (0, 0, 0, 0),
}  # fmt: skip
_PAINT = {
    **dict.fromkeys((b"f", b"F", b"f*"), "fill"),
    **dict.fromkeys((b"S", b"s", b"B", b"B*", b"b", b"b*"), "line"),
    b"n": "",
}


def _figure(operand: Any) -> float:
    return float(operand) if isinstance(operand, int | float) else -1


def _edges(left: float, top: float, right: float, bottom: float) -> list[Rectangle]:
    """A drawn box is free inside."""
    w, h = right - left, bottom - top
    return [
        Rectangle(left, top, w, 1), Rectangle(left, bottom, w, 1),
        Rectangle(left, top, 1, h), Rectangle(right, top, 1, h),
    ]  # fmt: skip


def _upright(box: Rectangle) -> Matrix:
    """The page from its corner, in the size of the paper."""
    wide, high = WIDTH / box.w, HEIGHT / box.h
    return wide, 0, 0, high, -box.x * wide, -box.y * high


def _times(one: Matrix, other: Matrix) -> tuple[float, ...]:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def free_place(taken: Iterable[Rectangle]) -> Rectangle | None:
    """The lowest place, then the one furthest right, where nothing is drawn and nothing to fill in; None if none."""
    columns, rows = int(WIDTH / CELL), int(HEIGHT / CELL)
    used = [bytearray(columns) for _ in range(rows)]
    for one in taken:
        left, right = _cells(one.x, one.w, columns)
        for row in used[slice(*_cells(one.y, one.h, rows))]:
            row[left:right] = b"\1" * (right - left)
    edge = -(-EDGE // CELL)
    for w, h in FREE:
        wide, high = -int(-w // CELL), -int(-h // CELL)
        for y in range(rows - edge - high, edge, -1):
            for x in range(columns - edge - wide, edge, -1):
                if not any(any(row[x : x + wide]) for row in used[y : y + high]):
                    return Rectangle(x * CELL, y * CELL, w, h)
    return None


def _cells(start: float, length: float, most: int) -> tuple[int, int]:
    first = max(0, min(most, int(start // CELL)))
    return first, max(first, min(most, int((start + length) // CELL) + 1))
