"""A page drawn once becomes a plate: pypdf puts the complete fonts in and writes what the tails go on from.

Heavy to import, and needed only where certificates are drawn.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from coi_app.documents import drawing, embedding, form_blank, further_drawing, ink
from coi_app.documents.plate import FIRST, VERSION, Plate
from coi_app.documents.sheet import Mark, Text

_one_at_a_time = Lock()  # fpdf2's fonts change as they are used


@dataclass(frozen=True, slots=True)
class _Pack:
    letters: drawing.Letters
    codes: ink.Codes


@cache
def _pack(name: str) -> _Pack:
    letters = drawing.letters(name)
    fonts = _fonts(letters)
    codes = {
        cut: _codes(cast(DictionaryObject, fonts[f"/{font.decode()}"])) for cut, font in ink.FONTS.items()
    }
    return _Pack(letters, ink.Codes(codes))


def _codes(font: DictionaryObject) -> dict[str, int]:
    """The code of each character as the font itself says."""
    return {chr(letter): code for code, letter in embedding.letters(font)}


def _fonts(letters: drawing.Letters) -> DictionaryObject:
    return cast(DictionaryObject, _resources(_only_page(letters.pdf))["/Font"])


def _resources(page: PageObject) -> DictionaryObject:
    return cast(DictionaryObject, page["/Resources"])


def _only_page(pdf: bytes) -> PageObject:
    return PdfReader(io.BytesIO(pdf)).pages[0]


def freeze(
    marks: Sequence[Mark],
    pack_name: str,
    pictures: Mapping[str, bytes],
    renderer: str,
    blank: bytes | None = None,
    further: Sequence[Text] = (),
) -> Plate:
    """`pictures`: PNG bytes by their SHA-256. `renderer`: what draws the plate and its tails; it stands in the plate,
    so that another's is never taken for the same (R35). `blank`: the stripped pages of a form, under the marks.
    `further`: texts of a tail that need fonts of their own. Raises UnprintableText for them."""
    with _one_at_a_time:
        pack = _pack(pack_name)
        page = _only_page(drawing.page(marks, pack.letters.fonts, pictures))
    resources, contents = _resources(page), cast(StreamObject, page["/Contents"])
    for picture in cast(DictionaryObject, resources.get("/XObject", DictionaryObject())).values():
        embedding.repack(cast(StreamObject, picture.get_object()))
    resources[NameObject("/Font")] = fonts = _complete_fonts(pack.letters, pack_name)
    codes = pack.codes
    if further:
        beyond = further_drawing.drawn(further)
        fonts.update(beyond.fonts)
        codes = ink.FurtherCodes(codes, beyond.texts)
    under, *following = _sheets(resources, blank) if blank is not None else [b""]
    contents.set_data(b"%bq\n%bQ\n" % (under, contents.get_data()))  # what it sets must not reach the tail
    writer = PdfWriter()
    writer.pdf_header = VERSION
    copies = [
        cast(IndirectObject, part.clone(writer).indirect_reference).idnum for part in (resources, contents)
    ]
    copies += [writer._add_object(_drawing(said)).idnum for said in following]
    return _cut(writer, codes, copies, b"%%%b\n" % renderer.encode())


def _sheets(resources: DictionaryObject, blank: bytes) -> list[bytes]:
    """Gives the page what draws a form, and what has to be said for each page of it."""
    drawings = cast(DictionaryObject, resources.setdefault(NameObject("/XObject"), DictionaryObject()))
    said = []
    for n, sheet in enumerate(form_blank.sheets(blank), 1):
        drawings[NameObject(f"{form_blank.SHEET}{n}")] = sheet
        said.append(f"q {form_blank.SHEET}{n} Do Q\n".encode())
    return said


def _drawing(said: bytes) -> StreamObject:
    contents = DecodedStreamObject()
    contents.set_data(said)
    return contents


def _complete_fonts(letters: drawing.Letters, pack: str) -> DictionaryObject:
    fonts = _fonts(letters)
    for cut, name in ink.FONTS.items():
        embedding.embed(cast(DictionaryObject, fonts[f"/{name.decode()}"]), cut, pack)
    return fonts


def _cut(writer: PdfWriter, codes: ink.Codes, copies: Sequence[int], remark: bytes) -> Plate:
    """All that pypdf writes before its list of objects, with a remark before the first; its first three the tail writes
    anew."""
    file = io.BytesIO()
    writer.write(file)
    offsets = PdfReader(file).xref[0]
    data = file.getvalue()
    kept = tuple(offsets[number] + len(remark) for number in range(FIRST, len(offsets) + 1))
    resources, *commons = copies
    first = min(offsets.values())
    drawn = data[:first] + remark + data[first : data.rindex(b"xref\n0 ")]
    return Plate(drawn, kept, resources, tuple(commons), codes)
