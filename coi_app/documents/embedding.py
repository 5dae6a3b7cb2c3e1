"""Fonts and pictures as certificates embed them: smaller than fpdf2 does, for they are in every single file.

The outlines are kept beside the fonts (`fonts/README.md` tells how they were made), in the order of the codes that
fpdf2 gives to the letters of a whole pack. So no map from code to outline is needed, and the texts that codes stand
for are told in ranges.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import cast

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from coi_app.documents import typeface

_LIST = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>")
_MOST_RANGES = 100  # in one list, says the format
_TO_UNICODE = (
    b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/A def/CMapType 2 def "
    b"1 begincodespacerange<0000><FFFF>endcodespacerange\n"
    b"%bendcmap CMapName currentdict/CMap defineresource pop end end"
)

Letter = tuple[int, int]  # its code in the font, its number in Unicode


def letters(font: DictionaryObject) -> list[Letter]:
    """As fpdf2's own list of a font says."""
    listed = b"".join(_LIST.findall(cast(StreamObject, font["/ToUnicode"]).get_data()))
    return [(int(code, 16), int(letter, 16)) for code, letter in _PAIR.findall(listed)]


def embed(font: DictionaryObject, cut: str, pack: str) -> None:
    """Put the kept outlines in the place of those that fpdf2 cut."""
    font[NameObject("/ToUnicode")] = _stream(_TO_UNICODE % b"".join(_lists(letters(font))))
    inner = cast(DictionaryObject, cast(Sequence[DictionaryObject], font["/DescendantFonts"])[0].get_object())
    inner[NameObject("/Subtype")] = NameObject("/CIDFontType0")
    inner[NameObject("/CIDSystemInfo")] = DictionaryObject(cast(DictionaryObject, inner["/CIDSystemInfo"]))
    del inner["/CIDToGIDMap"]
    described = cast(DictionaryObject, inner["/FontDescriptor"])
    del described["/FontFile2"]
    described[NameObject("/FontFile3")] = outlines = _stream(typeface.outlines(cut, pack))
    outlines[NameObject("/Subtype")] = NameObject("/CIDFontType0C")


def repack(picture: StreamObject) -> None:
    """A picture of at most 16 colors: two pixels a byte, and no predictor, which suits photographs."""
    colors = picture["/ColorSpace"]
    if not isinstance(colors, ArrayObject) or colors[0] != "/Indexed" or colors[2] > 15:
        return
    width, data = cast(int, picture["/Width"]), picture.get_data()
    del picture["/DecodeParms"]
    picture._data = _deflated(_two_a_byte(data, width))
    picture[NameObject("/BitsPerComponent")] = NumberObject(4)


@lru_cache(maxsize=8)  # an agency has one or two, and every plate carries them
def _two_a_byte(pixels: bytes, width: int) -> bytes:
    return b"".join([_in_pairs(pixels[start : start + width]) for start in range(0, len(pixels), width)])


def _in_pairs(row: bytes) -> bytes:
    padded = row + bytes(len(row) % 2)
    return bytes(one << 4 | other for one, other in zip(padded[::2], padded[1::2], strict=True))


def _stream(data: bytes) -> StreamObject:
    made = EncodedStreamObject()
    made._data = _deflated(data)
    made[NameObject("/Filter")] = NameObject("/FlateDecode")
    return made


@lru_cache(maxsize=32)  # pictures, and each font's outlines and letters
def _deflated(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def _lists(known: list[Letter]) -> Iterator[bytes]:
    ranges = list(_ranges(sorted(known)))
    for start in range(0, len(ranges), _MOST_RANGES):
        some = [b"<%04X><%04X><%04X>\n" % one for one in ranges[start : start + _MOST_RANGES]]
        yield b"%d beginbfrange\n%bendbfrange\n" % (len(some), b"".join(some))


def _ranges(known: list[Letter]) -> Iterator[tuple[int, int, int]]:
    """First code, last code, first letter: neighbours with neighbouring letters, never past 255 in a last byte."""
    first, last, begun = known[0][0], known[0][0], known[0][1]
    for code, letter in known[1:]:
        if code == last + 1 and letter == begun + code - first and code % 256 and letter % 256:
            last = code
            continue
        yield first, last, begun
        first = last = code
        begun = letter
    yield first, last, begun
