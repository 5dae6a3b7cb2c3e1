"""The pages after the first: further policies in the same columns, the rest of the description."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from coi_app.documents import closing, coverage_table, description, panels
from coi_app.documents.coverage_row import PolicyRow
from coi_app.documents.sheet import GUTTER, LEFT, RIGHT, Canvas, Group, Piece
from coi_app.documents.tags import Part, Tag
from coi_app.documents.typeset import fit
from coi_app.rules.certificate_content import Boxes, CertificateContent, Insurer, SharedContent

LOWEST = 724
KEPT = 500  # parts of one master's pages
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


class Common:
    """What the further pages of one master's certificates have alike: each part of it is set once."""

    def __init__(self, shared: SharedContent) -> None:
        self._shared = shared
        self.insured = lru_cache(maxsize=KEPT)(self._insured)
        self.body = lru_cache(maxsize=KEPT)(self._body)

    def _insured(self, y: float) -> tuple[Group, float]:
        """The row from `y` on, and where the next begins."""
        canvas = Canvas()
        y = _told(canvas, y, "Insured", self._shared.insured.name)
        return canvas.as_group(Part.INSURED), y

    def _body(
        self, rest: Rows, named: tuple[Insurer, ...], text: str, y: float, boxes: tuple[Boxes, ...]
    ) -> Body:
        """One page's part between its head and its end, from `y` on."""
        canvas, rows = Canvas(), list(rest.rows)
        y = self._legend(canvas, y, {row.letter for row in rows} | {insurer.letter for insurer in named}) + 2
        if rows:
            table, rows = coverage_table.overleaf(canvas, rows, y, LOWEST)
            coverage_table.answers(canvas, table.placed, {box.policy_id: box for box in boxes})
            y = table.bottom
        canvas.rule(y, weight="mid")
        if text and not rows and LOWEST - y > LEAST_DESCRIPTION:
            part = description.overleaf(canvas, text, y, LOWEST)
            y += description.FIRST + len(part.rows) * description.OVERLEAF_PITCH
            text = part.rest.strip("\n")
        return Body(canvas.as_group(Part.CONTINUED), Rows(tuple(rows)), text, y)

    def _legend(self, canvas: Canvas, y: float, letters: Collection[str]) -> float:
        if letters:
            canvas.text(LEFT, y, "Insurers", "head")
        for insurer in self._shared.insurers:
            if insurer.letter in letters:
                canvas.badge(GUTTER, y, insurer.letter, 9)
                y = _rows(canvas, GUTTER + 15, y, f"{insurer.name}, NAIC {insurer.naic}", "cell")
        return y


@dataclass(frozen=True, slots=True)
class Overleaf:
    """What did not fit on the first page. `named`: insurers that it could only name by their letter; `first`: the
    number of the first page of ours."""

    content: CertificateContent
    draft: bool
    rows: Rows
    named: tuple[Insurer, ...]
    text: str
    common: Common
    first: int = 2


def pages(what: Overleaf) -> Iterator[tuple[Piece, ...]]:
    rest, text, named = what.rows, what.text, what.named
    number = what.first
    while rest.rows or text or named:
        canvas = Canvas()
        y = _head(canvas, what)
        part = what.common.body(rest, named, text, y, what.content.boxes)
        rest, text = part.rest, part.text
        canvas.add(part.marks, _end(part.bottom, number + 1 if rest.rows or text else None))
        yield tuple(canvas.parts)
        number, named = number + 1, ()


def foot(content: CertificateContent, draft: bool, number: int, count: int) -> list[Piece]:
    """The page's number, and what stands below everything."""
    canvas = Canvas()
    canvas.add(Tag(Part.FOOT), _page_number(number, count))
    closing.foot(canvas, content, draft, number, count)
    return canvas.parts


@lru_cache(maxsize=100)
def _page_number(number: int, count: int) -> Group:
    canvas = Canvas()
    panels.page_number(canvas, number, count)
    canvas.rule(closing.FOOT)
    return canvas.as_group()


def _head(canvas: Canvas, what: Overleaf) -> float:
    canvas.add(Tag(Part.TITLE), _title())
    y = _told(canvas, 78, "Continues", "".join(closing.identity(what.content, what.draft)))
    insured, y = what.common.insured(y)
    canvas.add(insured)
    canvas.add(Tag(Part.HOLDER))
    return _told(canvas, y, "Holder", what.content.holder.name)


@cache
def _title() -> Group:
    canvas = Canvas()
    panels.title(canvas)
    return canvas.as_group()


def _told(canvas: Canvas, y: float, label: str, value: str) -> float:
    canvas.text(LEFT, y, label, "head")
    return _rows(canvas, GUTTER, y, value, "cell_strong")


def _rows(canvas: Canvas, x: float, y: float, text: str, style: str) -> float:
    rows, size = fit(text, style, RIGHT - x, 2)
    for row in rows:
        canvas.text(x, y, row, style, size)
        y += 11 if len(rows) == 1 else 9.6
    return y


@lru_cache(maxsize=KEPT)
def _end(y: float, next_page: int | None) -> Group:
    canvas = Canvas()
    if next_page:
        canvas.text(GUTTER, 734, f"Continued on page {next_page}.", "head")
    canvas.text(GUTTER, 743 if next_page else y + 17, NOTICE, "option")
    return canvas.as_group(Part.NOTICES)
