"""Reads drawn certificates back with two readers that know nothing of how they were drawn."""

import io
from dataclasses import dataclass

import pypdf
import pypdfium2


@dataclass(frozen=True, order=True)
class Read:
    """A text where it stands: page, points from the left and from the top, size."""

    page: int
    x: float
    y: float
    text: str
    size: float


def texts(pdf: bytes) -> list[Read]:
    """Every text and its place, by pypdf."""
    found: list[Read] = []
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(pdf), strict=True).pages):

        def visit(
            text: str, _: object, matrix: list[float], __: object, size: float, number: int = number
        ) -> None:
            if text.strip():
                found.append(
                    Read(number, round(matrix[4], 1), round(792 - matrix[5], 1), text.strip("\n"), size)
                )

        page.extract_text(visitor_text=visit)
    return found


def second_opinion(pdf: bytes) -> list[Read]:
    """The same by PDFium, which Chromium shows PDFs with."""
    document = pypdfium2.PdfDocument(pdf)
    found: list[Read] = []
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        for shown in page.get_objects(textpage=words):
            if isinstance(shown, pypdfium2.PdfTextObj):
                _, _, _, _, x, y = shown.get_matrix().get()
                text = shown.extract().strip()
                found.append(Read(number, round(x, 1), round(792 - y, 1), text, shown.get_font_size()))
    document.close()
    return found


def words(pdf: bytes) -> str:
    """All text as PDFium reads it aloud, on one line."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())


def pixels(pdf: bytes, page: int = 0, dpi: int = 200) -> "pypdfium2.PdfBitmap":
    document = pypdfium2.PdfDocument(pdf)
    return document[page].render(scale=dpi / 72, grayscale=True)
