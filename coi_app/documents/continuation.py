"""The pages after the first: further policies in the same columns, the rest of the description."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coi_app.documents import closing, coverage_table, description, panels
from coi_app.documents.coverage_row import PolicyRow
from coi_app.documents.sheet import GUTTER, LEFT, RIGHT, Canvas, Group, Mark
from coi_app.documents.typeset import fit
from coi_app.rules.certificate_content import Boxes, CertificateContent, Insurer

LOWEST = 724
LEAST_DESCRIPTION = 56  # room for fewer rows is left empty
NOTICE = "The notices on page 1 apply to this page as well."


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Policies that are still to come; by its identity one knows them again."""

    rows: tuple[PolicyRow, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """What many holders' pages have alike: the marks, what is still to come after them, and where they end."""

    marks: Group
    rest: Rows
    text: str
    bottom: float


SetBody = Callable[[Rows, str, float, tuple[Boxes, ...]], Body]


@dataclass(frozen=True, slots=True)
class Overleaf:
    """What did not fit on the first page. `named`: insurers that it could only name by their letter; `first`: the
    number of the first page of ours. `set_body` is `body`, which a master keeps the answers of."""

    content: CertificateContent
    draft: bool
    rows: Rows
    named: tuple[Insurer, ...]
    text: str
    set_body: SetBody
    first: int = 2


def pages(what: Overleaf) -> Iterator[tuple[Mark | Group, ...]]:
    rest, text, named = what.rows, what.text, what.named
    number = what.first
    while rest.rows or text or named:
        head, end = Canvas(), Canvas()
        y = _head(head, what, _legend(what.content, rest.rows, named))
        part = what.set_body(rest, text, y, what.content.boxes)
        rest, text = part.rest, part.text
        _end(end, part.bottom, number + 1 if rest.rows or text else None)
        yield (*head.parts, part.marks, *end.parts)
        number, named = number + 1, ()


def foot(content: CertificateContent, draft: bool, number: int, count: int) -> list[Mark | Group]:
    """The page's number, and what stands below everything."""
    canvas = Canvas()
    canvas.add(_page_number(number, count))
    closing.foot(canvas, content, draft, number, count)
    return canvas.parts


@lru_cache(maxsize=100)
def _page_number(number: int, count: int) -> Group:
    canvas = Canvas()
    panels.page_number(canvas, number, count)
    canvas.rule(closing.FOOT)
    return canvas.as_group()


def _legend(
    content: CertificateContent, rows: Sequence[PolicyRow], named: Sequence[Insurer]
) -> list[Insurer]:
    letters = {row.letter for row in rows} | {insurer.letter for insurer in named}
    return [insurer for insurer in content.shared.insurers if insurer.letter in letters]


def _head(canvas: Canvas, what: Overleaf, legend: Sequence[Insurer]) -> float:
    panels.title(canvas)
    y = 78.0
    for label, value in (
        ("Continues", closing.identity(what.content, what.draft)),
        ("Insured", what.content.shared.insured.name),
        ("Holder", what.content.holder.name),
    ):
        canvas.text(LEFT, y, label, "head")
        y = _rows(canvas, GUTTER, y, value, "cell_strong")
    if legend:
        canvas.text(LEFT, y, "Insurers", "head")
    for insurer in legend:
        canvas.badge(GUTTER, y, insurer.letter, 9)
        y = _rows(canvas, GUTTER + 15, y, f"{insurer.name}, NAIC {insurer.naic}", "cell")
    return y + 2


def _rows(canvas: Canvas, x: float, y: float, text: str, style: str) -> float:
    rows, size = fit(text, style, RIGHT - x, 2)
    for row in rows:
        canvas.text(x, y, row, style, size)
        y += 11 if len(rows) == 1 else 9.6
    return y


def body(rest: Rows, text: str, y: float, boxes: tuple[Boxes, ...]) -> Body:
    """One page's part between its head and its end, from `y` on."""
    canvas, rows = Canvas(), list(rest.rows)
    if rows:
        table, rows = coverage_table.overleaf(canvas, rows, y, LOWEST)
        coverage_table.answers(canvas, table.placed, {box.policy_id: box for box in boxes})
        y = table.bottom
    canvas.rule(y, weight="mid")
    if text and not rows and LOWEST - y > LEAST_DESCRIPTION:
        part = description.overleaf(canvas, text, y, LOWEST)
        y += description.FIRST + len(part.rows) * description.OVERLEAF_PITCH
        text = part.rest.strip("\n")
    return Body(canvas.as_group(), Rows(tuple(rows)), text, y)


def _end(canvas: Canvas, y: float, next_page: int | None) -> None:
    if next_page:
        canvas.text(GUTTER, 734, f"Continued on page {next_page}.", "head")
    canvas.text(GUTTER, 743 if next_page else y + 17, NOTICE, "option")
