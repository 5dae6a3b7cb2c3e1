"""An uploaded PDF: whole, not encrypted, and without anything that acts by itself or carries other files.

It is refused rather than mended: a mended paper has other bytes than the carrier's, and its signatures break.
"""

import io
import logging
import re
import warnings
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import IndirectObject

from coi_app.rules.upload_kinds import refusal

MOST_OBJECTS = 200_000
MOST_PAGES = 5_000
DEEPEST = 60  # of arrays and dictionaries written inside each other

_SCRIPT = "This PDF holds a script. Print it to a new PDF, then choose that file."
_ACTS = "This PDF starts a program or sends data by itself. Print it to a new PDF, then choose that file."
_CARRIES = "This PDF carries other files in it. Print it to a new PDF, or send those files one by one."
_XFA = "This PDF is a form of the older kind (XFA). Print it to a new PDF, then choose that file."
_DAMAGED = "This PDF is damaged. Open it, save or print it as a new PDF, then choose that file."
_ENCRYPTED = "This PDF is encrypted. Print it to a new PDF without a password, then choose that file."
_TOO_MUCH = "This PDF has too many parts to be checked. Print it to a new PDF, then choose that file."

KEYS = {
    "/JS": _SCRIPT,
    "/JavaScript": _SCRIPT,
    "/EmbeddedFiles": _CARRIES,
    "/EF": _CARRIES,
    "/RichMediaContent": _CARRIES,
    "/XFA": _XFA,
}
KINDS = {  # of actions, annotations and streams: what /S, /Type or /Subtype says
    "/JavaScript": _SCRIPT,
    "/Rendition": _ACTS,
    "/Launch": _ACTS,
    "/SubmitForm": _ACTS,
    "/ImportData": _ACTS,
    "/GoToE": _ACTS,
    "/EmbeddedFile": _CARRIES,
    "/FileAttachment": _CARRIES,
    "/RichMedia": _CARRIES,
    "/Movie": _CARRIES,
    "/Screen": _CARRIES,
}
# Also looked for in the file's bytes, for what a damaged or a second table of contents hides from the reader.
# Long names only: the short ones occur by chance in compressed pictures.
RAW = {
    b"/JavaScript": _SCRIPT,
    b"/EmbeddedFile": _CARRIES,
    b"/FileAttachment": _CARRIES,
    b"/RichMedia": _CARRIES,
    b"/SubmitForm": _ACTS,
    b"/ImportData": _ACTS,
}
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def check(data: bytes) -> None:
    """Raises InvalidInput. Costs memory and time in hostile hands: only to be run confined."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = _problem(data)
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception:  # pypdf raises many kinds; other readers need not like the file better
        found = _DAMAGED
    if found:
        raise refusal(found)


def _problem(data: bytes) -> str:
    plain = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), data)
    for name, sentence in RAW.items():
        if name in plain:
            return sentence
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        return _ENCRYPTED
    if not 0 < len(reader.pages) <= MOST_PAGES:
        return _DAMAGED
    for count, one in enumerate(_objects(reader)):
        if count > MOST_OBJECTS:
            return _TOO_MUCH
        if sentence := _says(one):
            return sentence
    return ""


def _objects(reader: PdfReader) -> Iterator[dict[Any, Any]]:
    """The trailer and every object of every table of contents, each once, with all that is written inside it."""
    yield from _inside(reader.trailer, 0)
    numbered = [(number, generation) for generation, table in reader.xref.items() for number in table]
    numbered += [(number, 0) for number in reader.xref_objStm]
    for number, generation in dict.fromkeys(numbered):
        if number:
            yield from _inside(IndirectObject(number, generation, reader).get_object(), 0)


def _inside(value: Any, depth: int) -> Iterator[dict[Any, Any]]:
    """Without following references: what they lead to comes in its own turn."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, dict):
        yield value
        for one in list(dict.values(value)):
            yield from _inside(one, depth + 1)
    elif isinstance(value, list):
        for one in list.__iter__(value):
            yield from _inside(one, depth + 1)


def _says(value: dict[Any, Any]) -> str:
    for key, sentence in KEYS.items():
        if key in value:
            return sentence
    for key in ("/S", "/Type", "/Subtype"):
        named = str(_resolved(value.get(key, "")))
        if named in KINDS:
            return KINDS[named]
    opening = _resolved(value.get("/OpenAction"))
    if isinstance(opening, dict) and _resolved(opening.get("/S", "/GoTo")) not in ("/GoTo", "/Named"):
        return _ACTS
    return ""


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value
