"""Names in the scripts of the whole world: shaped, in their order, read back; without a font refused by name."""

import io
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from coi_app.documents import further_letters, installed_faces, layout, svg, typeface
from coi_app.documents.bundle import OnePdfOf
from coi_app.documents.certificate import CertificatePress
from coi_app.documents.plate import Drawn
from coi_app.documents.sheet import Text
from tests.documents import forms, reading, samples

pytestmark = pytest.mark.usefixtures("noto")

JAPANESE, ARABIC, HEBREW = "株式会社山田建設", "شركة الخليج للتأمين", "חברת הביטוח"
THAI, HINDI, KOREAN, EMOJI = "บริษัทประกันภัย", "बीमा कंपनी", "한국보험", "Tacos 🌮 👨‍👩‍👧"
ALL = (JAPANESE, ARABIC, HEBREW, THAI, HINDI, KOREAN, EMOJI)

DPI = 720


def named(name: str) -> "samples.paper.CertificateContent":
    return replace(samples.MINIMAL, holder=replace(samples.MINIMAL.holder, name=name))


def drawn(*contents: "samples.paper.CertificateContent") -> list[Drawn]:
    press = CertificatePress(contents[0].shared, samples.PICTURES)
    return [press.draw(content) for content in contents]


def place_of(content: "samples.paper.CertificateContent", words: str) -> Text:
    texts = (mark for mark in layout.compose(content)[0] if isinstance(mark, Text))
    return next(mark for mark in texts if words in mark.text)


@pytest.mark.parametrize("name", ALL)
def test_a_name_is_read_back_as_it_was_written(name: str) -> None:
    (one,) = drawn(named(name))
    assert name in reading.words(one.whole)


@pytest.mark.parametrize("name", ALL)
def test_no_letter_is_an_empty_box(name: str) -> None:
    """The fonts' own sign for "no such letter" is the first of their outlines."""
    parts = further_letters.parts(name, frozenset(), False)
    outlines = [glyph.codepoint for part in parts for glyph in further_letters.shaped(part).glyph_infos]
    assert outlines and all(outlines)


def inked(pdf: bytes, mark: Text) -> Image.Image:
    """The place of a text, black on white."""
    scale = DPI / 72
    box = (mark.x - 1, mark.y - mark.size, mark.x + mark.width + 1, mark.y + 0.35 * mark.size)
    corners = tuple(round(scale * one) for one in box)
    return reading.pixels(pdf, dpi=DPI).to_pil().convert("L").crop(corners)  # type: ignore[arg-type]


def test_the_letters_look_as_the_font_draws_them() -> None:
    """Compared with FreeType, which knows nothing of this program."""
    content = named(JAPANESE)
    mark = place_of(content, JAPANESE)
    shown = inked(drawn(content)[0].whole, mark)
    face = installed_faces.face_for("山", True)
    assert face is not None
    font = ImageFont.truetype(face.path, mark.size * DPI / 72, index=further_letters.CHINESE)
    wanted = Image.new("L", shown.size, 255)
    pen = ImageDraw.Draw(wanted)
    pen.text((DPI / 72, mark.size * DPI / 72), JAPANESE, font=font, fill=0, anchor="ls")
    strayed = ImageChops.difference(shown, wanted).point(lambda value: 255 * (value > 128))
    ink = wanted.point(lambda value: 255 * (value < 128))
    assert strayed.histogram()[255] < 0.12 * ink.histogram()[255]


def test_arabic_letters_are_joined() -> None:
    apart = sum(typeface.width(letter, typeface.STRONG, 10) for letter in ARABIC)
    assert typeface.width(ARABIC, typeface.STRONG, 10) < 0.85 * apart


def order(text: str) -> list[tuple[str, bool]]:
    own = frozenset(typeface.widths(typeface.TEXT, typeface.WIDE))
    return [(part.text, part.leftwards) for part in further_letters.parts(text, own, False)]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (f"{ARABIC} (ABC 12)", ["(", "ABC 12", ")", f"{ARABIC} "]),
        ("شركة ABC للتأمين", ["للتأمين", " ", "ABC", "شركة "]),
        ("ABC שלום 12-34 (גן) XY", ["ABC ", "(", "גן", ") ", "12-34", "שלום ", " XY"]),
        (f"{JAPANESE} Yamada (東京)", [JAPANESE, " Yamada (", "東京", ")"]),
        ("שלום «ab»", ["«", "ab", "»", "שלום "]),
    ],
)
def test_words_stand_in_the_order_they_are_read_in(text: str, seen: list[str]) -> None:
    assert [part for part, _ in order(text)] == seen
    mark = Text(36, 100, text, "cell", 8)
    widths = [typeface.measured_parts(text, typeface.TEXT)[n][1] for n in range(len(seen))]
    assert sum(widths) * 8 / 1000 == pytest.approx(mark.width, abs=0.01)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("x\u0301", "\u0301"),  # a mark needs the face of its letter
        ("\u0e31", "\u0e31"),
        ("\u200d", "\u200d"),
        ("東\u202e京", "\u202e"),  # would turn around what follows
        ("東\x07", "\x07"),
        ("東\ue000", "\ue000"),
        ("東京", ""),
        ("ที่\u200cก", ""),
        ("❤\ufe0f", ""),
        ("٣ ③ ℡ №", ""),
    ],
)
def test_what_no_installed_font_has_is_refused_by_name(text: str, missing: str) -> None:
    assert typeface.unprintable(text) == missing
    if missing:
        with pytest.raises(layout.UnprintableText, match=f"U\\+{ord(missing):04X}"):
            drawn(named(text))


def test_without_fonts_they_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed_faces, "FOLDERS", ())
    for known in (installed_faces._installed, installed_faces.face_for):
        known.cache_clear()
    for name in ALL:
        with pytest.raises(layout.UnprintableText):
            drawn(named(name))


def test_a_name_is_broken_between_letters_and_never_before_a_mark() -> None:
    clusters = list(further_letters.clusters("ที่👨‍👩‍👧👍🏽한"))
    assert clusters == ["ที่", "👨‍👩‍👧", "👍🏽", "한"]
    long = named(THAI * 8)
    rows = [mark for mark in layout.compose(long)[0] if isinstance(mark, Text) and "ริ" in mark.text]
    assert len(rows) > 1 and "".join(mark.text for mark in rows) == THAI * 8
    assert max(mark.x + mark.width for mark in rows) < 342
    assert not any(further_letters._is_joined(mark.text[0]) for mark in rows)


def test_han_letters_are_those_of_the_language() -> None:
    face = installed_faces.face_for("直", False)
    assert face is not None
    wanted = {"山田の直": 0, "직 直": 1, "直接": 2}
    assert {words: further_letters.of_its_language(face, words).number for words in wanted} == wanted
    thai = installed_faces.face_for("ก", False)
    assert thai is not None and further_letters.of_its_language(thai, "の") is thai


def test_an_insured_in_another_script_has_one_plate() -> None:
    insured = replace(samples.MINIMAL.shared.insured, name=JAPANESE)
    agency = replace(samples.MINIMAL.shared.producer, representative="山田 太郎")
    shared = replace(samples.MINIMAL.shared, insured=insured, producer=agency)
    made = drawn(*(replace(named(f"Holder {n}"), shared=shared) for n in range(3)))
    assert len({one.plate_sha256 for one in made}) == 1
    said = reading.words(made[2].whole)
    assert JAPANESE in said and "山田 太郎" in said and "Holder 2" in said


def test_the_same_name_gives_the_same_bytes_whatever_was_drawn_before() -> None:
    program = (
        "from tests.documents import test_further_letters as own\n"
        "print(*(one.sha256 for name in own.ALL for one in own.drawn(own.named(name))))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    backwards = [drawn(named(name))[0].sha256 for name in ALL[::-1]]
    assert ran.stdout.split() == backwards[::-1]


def test_they_stand_beside_others_in_one_pdf(tmp_path: Path) -> None:
    names = ("First Cascade Savings Bank", *ALL, "Last Cascade Savings Bank")
    with OnePdfOf(tmp_path / "all.pdf", "All") as made:
        for name, one in zip(names, drawn(*map(named, names)), strict=True):
            made.add(one, name)
    pages = pypdf.PdfReader(tmp_path / "all.pdf").pages
    assert len(pages) == len(names)
    said = reading.words((tmp_path / "all.pdf").read_bytes())
    assert [name for name in names if name not in said] == []


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_no_fault(tmp_path: Path) -> None:
    for n, one in enumerate(drawn(*map(named, ALL))):
        (tmp_path / f"{n}.pdf").write_bytes(one.whole)
        subprocess.run(["qpdf", "--check", tmp_path / f"{n}.pdf"], check=True, capture_output=True)


def test_a_draft_and_a_form_and_further_pages_have_them_too() -> None:
    content = replace(samples.DENSE, holder=replace(samples.DENSE.holder, name=ARABIC), description=JAPANESE)
    press = CertificatePress(content.shared, samples.PICTURES)
    assert ARABIC in reading.words(press.draw_draft(content))
    pages = pypdf.PdfReader(io.BytesIO(press.draw(content).whole)).pages
    assert len(pages) > 1 and all(ARABIC in page.extract_text() for page in pages)
    printed = reading.words(forms.drawn(replace(forms.FITTING, description=f"{JAPANESE} {KOREAN}")))
    assert f"{JAPANESE} {KOREAN}" in printed


def test_the_preview_lets_them_read_in_their_own_direction() -> None:
    shown = svg.page_as_svg(named(ARABIC), samples.PICTURES, False)
    assert f">\u2068{ARABIC}\u2069</text>" in shown
    assert "\u2068" not in svg.page_as_svg(samples.MINIMAL, samples.PICTURES, False)
