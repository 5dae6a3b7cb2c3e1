"""When two spellings are one holder: the same name and address once habits of writing are taken out.

A legal form is kept (an LLC is not the Inc of the same name), its spelling is not.
"""

import re
from typing import NamedTuple

from coi_app.rules import names

_FORMS = {
    "incorporated": "inc", "corporation": "corp", "company": "co", "limited": "ltd", "and": "", "the": "",
    "l l c": "llc", "l l p": "llp", "l p": "lp",
}  # fmt: skip
FORM_WORDS = frozenset({"llc", "inc", "corp", "co", "ltd", "lp", "llp", "pllc", "pc", "na", "fsb"})
_STREET = {
    "street": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "drive": "dr", "lane": "ln", "road": "rd",
    "court": "ct", "place": "pl", "highway": "hwy", "parkway": "pkwy", "circle": "cir", "terrace": "ter",
    "square": "sq", "trail": "trl", "way": "way", "plaza": "plz", "north": "n", "south": "s", "east": "e",
    "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw", "suite": "",
    "ste": "", "unit": "", "apartment": "", "apt": "", "number": "", "no": "", "floor": "fl", "saint": "st",
    "p o box": "po box", "post office box": "po box",
}  # fmt: skip
_DIGIT = re.compile(r"\d")
_PHRASES = tuple((f" {long} ", f" {short} ") for long, short in (_FORMS | _STREET).items() if " " in long)


class HolderKey(NamedTuple):
    """`name` and `address` decide together; `core` is the name without its legal form, for what only looks alike."""

    name: str
    address: str
    zip_five: str
    core: str
    digits: str
    house: str


def of(name: str, line_one: str, line_two: str, city: str, zip_code: str) -> HolderKey:
    return of_folded(names.folded(name), line_one, line_two, city, zip_code)


def of_folded(folded: str, line_one: str, line_two: str, city: str, zip_code: str) -> HolderKey:
    """The same of a name that is folded, as holders keep it (`name_key`)."""
    words = _shortened(folded, _FORMS)
    street = street_key(f"{line_one} {line_two}")
    zip_five = zip_code[:5]
    name_key = " ".join(words)
    core = " ".join([word for word in words if word not in FORM_WORDS]) or name_key
    return HolderKey(
        name_key,
        f"{street}|{zip_five or names.folded(city)}",
        zip_five,
        core,
        " ".join([word for word in words if not word.isalpha() and _DIGIT.search(word)]),
        _house(street),
    )


def _house(street: str) -> str:
    for word in street.split():
        if word[0].isdigit():
            return word
    return ""


def name_key(name: str) -> str:
    """A company's name without habits of writing: "The Acme Company, L.L.C." is "acme co llc"."""
    return " ".join(_shortened(names.folded(name), _FORMS))


def street_key(line: str) -> str:
    return " ".join(_shortened(names.folded(line), _STREET))


def _shortened(folded: str, short: dict[str, str]) -> list[str]:
    said = f" {folded} "
    for long, brief in _PHRASES:
        if long in said:
            said = said.replace(long, brief)
    words = said.split()
    return list(filter(None, map(short.get, words, words)))
