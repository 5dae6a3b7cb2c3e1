"""The fonts that are kept with the program, and the texts they can print."""

import pytest

from coi_app.documents import typeface
from coi_app.documents.typeface import CUTS, LATIN, PACKS, STRONG, TEXT, TITLE, WIDE

TITLE_WORDS = "Certificate of Liability Insurance DRAFT"


@pytest.mark.parametrize("name", [TEXT, STRONG])
def test_both_packs_measure_the_same(name: str) -> None:
    latin, wide = (typeface.widths(name, pack) for pack in (LATIN, WIDE))
    assert len(latin) > 200
    assert len(wide) > 1_000
    assert {character: wide[character] for character in latin} == latin


@pytest.mark.parametrize("pack", PACKS)
def test_the_letters_are_as_wide_as_the_fonts_say(pack: str) -> None:
    for cut, font in zip(CUTS, typeface.load(pack).values(), strict=True):
        said = {chr(code): font.cw[code] for code in font.cmap}
        font.close()
        assert typeface.widths(cut, pack) == said


def test_figures_have_one_width() -> None:
    for name in (TEXT, STRONG):
        widths = typeface.widths(name, LATIN)
        assert len({widths[figure] for figure in "0123456789"}) == 1


def test_the_title_has_its_letters() -> None:
    assert set(typeface.widths(TITLE, LATIN)) == set(TITLE_WORDS)


def test_the_fonts_stay_small_and_bring_their_license() -> None:
    files = list(typeface.FONT_FOLDER.glob("*.ttf"))
    assert len(files) == 7
    assert sum(file.stat().st_size for file in files) < 700_000
    assert "SIL OPEN FONT LICENSE" in (typeface.FONT_FOLDER / "OFL.txt").read_text()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", ""),
        ("Kestrel & Vane\r\nInsurance\tAgency", ""),
        ("Nguyễn Thị Ánh, Łódź, Ναυτιλιακή, Журавль, Țară", ""),
        ("e\u0301", ""),  # composed before it is set
        ("x\u0301", "\u0301"),  # cannot be composed
        ("soft\u00adhyphen and\u200b nothing", ""),
        ("東京, مرحبا", "東京مرحبا"),
        ("🏗🏗", "🏗"),
        ("a\x00b\x1b\ud800", "\x00\x1b\ud800"),
        ("\u202eevil", "\u202e"),
    ],
)
def test_unprintable_names_each_character_once(text: str, missing: str) -> None:
    assert set(typeface.unprintable(text)) == set(missing)
    assert len(typeface.unprintable(text)) == len(set(missing))


def test_a_refusal_can_be_shown_anywhere() -> None:
    said = str(typeface.UnprintableText("東\ud800\x07"))
    assert "“東” (U+6771" in said
    assert said.encode()


def test_texts_are_set_on_one_line() -> None:
    assert typeface.one_line("  Kestrel\u00a0 & \r\n Vane\t") == "Kestrel & Vane"
    assert typeface.paragraphs("one \r two\u2028three") == "one\ntwo\nthree"
