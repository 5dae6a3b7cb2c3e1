"""The certificate's three cuts of Noto Sans: which characters they have, and how wide each is.

Every cut comes in three packs of the same drawing: `Basic`, small, for what nearly every certificate says,
`Latin` with accents and more signs, and `Wide` with Central European, Vietnamese, Greek and Cyrillic letters.
Which pack a certificate embeds depends on its own words alone, so its bytes never depend on the batch it was
drawn in. Letters of further scripts are taken from fonts that are installed, if there are any.
"""

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from coi_app.documents import further_letters
from coi_app.documents.further_letters import Letters, Part
from coi_app.rules import errors

if TYPE_CHECKING:
    from fpdf.fonts import TTFFont

    Fonts = Mapping[str, TTFFont]

FONT_FOLDER = Path(__file__).parent / "fonts"
BASIC, LATIN, WIDE = PACKS = ("Basic", "Latin", "Wide")
FURTHER = "Further"  # the widest, and what is installed
TEXT, STRONG, TITLE = CUTS = ("Text", "Strong", "Title")

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"))
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_BLANKS = re.compile("[ \t\u00a0]+")
WORDS_KEPT = 10_000


class UnprintableText(errors.Refusal):
    """The fonts lack these characters; printing something else in their place would falsify the paper."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        names = ", ".join(_name_of(character) for character in characters[:12])
        super().__init__(
            f"A certificate cannot print {names}. Write it in Latin, Greek or Cyrillic letters, "
            "the way it stands on the policy's declarations."
        )


def _name_of(character: str) -> str:
    name = unicodedata.name(character, "a control character")
    code = f"U+{ord(character):04X} {name.lower()}"
    return f"“{character}” ({code})" if character.isprintable() else code


def load(pack: str) -> "Fonts":
    """The cuts as fpdf2 draws with them, by the names it has for them. Not to be shared between threads."""
    from fpdf import FPDF

    paper = FPDF()
    for cut in CUTS:
        paper.add_font(cut, fname=FONT_FOLDER / f"{cut}-{LATIN if cut == TITLE else pack}.ttf")
    return cast("Fonts", paper.fonts)


def outlines(cut: str, pack: str) -> bytes:
    """The letters of a whole pack as a certificate embeds them, in the order of fpdf2's codes."""
    return (FONT_FOLDER / f"{cut}-{LATIN if cut == TITLE else pack}.cff").read_bytes()


@cache
def widths(cut: str, pack: str) -> dict[str, int]:
    """Of each character the cut has in this pack, in thousandths of the size; the title has one pack."""
    letters, measured = _measured()[f"{cut}-{LATIN if cut == TITLE else pack}"]
    return dict(zip(letters, measured, strict=True))


@cache
def _measured() -> dict[str, tuple[str, list[int]]]:
    """Kept beside the fonts: to read it out of them takes fpdf2 a second."""
    found: dict[str, tuple[str, list[int]]] = json.loads((FONT_FOLDER / "widths.json").read_text("utf-8"))
    return found


@cache
def _lacking(pack: str) -> re.Pattern[str]:
    """Finds a character that the pack does not have, line ends aside: many times as fast as looking each up."""
    known = widths(TEXT, pack).keys() & widths(STRONG, pack).keys()
    return re.compile(f"[^\\n{re.escape(''.join(sorted(known)))}]")


@cache
def _letters(cut: str) -> Letters:
    return frozenset(widths(cut, WIDE))


def pack_for(text: str) -> str:
    """The smallest that has every character; `Further` for what none of them has."""
    if text.isascii() and text.isprintable():  # they all have those
        return BASIC
    return next((pack for pack in PACKS if not _lacking(pack).search(text)), FURTHER)


def larger(one: str, other: str) -> str:
    """Of two packs, the one that has the other's characters as well."""
    return one if one == other else max(one, other, key=(*PACKS, FURTHER).index)


def one_line(text: str) -> str:
    """The value as it is set: composed letters, single spaces, no line ends, no invisible marks."""
    return paragraphs(text).replace("\n", " ").strip()


def paragraphs(text: str) -> str:
    """Like `one_line`, with the line ends kept as "\\n"."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return _composed(text)


@lru_cache(maxsize=200)  # descriptions, which many certificates of a batch share
def _composed(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return "\n".join(_BLANKS.sub(" ", row).strip(" ") for row in _LINE_ENDS.sub("\n", composed).split("\n"))


def is_beyond(text: str) -> bool:
    """Whether it has characters that the packs lack."""
    return pack_for(text) == FURTHER


def unprintable(text: str) -> str:
    """The characters of `text` that no certificate can print, each once, in order; "" when all is well."""
    if not beyond(text):
        return ""
    return "".join(dict.fromkeys(further_letters.lacking(paragraphs(text), _letters(STRONG))))


def beyond(text: str) -> str:
    """The characters that the packs lack, each once, in order."""
    if not _lacking(BASIC).search(text):
        return ""
    return "".join(dict.fromkeys(_lacking(WIDE).findall(paragraphs(text))))


def width(text: str, name: str, size: float) -> float:
    """In points. There is no kerning: the width of a text is the sum of its characters'."""
    return thousandths(text, name) * size / 1000


@lru_cache(maxsize=1_000)
def thousandths(text: str, name: str) -> int:
    """Its width, of its size."""
    known = widths(name, WIDE)
    try:
        return sum(map(known.__getitem__, text))
    except KeyError:
        return math.ceil(sum(wide for _, wide in measured_parts(text, name)))


def measured_parts(text: str, name: str) -> list[tuple[Part, float]]:
    """Of a text with letters that the cut lacks, from left to right, with their widths in thousandths."""
    if missing := unprintable(text):
        raise UnprintableText(missing)
    known = widths(name, WIDE)
    return [
        (part, further_letters.wide(part) if part.face else sum(map(known.__getitem__, part.text)))
        for part in further_letters.parts(text, _letters(name), name == STRONG)
    ]


def thousandths_of(parts: Iterable[str], name: str) -> int:
    """Of the parts of one text, of which most are known already."""
    return sum([thousandths(part, name) for part in parts])


class _WidthsOfWords(dict[str, int]):
    """Widths of words in one cut, in thousandths: names of all kinds of holders share most of theirs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def __missing__(self, word: str) -> int:
        if len(self) >= WORDS_KEPT:
            self.clear()
        self[word] = wide = thousandths(word, self._name)
        return wide


@cache
def widths_of_words(name: str) -> Mapping[str, int]:
    return _WidthsOfWords(name)
