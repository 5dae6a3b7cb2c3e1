"""One policy's row of the coverage table: four stacks of short rows beside each other, and two Y boxes.

Rows are kept as marks around a baseline of zero, so that a row can be placed anywhere and cut between pages.
"""

from dataclasses import dataclass, replace
from typing import Any

from coi_app.documents import lines_of_business as business
from coi_app.documents.sheet import RIGHT, STYLE, Box, Canvas, Mark, moved
from coi_app.documents.typeface import width
from coi_app.documents.typeset import SQUEEZE, fit, wrap
from coi_app.rules import coverage as cover
from coi_app.rules.certificate_content import PolicyShown
from coi_app.rules.facts import shown_day

COLUMN: dict[str, tuple[float, float]] = {  # left edge, width
    "badge": (36, 10), "line": (51, 80), "policy": (136, 88), "expires": (183, 41), "basis": (234, 128),
    "addl": (362, 22), "subr": (386, 22), "limits": (413, 163),
}  # fmt: skip
DASH = "–"

Cell = tuple[Mark, ...]
Stack = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """`pitch` of the rows, and the `air` above and below each policy."""

    pitch: float
    air: float


TIGHT, ROOMY = Grid(10, 3.2), Grid(11.5, 5)


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """`head`: badge and Y boxes. `told`: the line's name for readers without eyes."""

    policy_id: int
    letter: str
    told: str
    head: Cell
    stacks: tuple[Stack, ...]
    has_additional_insured: bool

    @property
    def depth(self) -> int:
        return max(len(stack) for stack in self.stacks)

    def height(self, grid: Grid) -> float:
        return self.depth * grid.pitch + 2 * grid.air

    def place(self, grid: Grid, top: float) -> list[Mark]:
        y = baseline(grid, top)
        marks = list(moved(self.head, y))
        for stack in self.stacks:
            for n, cell in enumerate(stack):
                marks += moved(cell, y + n * grid.pitch)
        return marks

    def cut(self, rows: int) -> tuple["PolicyRow", "PolicyRow"]:
        """The first `rows` rows, and the rest under the same letter and name."""
        first = replace(self, stacks=tuple(stack[:rows] for stack in self.stacks))
        name = _name_stack(f"{self.told}, continued")
        rest = (name, *(stack[rows:] for stack in self.stacks[1:]))
        return first, replace(self, stacks=rest)


def baseline(grid: Grid, top: float) -> float:
    """Where a row that starts at `top` has its first line, and its Y marks."""
    return top + grid.air + 7.4


def row_of(policy: PolicyShown) -> PolicyRow:
    kind = business.of_policy(policy.line, policy.coverage)
    facts = business.facts(policy.coverage)
    name = _name_stack(kind.title) if kind.line is cover.Line.OTHER else tuple(map(_name_cell, kind.name))
    return PolicyRow(
        policy_id=policy.policy_id,
        letter=policy.letter,
        told=kind.title,
        head=_head(policy.letter, kind.has_additional_insured),
        stacks=(name, _policy_stack(policy), _basis_stack(kind, facts), _limit_stack(kind, facts)),
        has_additional_insured=kind.has_additional_insured,
    )


def _head(letter: str, has_additional_insured: bool) -> Cell:
    canvas = Canvas()
    canvas.badge(COLUMN["badge"][0], 0, letter)
    canvas.add(answer_box("subr", 0))
    if has_additional_insured:
        canvas.add(answer_box("addl", 0))
    else:
        canvas.centred(answer_middle("addl"), 0, "n/a", "label")
    return canvas.marks


def answer_middle(column: str) -> float:
    left, wide = COLUMN[column]
    return left + wide / 2


def answer_box(column: str, y: float) -> Box:
    return Box(answer_middle(column) - 6, y - 7.6, 12, 9.4)


def _single(x: float, text: str, style: str, size: float = 0) -> Cell:
    canvas = Canvas()
    canvas.text(x, 0, text, style, size)
    return canvas.marks


def _texts(x: float, text: str, style: str, measure: float, rows: int = 1, squeeze: float = SQUEEZE) -> Stack:
    if not text:
        return ()
    texts, size = fit(text, style, measure, rows, squeeze)
    return tuple(_single(x, row, style, size) for row in texts)


def _name_cell(text: str) -> Cell:
    return _single(COLUMN["line"][0], text, "line")


def _name_stack(text: str) -> Stack:
    return _texts(COLUMN["line"][0], text, "line", COLUMN["line"][1], rows=3)


def _policy_stack(policy: PolicyShown) -> Stack:
    x, measure = COLUMN["policy"]
    dates = (
        *_single(x, shown_day(policy.effective_on), "cell"),
        *_single(COLUMN["expires"][0], shown_day(policy.expires_on), "cell"),
    )
    pending = (_single(x, "PENDING: not yet in force", "label_strong"),) if policy.pending else ()
    return (*_texts(x, policy.number, "cell_strong", measure), dates, *pending)


def _basis_stack(kind: business.Business, facts: Any) -> Stack:
    return tuple(cell for row in kind.basis for cell in _basis_row(row, facts))


def _basis_row(row: business.BasisRow, facts: Any) -> Stack:
    x, measure = COLUMN["basis"]
    match row[0]:
        case business.Caption(text=text):
            return (_single(x, text, "label"),)
        case business.Question(key=key, rows=rows):
            return (*(_single(x, text, "option") for text in rows[:-1]), _question(rows, facts[key]))
        case business.Wording(key=key, before=before):
            return _texts(x, f"{before}{facts[key]}" if facts[key] else "", "option", measure, 3, squeeze=1)
        case business.Option(free=True, key=key):
            return _free_option(str(facts[key]))
    return (_options(row, facts),)


def _question(rows: tuple[str, ...], answer: bool | None) -> Cell:
    x = COLUMN["basis"][0]
    canvas = Canvas()
    canvas.text(x, 0, rows[-1], "option")
    canvas.add(Box(x + 116, -7.6, 12, 9.4))
    if answer is not None:
        letter = "Y" if answer else "N"
        canvas.centred(x + 122, -0.1, letter, "mark", said=f"{' '.join(rows)} {letter}")
    return canvas.marks


def _free_option(text: str) -> Stack:
    """A ticked box with words of the agency's own, in as many rows as they need."""
    if not text:
        return ()
    canvas = Canvas()
    x = canvas.check(COLUMN["basis"][0], 0, True)
    first, *more = _texts(x, text, "option_strong", COLUMN["basis"][1] - 9.6, rows=2)
    return ((*canvas.marks, *first), *more)


def _options(row: business.BasisRow, facts: Any) -> Cell:
    canvas = Canvas()
    for option in row:
        if isinstance(option, business.Option):
            ticked = bool(facts[option.key])
            x = canvas.check(COLUMN["basis"][0] + option.x, 0, ticked)
            canvas.text(x, 0, option.label, "option_strong" if ticked else "option")
    return canvas.marks


def _limit_stack(kind: business.Business, facts: Any) -> Stack:
    cells: list[Cell] = []
    for limit in kind.limits:
        if isinstance(limit, business.Limit):
            cells += _limit(limit.label, facts[limit.key])
        elif facts[limit.label_key] or facts[limit.key] not in (None, ""):
            cells += _limit(facts[limit.label_key] or "Limit", facts[limit.key])
    return tuple(cells)


def shown_amount(amount: cover.Amount) -> str:
    if amount in (None, ""):
        return DASH
    return f"{amount:,}" if isinstance(amount, int) else str(amount)


def _limit(label: str, amount: cover.Amount) -> Stack:
    """The label at the left and the amount at the page's edge; a long amount gets rows of its own."""
    text, style = shown_amount(amount), "option" if amount in (None, "") else "amount"
    left, whole = COLUMN["limits"]
    size = STYLE[style].size
    room = whole - 4 - width(text, STYLE[style].font, size)
    if room < whole / 3:
        amounts = (_flush_right(row, style) for row in wrap(text, style, size, whole))
        return (*_texts(left, label, "option", whole, rows=2), *amounts)
    first, *more = _texts(left, label, "option", room)
    return ((*first, *_flush_right(text, style)), *more)


def _flush_right(text: str, style: str) -> Cell:
    canvas = Canvas()
    canvas.right(RIGHT, 0, text, style)
    return canvas.marks
