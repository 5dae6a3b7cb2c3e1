"""Breaking text into rows and choosing its size: as large as its style says, never under 6.5 points."""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from coi_app.documents import typeface
from coi_app.documents.sheet import FLOOR, STYLE, Canvas, DoesNotFit

STEP = 0.25
ROUNDING = 0.01  # sums of widths differ by less
SQUEEZE = 0.88  # a name is made a little smaller before it is broken


@lru_cache(maxsize=2_000)
def wrap(text: str, style: str, size: float, measure: float) -> tuple[str, ...]:
    """Rows no wider than `measure`; a word that is wider is broken between letters."""
    font = STYLE[style].font
    if typeface.width(text, font, size) < measure - ROUNDING:
        return (text,)
    words, starts = text.split(" "), _starts(text, font, size, measure)
    if not starts:
        return tuple(_with_broken_words(words, font, size, measure))
    return tuple([" ".join(words[start:end]) for start, end in pairwise([*starts, len(words)])])


def _starts(text: str, font: str, size: float, measure: float) -> list[int]:
    """The places of the words that begin a row; none when a word has to be broken, or is empty."""
    widths, space, narrowest, widest = _widths(text, font, size)
    if not 0 < narrowest <= widest <= measure:
        return []
    starts, used = [], measure
    for place, wide in enumerate(widths):
        used = used + space + wide
        if used > measure:
            starts.append(place)
            used = wide
    return starts


@lru_cache(maxsize=200)  # one text is tried in many measures
def _widths(text: str, font: str, size: float) -> tuple[list[float], float, float, float]:
    """Of the words, of a space, of the narrowest and of the widest word."""
    widths = [typeface.width(word, font, size) for word in text.split(" ")]
    return widths, typeface.width(" ", font, size), min(widths), max(widths)


def _with_broken_words(words: Sequence[str], font: str, size: float, measure: float) -> Iterator[str]:
    space = typeface.width(" ", font, size)
    row, used = "", 0.0
    for word in words:
        wide = typeface.width(word, font, size)
        if row and used + space + wide <= measure:
            row, used = f"{row} {word}", used + space + wide
            continue
        if row:
            yield row
        *broken, row = _pieces(word, font, size, measure) if wide > measure else (word,)
        yield from broken
        used = typeface.width(row, font, size)
    yield row


def _pieces(word: str, font: str, size: float, measure: float) -> list[str]:
    pieces, start, used = [], 0, 0.0
    for place, character in enumerate(word):
        wide = typeface.width(character, font, size)
        if used + wide > measure and place > start:
            pieces.append(word[start:place])
            start, used = place, 0.0
        used += wide
    return [*pieces, word[start:]]


def balanced(text: str, style: str, size: float, measure: float) -> tuple[str, ...]:
    """As many rows as `wrap` makes, but of about the same length."""
    rows = wrap(text, style, size, measure)
    if len(rows) == 1:
        return rows
    # The narrowest measure, in steps of two points, that takes no more rows: the narrower, the more rows.
    fits, fails = 0, min(math.ceil(measure / 4), _too_many_steps(text, style, size, measure, len(rows)))
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if _row_count(text, style, size, measure - 2 * middle) == len(rows):
            fits = middle
        else:
            fails = middle
    return wrap(text, style, size, measure - 2 * fits)


def _too_many_steps(text: str, style: str, size: float, measure: float, rows: int) -> int:
    """Steps of two points after which a word would have to be broken, or the words together need more rows."""
    font = STYLE[style].font
    _, space, _, widest = _widths(text, font, size)
    together = typeface.width(text, font, size) - (rows - 1) * space  # none is set where a row ends
    least = max(widest if widest <= measure else 0, together / rows - ROUNDING)
    return int((measure - least) / 2) + 1


def _row_count(text: str, style: str, size: float, measure: float) -> int:
    """How many rows `wrap` makes of a text that is wider than one."""
    starts = _starts(text, STYLE[style].font, size, measure)
    return len(starts) or len(wrap(text, style, size, measure))


@lru_cache(maxsize=200)
def steps(style: str, least: float = FLOOR) -> tuple[float, ...]:
    """The style's size and every quarter point below it, down to the floor."""
    size, floor = STYLE[style].size, max(FLOOR, least)
    return tuple(size - STEP * n for n in range(round((size - floor) / STEP) + 1))


def one_row_size(text: str, style: str, measure: float, least: float = FLOOR) -> float | None:
    """The largest size at which the text stays on one row; None when there is none."""
    font = STYLE[style].font
    for size in steps(style, least):
        if typeface.width(text, font, size) <= measure:
            return size
    return None


def fit(
    text: str, style: str, measure: float, rows: int = 1, squeeze: float = SQUEEZE
) -> tuple[tuple[str, ...], float]:
    """Rows and their size: one row, a little smaller; else balanced rows, over `rows` only at the floor."""
    size = fitting_size(text, style, measure, rows, squeeze)
    if typeface.width(text, STYLE[style].font, size) <= measure:
        return (text,), size
    return balanced(text, style, size, measure), size


def fitting_size(text: str, style: str, measure: float, rows: int = 1, squeeze: float = SQUEEZE) -> float:
    """The size at which `fit` sets the text."""
    size = one_row_size(text, style, measure, FLOOR if rows == 1 else STYLE[style].size * squeeze)
    if size is not None:
        return size
    fitting = (step for step in steps(style) if len(wrap(text, style, step, measure)) <= rows)
    return next(fitting, FLOOR)


class Entry(NamedTuple):
    """One value of a block, such as the name in an address; `what` names it when it has to be refused."""

    text: str
    style: str
    pitch: float
    what: str
    rows: int = 1


class SetRow(NamedTuple):
    text: str
    style: str
    size: float
    pitch: float


def block(entries: Sequence[Entry], measure: float, height: float) -> list[SetRow]:
    """The entries below each other, in ever smaller print until their pitches add up to `height`.

    Entries of one style share the smallest size any of them needs.
    """
    entries = [entry for entry in entries if entry.text]
    if rows := _at_full_size(entries, measure, height):
        return rows
    fitting = [fitting_size(entry.text, entry.style, measure, entry.rows) for entry in entries]
    for shrink in (1, 0.94, 0.88, 0.82, 0.76, 0.68):
        shared = _shared_sizes(entries, fitting, shrink)
        rows = [row for entry in entries for row in _set(entry, measure, shared[entry.style], shrink)]
        if sum(row.pitch for row in rows) <= height + 0.01:
            return rows
    raise DoesNotFit(max(entries, key=lambda entry: len(entry.text)).what)


def _at_full_size(entries: Sequence[Entry], measure: float, height: float) -> list[SetRow]:
    """One row each, as nearly all blocks are; empty when anything needs more care."""
    rows = []
    for entry in entries:
        style = STYLE[entry.style]
        if typeface.width(entry.text, style.font, style.size) >= measure - ROUNDING:
            return []
        rows.append(SetRow(entry.text, entry.style, style.size, max(entry.pitch, style.size + 0.9)))
        height -= rows[-1].pitch
    return rows if height >= -0.01 else []


def _shared_sizes(entries: Sequence[Entry], fitting: Sequence[float], shrink: float) -> dict[str, float]:
    sizes: dict[str, float] = {}
    for entry, size in zip(entries, fitting, strict=True):
        largest = max(FLOOR, STYLE[entry.style].size * shrink)
        sizes[entry.style] = min(size, sizes.get(entry.style, largest))
    return sizes


def _set(entry: Entry, measure: float, size: float, shrink: float) -> list[SetRow]:
    pitch = max(entry.pitch * min(shrink, size / STYLE[entry.style].size), size + 0.9)
    if typeface.width(entry.text, STYLE[entry.style].font, size) < measure - ROUNDING:
        return [SetRow(entry.text, entry.style, size, pitch)]
    texts = balanced(entry.text, entry.style, size, measure)
    return [SetRow(text, entry.style, size, pitch) for text in texts]


def put(canvas: Canvas, x: float, y: float, rows: Sequence[SetRow]) -> float:
    """Returns the baseline of the row that would follow."""
    for row in rows:
        canvas.text(x, y, row.text, row.style, row.size)
        y += row.pitch
    return y


def cell(canvas: Canvas, x: float, y: float, text: str, style: str, measure: float, what: str) -> float:
    """A value that must stay on one row; returns its size."""
    size = one_row_size(text, style, measure)
    if size is None:
        raise DoesNotFit(what)
    canvas.text(x, y, text, style, size)
    return size
