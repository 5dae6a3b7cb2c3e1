"""The fields of a fillable page: name, kind and rectangle of each, whatever stands in them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from pypdf import PageObject
from pypdf.generic import DictionaryObject

from coi_app.documents.sheet import HEIGHT, WIDTH
from coi_app.rules.licensed_forms import Align, FieldKind, FormField, Rectangle
from coi_app.rules.upload_kinds import refusal

MOST_FIELDS = 500
LEAST_SIDE = 2  # points: what is smaller cannot be meant to be filled in
LONGEST_NAME = 200
DEEPEST = 20  # of fields within fields
HIDDEN = 1 << 1  # of an annotation
MULTILINE, RADIO, PUSH_BUTTON = 1 << 12, 1 << 15, 1 << 16  # of a field
_ALIGN = {1: Align.CENTER, 2: Align.RIGHT}


def bounds_of(page: PageObject) -> Rectangle:
    """What is seen of the page, as the file counts: points, from its left and from its foot."""
    box = page.cropbox
    x, y = float(box.left), float(box.bottom)
    return Rectangle(x, y, float(box.right) - x, float(box.top) - y)


def of_page(page: PageObject) -> tuple[FormField, ...]:
    """Row by row from the top. A field that stands in two places is two; each state of a radio button is one."""
    bounds = bounds_of(page)
    found = [one for widget in _widgets(page) if (one := _field(widget, bounds))]
    if len(found) > MOST_FIELDS:
        raise refusal(
            f"This form has {len(found):,} fields; {MOST_FIELDS} is the most. Choose the form alone."
        )
    found.sort(key=lambda one: (round(one.place.y / 6), one.place.x))
    return tuple(_named_apart(found))


def _widgets(page: PageObject) -> Iterator[DictionaryObject]:
    annotations = page.get("/Annots")
    listed = annotations.get_object() if annotations is not None else None
    for one in listed if isinstance(listed, list) else ():
        widget = one.get_object()
        if isinstance(widget, DictionaryObject) and widget.get("/Subtype") == "/Widget":
            yield widget


def _field(widget: DictionaryObject, bounds: Rectangle) -> FormField | None:
    """None for what prints nothing that a person fills in: buttons to press, hidden fields."""
    line = list(_line(widget))
    kind, flags = _said(line, "/FT"), int(_said(line, "/Ff") or 0)
    place = _place(widget, bounds)
    hidden = int(widget.get("/F", 0)) & HIDDEN
    if hidden or kind not in ("/Tx", "/Btn", "/Ch", "/Sig") or (kind == "/Btn" and flags & PUSH_BUTTON):
        return None
    if not _is_on_page(place):
        return None
    name = ".".join(str(one["/T"]) for one in reversed(line) if "/T" in one)[:LONGEST_NAME]
    if kind == "/Btn":
        return FormField(f"{name}={_state(widget)}" if flags & RADIO else name, FieldKind.TICK, place)
    align = _ALIGN.get(int(_said(line, "/Q") or 0), Align.LEFT)
    return FormField(name, FieldKind.TEXT, place, bool(kind == "/Tx" and flags & MULTILINE), align)


def _line(widget: DictionaryObject) -> Iterator[DictionaryObject]:
    """The widget and the fields it is part of, the innermost first."""
    one: Any = widget
    for _ in range(DEEPEST):
        yield one
        parent = one.get("/Parent")
        if parent is None or not isinstance(one := parent.get_object(), DictionaryObject):
            return


def _said(line: list[DictionaryObject], key: str) -> Any:
    return next((one[key] for one in line if key in one), None)


def _place(widget: DictionaryObject, bounds: Rectangle) -> Rectangle:
    left, low, right, high = (float(one.get_object()) for one in cast(list[Any], widget["/Rect"]))
    left, right = sorted((left - bounds.x, right - bounds.x))
    low, high = sorted((low - bounds.y, high - bounds.y))
    return Rectangle(round(left, 2), round(HEIGHT - high, 2), round(right - left, 2), round(high - low, 2))


def _is_on_page(place: Rectangle) -> bool:
    """Also whether it is large enough; what is no number is neither."""
    inside = -LEAST_SIDE <= place.x <= place.x + place.w <= WIDTH + LEAST_SIDE
    inside = inside and -LEAST_SIDE <= place.y <= place.y + place.h <= HEIGHT + LEAST_SIDE
    return inside and place.w >= LEAST_SIDE and place.h >= LEAST_SIDE


def _state(widget: DictionaryObject) -> str:
    """What the button is when it is chosen, as the file names it."""
    looks: Any = widget.get("/AP", DictionaryObject())
    normal = looks.get_object().get("/N", DictionaryObject()).get_object()
    states = [str(one).lstrip("/") for one in normal if one != "/Off"] if isinstance(normal, dict) else []
    return states[0] if states else "on"


def _named_apart(found: list[FormField]) -> Iterator[FormField]:
    counted: Counter[str] = Counter()
    for one in found:
        counted[one.name] += 1
        suffix = f"#{counted[one.name]}" if counted[one.name] > 1 else ""
        yield FormField(f"{one.name}{suffix}", one.kind, one.place, one.lines, one.align)
