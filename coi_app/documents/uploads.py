"""An uploaded file judged by its content: what may be kept, or a sentence that says why not.

Hostile files are taken apart here, so this runs as a program of its own with little time and memory
(`adapters.confined`): `python -m coi_app.documents.uploads PATH NAME` writes one line of JSON, then the bytes.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from coi_app.documents import images, upload_office, upload_pdf, upload_text
from coi_app.rules import errors, upload_kinds
from coi_app.rules.upload_kinds import Family, MediaKind

TOO_MUCH = "This file takes too much memory to be checked. Choose a smaller or simpler one."


@dataclass(frozen=True, slots=True)
class Accepted:
    """`body` is what is kept: the file as it came, but a picture drawn anew without anything hidden in it."""

    kind: MediaKind
    body: bytes


def judge(data: bytes, name: str = "") -> Accepted:
    """Raises InvalidInput. The name only tells a CSV from other text."""
    match upload_kinds.family(data[:16]):
        case Family.PDF:
            upload_pdf.check(data)
            return Accepted(MediaKind.PDF, data)
        case Family.PICTURE:
            return _picture(data)
        case Family.OFFICE:
            return Accepted(upload_office.kind_of(data), data)
        case Family.TEXT:
            return Accepted(upload_text.kind_of(data, name), data)


def _picture(data: bytes) -> Accepted:
    try:
        body, file_format = images.kept_photo(data)
    except errors.InvalidInput as wrong:
        raise upload_kinds.refusal(str(wrong)) from None
    return Accepted(MediaKind.PNG if file_format == "PNG" else MediaKind.JPEG, body)


def answer(path: Path, name: str, out: BinaryIO) -> None:
    """One line of JSON, `{"kind": …}` or `{"refusal": …}`, then the bytes to keep."""
    try:
        accepted = judge(path.read_bytes(), name)
    except errors.InvalidInput as wrong:
        said, body = {"refusal": str(wrong)}, b""
    except MemoryError:
        said, body = {"refusal": TOO_MUCH}, b""
    else:
        said, body = {"kind": accepted.kind.value}, accepted.body
    out.write(json.dumps(said).encode() + b"\n" + body)


if __name__ == "__main__":
    answer(Path(sys.argv[1]), sys.argv[2], sys.stdout.buffer)
