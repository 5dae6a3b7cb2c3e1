"""The agency's licensed form as the first page of a certificate: the same content as our own page, at its fields.

What the form has no room for follows on pages of ours, or is refused by name (R26); nothing is cut.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

from coi_app.documents import (
    continuation,
    coverage_row,
    description,
    form_facts,
    form_setting,
    layout,
    typeface,
)
from coi_app.documents.closing import Stance
from coi_app.documents.form_facts import Stated
from coi_app.documents.layout import KEPT, Own
from coi_app.documents.sheet import Box as Outline
from coi_app.documents.sheet import Canvas, DoesNotFit, Group, Mark, Picture, Piece, Watermark, singly, split
from coi_app.documents.tags import Part, Tag
from coi_app.documents.typeset import balanced
from coi_app.rules import licensed_forms as forms
from coi_app.rules.certificate_content import Box, Boxes, CertificateContent, Insurer, SharedContent
from coi_app.rules.facts import shown_day
from coi_app.rules.licensed_forms import FieldKind, FormField, Sheet

SEE = "See description"
DRAFT = ("DRAFT, not issued", "DRAFT")
LONG_NAME = 7  # points
PITCH = description.CUT_SIZE * description.LEADING


@dataclass(frozen=True, slots=True)
class Form:
    """`blank`: the stripped pages that the sheet's hash names."""

    sheet: Sheet
    blank: bytes


class Master:
    """As `layout.Master` for our own page. Raises UnprintableText, DoesNotFit, or Conflict: the form is unfinished."""

    def __init__(self, shared: SharedContent, sheet: Sheet, draft: bool = False) -> None:
        forms.require_complete(sheet)
        self.shared, self.draft = layout.settable(shared), draft
        self.words = layout.words_of(self.shared)
        layout.refuse_unprintable(self.words)
        self._sheet = sheet
        self._fields: defaultdict[str, list[FormField]] = defaultdict(list)
        for field, key in sheet.filled():
            self._fields[key].append(field)
        self._keys = frozenset(self._fields)
        stated = form_facts.shared_facts(self.shared, self._keys, self._name_rows)
        self._named: tuple[Insurer, ...] = ()
        self._common, beyond = split((Tag(Part.VALUES), *self._filled(stated)), Part.BEYOND)
        self._beyond = (beyond,) if beyond.marks else ()
        self._rows, self._extras = stated.rows, tuple(dict.fromkeys(stated.extras))
        overleaf = tuple(coverage_row.row_of(policy) for policy in stated.overleaf)
        self._overleaf = continuation.Rows(overleaf)
        self._continued = continuation.Common(self.shared)
        self._answers = lru_cache(maxsize=KEPT)(self._answer)
        self._description = lru_cache(maxsize=KEPT)(self._describe)

    @cached_property
    def pack(self) -> str:
        return typeface.pack_for(self.words)

    def plate(self, _stance: Stance | None = None) -> tuple[Mark | Tag, ...]:
        return (
            (Tag(Part.DRAFT), Watermark("DRAFT"), *self._common, *self._no_code())
            if self.draft
            else self._common
        )

    def parts(self, _stance: Stance | None = None) -> tuple[Part, ...]:
        beyond = [group.part for group in self._beyond if group.part is not None]
        return (Part.HOLDER, Part.ANSWERS, Part.DESCRIPTION, *beyond)

    def _no_code(self) -> tuple[Mark, ...]:
        """R33: where the proof would stand."""
        canvas, place = Canvas(), self._code_place()
        canvas.add(Outline(place.x, place.y, place.w, place.h, weight="hair"))
        canvas.centred(place.x + place.w / 2, place.y + place.h / 2 + 2, "no code", "label")
        return canvas.marks

    def own(self, content: CertificateContent) -> Own:
        content, pack = layout.settable_content(content)
        described, rest = self._description(content.description)
        more = continuation.Overleaf(
            *(content, self.draft, self._overleaf, self._named, rest, self._continued),
            first=self._sheet.pages + 1,
        )
        further = list(continuation.pages(more))
        count = self._sheet.pages + len(further)
        whole = [
            (*page, *continuation.foot(content, self.draft, number, count))
            for number, page in enumerate(further, self._sheet.pages + 1)
        ]
        first = (
            Tag(Part.HOLDER),
            *self._identity(content, count),
            self._answers(content.boxes),
            described,
            *self._beyond,
        )
        between: list[tuple[Piece, ...]] = [()] * (self._sheet.pages - 1)
        return Own(None, pack, (first, *between, *whole))

    def pages(self, content: CertificateContent) -> list[list[Mark]]:
        """As `layout.Master.pages`, without what the form itself shows."""
        first, *more = self.own(content).pages
        return [list(singly(page)) for page in ((*self.plate(), *first), *more)]

    def _filled(self, stated: Stated) -> list[Mark]:
        """What all certificates share, at its fields."""
        canvas = Canvas()
        for key in sorted(stated.ticks):
            for field in self._fields[key]:
                form_setting.tick(canvas, field)
        for key, text in stated.texts.items():
            for field in self._fields.get(key, ()):
                self._shared_text(canvas, field, key, text, stated)
        self._sign(canvas)
        return sorted(canvas.marks, key=_from_the_top)

    def _shared_text(self, canvas: Canvas, field: FormField, key: str, text: str, stated: Stated) -> None:
        if form_setting.put(canvas, field, text):
            return
        what = forms.MEANINGS[key]
        if (
            key.startswith("insurer.")
            and key.endswith(".name")
            and form_setting.put(canvas, field, self._see_page())
        ):
            self._named += tuple(one for one in self.shared.insurers if f"insurer.{one.letter}.name" == key)
        elif key.partition(".")[0] in forms.SLOTS and form_setting.put(canvas, field, SEE):
            stated.extras.append(f"{what.group}, {what.label.lower()}: {text}.".replace("\n", ", "))
        else:
            raise DoesNotFit(f"{what.group}, {what.label.lower()}: “{text[:60]}”")

    def _see_page(self) -> str:
        return f"Named in full on page {self._sheet.pages + 1}"

    def _sign(self, canvas: Canvas) -> None:
        """The signature's picture, else the name; a draft has neither (R33)."""
        producer = self.shared.producer
        for field in [] if self.draft else self._fields.get(forms.SIGNATURE, []):
            place = field.place
            if producer.signature_sha256:
                inner = (place.x + 1, place.y + 1, place.w - 2, place.h - 2)
                canvas.add(Picture(*inner, sha256=producer.signature_sha256))
            elif not form_setting.put(canvas, field, producer.representative):
                raise DoesNotFit("The authorized representative's name")

    def _identity(self, content: CertificateContent, count: int) -> tuple[Mark, ...]:
        canvas = Canvas()
        texts = form_facts.holder(content.holder, self._keys, self._name_rows) | self._numbered(content)
        for key, text in texts.items():
            for field in self._fields.get(key, ()):
                if not form_setting.put(canvas, field, text):
                    raise DoesNotFit(f"{forms.MEANINGS[key].group}, {forms.MEANINGS[key].label.lower()}")
        if not self.draft and content.verification_url:
            paging = f"Page 1 of {count}" if count > 1 else ""
            form_setting.check(canvas, self._code_place(), content.verification_url, paging)
        return canvas.marks

    def _name_rows(self, who: str, name: str) -> tuple[str, ...]:
        """A name that is too long for its field goes on in the rows below."""
        for field in self._fields.get(f"{who}.name", ()):
            if form_setting.fitting(field, name) is None:
                return balanced(name, "value", LONG_NAME, field.place.w - 2 * form_setting.PAD)
        return (name,)

    def _numbered(self, content: CertificateContent) -> dict[str, str]:
        if self.draft:
            fields = self._fields[forms.NUMBER]
            said = [one for one in DRAFT if all(form_setting.fitting(field, one) for field in fields)]
            return {forms.NUMBER: said[0] if said else ""}
        apart = forms.REVISION in self._keys or not content.revision
        number = content.number if apart else f"{content.number}, revision {content.revision}"
        day = shown_day(content.issued_on) if content.issued_on else ""
        return {forms.NUMBER: number, forms.REVISION: str(content.revision), forms.ISSUED_ON: day}

    def _code_place(self) -> forms.Rectangle:
        fields = self._fields.get(forms.CODE)
        place = fields[0].place if fields else self._sheet.code
        assert place is not None  # a complete form has one
        return place

    def _answer(self, boxes: tuple[Boxes, ...]) -> Group:
        canvas = Canvas()
        for mine in boxes:
            slot = self._rows.get(mine.policy_id)
            if slot and mine.additional_insured is Box.YES:
                self._yes(canvas, f"{slot}.addl")
            if slot and mine.subrogation_waived is Box.YES:
                self._yes(canvas, f"{slot}.subr")
        return canvas.as_group(Part.ANSWERS)

    def _yes(self, canvas: Canvas, key: str) -> None:
        for field in self._fields.get(key, ()):
            said = f"{forms.MEANINGS[key].group}, {forms.MEANINGS[key].label}: Y"
            if field.kind is FieldKind.TICK:
                form_setting.tick(canvas, field, said)
            elif not form_setting.put(canvas, field, "Y", "mark", said):
                raise DoesNotFit(said)

    def _describe(self, text: str) -> tuple[Group, str]:
        """The description's marks on the form, and what of it goes overleaf."""
        canvas, field = Canvas(), self._fields[forms.DESCRIPTION][0]
        text = "\n".join(filter(None, (text, *self._extras)))
        place, measure = field.place, field.place.w - 2 * form_setting.PAD
        further = self._further()
        for size in description.SIZES:
            rows = description.rows_of(text, size, measure)
            pitch = size * description.LEADING
            if (len(rows) + bool(further)) * pitch <= place.h + 1:
                self._put_rows(canvas, rows, size, pitch, further)
                return canvas.as_group(Part.DESCRIPTION), ""
        room = max(0, int((place.h + 1) / PITCH) - 1)
        part = (
            description.flow(text, description.CUT_SIZE, room, measure)
            if room
            else description.Flow((), text)
        )
        what = f"description and {further}" if further else "description"
        self._put_rows(canvas, part.rows, description.CUT_SIZE, PITCH, what)
        return canvas.as_group(Part.DESCRIPTION), part.rest.strip("\n")

    def _put_rows(
        self, canvas: Canvas, rows: tuple[str, ...], size: float, pitch: float, further: str
    ) -> None:
        place = self._fields[forms.DESCRIPTION][0].place
        y = place.y + size
        for row in rows:
            canvas.text(place.x + form_setting.PAD, y, row, "body", size)
            y += pitch
        if further:
            words = f"Continued on page {self._sheet.pages + 1}: {further}."
            canvas.text(place.x + form_setting.PAD, y, words, "head", min(size, 7.5))

    def _further(self) -> str:
        rows = len(self._overleaf.rows)
        parts = [f"{rows} further polic{'y' if rows == 1 else 'ies'}"] if rows else []
        return " and ".join(parts + (["names of insurers"] if self._named else []))


def _from_the_top(mark: Mark) -> tuple[float, float]:
    """The order in which the texts are read aloud."""
    return (0, 0) if isinstance(mark, Watermark) else (round(mark.y / 6), mark.x)
