"""Texts and crosses set into the rectangles of a form: whole, as large as there is room, never under 6.5 points."""

from coi_app.documents import panels, qr
from coi_app.documents.sheet import FLOOR, STYLE, Canvas, Code, DoesNotFit
from coi_app.documents.typeface import width
from coi_app.documents.typeset import STEP, wrap
from coi_app.rules.licensed_forms import Align, FormField, Rectangle

PAD = 2  # points left and right
LEADING = 1.15
LABEL_PITCH = 7.6
CHECK = "Check that this certificate is genuine and still in force:"


def sizes(field: FormField, style: str) -> list[float]:
    """The style's size, or what the rectangle has room for, and every smaller one."""
    size = max(FLOOR, min(STYLE[style].size, round(field.place.h * 0.78 / STEP) * STEP))
    return [size - STEP * n for n in range(round((size - FLOOR) / STEP) + 1)]


def fitting(field: FormField, text: str, style: str = "value") -> tuple[tuple[str, ...], float] | None:
    """Rows and size; None when not even the smallest print has room."""
    measure = field.place.w - 2 * PAD
    for size in sizes(field, style):
        most = max(1, int((field.place.h + 1.5) / (size * LEADING)))
        rows = tuple(row for part in text.split("\n") for row in wrap(part, style, size, measure))
        if len(rows) <= most and all(width(row, STYLE[style].font, size) <= measure for row in rows):
            return rows, size
    return None


def put(canvas: Canvas, field: FormField, text: str, style: str = "value", said: str = "") -> bool:
    """Whether the text has room."""
    found = fitting(field, text, style) if text else ((), FLOOR)
    if found is None:
        return False
    rows, size = found
    place, pitch = field.place, size * LEADING
    free = place.h - (len(rows) - 1) * pitch
    y = place.y + (
        size * 0.95 + 0.5 if field.lines and len(rows) * pitch < place.h else (free + 0.72 * size) / 2
    )
    for row in rows:
        _aligned(canvas, field, y, row, style, size, said)
        y += pitch
    return True


def _aligned(
    canvas: Canvas, field: FormField, y: float, row: str, style: str, size: float, said: str
) -> None:
    place = field.place
    if field.align is Align.CENTER:
        canvas.centred(place.x + place.w / 2, y, row, style, size, said=said)
    elif field.align is Align.RIGHT:
        canvas.right(place.x + place.w - PAD, y, row, style, size)
    else:
        canvas.text(place.x + PAD, y, row, style, size, said=said)


def tick(canvas: Canvas, field: FormField, said: str = "") -> None:
    place = field.place
    size = max(FLOOR, min(10, min(place.w, place.h) - 1))
    canvas.centred(place.x + place.w / 2, place.y + place.h / 2 + 0.36 * size, "X", "cross", size, said=said)


def check(canvas: Canvas, place: Rectangle, address: str, first: str = "") -> None:
    """The code of the public check and its words: beside it in a wide place, below it in a high one. `first`: a row
    above the words. Raises DoesNotFit."""
    beside = place.w >= place.h + 60
    left = place.x + place.h + 2 if beside else place.x
    measure = place.x + place.w - left
    rows = _words(address, measure, first, place.h if beside else place.h - LABEL_PITCH * 4)
    depth = LABEL_PITCH * len(rows)
    side = place.h if beside else min(place.w, place.h - depth)
    if side < 30:
        raise DoesNotFit("The code of the public check")
    top = place.y + (place.h - depth) / 2 if beside else place.y + side
    canvas.add(_code(place, side, address))
    for n, (row, style) in enumerate(rows):
        canvas.text(left, top + 6 + LABEL_PITCH * n, row, style, FLOOR)


def _words(address: str, measure: float, first: str, height: float) -> list[tuple[str, str]]:
    """The long sentence where it has room, else two words."""
    shown = panels.address_rows(panels.in_words(address), measure)[0]
    for sentence in (CHECK, "Check it at"):
        said = [*([first] if first else []), *wrap(sentence, "label", FLOOR, measure)]
        if (len(said) + len(shown)) * LABEL_PITCH <= max(height, LABEL_PITCH * 4):
            return [*((row, "label") for row in said), *((row, "label_strong") for row in shown)]
    raise DoesNotFit("The public address of this installation")


def _code(place: Rectangle, area: float, address: str) -> Code:
    """In the corner of its place, four free modules on every side."""
    side = area / (1 + 8 / qr.size(address))
    free = (area - side) / 2
    return Code(place.x + free, place.y + free, side, side, address=address)
