"""File names that people can read and every system accepts, each used once in an archive.

Letters of any script stay (NFC); two names that differ only in case or in how an accent is written are one.
"""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 120  # characters of a whole name, ending included
LONGEST_BYTES = 240  # in UTF-8; file systems stop at 255
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))})
FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_PLAIN = re.compile(r"[\x20-\x7e]*")  # nothing of it is unseen or can be composed
_ENDS = " .-_"


def safe_stem(text: str, *, longest: int = LONGEST - 10) -> str:
    """The text as a name without ending; what a file system refuses becomes a space."""
    clean = FORBIDDEN.sub(" ", text if _PLAIN.fullmatch(text) else _seen(text))
    clean = _shortened(" ".join(clean.split()).strip(_ENDS), longest).strip(_ENDS)
    return f"{clean}_" if clean.split(".")[0].strip().casefold() in DEVICES else clean or "unnamed"


def _seen(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(c if not unicodedata.category(c).startswith(("C", "Z")) else _unseen(c) for c in composed)


def _unseen(char: str) -> str:
    """Spaces, tabs and line ends part words; other unseen characters part nothing."""
    return " " if char.isspace() else ""


def _shortened(clean: str, longest: int) -> str:
    cut = clean[:longest]
    while not cut.isascii() and len(cut.encode()) > LONGEST_BYTES - 10:
        cut = cut[:-1]
    return cut


def file_name(text: str, ending: str) -> str:
    """One safe name; `ending` comes with its dot, ".pdf"."""
    return f"{safe_stem(text, longest=LONGEST - len(ending))}{ending}"


def certificate(number: str, revision: int, holder: str) -> str:
    """The name of one certificate's file, "KV-26-04812 rev 1 Halvorsen Property Group LLC.pdf"."""
    middle = f" rev {revision}" if revision else ""
    return file_name(f"{number}{middle} {holder}", ".pdf")


class UniqueNames:
    """Gives each name once: the second "A.pdf" becomes "A (2).pdf"."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def take(self, text: str, ending: str) -> str:
        """A name nobody took before, 120 characters at most."""
        stem = safe_stem(text, longest=LONGEST - len(ending))
        candidate = f"{stem}{ending}"
        while _same(candidate) in self._taken:
            count = self._counts[_same(stem)] = self._counts.get(_same(stem), 1) + 1
            behind = f" ({count}){ending}"
            candidate = safe_stem(stem, longest=LONGEST - len(behind)) + behind
        self._taken.add(_same(candidate))
        return candidate


def _same(name: str) -> str:
    """What two names have in common that a file system may hold for one."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def unique_names(texts: Iterable[str], ending: str) -> list[str]:
    """One name per text, in the same order."""
    names = UniqueNames()
    return [names.take(text, ending) for text in texts]
