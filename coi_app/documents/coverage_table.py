"""The coverage table: its head, the rows that fit above the description, and the rows that go overleaf."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coi_app.documents import coverage_row
from coi_app.documents.coverage_row import COLUMN, Grid, PolicyRow
from coi_app.documents.lines_of_business import STANDARD, Business
from coi_app.documents.sheet import RIGHT, Canvas
from coi_app.documents.tags import Part, Tag
from coi_app.rules import coverage as cover
from coi_app.rules.certificate_content import Box, Boxes, PolicyShown

LOWEST = 541  # no row of the first page ends below; the description needs the rest
HEAD_DEPTH = 21.5


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A policy's row and the baseline of its Y marks."""

    row: PolicyRow
    y: float


@dataclass
class Table:
    """`bottom`: where the table ends; `overleaf`: rows that did not fit."""

    placed: list[PlacedRow] = field(default_factory=list)
    overleaf: list[PolicyRow] = field(default_factory=list)
    bottom: float = 0


def head(canvas: Canvas, y: float) -> float:
    canvas.rule(y, weight="heavy")
    for key, upper, lower in (
        ("badge", "Insurer and coverage", ""),
        ("policy", "Policy number", "Effective"), ("expires", "", "Expires"),
        ("basis", "Basis and options", ""), ("limits", "Limits", ""),
    ):  # fmt: skip
        canvas.text(COLUMN[key][0], y + 9.5, upper, "label_strong")
        canvas.text(COLUMN[key][0], y + 17.5, lower, "label_strong")
    for key, upper, lower in (("addl", "ADDL", "INSD"), ("subr", "SUBR", "WVD")):
        canvas.centred(coverage_row.answer_middle(key), y + 9.5, upper, "label_strong")
        canvas.centred(coverage_row.answer_middle(key), y + 17.5, lower, "label_strong")
    canvas.right(RIGHT, y + 9.5, "US dollars", "label_strong")
    canvas.rule(y + HEAD_DEPTH, weight="mid")
    return y + HEAD_DEPTH


def first_page(canvas: Canvas, policies: Sequence[PolicyShown], top: float) -> Table:
    """Every line of business has its say; then as many further policies as end above `LOWEST`."""
    canvas.add(Tag(Part.COVERAGE))
    grid = coverage_row.ROOMY if len(policies) <= 2 else coverage_row.TIGHT
    table = Table(bottom=head(canvas, top))
    firsts, further = _sorted(policies)
    for n, kind in enumerate(STANDARD):
        reserve = (len(STANDARD) - n - 1) * _sentence_height(grid)
        if n:
            canvas.rule(table.bottom)
        _standard(canvas, grid, table, kind, firsts.get(kind.line), reserve)
    _further(canvas, grid, table, [coverage_row.row_of(policy) for policy in further])
    return table


def _sorted(policies: Sequence[PolicyShown]) -> tuple[dict[cover.Line, PolicyShown], list[PolicyShown]]:
    """The first policy of each standard line, and all others: in the order of the lines, then as given."""
    order = [kind.line for kind in STANDARD]
    firsts: dict[cover.Line, PolicyShown] = {}
    for policy in policies:
        if policy.line in order:
            firsts.setdefault(policy.line, policy)
    chosen = {id(policy) for policy in firsts.values()}
    rest = [policy for policy in policies if id(policy) not in chosen]
    return firsts, sorted(rest, key=lambda p: order.index(p.line) if p.line in order else len(order))


def _sentence_height(grid: Grid) -> float:
    return grid.pitch + 2 * grid.air


def _standard(
    canvas: Canvas, grid: Grid, table: Table, kind: Business, policy: PolicyShown | None, reserve: float
) -> None:
    if policy is None:
        _sentence(canvas, grid, table, f"No {kind.absent} policy is shown on this certificate.")
        return
    row = coverage_row.row_of(policy)
    if table.bottom + row.height(grid) + reserve <= LOWEST:
        _place(canvas, grid, table, row)
        return
    table.overleaf.append(row)
    _sentence(canvas, grid, table, f"{kind.title}: see page 2.")


def _sentence(canvas: Canvas, grid: Grid, table: Table, text: str) -> None:
    canvas.text(COLUMN["line"][0], coverage_row.baseline(grid, table.bottom), text, "option")
    table.bottom += _sentence_height(grid)


def _place(canvas: Canvas, grid: Grid, table: Table, row: PolicyRow) -> None:
    canvas.add(*row.place(grid, table.bottom))
    table.placed.append(PlacedRow(row, coverage_row.baseline(grid, table.bottom)))
    table.bottom += row.height(grid)


def _further(canvas: Canvas, grid: Grid, table: Table, rows: list[PolicyRow]) -> None:
    while rows and table.bottom + rows[0].height(grid) <= LOWEST:
        canvas.rule(table.bottom)
        _place(canvas, grid, table, rows.pop(0))
    table.overleaf += rows


def overleaf(
    canvas: Canvas, rows: list[PolicyRow], top: float, lowest: float
) -> tuple[Table, list[PolicyRow]]:
    """As many rows as fit on a continuation page, and the rest; a row taller than a page is cut."""
    grid = coverage_row.TIGHT
    table, rest = Table(bottom=head(canvas, top)), list(rows)
    while rest:
        if table.bottom + rest[0].height(grid) > lowest:
            if table.placed:
                break
            room = int((lowest - table.bottom - 2 * grid.air) / grid.pitch)
            rest[:1] = rest[0].cut(room)
        if table.placed:
            canvas.rule(table.bottom)
        _place(canvas, grid, table, rest.pop(0))
    return table, rest


def answers(canvas: Canvas, placed: Iterable[PlacedRow], boxes: dict[int, Boxes]) -> None:
    """The holder's Y marks; a policy without `Boxes` keeps its boxes blank (R4)."""
    for spot in placed:
        mine = boxes.get(spot.row.policy_id)
        if mine is None:
            continue
        if mine.additional_insured is Box.YES and spot.row.has_additional_insured:
            _answer(canvas, spot, "addl", "ADDL INSD")
        if mine.subrogation_waived is Box.YES:
            _answer(canvas, spot, "subr", "SUBR WVD")


def _answer(canvas: Canvas, spot: PlacedRow, column: str, title: str) -> None:
    x = coverage_row.answer_middle(column)
    canvas.centred(x, spot.y - 0.1, "Y", "mark", said=f"{spot.row.told}, {title}: Y")
