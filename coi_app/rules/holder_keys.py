"""When two spellings are one holder: the same name and address once habits of writing are taken out.

A legal form is kept (an LLC is not the Inc of the same name), its spelling is not.
"""

from dataclasses import dataclass
from functools import lru_cache

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
_PHRASES = tuple((f" {long} ", f" {short} ") for long, short in (_FORMS | _STREET).items() if " " in long)


@dataclass(frozen=True, slots=True)
class HolderKey:
    """`name` and `address` decide together; `core` is the name without its legal form, for what only looks alike."""

    name: str
    address: str
    zip_five: str
    core: str
    digits: str
    house: str


def of(name: str, line_one: str, line_two: str, city: str, zip_code: str) -> HolderKey:
    words = _name_words(name)
    street = street_key(f"{line_one} {line_two}")
    zip_five = zip_code[:5]
    core = " ".join(word for word in words if word not in FORM_WORDS) or " ".join(words)
    return HolderKey(
        " ".join(words),
        f"{street}|{zip_five or names.folded(city)}",
        zip_five,
        core,
        " ".join(word for word in words if not word.isalpha() and any(char.isdigit() for char in word)),
        next((word for word in street.split() if word[:1].isdigit()), ""),
    )


def name_key(name: str) -> str:
    """A company's name without habits of writing: "The Acme Company, L.L.C." is "acme co llc"."""
    return " ".join(_name_words(name))


def _name_words(name: str) -> list[str]:
    return _shortened(names.folded(name), _FORMS)


@lru_cache(4096)
def street_key(line: str) -> str:
    return " ".join(_shortened(names.folded(line), _STREET))


def _shortened(folded: str, short: dict[str, str]) -> list[str]:
    said = f" {folded} "
    for long, brief in _PHRASES:
        if long in said:
            said = said.replace(long, brief)
    return [word for word in (short.get(one, one) for one in said.split()) if word]
