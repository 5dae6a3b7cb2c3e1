"""A page drawn once becomes a plate: pypdf puts the complete fonts in and writes what the tails go on from.

Heavy to import, and needed only where certificates are drawn.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from threading import Lock
from typing import NamedTuple, cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
)

from coi_app.documents import drawing, embedding, form_blank, further_drawing, ink, tags
from coi_app.documents.framing import DOCUMENT, FIRST, first_page, whole
from coi_app.documents.plate import VERSION, Plate
from coi_app.documents.sheet import Mark, Text
from coi_app.documents.tags import Part, Tag, enclosed

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


class Own(NamedTuple):
    """What the tails of a plate need of it: the `parts` that its first page has of them, and `further` texts, with
    letters that no pack has."""

    parts: Sequence[Part] = ()
    further: Sequence[Text] = ()


NOTHING = Own()


def freeze(
    pieces: Sequence[Mark | Tag],
    pack_name: str,
    pictures: Mapping[str, bytes],
    renderer: str,
    blank: bytes | None = None,
    own: Own = NOTHING,
) -> Plate:
    """`pictures`: PNG bytes by their SHA-256. `renderer`: what draws the plate and its tails; it stands in the plate,
    so that another's is never taken for the same (R35). `blank`: the stripped pages of a form, under the marks.
    Raises UnprintableText for further texts."""
    with _one_at_a_time:
        pack = _pack(pack_name)
        page = _only_page(drawing.page(pieces, pack.letters.fonts, pictures))
    resources, contents = _resources(page), cast(StreamObject, page["/Contents"])
    for picture in cast(DictionaryObject, resources.get("/XObject", DictionaryObject())).values():
        embedding.repack(cast(StreamObject, picture.get_object()))
    resources[NameObject("/Font")] = fonts = _complete_fonts(pack.letters, pack_name)
    codes = pack.codes
    if own.further:
        beyond = further_drawing.drawn(own.further)
        fonts.update(beyond.fonts)
        codes = ink.FurtherCodes(codes, beyond.texts)
    under, *following = _sheets(resources, blank) if blank is not None else [b""]
    contents.set_data(b"%bq\n%bQ\n" % (under, contents.get_data()))  # what it sets must not reach the tail
    told = [piece for piece in pieces if isinstance(piece, Tag)]
    told += map(Tag, (*((Part.FORM,) if under else ()), *own.parts))
    return _written((resources, contents), following, codes, told, renderer)


def _sheets(resources: DictionaryObject, blank: bytes) -> list[bytes]:
    """Gives the page what draws a form, and what has to be said for each page of it."""
    drawings = cast(DictionaryObject, resources.setdefault(NameObject("/XObject"), DictionaryObject()))
    said = []
    for n, sheet in enumerate(form_blank.sheets(blank), 1):
        drawings[NameObject(f"{form_blank.SHEET}{n}")] = sheet
        said.append(enclosed(Part.FORM, f"q {form_blank.SHEET}{n} Do Q".encode()))
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


def _written(
    page: Sequence[DictionaryObject],
    following: Sequence[bytes],
    codes: ink.Codes,
    told: Sequence[Tag],
    renderer: str,
) -> Plate:
    """All that pypdf writes before its list of objects, with a remark before the first; those below `FIRST` the tail
    writes anew. After them what tells readers without eyes of the first page. `page`: its resources and contents;
    `following`: what is said on further pages."""
    writer, file, remark = PdfWriter(), io.BytesIO(), b"%%%b\n" % renderer.encode()
    writer.pdf_header = VERSION
    while len(writer._objects) < FIRST - 1:
        writer._add_object(NullObject())
    used, common = [cast(IndirectObject, part.clone(writer).indirect_reference).idnum for part in page]
    commons = (common, *[writer._add_object(_drawing(said)).idnum for said in following])
    writer.write(file)
    places = PdfReader(file).xref[0]
    data, begin, first = file.getvalue(), min(places.values()), len(places) + 1
    head = data[:begin] + remark + data[begin : data.rindex(b"xref\n0 ")]
    section, owners = _section(first, told)
    offsets = [places[number] + len(remark) for number in range(FIRST, first)]
    offsets += accumulate(map(len, section[:-1]), initial=len(head))
    return Plate(head + b"".join(section), tuple(offsets), used, commons, codes, first, owners)


def _section(first: int, told: Sequence[Tag]) -> tuple[list[bytes], bytes]:
    """The objects, the first of which gets this number, and the row of the parts' owners."""
    shows = {tag.part: tag.shows for tag in told}
    parts = list(shows)
    # How many objects there are does not depend on the number of the page.
    count = len(tags.section(first, DOCUMENT, 0, parts, shows).objects)
    made = tags.section(first, DOCUMENT, first_page(first - 1 + count), parts, shows)
    return list(map(whole, range(first, first + count), made.objects)), made.owners
