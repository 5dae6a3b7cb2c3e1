"""What the fields of one licensed form stand for: chosen on its page, saved all at once."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import licensed_forms
from coi_app.queries.licensed_forms import FormDetail
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.rules.licensed_forms import MEANINGS, FieldKind, FormField, Rectangle
from coi_app.services import licensed_forms as form_services
from coi_app.web import guards, routes, session
from coi_app.web.agency import list_pages
from coi_app.web.shared import error_summary

ALL, OPEN = "all", "open"
CHOSEN = "chosen_field"  # the list of what the chosen field can stand for
WIDE, HIGH = 612, 792
MOST_SAID = 4  # of what is missing


@dataclass(frozen=True)
class Spot:
    """A rectangle over the page, in percent of it."""

    left: str = "0%"
    top: str = "0%"
    width: str = "0%"
    height: str = "0%"


@dataclass(frozen=True)
class FieldLine:
    """`number` counts from 1, row by row; `meaning` is what stands in it, "" for nothing."""

    number: int
    name: str
    key: str
    meaning: str
    is_tick: bool
    spot: Spot


class MatchingState(rx.State):
    """`chosen`: the number of the field that is being matched, 0 for none; `unsaved`: something was changed."""

    form: int = 0
    name: str = ""
    picture: str = ""
    example: str = ""
    lines: list[FieldLine] = []
    open_count: int = 0
    show: str = ALL
    chosen: int = 0
    chosen_name: str = ""
    chosen_key: str = ""
    chosen_is_tick: bool = False
    missing: list[str] = []
    retired: bool = False
    unsaved: bool = False
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    code: Spot = Spot()
    has_code: bool = False
    _known: tuple[FormField, ...] = ()
    _matches: dict[str, str] = {}
    _revision: int = 0

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        found = await session.look(licensed_forms.detail, list_pages.query(self).get("form", ""))
        self.show = ALL
        self._fill(found)
        self._choose(0)

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    def choose(self, number: int) -> Any:
        self._choose(number)
        return rx.set_focus(CHOSEN) if self.chosen else None

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    def next_open(self) -> Any:
        """The next field that stands for nothing yet, from the top again after the last."""
        still = [line.number for line in self.lines if not line.key]
        later = [number for number in still if number > self.chosen]
        self._choose((later or still or [0])[0])
        return rx.set_focus(CHOSEN) if self.chosen else None

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    def set_meaning(self, key: str) -> None:
        """Of the chosen field; "" for nothing."""
        if not 0 < self.chosen <= len(self._known) or (key and key not in MEANINGS):
            return
        name = self._known[self.chosen - 1].name
        self._matches = {one: to for one, to in self._matches.items() if one != name} | (
            {name: key} if key else {}
        )
        self.unsaved = True
        self._draw()
        self._choose(self.chosen)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def set_show(self, show: str) -> None:
        self.show = OPEN if show == OPEN else ALL

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    async def save(self, typed: dict[str, Any]) -> Any:
        place = {side: str(typed.get(f"code_{side}") or "") for side in form_services.SIDES}
        try:
            await session.change(form_services.match, self.form, dict(self._matches), place, self._revision)
        except errors.InvalidInput as wrong:
            self.problems = {
                f"code_{name}" if name in place else name: one for name, one in wrong.problems.items()
            }
            return rx.set_focus(error_summary.FOCUS)
        self._fill(await session.look(licensed_forms.detail, self.form))
        said = (
            "Saved. The form is not finished yet."
            if self.missing
            else "Saved. Masters can be printed on this form."
        )
        return session.SessionState.notify("green", said)

    def _choose(self, number: int) -> None:
        line = self.lines[number - 1] if 0 < number <= len(self.lines) else None
        self.chosen = line.number if line else 0
        self.chosen_name, self.chosen_key = (line.name, line.key) if line else ("", "")
        self.chosen_is_tick = bool(line and line.is_tick)

    def _fill(self, found: FormDetail) -> None:
        self.form, self.name, self.retired = found.row.id, found.row.name, found.row.retired
        self.picture = routes.licensed_form_page(found.row.id)
        self.example = routes.licensed_form_example(found.row.id)
        self.missing, self._revision = _shortened(found.row.missing), found.revision
        self._known, self._matches = found.fields, dict(found.mapping)
        self.values = _inches(found.code)
        self.code, self.has_code = _spot(found.code or Rectangle(0, 0, 0, 0)), found.code is not None
        self.problems, self.unsaved, self.form_round = {}, False, self.form_round + 1
        self._draw()

    def _draw(self) -> None:
        self.lines = [
            _line(n, field, self._matches.get(field.name, "")) for n, field in enumerate(self._known, 1)
        ]
        self.open_count = sum(not line.key for line in self.lines)


def _shortened(missing: tuple[str, ...]) -> list[str]:
    """Enough to go on with."""
    more = len(missing) - MOST_SAID
    return [*missing[:MOST_SAID], *([f"And {more} more."] if more > 0 else [])]


def _line(number: int, field: FormField, key: str) -> FieldLine:
    meaning = f"{MEANINGS[key].group}: {MEANINGS[key].label}" if key in MEANINGS else ""
    return FieldLine(number, field.name, key, meaning, field.kind is FieldKind.TICK, _spot(field.place))


def _spot(place: Rectangle) -> Spot:
    parts = (place.x / WIDE, place.y / HIGH, place.w / WIDE, place.h / HIGH)
    return Spot(*(f"{100 * part:.3f}%" for part in parts))


def _inches(place: Rectangle | None) -> dict[str, str]:
    if place is None:
        return {}
    sides = {"x": place.x, "y": place.y, "w": place.w, "h": place.h}
    return {f"code_{side}": f"{points / 72:.2f}" for side, points in sides.items()}
