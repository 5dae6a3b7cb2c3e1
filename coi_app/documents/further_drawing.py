"""Texts with letters that the certificate's own cuts lack, drawn by fpdf2 in the faces that have them."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Self, cast

from fpdf import FPDF
from fpdf.fonts import TTFFont
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from coi_app.documents import further_letters, typeface
from coi_app.documents.further_letters import Part
from coi_app.documents.installed_faces import Face
from coi_app.documents.sheet import STYLE, Text

ABOVE = 0.3  # fpdf2 sets a row without height so much of its size below its place
_RESERVED = ("helvetica", "times", "courier")  # F1 to F3 are the names of the certificate's own cuts


class Further(NamedTuple):
    """`fonts`: by the names that the drawn parts have for them; `texts`: of each its parts from left to right, drawn
    already or still to be written in the certificate's own letters."""

    fonts: DictionaryObject
    texts: Mapping[Text, Sequence[Text | bytes]]


def drawn(texts: Sequence[Text]) -> Further:
    """The fonts hold no more than these texts need: the same texts give the same bytes. UnprintableText is raised for
    what no face has."""
    with _Desk("".join(text.text for text in texts)) as desk:
        placed = {text: [*desk.placed(text)] for text in texts}
        fonts, contents = desk.read()
    return Further(
        fonts,
        {
            text: [part if isinstance(part, Text) else contents[part] for part in parts]
            for text, parts in placed.items()
        },
    )


class _Desk:
    """Each part is drawn on a page of its own, so that it stands in a stream of its own."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._paper = FPDF(unit="pt", format="letter")
        self._paper.c_margin = 0
        self._paper.set_auto_page_break(False)
        for family in _RESERVED:
            self._paper.set_font(family)
        self._names: dict[Face, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for name in self._names.values():
            cast(TTFFont, self._paper.fonts[name]).close()

    def placed(self, text: Text) -> Iterable[Text | int]:
        """Its parts at their places; of a drawn one the number of the page it is on."""
        x = text.x
        for part, wide in typeface.measured_parts(text.text, STYLE[text.style].font):
            yield self._drawn(text, part, x) if part.face else text._replace(x=x, text=part.text, said="")
            x += wide * text.size / 1000

    def _drawn(self, text: Text, part: Part, x: float) -> int:
        paper = self._paper
        paper.add_page()
        paper.set_text_shaping(True, direction="rtl" if part.leftwards else "ltr")
        paper.set_font(self._font(part), size=text.size)
        paper.set_xy(x, text.y - ABOVE * text.size)
        paper.cell(h=0, text=part.text)
        return paper.page - 1

    def _font(self, part: Part) -> str:
        assert part.face is not None
        face = further_letters.of_its_language(part.face, self._words)
        if face not in self._names:
            self._names[face] = name = f"further{len(self._names)}"
            self._paper.add_font(name, fname=face.path, collection_font_number=face.number)
        return self._names[face]

    def read(self) -> tuple[DictionaryObject, list[bytes]]:
        """The fonts, and what stands on each page."""
        fonts, contents = DictionaryObject(), []
        for page in PdfReader(io.BytesIO(bytes(self._paper.output()))).pages:
            contents.append(b"q %b Q" % cast(StreamObject, page["/Contents"]).get_data().strip())
            fonts.update(cast(DictionaryObject, cast(DictionaryObject, page["/Resources"])["/Font"]))
        return fonts, contents
