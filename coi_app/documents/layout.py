"""The certificate as values: content in, pages of marks out; nothing here knows a file format.

A certificate is composed in two parts. `Master` holds what all certificates of one `SharedContent` have in
common, `Master.own` composes what belongs to one holder.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from coi_app.documents import closing, continuation, coverage_table, description, panels, typeface
from coi_app.documents.closing import STANCES, Stance
from coi_app.documents.sheet import Canvas, DoesNotFit, Group, Mark, Piece, Watermark, singly, split
from coi_app.documents.tags import Part, Tag
from coi_app.documents.typeface import UnprintableText, unprintable
from coi_app.rules.certificate_content import (
    Address,
    Boxes,
    CertificateContent,
    HolderShown,
    SharedContent,
)

__all__ = ["DoesNotFit", "Master", "Own", "UnprintableText", "compose", "unprintable"]

T = TypeVar("T")
TABLE_TOP = 264  # the upper fold of the letter
KEPT = 500  # descriptions and the like of one master


def settable(value: T) -> T:
    """The same value with every text in it made ready for setting: composed letters, single spaces."""
    made: Any = value
    if isinstance(value, str) and not isinstance(value, Enum):
        made = typeface.one_line(value)
    elif isinstance(value, tuple):
        made = tuple(map(settable, value))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        made = replace(value, **{name: settable(getattr(value, name)) for name in names})
    return cast(T, made)


def words_of(value: object) -> str:
    """All texts of a value in one, to look for characters in."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "".join(map(words_of, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return "".join(words_of(getattr(value, field.name)) for field in dataclasses.fields(value))
    return ""


class Own(NamedTuple):
    """What belongs to one holder: the plate's stance, if it has several, the smallest pack of fonts that has its words,
    the marks of each page."""

    stance: Stance | None
    pack: str
    pages: tuple[tuple[Piece, ...], ...]


class Master:
    """The first page's common part, measured once. Raises UnprintableText or DoesNotFit."""

    def __init__(self, shared: SharedContent, draft: bool = False) -> None:
        self.shared = settable(shared)
        self.draft = draft
        self.words = words_of(self.shared)
        refuse_unprintable(self.words)
        canvas = Canvas()
        panels.title(canvas)
        panels.producer(canvas, self.shared.producer)
        panels.number_labels(canvas)
        self._named = panels.insured_and_insurers(canvas, self.shared.insured, self.shared.insurers)
        self._table = coverage_table.first_page(canvas, self.shared.policies, TABLE_TOP)
        description.side_head(canvas, self._table.bottom)
        self._common, self._said = split(canvas.parts, Part.SAID)
        self._around = cache(self._notices)
        # Of these many holders have the same.
        self._stance = lru_cache(maxsize=KEPT)(self._roomiest)
        self._answers = lru_cache(maxsize=KEPT)(self._answer)
        self._description = lru_cache(maxsize=KEPT)(self._describe)
        self._overleaf = continuation.Rows(tuple(self._table.overleaf))
        self._continued = continuation.Common(self.shared)

    @cached_property
    def pack(self) -> str:
        """The smallest pack of fonts that has the words of all its certificates."""
        return typeface.pack_for(self.words)

    def plate(self, stance: Stance | None) -> tuple[Mark | Tag, ...]:
        """The common marks with the notices in this stance."""
        assert stance is not None
        return self._around(stance)[0]

    def parts(self, stance: Stance | None) -> tuple[Part, ...]:
        """Those of the first page that stand in its tails."""
        assert stance is not None
        number = () if self.draft else (Part.NUMBER,)
        beyond = [group.part for group in self._around(stance)[1] if group.part is not None]
        return (Part.SAID, Part.HOLDER, *number, Part.ANSWERS, Part.DESCRIPTION, *beyond, Part.FOOT)

    def _notices(self, stance: Stance) -> tuple[tuple[Mark | Tag, ...], tuple[Group, ...]]:
        """The plate's marks, and those that belong to them but cannot be in it."""
        canvas = Canvas()
        if self.draft:
            canvas.add(Tag(Part.DRAFT), Watermark("DRAFT"))
        canvas.add(*self._common)
        if self.draft:
            panels.draft_marks(canvas)
        closing.notices(canvas, stance)
        closing.signature(canvas, self.shared.producer, stance, self.draft)
        held, beyond = split(canvas.parts, Part.BEYOND)
        return held, (beyond,) if beyond.marks else ()

    def own(self, content: CertificateContent) -> Own:
        """Compose one holder's certificate; `content.shared` is taken as this master's own."""
        content, pack = settable_content(content)
        stance = self._stance(content.description)
        described, rest = self._description(content.description, stance)
        head = self._identity(content)
        _, beyond = self._around(stance)
        first = (self._said, *head, self._answers(content.boxes), described, *beyond)
        pages = (first, *self._pages_overleaf(content, rest))
        whole = [
            (*page, *continuation.foot(content, self.draft, number, len(pages)))
            for number, page in enumerate(pages, 1)
        ]
        return Own(stance, pack, tuple(whole))

    def _pages_overleaf(self, content: CertificateContent, rest: str) -> Iterable[tuple[Piece, ...]]:
        if not (rest or self._named or self._overleaf.rows):
            return ()
        more = (self._overleaf, self._named, rest, self._continued)
        return continuation.pages(continuation.Overleaf(content, self.draft, *more))

    def pages(self, content: CertificateContent) -> list[list[Mark]]:
        """Plate and own marks together, page by page."""
        own = self.own(content)
        first, *more = own.pages
        return [list(singly(page)) for page in ((*self.plate(own.stance), *first), *more)]

    def _identity(self, content: CertificateContent) -> list[Piece]:
        canvas = Canvas()
        panels.holder(canvas, content.holder)
        if not self.draft:
            panels.number_and_check(canvas, content)
        return canvas.parts

    def _answer(self, boxes: tuple[Boxes, ...]) -> Group:
        canvas = Canvas()
        coverage_table.answers(canvas, self._table.placed, {box.policy_id: box for box in boxes})
        return canvas.as_group(Part.ANSWERS)

    def _describe(self, text: str, stance: Stance) -> tuple[Group, str]:
        """The description's marks on the first page, and what of it goes overleaf."""
        canvas = Canvas()
        rest = description.first_page(canvas, text, self._table.bottom, stance.top, self._further_overleaf())
        return canvas.as_group(Part.DESCRIPTION), rest

    def _roomiest(self, text: str) -> Stance:
        """The first stance that leaves the description 8 points; the tightest when more goes overleaf."""
        for stance in STANCES[:-1]:
            room = stance.top - 12 - self._table.bottom
            if not self._further_overleaf() and room > 38 and description.largest_size(text, room, 8):
                return stance
        return STANCES[-1]

    def _further_overleaf(self) -> str:
        rows = len(self._table.overleaf)
        parts = [f"{rows} further polic{'y' if rows == 1 else 'ies'}"] if rows else []
        return " and ".join(parts + (["names of insurers"] if self._named else []))


def settable_content(content: CertificateContent) -> tuple[CertificateContent, str]:
    """One holder's texts made ready for setting (`shared` is left as it is), and the smallest pack of fonts that has
    them. Raises UnprintableText."""
    description, pack = _settable_description(content.description)
    if not _is_plain(content):
        number, holder = typeface.one_line(content.number), _settable_holder(content.holder)
        content = replace(content, holder=holder, description=description, number=number)
        words = "".join((_words_of_holder(holder), description, number, content.verification_url))
        pack = typeface.pack_for(words)
        if pack == typeface.FURTHER:
            refuse_unprintable(words)
    elif pack == typeface.FURTHER:
        refuse_unprintable(description)
    return (
        content if description == content.description else replace(content, description=description)
    ), pack


def _is_plain(content: CertificateContent) -> bool:
    """Whether what belongs to one holder can be set as it is, but for the description: as nearly all can."""
    shown, at = content.holder, content.holder.address
    parts = (
        *("", shown.name, shown.attention, at.line_one, at.line_two, at.city, at.state, at.zip_code),
        *(content.number, content.verification_url, ""),
    )
    rows = "\n".join(parts)
    if not rows.isascii() or rows.count("\n") >= len(parts) or not rows.replace("\n", "").isprintable():
        return False
    return "  " not in rows and " \n" not in rows and "\n " not in rows


@lru_cache(maxsize=KEPT)
def _settable_description(text: str) -> tuple[str, str]:
    text = typeface.paragraphs(text).strip("\n")
    return text, typeface.pack_for(text)


def _settable_holder(holder: HolderShown) -> HolderShown:
    """`settable`, told out: it is done for every certificate."""
    at, line = holder.address, typeface.one_line
    return HolderShown(
        line(holder.name),
        line(holder.attention),
        Address(*map(line, (at.line_one, at.line_two, at.city, at.state, at.zip_code))),
    )


def _words_of_holder(holder: HolderShown) -> str:
    return "".join((holder.name, holder.attention, *holder.address.rows()))


def refuse_unprintable(words: str) -> None:
    if missing := unprintable(words):
        raise UnprintableText(missing)


def compose(content: CertificateContent, draft: bool = False) -> list[list[Mark]]:
    """Every page with all its marks, common ones first: what the tests measure."""
    return Master(content.shared, draft).pages(content)
