"""A licensed form taken apart: where its fields are, and its pages without them, ready to be printed on.

Nothing of the file but what is seen on its pages is kept: values, fields, scripts, actions, XFA and attachments are
left behind. Hostile files come here, so it runs as a program of its own with little time and memory
(`adapters.confined`): `python -m coi_app.documents.form_intake PATH` writes one line of JSON, then the stripped PDF.
"""

import io
import json
import logging
import sys
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from pypdf import PageObject, PasswordType, PdfReader

from coi_app.documents import form_blank, form_fields, form_outline, upload_pdf
from coi_app.documents.form_fields import bounds_of
from coi_app.documents.sheet import HEIGHT, WIDTH
from coi_app.rules import errors
from coi_app.rules.upload_kinds import refusal

MOST_PAGES = 4
MOST_BYTES = 2_000_000  # of the stripped pages: every certificate carries them
TOLERANCE = 3  # points

NO_PDF = "This file is no PDF. Choose the fillable PDF that you have a license for."
DAMAGED = "This PDF is damaged. Get a fresh copy of the form, then choose that file."
LOCKED = "This PDF opens only with a password. Choose a copy without one."
TURNED = "The page of this form lies on its side. Save it upright, then choose that file."
NO_FIELDS = (
    "This PDF has no fields that can be filled in. Choose the fillable form, not a print of it or a form "
    "that only opens in one program (XFA)."
)
TOO_HEAVY = "The pages of this form take more than 2 MB, and each certificate would carry them. Choose a lighter copy."
TOO_MUCH = "This form takes too much memory to be read. Choose a simpler one."


def take_in(data: bytes) -> tuple[dict[str, Any], bytes]:
    """What is known of the form, fit for JSON, and its stripped pages. Raises InvalidInput."""
    if b"%PDF-" not in data[:1024]:
        raise refusal(NO_PDF)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _taken(data)
    except (MemoryError, errors.InvalidInput):
        raise
    except Exception:  # pypdf raises many kinds of errors for damaged files
        raise refusal(DAMAGED) from None


def _taken(data: bytes) -> tuple[dict[str, Any], bytes]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise refusal(LOCKED)
    pages = _pages(reader)
    fields = form_fields.of_page(pages[0])
    if not fields:
        raise refusal(NO_FIELDS)
    drawn = [form_outline.of_page(page, bounds_of(page)) for page in pages]
    blank = form_blank.stripped(pages)
    if len(blank) > MOST_BYTES:
        raise refusal(TOO_HEAVY)
    upload_pdf.check(blank)  # what is left must be as harmless as any upload
    free = form_outline.free_place([*drawn[0].bounds, *(field.place for field in fields)])
    known = {
        "fields": [asdict(field) for field in fields],
        "outlines": [one.svg for one in drawn],
        "free": asdict(free) if free else None,
    }
    return known, blank


def _pages(reader: PdfReader) -> list[PageObject]:
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise refusal(
            f"This PDF has {count:,} pages; a form has at most {MOST_PAGES}. Choose the form alone."
        )
    pages = list(reader.pages)
    if not pages:
        raise refusal(DAMAGED)
    for page in pages:
        if page.rotation % 360:
            raise refusal(TURNED)
        box = bounds_of(page)
        if abs(box.w - WIDTH) > TOLERANCE or abs(box.h - HEIGHT) > TOLERANCE:
            raise refusal(
                f"The page of this form is {box.w / 72:.2f} by {box.h / 72:.2f} inches. Certificates are printed "
                "on US Letter, 8.5 by 11 inches: choose the form of that size."
            )
    return pages


def answer(path: Path, out: BinaryIO) -> None:
    """One line of JSON, what is known or `{"refusal": …}`, then the stripped PDF."""
    said: dict[str, Any]
    try:
        said, blank = take_in(path.read_bytes())
    except errors.InvalidInput as wrong:
        said, blank = {"refusal": str(wrong)}, b""
    except MemoryError:
        said, blank = {"refusal": TOO_MUCH}, b""
    out.write(json.dumps(said).encode() + b"\n" + blank)


if __name__ == "__main__":
    answer(Path(sys.argv[1]), sys.stdout.buffer)
