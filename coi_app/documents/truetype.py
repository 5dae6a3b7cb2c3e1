"""What a PDF needs to know of a TrueType file: the glyph of each character, its width, and the font's box."""

import struct
from dataclasses import dataclass

WINDOWS_UNICODE = (3, 1)


@dataclass(frozen=True, slots=True)
class Measures:
    """`glyphs`: character → glyph number; `widths`: character → thousandths of the size."""

    glyphs: dict[str, int]
    widths: dict[str, int]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int


def measures(data: bytes) -> Measures:
    """Of a font with 1,000 units per em and a character map of format 4, as all of `fonts/` are."""
    tables = _tables(data)
    head, line = tables["head"], tables["hhea"]
    if struct.unpack_from(">H", head, 18)[0] != 1000:
        raise ValueError("The certificate's fonts are cut at 1,000 units per em.")
    ascent, descent = struct.unpack_from(">2h", line, 4)
    glyphs = _characters(tables["cmap"])
    advances = _advances(tables["hmtx"], struct.unpack_from(">H", line, 34)[0])
    return Measures(
        glyphs=glyphs,
        widths={character: advances[min(glyph, len(advances) - 1)] for character, glyph in glyphs.items()},
        box=struct.unpack_from(">4h", head, 36),
        ascent=ascent,
        descent=descent,
    )


def _tables(data: bytes) -> dict[str, bytes]:
    (count,) = struct.unpack_from(">H", data, 4)
    entries = (struct.unpack_from(">4s3L", data, 12 + 16 * n) for n in range(count))
    return {tag.decode(): data[start : start + length] for tag, _, start, length in entries}


def _advances(table: bytes, count: int) -> list[int]:
    return [struct.unpack_from(">H", table, 4 * n)[0] for n in range(count)]


def _characters(table: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", table, 2)
    for n in range(count):
        platform, encoding, start = struct.unpack_from(">HHL", table, 4 + 8 * n)
        if (platform, encoding) == WINDOWS_UNICODE:
            return _segments(table[start:])
    raise ValueError("The font has no Unicode character map.")


def _segments(table: bytes) -> dict[str, int]:
    """Format 4: ranges of characters, each with an offset to its glyphs or to a list of them."""
    segments = struct.unpack_from(">H", table, 6)[0] // 2
    lasts = struct.unpack_from(f">{segments}H", table, 14)
    firsts, deltas, offsets = (
        struct.unpack_from(f">{segments}H", table, 16 + 2 * segments * part) for part in (1, 2, 3)
    )
    listed = 16 + 2 * segments * 3
    glyphs: dict[str, int] = {}
    for n, (first, last, delta, offset) in enumerate(zip(firsts, lasts, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", table, listed + 2 * n + offset + 2 * (code - first))
            if glyph := glyph + delta & 0xFFFF:
                glyphs[chr(code)] = glyph
    return glyphs
