"""The few parts of a PDF that are written by ourselves: text strings, streams, rows of the list of objects."""

import zlib
from collections.abc import Sequence

from isal import isal_zlib

ROW = b"%010d 00000 n \n"
_STREAMED = b"\nendstream"


def text_string(text: str) -> bytes:
    """A text of the document's own, such as its title."""
    raw = text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    return b"(%b)" % escaped(raw)


def escaped(raw: bytes) -> bytes:
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")


def stream(data: bytes) -> bytes:
    return b"".join((b"<</Length %d>>stream\n" % len(data), data, _STREAMED))


def deflated(data: bytes) -> bytes:
    """A stream that is worth the time: once for many files or pages."""
    return _flate(zlib.compress(data, 6))


def soon_deflated(data: bytes) -> bytes:
    """A stream in half the time, a fiftieth larger. Another processor may give other bytes (decision 15)."""
    return _flate(isal_zlib.compress(data, 1))


def _flate(data: bytes) -> bytes:
    return b"".join((b"<</Filter/FlateDecode/Length %d>>stream\n" % len(data), data, _STREAMED))


def rows(offsets: Sequence[int]) -> bytes:
    """Of the list of objects, 20 bytes each."""
    return ROW * len(offsets) % tuple(offsets)
