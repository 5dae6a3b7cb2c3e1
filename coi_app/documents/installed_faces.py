"""Noto fonts that are installed on this machine, for letters that the certificate's own cuts lack.

They are found by their names, once per process: a font that is installed later is used from the next start on.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import uharfbuzz

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
ENDINGS = (".ttf", ".otf", ".ttc")
REGULAR, BOLD = "Regular", "Bold"
CJK = "NotoSansCJK"
EMOJI = ("NotoEmoji", "NotoColorEmoji")
# For letters that belong to no script or to several, and for those whose script has no family of its own.
COMMON = ("NotoSans", CJK, "NotoSansSymbols", "NotoSansSymbols2", "NotoSansMath", *EMOJI)
SHOWN = "LNPSZ"  # as Unicode sorts what can be seen by itself; marks are set upon others


class Face(NamedTuple):
    path: str
    number: int = 0  # in a collection


@cache
def _installed() -> dict[str, str]:
    """Paths by the names of the files. Of several with one name the first in the alphabet is taken."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("Noto*")):
            if path.suffix in ENDINGS:
                found.setdefault(path.stem, str(path))
    return found


def families() -> list[str]:
    """All that letters may be taken from, in the order of the alphabet."""
    stems = [stem.removesuffix(f"-{REGULAR}") for stem in _installed()]
    return sorted({stem for stem in stems if "-" not in stem and stem.startswith(("NotoSans", *EMOJI))})


@lru_cache(maxsize=5_000)
def face_for(letter: str, is_bold: bool) -> Face | None:
    """None for what no face has, and for what is not seen by itself: a mark needs the face of the letter it is on."""
    if unicodedata.category(letter)[0] not in SHOWN:
        return None
    return next((face for face in _candidates(letter, is_bold) if has(face, letter)), None)


def _candidates(letter: str, is_bold: bool) -> Iterator[Face]:
    paths = _installed()
    for family in (f"NotoSans{_script_of(letter)}", *COMMON):
        for weight in (BOLD, REGULAR) if is_bold else (REGULAR,):
            if path := paths.get(f"{family}-{weight}"):
                yield Face(path)
        if path := paths.get(family):
            yield Face(path)


def _script_of(letter: str) -> str:
    """As the names of fonts have it; empty for what belongs to none."""
    from fpdf.unicode_script import UnicodeScript, get_unicode_script

    script = get_unicode_script(letter)
    if script in (UnicodeScript.COMMON, UnicodeScript.INHERITED, UnicodeScript.UNKNOWN):
        return ""
    return script.name.title().replace("_", "")


def has(face: Face, letter: str) -> bool:
    return shaper(face).get_nominal_glyph(ord(letter)) is not None


@lru_cache(maxsize=32)
def shaper(face: Face) -> Any:
    """The file is mapped into memory, not read."""
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(face.path), face.number))
