"""The description of operations: as large as its place allows, cut between paragraphs, closed by a line."""

from dataclasses import dataclass
from functools import lru_cache

from coi_app.documents.sheet import GUTTER, LEFT, RIGHT, STYLE, Canvas
from coi_app.documents.tags import Part, Tag
from coi_app.documents.typeface import width
from coi_app.documents.typeset import wrap

MEASURE = RIGHT - GUTTER
SIZES = (8.5, 8, 7.75, 7.5, 7.25, 7, 6.75, 6.5)
CUT_SIZE = 7.5  # of a first page whose description goes on overleaf
OVERLEAF_SIZE, OVERLEAF_PITCH = 8.5, 10.5
LEADING = 1.2
FIRST = 11.5  # from the top of the region to its first baseline
CLOSE_DEPTH, CONTINUED_DEPTH = (
    4,
    15.5,
)  # what the closing line and the reference overleaf need below the last row
END = "End of description"


@dataclass(frozen=True, slots=True)
class Flow:
    """`rest`: the words that did not fit."""

    rows: tuple[str, ...]
    rest: str


def side_head(canvas: Canvas, top: float) -> None:
    canvas.add(Tag(Part.DESCRIPTION_HEAD))
    canvas.rule(top, weight="mid")
    canvas.text(LEFT, top + 11, "Description", "head")
    canvas.text(LEFT, top + 19.5, "Operations, places,", "label")
    canvas.text(LEFT, top + 27, "vehicles, special items", "label")


@lru_cache(maxsize=200)  # asked for its height, and again to be set
def rows_of(text: str, size: float, measure: float = MEASURE) -> tuple[str, ...]:
    if not text:
        return ()
    return tuple(row for part in text.split("\n") for row in wrap(part, "body", size, measure))


def largest_size(text: str, height: float, least: float = SIZES[-1]) -> float | None:
    """The largest size at which the text and its closing line stay within `height`; None when none does."""
    for size in SIZES:
        if size >= least and FIRST + len(rows_of(text, size)) * size * LEADING + CLOSE_DEPTH <= height:
            return size
    return None


def flow(text: str, size: float, room: int, measure: float = MEASURE) -> Flow:
    """The first `room` rows: to the end of a paragraph if that leaves little empty, else between two rows."""
    rows: list[str] = []
    parts = text.split("\n")
    for n, part in enumerate(parts):
        made = wrap(part, "body", size, measure)
        if len(rows) + len(made) > room:
            if len(rows) >= 0.6 * room:
                return Flow(tuple(rows), "\n".join(parts[n:]))
            taken = _without_widow(room - len(rows), len(made))
            return Flow((*rows, *made[:taken]), "\n".join([_after(part, made[:taken]), *parts[n + 1 :]]))
        rows += made
    return Flow(tuple(rows), "")


def _without_widow(taken: int, made: int) -> int:
    return taken - 1 if made - taken == 1 and taken > 2 else taken


def _after(part: str, rows: tuple[str, ...]) -> str:
    """What follows these rows; a word broken between letters gets no space it did not have."""
    place = 0
    for row in rows:
        place += len(row)
        place += part[place : place + 1] == " "
    return part[place:]


def first_page(canvas: Canvas, text: str, top: float, bottom: float, further: str) -> str:
    """The description above the notices; returns what goes overleaf. `further`: what else goes there."""
    height = bottom - top - (CONTINUED_DEPTH - CLOSE_DEPTH if further else 0)
    if (size := largest_size(text, height)) is not None:
        y = _put(canvas, rows_of(text, size), top + FIRST, size, size * LEADING)
        close(canvas, y)
        if further:
            _continued(canvas, bottom, further)
        return ""
    pitch = CUT_SIZE * LEADING
    room = max(0, int((bottom - top - FIRST - CONTINUED_DEPTH) / pitch) + 1)
    part = flow(text, CUT_SIZE, room)
    _put(canvas, part.rows, top + FIRST, CUT_SIZE, pitch)
    _continued(canvas, bottom, f"description and {further}" if further else "description")
    return part.rest.strip("\n")


def _continued(canvas: Canvas, bottom: float, what: str) -> None:
    canvas.text(GUTTER, bottom - 6, f"Continued on page 2: {what}.", "head")


def _put(canvas: Canvas, rows: tuple[str, ...], y: float, size: float, pitch: float) -> float:
    for row in rows:
        canvas.text(GUTTER, y, row, "body", size)
        y += pitch
    return y


def close(canvas: Canvas, y: float) -> None:
    """A line across says that nothing follows, so that nothing can be typed in later."""
    canvas.text(GUTTER, y + 1, END, "label")
    canvas.rule(y - 1, GUTTER + width(END, STYLE["label"].font, STYLE["label"].size) + 6)


def overleaf(canvas: Canvas, text: str, top: float, lowest: float) -> Flow:
    """The description on a continuation page."""
    canvas.text(LEFT, top + 11, "Description,", "head")
    canvas.text(LEFT, top + 20, "continued", "head")
    room = int((lowest - top - FIRST - CLOSE_DEPTH) / OVERLEAF_PITCH)
    part = flow(text, OVERLEAF_SIZE, room)
    y = _put(canvas, part.rows, top + FIRST, OVERLEAF_SIZE, OVERLEAF_PITCH)
    if not part.rest:
        close(canvas, y)
    return part
