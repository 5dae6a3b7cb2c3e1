"""Names as people look for them: one folding for sort keys, search keys and what is typed to search."""

import unicodedata

_JOINED = frozenset("'’ʼ`´.")  # O'Brien is found as obrien, L.L.C. as llc

_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(256))
_ASCII_JOINED = bytes(ord(letter) for letter in _JOINED if letter.isascii())


def folded(text: str) -> str:
    """Small letters without accents, words apart by one space: "Mañana & Co., L.L.C." → "manana co llc"."""
    if text.isascii():  # most names, at a fortieth of the time
        return b" ".join(text.encode().translate(_ASCII, _ASCII_JOINED).split()).decode()
    letters = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(map(_folded_letter, letters)).split())


def _folded_letter(letter: str) -> str:
    if letter.isalnum():
        return letter
    return "" if letter in _JOINED or unicodedata.combining(letter) else " "


def literal(text: str, longest: int) -> str:
    """What was typed, in small letters, without what no column can hold (NUL, halves of a character)."""
    return text[:longest].strip().lower().replace("\0", "").encode(errors="ignore").decode()


def search_key(*parts: str) -> str:
    """One key over several names, so that any of them is found."""
    return " ".join(filter(None, map(folded, parts)))


def number_key(number: str) -> str:
    """A policy or certificate number without what people leave out: "GLP-4471902 03" → "glp447190203"."""
    return folded(number).replace(" ", "")
