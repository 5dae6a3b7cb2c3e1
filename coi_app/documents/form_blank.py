"""The pages of a form as plain pictures of themselves: one drawing each, and what it draws with."""

import io
from collections.abc import Iterator
from typing import Any, cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from coi_app.documents.form_fields import bounds_of
from coi_app.documents.plate import VERSION
from coi_app.documents.sheet import HEIGHT, WIDTH

DRAWN_WITH = ("/Font", "/XObject", "/ColorSpace", "/ExtGState", "/Pattern", "/Shading")
# Of drawings and pictures: what leads elsewhere, or belongs to the file that they came from.
LEFT_BEHIND = (
    "/Metadata", "/PieceInfo", "/OC", "/OPI", "/Ref", "/Alternates", "/StructParent", "/StructParents",
    "/LastModified", "/F", "/FFilter", "/FDecodeParms", "/AF", "/Measure",
)  # fmt: skip
SHEET = "/Sheet"


def stripped(pages: list[PageObject]) -> bytes:
    """A PDF whose pages draw one object each, under the name of SHEET: upright, from the corner, closed in itself."""
    writer = PdfWriter()
    writer.pdf_header = VERSION
    for page in pages:
        drawing = writer._add_object(_drawing(page).clone(writer))
        blank = writer.add_blank_page(WIDTH, HEIGHT)
        blank[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/XObject"): DictionaryObject({NameObject(SHEET): drawing})}
        )
        shown = DecodedStreamObject()
        shown.set_data(f"{SHEET} Do".encode())
        blank[NameObject("/Contents")] = writer._add_object(shown)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _drawing(page: PageObject) -> StreamObject:
    """What is on the page. Whatever its content leaves open or turned stays inside."""
    box = bounds_of(page)
    drawing = DecodedStreamObject()
    drawing.set_data(_closed(page))
    drawing = cast(DecodedStreamObject, drawing.flate_encode())
    corners = (box.x, box.y, box.x + box.w, box.y + box.h)
    wide, high = WIDTH / box.w, HEIGHT / box.h
    matrix = (wide, 0, 0, high, -box.x * wide, -box.y * high)
    drawing[NameObject("/Type")] = NameObject("/XObject")
    drawing[NameObject("/Subtype")] = NameObject("/Form")
    drawing[NameObject("/FormType")] = NumberObject(1)
    drawing[NameObject("/BBox")] = ArrayObject(map(FloatObject, corners))
    drawing[NameObject("/Matrix")] = ArrayObject(map(FloatObject, matrix))
    drawing[NameObject("/Resources")] = _resources(page)
    return drawing


def _closed(page: PageObject) -> bytes:
    """The page's content with as many ends as beginnings."""
    content = page.get_contents()
    if content is None:
        return b""
    depth = least = 0
    for _, operator in ContentStream(content, page.pdf).operations:
        depth += (operator == b"q") - (operator == b"Q")
        least = min(least, depth)
    return b"q\n" * -least + content.get_data() + b"\nQ" * (depth - least)


def _resources(page: PageObject) -> DictionaryObject:
    found: Any = page.get("/Resources")
    given = found.get_object() if found is not None else DictionaryObject()
    kept = DictionaryObject({NameObject(key): given[key] for key in DRAWN_WITH if key in given})
    for stream in _streams(kept, set()):
        for key in LEFT_BEHIND:
            stream.pop(NameObject(key), None)
    return kept


def _streams(value: Any, seen: set[tuple[int, int]]) -> Iterator[StreamObject]:
    """All drawings and pictures that something leads to."""
    if isinstance(value, IndirectObject):
        if (key := (value.idnum, value.generation)) in seen:
            return
        seen.add(key)
        value = value.get_object()
    if isinstance(value, StreamObject):
        yield value
    if isinstance(value, dict):
        for one in list(dict.values(value)):
            yield from _streams(one, seen)
    elif isinstance(value, list):
        for one in list.__iter__(value):
            yield from _streams(one, seen)


def sheets(blank: bytes) -> list[IndirectObject]:
    """The drawings of a stripped form, page by page."""
    found = []
    for page in PdfReader(io.BytesIO(blank)).pages:
        resources = cast(DictionaryObject, page["/Resources"])
        found.append(cast(DictionaryObject, resources["/XObject"]).raw_get(SHEET))
    return cast(list[IndirectObject], found)
