"""The plate: drawn by fpdf2, frozen by pypdf, and trusted only after it was read back."""

import io
import re
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pypdf
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from coi_app.documents import freezing, ink, typeface
from coi_app.documents.certificate import CertificatePress
from coi_app.documents.plate import Drawn, TailPress, unpacked_tail
from coi_app.documents.sheet import Picture, Watermark
from coi_app.rules.certificate_content import CertificateContent
from tests.documents import samples

PACKS = {
    typeface.BASIC: samples.MINIMAL,
    typeface.LATIN: replace(samples.MINIMAL, description="Café Größe"),
    typeface.WIDE: samples.NAMES,
}


def drawn(content: CertificateContent) -> Drawn:
    return CertificatePress(content.shared, samples.PICTURES).draw(content)


def fonts(pdf: bytes) -> dict[str, Any]:
    """By cut: what the first page draws with."""
    named = pypdf.PdfReader(io.BytesIO(pdf), strict=True).pages[0]["/Resources"]["/Font"]
    return {cut: named[f"/{name.decode()}"] for cut, name in ink.FONTS.items()}


def said_codes(font: Any) -> dict[str, int]:
    """By character: its code, as the font itself says."""
    lists = font["/ToUnicode"].get_data().split(b"endcodespacerange")[1]
    ranges = [[int(one, 16) for one in some] for some in re.findall(rb"<(\w+)><(\w+)><(\w+)>", lists)]
    assert all(first >> 8 == last >> 8 for first, last, _ in ranges), "readers may stop at a last byte of FF"
    known = {chr(letter + n): first + n for first, last, letter in ranges for n in range(last - first + 1)}
    known.pop("\0", None)  # the box that is shown for no character
    return known


def said_widths(font: Any) -> dict[str, int]:
    """By character: what the font itself says, through its own codes."""
    widths = widths_by_code(font["/DescendantFonts"][0]["/W"])
    return {letter: widths[code] for letter, code in said_codes(font).items()}


def bounds(outlines: Any, units: int, glyphs: Any = None) -> list[float]:
    """Of the drawn letter, in thousandths of an em."""
    pen = BoundsPen(glyphs)
    outlines.draw(pen)
    return [1000 * side / units for side in pen.bounds or (0, 0, 0, 0)]


def widths_by_code(listed: list[Any]) -> dict[int, int]:
    """The list has "first [width, width, ...]" and "first last width"."""
    rest, widths = list(listed), {}
    while rest:
        first, then = rest.pop(0), rest.pop(0)
        row = list(then) if isinstance(then, list) else [rest.pop(0)] * (then - first + 1)
        widths |= {first + n: wide for n, wide in enumerate(row)}
    return widths


@pytest.mark.parametrize("pack", PACKS)
def test_the_plates_fonts_have_every_letter_as_wide_as_it_was_measured(pack: str) -> None:
    for cut, font in fonts(drawn(PACKS[pack]).whole).items():
        assert said_widths(font) == typeface.widths(cut, pack)
        assert "/FontFile3" in font["/DescendantFonts"][0]["/FontDescriptor"]


@pytest.mark.parametrize("pack", PACKS)
def test_every_embedded_outline_is_that_of_its_letter(pack: str) -> None:
    for cut, font in fonts(drawn(PACKS[pack]).whole).items():
        kept = CFFFontSet()
        kept.decompile(io.BytesIO(typeface.outlines(cut, pack)), None)
        embedded = [kept[0].CharStrings[name] for name in kept[0].charset]
        name = f"{cut}-{typeface.LATIN if cut == typeface.TITLE else pack}.ttf"
        with TTFont(typeface.FONT_FOLDER / name) as source:
            glyphs, names = source.getGlyphSet(), source.getBestCmap()
            for letter, code in said_codes(font).items():
                meant = bounds(glyphs[names[ord(letter)]], 1000, glyphs)
                assert bounds(embedded[code], 500) == pytest.approx(meant, abs=5), (cut, letter)


def test_no_font_is_left_to_the_viewer() -> None:
    for content in PACKS.values():
        whole = drawn(content).whole
        assert b"Helvetica" not in whole
        assert whole.count(b"/FontFile3") == len(typeface.CUTS)


def test_a_plate_is_light() -> None:
    assert len(drawn(samples.DENSE).plate) < 24_500
    assert len(drawn(samples.NAMES).plate) < 112_000


def test_plate_and_tail_are_one_plain_file() -> None:
    """One list of objects, in which every entry stands where its object begins."""
    whole = drawn(samples.DENSE).whole
    assert whole.count(b"startxref") == whole.count(b"%%EOF") == 1
    start = int(whole.rsplit(b"startxref\n", 1)[1].split()[0])
    count = int(whole[start:].split()[2])
    rows = whole[start:].split(b"\n")[3 : 2 + count]
    for number, row in enumerate(rows, 1):
        assert whole[int(row[:10]) :].startswith(b"%d 0 obj" % number)


def test_presses_at_work_at_once_do_not_disturb_each_other() -> None:
    contents = [samples.MINIMAL, samples.NAMES, samples.DENSE] * 4
    alone = [drawn(content) for content in contents]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(drawn, contents)) == alone


PROGRAM = """
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from tests.documents import samples
from coi_app.documents.certificate import CertificatePress
def sha(name):
    content = getattr(samples, name)
    return name, CertificatePress(content.shared, samples.PICTURES).draw(content).sha256
with ThreadPoolExecutor(int(sys.argv[1])) as pool:
    print(*sorted(pool.map(sha, sys.argv[2:])))
"""


def test_bytes_do_not_depend_on_what_a_process_drew_before() -> None:
    """Nor on two threads that load the fonts at the same moment."""
    orders = [
        ("1", "MINIMAL", "NAMES", "DENSE"),
        ("1", "NAMES", "DENSE", "MINIMAL"),
        ("3", "DENSE", "MINIMAL", "NAMES"),
    ]
    said = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM, *order], capture_output=True, text=True, check=True
        ).stdout
        for order in orders
    ]
    assert said[0].count("(") == 3
    assert all(one == other for one, other in pairwise(said))


def test_the_drawing_libraries_wait_until_something_is_drawn() -> None:
    """They take half a second to import, which a start must not pay."""
    program = (
        "import sys; from coi_app.documents import bundle, certificate, layout, svg\n"
        "print(sorted({'fpdf', 'pypdf', 'fontTools'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("mark", [Watermark("DRAFT"), Picture(0, 0, 9, 9, sha256=samples.LOGO_SHA256)])
def test_what_only_fpdf2_draws_is_refused_in_a_tail(mark: Watermark | Picture) -> None:
    with pytest.raises(TypeError, match="belongs to the plate"):
        ink.page([mark], ink.Codes({}))


def test_codes_are_the_fonts_own() -> None:
    """Not those of Unicode: a tail that guessed them would print other letters."""
    plate = freezing.freeze([], typeface.LATIN, {}, "test")
    assert set(plate.codes.known) == set(typeface.CUTS)
    for cut in typeface.CUTS:
        assert set(typeface.widths(cut, typeface.LATIN)) <= set(plate.codes.known[cut])
        codes = [plate.codes.known[cut][letter] for letter in typeface.widths(cut, typeface.LATIN)]
        assert len(set(codes)) == len(codes)


def test_a_tail_that_was_deflated_with_less_of_the_sample_is_read() -> None:
    press = CertificatePress(samples.DENSE.shared, samples.PICTURES)
    sample, tail = (press.draw(replace(samples.DENSE, number=number)).tail for number in ("NL-1", "NL-2"))
    once = zlib.compressobj(6, zlib.DEFLATED, 13, 6, zlib.Z_DEFAULT_STRATEGY, sample[:4_000])
    kept = once.compress(tail) + once.flush()
    assert unpacked_tail(kept, sample) == tail
    assert unpacked_tail(TailPress(sample).packed(tail), sample) == tail
    with pytest.raises(zlib.error):
        unpacked_tail(kept, sample[::-1])
