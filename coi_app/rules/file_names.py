"""File names that people can read and every system accepts, each used once in an archive."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 120
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))})
FORBIDDEN = re.compile(r'[<>:"/\\|?*]')


def safe_stem(text: str) -> str:
    """The text as a name without ending: any script stays, what a file system refuses becomes a space."""
    clean = FORBIDDEN.sub(" ", unicodedata.normalize("NFC", text))
    clean = "".join(c for c in clean if unicodedata.category(c)[0] != "C")
    clean = re.sub(r"\s+", " ", clean).strip(" .-")[:LONGEST].strip(" .-")
    return f"{clean}_" if clean.split(".")[0].casefold() in DEVICES else clean or "unnamed"


def file_name(text: str, ending: str) -> str:
    return f"{safe_stem(text)}{ending}"


def certificate(number: str, revision: int, holder: str) -> str:
    """The name of one certificate's file, "KV-26-04812 rev 1 Halvorsen Property Group LLC.pdf"."""
    middle = f" rev {revision}" if revision else ""
    return file_name(f"{number}{middle} {holder}", ".pdf")


class UniqueNames:
    """Gives each name once: the second "A.pdf" becomes "A (2).pdf". Case does not tell two names apart."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def take(self, text: str, ending: str) -> str:
        stem = safe_stem(text)
        candidate, count = stem, 1
        while candidate.casefold() in self._taken:
            count = max(count + 1, self._taken[stem.casefold()] + 1)
            candidate = f"{stem} ({count})"
        self._taken[candidate.casefold()] = 1
        self._taken[stem.casefold()] = count
        return f"{candidate}{ending}"


def unique_names(texts: Iterable[str], ending: str) -> list[str]:
    names = UniqueNames()
    return [names.take(text, ending) for text in texts]
