"""Breaking text into rows and choosing its size: as large as its style says, never under 6.5 points."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from coi_app.documents import typeface
from coi_app.documents.further_letters import clusters
from coi_app.documents.sheet import FLOOR, STYLE, Canvas, DoesNotFit, Text

STEP = 0.25
ROUNDING = 0.01  # sums of widths differ by less
SQUEEZE = 0.88  # a name is made a little smaller before it is broken


@lru_cache(maxsize=2_000)
def wrap(text: str, style: str, size: float, measure: float) -> tuple[str, ...]:
    """Rows no wider than `measure`; a word that is wider is broken between letters."""
    font = STYLE[style].font
    if typeface.width(text, font, size) < measure - ROUNDING:
        return (text,)
    words = _words(text, font)
    starts = _starts(words, measure * 1000 / size)
    if not starts:
        return tuple(_with_broken_words(words.texts, font, size, measure))
    return tuple([" ".join(words.texts[start:end]) for start, end in pairwise([*starts, len(words.texts)])])


class _Words(NamedTuple):
    """A text in words; all widths in thousandths of the size. `ends`: of the row up to each word and a space after it;
    `whole`: that of all on one row."""

    texts: list[str]
    widths: list[int]
    space: int
    ends: list[int]
    whole: int


@lru_cache(maxsize=200)  # one text is tried in many measures
def _words(text: str, font: str) -> _Words:
    texts, space = text.split(" "), typeface.thousandths(" ", font)
    widths = list(map(typeface.widths_of_words(font).__getitem__, texts))
    ends = list(accumulate(map(space.__add__, widths)))
    return _Words(texts, widths, space, ends, ends[-1] - space)


def _starts(words: _Words, room: float) -> list[int]:
    """The places of the words that begin a row; none when a word has to be broken, or is empty."""
    if not 0 < min(words.widths) <= max(words.widths) <= room:
        return []
    starts, used, space = [], room, words.space
    for place, wide in enumerate(words.widths):
        used += space + wide
        if used > room:
            starts.append(place)
            used = wide
    return starts


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
    pieces, piece, used = [], "", 0.0
    for cluster in clusters(word):
        wide = typeface.width(cluster, font, size)
        if piece and used + wide > measure:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + cluster, used + wide
    return [*pieces, piece]


def balanced(text: str, style: str, size: float, measure: float) -> tuple[str, ...]:
    """As many rows as `wrap` makes, but of about the same length."""
    words = _words(text, STYLE[style].font)
    if words.whole * size <= measure * 1000:
        return (text,)
    if rows := _two_rows(words, size, measure):
        return rows
    rows = wrap(text, style, size, measure)
    # The narrowest measure, in steps of two points, that takes no more rows: the narrower, the more rows.
    fits, fails = 0, min(math.ceil(measure / 4), _too_many_steps(words, size, measure, len(rows)))
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if _row_count(text, words, style, size, measure - 2 * middle) == len(rows):
            fits = middle
        else:
            fails = middle
    return wrap(text, style, size, measure - 2 * fits)


def _two_rows(words: _Words, size: float, measure: float) -> tuple[str, ...]:
    """Nearly all long names are: the same as by trying measures, worked out. Empty when they need more."""
    texts, widths, space, ends, whole = words
    half = bisect_left(ends, (whole + space) / 2)  # the first row is the longer one from here on
    least = ends[half] - space
    if half:
        least = min(least, whole - ends[half - 1])
    if least * size > measure * 1000 or 0 in widths:
        return ()
    fits = min(int((measure - least * size / 1000) / 2), math.ceil(measure / 4) - 1)
    place = bisect_right(ends, (measure - 2 * fits) * 1000 / size + space)
    return " ".join(texts[:place]), " ".join(texts[place:])


def _too_many_steps(words: _Words, size: float, measure: float, rows: int) -> int:
    """Steps of two points after which a word would have to be broken, or the words together need more rows."""
    together = words.whole - (rows - 1) * words.space  # none is set where a row ends
    widest = max(words.widths) * size / 1000
    least = max(widest if widest <= measure else 0, together * size / 1000 / rows - ROUNDING)
    return int((measure - least) / 2) + 1


def _row_count(text: str, words: _Words, style: str, size: float, measure: float) -> int:
    """How many rows `wrap` makes of a text that is wider than one."""
    starts = _starts(words, measure * 1000 / size)
    return len(starts) or len(wrap(text, style, size, measure))


@lru_cache(maxsize=200)
def steps(style: str, least: float = FLOOR) -> tuple[float, ...]:
    """The style's size and every quarter point below it, down to the floor."""
    size, floor = STYLE[style].size, max(FLOOR, least)
    return tuple(size - STEP * n for n in range(round((size - floor) / STEP) + 1))


def one_row_size(text: str, style: str, measure: float, least: float = FLOOR) -> float | None:
    """The largest size at which the text stays on one row; None when there is none."""
    return size_of_row(typeface.thousandths(text, STYLE[style].font), style, measure, least)


def size_of_row(thousandths: int, style: str, measure: float, least: float = FLOOR) -> float | None:
    """The same of a text of which the width is known."""
    for size in steps(style, least):
        if thousandths * size <= measure * 1000:
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


class Kind(NamedTuple):
    """How the values of one kind are set in a block, such as the name in an address; `what` names one when it has to be
    refused."""

    style: str
    pitch: float
    what: str
    rows: int = 1


Entry = tuple[str, Kind]
SetRows = tuple[tuple[str, ...], str, float, float]  # an entry's rows, their style, size and pitch


def block(entries: Sequence[Entry], measure: float, height: float) -> list[SetRows]:
    """The entries below each other, in ever smaller print until their pitches add up to `height`.

    Entries of one style share the smallest size any of them needs.
    """
    if made := _at_full_size(entries, measure, height):
        return made
    entries = [(text, kind) for text, kind in entries if text]
    fitting = [fitting_size(text, kind.style, measure, kind.rows) for text, kind in entries]
    for shrink in (1, 0.94, 0.88, 0.82, 0.76, 0.68):
        shared = _shared_sizes(entries, fitting, shrink)
        made = [_set(text, kind, measure, shared[kind.style], shrink) for text, kind in entries]
        if sum(len(texts) * pitch for texts, _, _, pitch in made) <= height + 0.01:
            return made
    raise DoesNotFit(max(entries, key=lambda entry: len(entry[0]))[1].what)


def _at_full_size(entries: Sequence[Entry], measure: float, height: float) -> list[SetRows]:
    """As nearly all blocks are set; empty when anything has to be smaller."""
    made: list[SetRows] = []
    for text, kind in entries:
        if not text:
            continue
        font, size, pitch, one_row, squeezed = _full(kind, measure)
        texts: tuple[str, ...] = (text,)
        wide = _words(text, font).whole if kind.rows > 1 else typeface.thousandths(text, font)
        if wide >= one_row:
            if kind.rows == 1 or wide <= squeezed:
                return []
            texts = balanced(text, kind.style, size, measure)
        made.append((texts, kind.style, size, pitch))
        height -= pitch * len(texts)
        if len(texts) > kind.rows or height < -0.01:
            return []
    return made


@lru_cache(maxsize=100)
def _full(kind: Kind, measure: float) -> tuple[str, float, float, float, float]:
    """The font, the size and the pitch at full size; in thousandths of the size, from where on one row is too long, and
    up to where it is made a little smaller to avoid a second."""
    style, size = kind.style, STYLE[kind.style].size
    smallest = steps(style, size * SQUEEZE)[-1]
    limits = (measure - ROUNDING) * 1000 / size, measure * 1000 / smallest
    return STYLE[style].font, size, max(kind.pitch, size + 0.9), *limits


def _shared_sizes(entries: Sequence[Entry], fitting: Sequence[float], shrink: float) -> dict[str, float]:
    sizes: dict[str, float] = {}
    for (_, kind), size in zip(entries, fitting, strict=True):
        largest = max(FLOOR, STYLE[kind.style].size * shrink)
        sizes[kind.style] = min(size, sizes.get(kind.style, largest))
    return sizes


def _set(text: str, kind: Kind, measure: float, size: float, shrink: float) -> SetRows:
    pitch = max(kind.pitch * min(shrink, size / STYLE[kind.style].size), size + 0.9)
    return balanced(text, kind.style, size, measure), kind.style, size, pitch


def row_count(block: Sequence[SetRows]) -> int:
    return sum([len(texts) for texts, *_ in block])


def put(canvas: Canvas, x: float, y: float, block: Sequence[SetRows]) -> float:
    """Returns the baseline of the row that would follow."""
    for texts, style, size, pitch in block:
        for text in texts:
            canvas.parts.append(Text(x, y, text, style, size))
            y += pitch
    return y


def cell(canvas: Canvas, x: float, y: float, text: str, style: str, measure: float, what: str) -> float:
    """A value that must stay on one row; returns its size."""
    size = one_row_size(text, style, measure)
    if size is None:
        raise DoesNotFit(what)
    canvas.text(x, y, text, style, size)
    return size
