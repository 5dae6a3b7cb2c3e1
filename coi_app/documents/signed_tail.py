"""What of a stored tail is the certificate itself, and what is the signature appended to it."""

import re

from coi_app.documents.plate import Drawn

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_BEFORE = re.compile(rb"/Prev (\d+)")
_END = b"%%EOF\n"


def is_signed(drawn: Drawn) -> bool:
    return _before(drawn) is not None


def unsigned(drawn: Drawn) -> Drawn:
    """As it was drawn: a file joined from many cannot keep the signature of each."""
    before = _before(drawn)
    if before is None:
        return drawn
    end = drawn.tail.index(_END, before - len(drawn.plate)) + len(_END)
    return Drawn(drawn.plate, drawn.tail[:end])


def _before(drawn: Drawn) -> int | None:
    """Where the list of objects before the appended one stands; None when nothing was appended."""
    start = _START.search(drawn.tail[-64:])
    if start is None or int(start[1]) < len(drawn.plate):
        return None
    found = _BEFORE.search(drawn.tail, int(start[1]) - len(drawn.plate))
    return int(found[1]) if found else None
