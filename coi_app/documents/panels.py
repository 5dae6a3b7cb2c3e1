"""The first panel of the sheet: who says it, about whom, to whom, and how to check it."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from coi_app.documents import qr
from coi_app.documents.sheet import (
    FLOOR,
    GUTTER,
    LEFT,
    RIGHT,
    ROW,
    SPLIT,
    STYLE,
    Box,
    Canvas,
    Code,
    DoesNotFit,
    Group,
    Picture,
)
from coi_app.documents.tags import Part, Tag
from coi_app.documents.typeface import thousandths_of
from coi_app.documents.typeset import Kind, block, cell, one_row_size, put, row_count, size_of_row, wrap
from coi_app.rules.certificate_content import CertificateContent, HolderShown, InsuredShown, Insurer, Producer
from coi_app.rules.facts import shown_day

TITLE = "Certificate of Liability Insurance"
LEAD = (
    "For information only, as of the issue date. Gives the holder no rights. "
    "Does not amend, extend or alter any policy."
)
PARTY_WIDTH = SPLIT - GUTTER - 14
HOLDER_WIDTH = 214  # what the lower window of the envelope shows
HOLDER_NAME = Kind("name", 11, "The holder's name", 3)
HOLDER_ATTENTION = Kind("value", ROW, "The holder's attention line")
HOLDER_ADDRESS = Kind("value", ROW, "The holder's address")
CODE = Box(520, 67, 56, 56)
QUIET_TOP, QUIET_HEIGHT = (
    59.2,
    70.5,
)  # between the title's rule and the insured's, for the code and its quiet zone
CHECK_WIDTH = CODE.x - SPLIT - 12
INSURERS_END = 262
INSURER_WIDTH = RIGHT - 28 - SPLIT - 15


def title(canvas: Canvas) -> None:
    canvas.add(Tag(Part.TITLE))
    canvas.text(LEFT, 40, TITLE, "title")
    canvas.text(LEFT, 52, LEAD, "lead")
    canvas.rule(58.5, weight="heavy")


def page_number(canvas: Canvas, number: int, pages: int) -> None:
    canvas.right(RIGHT, 40, f"Page {number} of {pages}", "label_strong")


def producer(canvas: Canvas, agency: Producer) -> None:
    """Shows in the sender's window of the envelope."""
    canvas.add(Tag(Part.PRODUCER))
    canvas.text(LEFT, 74, "Producer", "head")
    contacts = [row for row in _contacts(agency) if row[1]]
    names = [(agency.name, Kind("name", 10.5, "The agency's name", 2))]
    names += [(row, Kind("value", ROW, "The agency's address")) for row in agency.address.rows()]
    y = put(canvas, GUTTER, 74, block(names, PARTY_WIDTH, 85 - 4 - ROW * len(contacts))) + 4
    for label, value in contacts:
        canvas.text(GUTTER, y, label, "label")
        shared = label == "Phone" and agency.fax
        cell(
            canvas,
            GUTTER + 30,
            y,
            value,
            "value",
            78 if shared else PARTY_WIDTH - 30,
            f"The agency's {label.lower()}",
        )
        if shared:
            canvas.text(GUTTER + 112, y, "Fax", "label")
            cell(canvas, GUTTER + 126, y, agency.fax, "value", 92, "The agency's fax number")
        y += ROW
    if agency.logo_sha256:
        logo = Picture(LEFT, 82, 62, 39, sha256=agency.logo_sha256)
        canvas.add(Tag(Part.LOGO, f"Logo of {agency.name}"), logo)


def _contacts(agency: Producer) -> tuple[tuple[str, str], ...]:
    phone = ("Phone", agency.phone) if agency.phone else ("Fax", agency.fax)
    return ("Contact", agency.contact), phone, ("E-mail", agency.email)


def holder(canvas: Canvas, shown: HolderShown) -> None:
    """Shows in the address window; seven rows and more grow downwards, out of the window."""
    canvas.add(Tag(Part.HOLDER))
    entries = [(shown.name, HOLDER_NAME), (shown.attention, HOLDER_ATTENTION)]
    entries += [(row, HOLDER_ADDRESS) for row in shown.address.rows()]
    rows = block(entries, HOLDER_WIDTH, 90)
    top = 184 if row_count(rows) <= 5 else 174
    canvas.add(_holder_head(top))
    put(canvas, GUTTER, top, rows)


@cache
def _holder_head(top: int) -> Group:
    canvas = Canvas()
    canvas.text(LEFT, top, "Certificate", "head")
    canvas.text(LEFT, top + 9, "holder", "head")
    return canvas.as_group()


def insured_and_insurers(
    canvas: Canvas, shown: InsuredShown, insurers: tuple[Insurer, ...]
) -> tuple[Insurer, ...]:
    """Two blocks that share the right column: a short list of insurers leaves room for a long insured.

    Returns the insurers whose names need more room than the first page has.
    """
    entries = [(shown.name, Kind("name", 10.5, "The insured's name", 3))]
    entries.append((f"DBA {shown.dba}" if shown.dba else "", Kind("value", ROW, "The insured's DBA name", 2)))
    entries += [(row, Kind("value", ROW, "The insured's address")) for row in shown.address.rows()]
    listed = len(insurers) + (len(insurers) < 6)
    rows = block(entries, RIGHT - SPLIT - 50, INSURERS_END - 141 - 30.5 - 7.6 * (listed - 1))
    canvas.add(Tag(Part.INSURED))
    canvas.rule(130, SPLIT)
    canvas.text(SPLIT, 141, "Insured", "head")
    end = put(canvas, SPLIT + 50, 141, rows)
    return _insurers(canvas, insurers, max(186, end - 5))


@dataclass(frozen=True, slots=True)
class _List:
    """The insurers' names in rows of one pitch; `overleaf`: whose names needed too many rows."""

    names: list[tuple[str, ...]]
    sizes: list[float]
    pitch: float
    overleaf: tuple[Insurer, ...] = ()

    def height(self) -> float:
        rows = sum(map(len, self.names)) + (len(self.names) < 6)
        return (rows - 1) * self.pitch


def _insurers(canvas: Canvas, insurers: tuple[Insurer, ...], top: float) -> tuple[Insurer, ...]:
    canvas.add(Tag(Part.INSURERS))
    canvas.rule(top, SPLIT)
    canvas.text(SPLIT, top + 10, "Insurers", "head")
    canvas.right(RIGHT, top + 10, "NAIC", "label")
    made = _insurer_list([insurer.name for insurer in insurers], insurers, INSURERS_END - top - 20.5)
    y, side = top + 20.5, min(9, made.pitch - 0.6)
    for insurer, rows, size in zip(insurers, made.names, made.sizes, strict=True):
        canvas.badge(SPLIT, y, insurer.letter, side)
        canvas.right(RIGHT, y, insurer.naic, "cell", 8 if made.pitch > 9 else 7)
        for row in rows:
            canvas.text(SPLIT + 15, y, row, "cell", size)
            y += made.pitch
    if len(insurers) < 6:
        canvas.text(SPLIT + 15, y, "No other insurer", "option", min(7.5, made.pitch - 0.9))
    return made.overleaf


def _insurer_list(names: list[str], insurers: tuple[Insurer, ...], height: float) -> _List:
    """One row each while that can be read; else more rows, closer; the longest names move overleaf."""
    sizes = [one_row_size(name, "cell", INSURER_WIDTH) or 6.5 for name in names]
    rows = [wrap(name, "cell", size, INSURER_WIDTH) for name, size in zip(names, sizes, strict=True)]
    for pitch in (10.2, 9, 8.2, 7.6):
        sizes = [min(size, pitch - 0.9) for size in sizes]
        if (made := _List(rows, sizes, pitch)).height() <= height:
            return made
    moved = []
    while made.height() > height:
        longest = max(range(len(rows)), key=lambda n: len(rows[n]))
        if len(rows[longest]) == 1:
            raise DoesNotFit("The list of insurers")
        rows[longest] = ("Named in full on page 2",)
        moved.append(insurers[longest])
    return _List(rows, sizes, made.pitch, tuple(moved))


def number_labels(canvas: Canvas) -> None:
    canvas.add(Tag(Part.NUMBER_HEADS))
    for dx, label in ((0, "Certificate number"), (80, "Revision"), (110, "Issue date")):
        canvas.text(SPLIT + dx, 73, label, "label")


def number_and_check(canvas: Canvas, content: CertificateContent) -> None:
    canvas.add(Tag(Part.NUMBER))
    _number(canvas, content.number)
    canvas.add(_issue(content.revision, content.issued_on))
    if content.verification_url:
        _check(canvas, content.verification_url)


@lru_cache(maxsize=100)
def _issue(revision: int, issued_on: date | None) -> Group:
    canvas = Canvas()
    canvas.text(SPLIT + 80, 85, str(revision), "number")
    if issued_on:
        canvas.text(SPLIT + 110, 85, shown_day(issued_on), "number")
    return canvas.as_group()


def _number(canvas: Canvas, number: str) -> None:
    size = one_row_size(number, "number", 76)
    rows = (number,) if size else wrap(number, "number", 6.5, 76)
    if len(rows) > 2:
        raise DoesNotFit("The certificate number")
    for n, row in enumerate(rows):
        canvas.text(SPLIT, (85 if size else 83) + 7.4 * n, row, "number", size or 6.5)


def in_words(address: str) -> str:
    return address.removeprefix("https://")


def in_parts(address: str) -> tuple[str, str]:
    """In words, what all certificates have alike and the code of this one."""
    words = in_words(address)
    end = words.rfind("/") + 1
    return words[:end], words[end:]


def _check(canvas: Canvas, address: str) -> None:
    parts = in_parts(address)
    if size := size_of_row(thousandths_of(parts, STYLE["cell_strong"].font), "cell_strong", CHECK_WIDTH):
        canvas.add(_check_words(101.0, 110.0, 7.5))
        canvas.text(SPLIT, 121.0, "".join(parts), "cell_strong", size)
    else:
        rows, size = address_rows("".join(parts), CHECK_WIDTH)
        if len(rows) > 3:
            raise DoesNotFit("The public address of this installation")
        canvas.add(_check_words(97.0, 104.4, FLOOR))
        for y, row in zip((111.8, 119.2, 126.6), rows, strict=False):
            canvas.text(SPLIT, y, row, "cell_strong", size)
    canvas.add(code(address))


@cache
def _check_words(first: float, second: float, size: float) -> Group:
    canvas = Canvas()
    canvas.text(SPLIT, first, "Check that this certificate is genuine", "option", size)
    canvas.text(SPLIT, second, "and still in force:", "option", size)
    return canvas.as_group()


def address_rows(words: str, measure: float) -> tuple[tuple[str, ...], float]:
    """One row, else rows that end after a slash or a dot."""
    if size := one_row_size(words, "cell_strong", measure):
        return (words,), size
    parts = words.replace("/", "/ ").replace(".", ". ")
    rows = wrap(parts, "cell_strong", FLOOR, measure)
    return tuple(row.replace(" ", "") for row in rows), FLOOR


def code(address: str) -> Code:
    """As large as four free modules on every side allow, at most 56 points."""
    return Code(*_code_place(qr.size(address)), address)


@cache
def _code_place(modules: int) -> tuple[float, float, float, float]:
    side = min(CODE.w, QUIET_HEIGHT / (1 + 8 / modules))
    top = QUIET_TOP + (QUIET_HEIGHT - side) / 2
    return RIGHT - side, top, side, side


def draft_marks(canvas: Canvas) -> None:
    """R33: where number, revision, day and proof would stand."""
    canvas.add(Tag(Part.NUMBER))
    for dx in (0, 80, 110):
        canvas.text(SPLIT + dx, 85, "–", "number")
    canvas.text(SPLIT, 100, "DRAFT, not issued", "name")
    warning = "For checking only. Without number, signature and proof code this page proves nothing."
    for n, row in enumerate(wrap(warning, "label", 6.5, CHECK_WIDTH)):
        canvas.text(SPLIT, 109 + 8 * n, row, "label")
    canvas.add(Box(CODE.x, CODE.y, CODE.w, CODE.h, weight="hair"))
    canvas.centred(CODE.x + CODE.w / 2, 97, "no code", "label")
