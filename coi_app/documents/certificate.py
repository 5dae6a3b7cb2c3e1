"""Draws certificates: one press per batch, so that what all its certificates share is drawn once.

press = CertificatePress(shared, pictures)
drawn = press.draw(content)      # drawn.whole is the PDF; drawn.plate is worth storing once
"""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from itertools import chain

from coi_app.documents import layout, licensed_form, panels, plate, sheet, typeface
from coi_app.documents.attachment import Attachment
from coi_app.documents.closing import Stance
from coi_app.documents.licensed_form import Form
from coi_app.documents.plate import Drawn, Facts, Plate
from coi_app.documents.sheet import Text
from coi_app.rules.certificate_content import CertificateContent, SharedContent
from coi_app.rules.certificate_json import FILE_NAME, Companion

__all__ = ["FORM_RENDERER", "RENDERER", "CertificatePress", "Drawn", "Form"]

# R35: kept with every certificate; raise it when the same content gives other bytes.
RENDERER = "sheet 8"
FORM_RENDERER = "form 4"
PLATES = 24  # of one press: two packs of fonts or three, three stances; each holder in another script has one alone
Master = layout.Master | licensed_form.Master


class CertificatePress:
    """`pictures`: the PNG bytes of logo and signature by their SHA-256. `form`: printed on it instead of our own page.
    `with_json`: issued ones carry their content for machines (`rules.certificate_json`).

    Drawing raises layout.UnprintableText or layout.DoesNotFit, for every certificate when the shared content
    is at fault. The same content gives the same bytes in every process.
    """

    def __init__(
        self,
        shared: SharedContent,
        pictures: Mapping[str, bytes],
        form: Form | None = None,
        *,
        with_json: bool = False,
    ) -> None:
        self._shared = shared
        self._pictures = pictures
        self._form = form
        self._companion = Companion(shared) if with_json else None
        self._plate = lru_cache(maxsize=PLATES)(self._frozen)

    @cached_property
    def _issued(self) -> Master:
        return self._master(draft=False)

    @cached_property
    def _draft(self) -> Master:
        return self._master(draft=True)

    def _master(self, draft: bool) -> Master:
        if self._form is None:
            return layout.Master(self._shared, draft)
        return licensed_form.Master(self._shared, self._form.sheet, draft)

    def draw(self, content: CertificateContent) -> Drawn:
        """An issued certificate: numbered, signed, with its code."""
        if content.is_draft or content.issued_on is None:
            raise ValueError(
                "A certificate without a number or an issue day can only be drawn as a draft (R33)."
            )
        return self._drawn(self._issued, content, f"{panels.TITLE} {typeface.one_line(content.number)}")

    def draw_draft(self, content: CertificateContent) -> bytes:
        """R33: a visible DRAFT mark, and neither number nor signature nor code, whatever the content says."""
        return self._drawn(self._draft, content, f"{panels.TITLE}, draft").whole

    def _drawn(self, master: Master, content: CertificateContent, title: str) -> Drawn:
        if content.shared is not self._shared and content.shared != self._shared:
            raise ValueError("This press was made for other policies than the certificate shows.")
        own = master.own(content)
        pack, further = _fonts(master, own)
        frozen = self._plate(master.draft, pack, own.stance, further)
        facts = Facts(
            title,
            master.shared.producer.name,
            None if master.draft else content.issued_on,
            None if master.draft else self._attached(content),
        )
        return plate.drawn(frozen, own.pages, facts)

    def _attached(self, content: CertificateContent) -> Attachment | None:
        if self._companion is None:
            return None
        data = self._companion.written(content)
        return Attachment(FILE_NAME, "application/json", "What this certificate says, for machines", data)

    def _frozen(self, draft: bool, pack: str, stance: Stance | None, further: tuple[Text, ...]) -> Plate:
        """`further`: texts that need fonts beyond the pack's: a plate is for those that say the same of them."""
        from coi_app.documents import freezing

        master = self._draft if draft else self._issued
        blank = self._form.blank if self._form else None
        renderer = FORM_RENDERER if self._form else RENDERER
        own = freezing.Own(master.parts(stance), further)
        return freezing.freeze(master.plate(stance), pack, self._pictures, renderer, blank, own)


def _fonts(master: Master, own: layout.Own) -> tuple[str, tuple[Text, ...]]:
    """The pack that has the words, and the texts with letters that no pack has."""
    pack = typeface.larger(master.pack, own.pack)
    if pack != typeface.FURTHER:
        return pack, ()
    texts = [*sheet.texts(master.plate(own.stance)), *chain.from_iterable(map(sheet.texts, own.pages))]
    words = "".join(text.text for text in texts)
    rest = words.translate(dict.fromkeys(map(ord, typeface.beyond(words))))
    return typeface.pack_for(rest), tuple(text for text in texts if typeface.is_beyond(text.text))
