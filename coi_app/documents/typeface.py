"""The certificate's three cuts of Noto Sans: which characters they have, and how wide each is.

Every cut comes in two packs of the same drawing: `Latin`, small, for what nearly every certificate says, and
`Wide` with Central European, Vietnamese, Greek and Cyrillic letters. Which pack a certificate embeds depends
on its own words alone, so its bytes never depend on the batch it was drawn in.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from coi_app.documents import truetype
from coi_app.rules import errors

FONT_FOLDER = Path(__file__).parent / "fonts"
LATIN, WIDE = "Latin", "Wide"
TEXT, STRONG, TITLE = "Text", "Strong", "Title"

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_BLANKS = re.compile("[ \t\u00a0]+")


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


@dataclass(frozen=True, slots=True)
class Face:
    """One cut in one pack: the file and what it measures."""

    name: str
    pack: str
    data: bytes
    measures: truetype.Measures

    @property
    def postscript_name(self) -> str:
        return f"NotoSansCertificate-{self.name}"


@cache
def face(name: str, pack: str) -> Face:
    """Read from the package once per process; the title has one pack, for its words never change."""
    path = FONT_FOLDER / f"{name}-{LATIN if name == TITLE else pack}.ttf"
    data = path.read_bytes()
    return Face(name, pack, data, truetype.measures(data))


@cache
def _characters(pack: str) -> frozenset[str]:
    return frozenset(face(TEXT, pack).measures.glyphs) & frozenset(face(STRONG, pack).measures.glyphs)


def pack_for(text: str) -> str:
    return LATIN if _characters(LATIN).issuperset(text) else WIDE


def one_line(text: str) -> str:
    """The value as it is set: composed letters, single spaces, no line ends, no invisible marks."""
    return paragraphs(text).replace("\n", " ").strip()


def paragraphs(text: str) -> str:
    """Like `one_line`, with the line ends kept as "\\n"."""
    composed = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return "\n".join(_BLANKS.sub(" ", row).strip(" ") for row in _LINE_ENDS.sub("\n", composed).split("\n"))


def unprintable(text: str) -> str:
    """The characters of `text` that no certificate can print, each once, in order; "" when all is well."""
    known = _characters(WIDE)
    return "".join(dict.fromkeys(c for c in paragraphs(text) if c not in known and c != "\n"))


@lru_cache(maxsize=20_000)
def width(text: str, name: str, size: float) -> float:
    """In points. There is no kerning: the width of a text is the sum of its characters'."""
    widths = face(name, WIDE).measures.widths
    try:
        return sum([widths[character] for character in text]) * size / 1000
    except KeyError:
        raise UnprintableText(unprintable(text)) from None
