"""The few PDF objects a certificate is made of: text strings, streams, fonts and pictures."""

import io
import zlib
from collections.abc import Iterable
from functools import cache
from itertools import groupby

from PIL import Image

from coi_app.documents import typeface

PRINT_DPI = 400  # of pictures: a copier resolves less


def text_string(text: str) -> bytes:
    """A text of the document's own, such as its title."""
    raw = text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    return b"(%b)" % escaped(raw)


def escaped(raw: bytes) -> bytes:
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")


def stream(data: bytes, entries: bytes = b"", level: int = 9) -> bytes:
    """`level`: how hard it is deflated; 0 leaves it plain."""
    if level:
        data, entries = zlib.compress(data, level), entries + b"/Filter/FlateDecode"
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


@cache
def font_parts(name: str, pack: str) -> tuple[bytes, bytes, bytes, bytes]:
    """Font file, glyphs by character code, reverse map and widths: the costly parts, made once per process.

    Character codes are UTF-16: any tail can be written without knowing which pack its plate embeds.
    """
    face = typeface.face(name, pack)
    codes = sorted(map(ord, face.measures.glyphs))
    numbers = bytearray(2 * (codes[-1] + 1))
    for character, glyph in face.measures.glyphs.items():
        numbers[2 * ord(character) : 2 * ord(character) + 2] = glyph.to_bytes(2)
    return (
        stream(face.data, b"/Length1 %d" % len(face.data)),
        stream(bytes(numbers)),
        stream(_to_unicode(codes)),
        _widths(codes, face.measures.widths),
    )


def _to_unicode(codes: Iterable[int]) -> bytes:
    pages = sorted({code >> 8 for code in codes})
    ranges = b"".join(b"<%02x00><%02xff><%02x00>\n" % (page, page, page) for page in pages)
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        b"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n"
        b"%d beginbfrange\n%bendbfrange\nendcmap\n"
        b"CMapName currentdict /CMap defineresource pop\nend\nend\n" % (len(pages), ranges)
    )


def _widths(codes: list[int], widths: dict[str, int]) -> bytes:
    runs = groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0])
    parts = []
    for _, run in runs:
        consecutive = [code for _, code in run]
        inside = b" ".join(b"%d" % widths[chr(code)] for code in consecutive)
        parts.append(b"%d[%b]" % (consecutive[0], inside))
    return b"[%b]" % b"".join(parts)


def font_objects(name: str, pack: str, first: int) -> list[bytes]:
    """A font as six objects, numbered from `first`, which is the one that pages refer to."""
    face = typeface.face(name, pack)
    data, glyphs, unicode, widths = font_parts(name, pack)
    named = f"{_tag(pack)}+{face.postscript_name}".encode()
    left, low, right, high = face.measures.box
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H"
        b"/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % (named, first + 1, first + 5),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/DW 500/W %b/CIDToGIDMap %d 0 R>>"
        % (named, first + 2, widths, first + 4),
        b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d"
        b"/CapHeight 714/StemV %d/FontFile2 %d 0 R>>"
        % (
            *(named, left, low, right, high, face.measures.ascent, face.measures.descent),
            *(85 if name == typeface.TEXT else 135, first + 3),
        ),
        data,
        glyphs,
        unicode,
    ]


def _tag(pack: str) -> str:
    """The six letters by which PDF knows that a font was cut."""
    return {typeface.LATIN: "CERTLA", typeface.WIDE: "CERTWI"}[pack]


def picture(data: bytes, width: float, height: float) -> tuple[bytes, float, float]:
    """An image object, and the size in points at which the picture fills its place unstretched."""
    with Image.open(io.BytesIO(data)) as opened:
        image = _on_paper(opened)
    scale = min(width / image.width, height / image.height)
    shown = image.width * scale, image.height * scale
    most = max(1, round(shown[0] * PRINT_DPI / 72)), max(1, round(shown[1] * PRINT_DPI / 72))
    if most[0] < image.width:
        image = image.resize(most, Image.Resampling.LANCZOS)
    space = b"/DeviceGray" if image.mode == "L" else b"/DeviceRGB"
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%b/BitsPerComponent 8"
    return stream(image.tobytes(), entries % (*image.size, space)), *shown


def _on_paper(image: Image.Image) -> Image.Image:
    """Without transparency, as it looks on white; without colors when it has none."""
    whole = image.convert("RGBA")
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole.getchannel("A"))
    red, green, blue = (band.tobytes() for band in paper.split())
    return paper.getchannel(0) if red == green == blue else paper
