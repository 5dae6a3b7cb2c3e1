"""The few PDF objects that a tail writes: text strings and streams."""

import zlib


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
