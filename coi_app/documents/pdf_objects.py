"""The few parts of a PDF that are written by ourselves: text strings, streams, rows of the list of objects."""

import zlib
from collections.abc import Sequence


def text_string(text: str) -> bytes:
    """A text of the document's own, such as its title."""
    raw = text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    return b"(%b)" % escaped(raw)


def escaped(raw: bytes) -> bytes:
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")


def stream(data: bytes, level: int = 0) -> bytes:
    """`level`: how hard it is deflated; 0 leaves it plain."""
    filtered = b""
    if level:
        data, filtered = zlib.compress(data, level), b"/Filter/FlateDecode"
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (filtered, len(data), data)


def rows(offsets: Sequence[int]) -> bytes:
    """Of the list of objects, 20 bytes each."""
    return b"%010d 00000 n \n" * len(offsets) % tuple(offsets)
