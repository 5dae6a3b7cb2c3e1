"""Plain text and CSV: only characters that people read, and no program or web page in disguise."""

import re

from coi_app.rules.upload_kinds import CHOOSE, MediaKind, refusal

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_PAGE_OR_PROGRAM = re.compile(
    r"\s*(<!doctype|<\?xml|<\?php|<html|<head|<body|<svg|<script|<iframe|#!|\{\\rtf|mime-version:|begin:vcard)", re.I
)  # fmt: skip
LONGEST_LINE = 1_000_000  # characters; what has no line ends at all is no text for people


def kind_of(data: bytes, name: str) -> MediaKind:
    """Raises InvalidInput for bytes that are no text in UTF-8, UTF-16 or Windows' western characters."""
    text = _decoded(data)
    if _CONTROL.search(text):
        raise refusal(f"This file is of no kind that is kept here. {CHOOSE}")
    if _PAGE_OR_PROGRAM.match(text):
        raise refusal(f"This file holds a web page or a program. {CHOOSE}")
    if max(map(len, text.splitlines()), default=0) > LONGEST_LINE:
        raise refusal("This text has a line of more than a million characters. Choose another file.")
    return MediaKind.CSV if name.lower().endswith(".csv") else MediaKind.TEXT


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusal(f"This file is of no kind that is kept here. {CHOOSE}")
