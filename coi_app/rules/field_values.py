"""One typed value each: what a person typed goes in, the clean value comes out, or Wrong says what to do.

`what` names the field as the sentence needs it: "the holder's name". An empty value gives the empty result;
whether that is allowed is the form's business.
"""

import re
import unicodedata
from datetime import date

from coi_app.rules.coverage import Amount

STATES: dict[str, str] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "AS": "American Samoa", "GU": "Guam",
    "MP": "Northern Mariana Islands", "PR": "Puerto Rico", "VI": "U.S. Virgin Islands",
}  # fmt: skip
_STATE_OF_NAME = {name.casefold(): code for code, name in STATES.items()}

MAX_EMAIL = 254
MAX_AMOUNT = 999_999_999_999
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200

_MAIL = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:(?!-)[A-Za-z0-9-]{1,63}(?<!-)\.)+(?![0-9]+$)(?!-)[A-Za-z0-9-]{2,63}(?<!-)"
)
_US_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOLLARS = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.00?)?\s*([kKmM]?)")
_PHONE = re.compile(r"\+?[0-9()\s./-]+(?:\s*(?:x|ext\.?|extension)\s*[0-9]{1,6})?", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:x|ext\.?|extension)\s*", re.IGNORECASE)
_NO_DIGITS = re.compile(r"\D+")
_ZIP = re.compile(r"(\d{5})(?:[-\s]?(\d{4}))?")
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Wrong(Exception):
    """The value cannot be taken; the text says what to do."""


def text(typed: object, what: str, *, max_length: int = 200, lines: bool = False) -> str:
    """Trimmed, NFC. `lines`: line ends are kept (as \\n); else they become spaces, as in pasted names."""
    if not isinstance(typed, str):
        raise Wrong(f"Enter {what} as text.")
    if typed.isascii() and typed.isprintable():  # one line of it, as most values are: a fifth of the time
        clean = typed.strip() if lines else " ".join(typed.split())
    else:
        clean = unicodedata.normalize("NFC", typed).replace("\r\n", "\n").replace("\r", "\n")
        clean = _blocks(clean) if lines else " ".join(clean.split())
        _refuse_unseen(clean, what)
    if len(clean) > max_length:
        raise Wrong(f"Shorten {what} to {max_length:,} characters; it has {len(clean):,}.")
    return clean


def _blocks(clean: str) -> str:
    return "\n".join(row.replace("\t", " ").rstrip() for row in clean.split("\n")).strip()


def _refuse_unseen(clean: str, what: str) -> None:
    """Control characters and direction overrides can make a text read as something else than it says."""
    if clean.isprintable():
        return
    for char in clean:
        if char == "\n" or char.isprintable():
            continue
        if char in _DIRECTIONS or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
            raise Wrong(f"Remove the invisible character U+{ord(char):04X} from {what}.")


def email(typed: object, what: str = "the e-mail address") -> str:
    """One address; the domain in lower case. Whether mail arrives there only sending tells."""
    clean = text(typed, what, max_length=MAX_EMAIL)
    if not clean:
        return ""
    if "," in clean or ";" in clean or clean.count("@") > 1:
        raise Wrong(f"Enter one address as {what}, not several.")
    encoded_word = "=?" in clean  # a mail program may read more into it than an address
    if encoded_word or not _MAIL.fullmatch(clean):
        raise Wrong(f"Enter {what} as name@company.com.")
    local, _, domain = clean.rpartition("@")
    return f"{local}@{domain.lower()}"


def state(typed: object, what: str = "the state") -> str:
    """The two-letter code, from the code or the name."""
    if isinstance(typed, str) and typed in STATES:
        return typed
    clean = text(typed, what, max_length=40)
    code = _STATE_OF_NAME.get(clean.casefold(), clean.upper().replace(".", ""))
    if code and code not in STATES:
        raise Wrong(f"Enter {what} as its two letters, for example ID.")
    return code


def zip_code(typed: object, what: str = "the ZIP code") -> str:
    """Text, so zeros in front stay: "02134" or "02134-1001"."""
    clean = text(typed, what, max_length=20)
    if not clean:
        return ""
    found = _ZIP.fullmatch(clean)
    if not found or not clean.isascii():
        raise Wrong(f"Enter {what} as 5 digits or 5 and 4, for example 83702 or 83702-1460.")
    return f"{found[1]}-{found[2]}" if found[2] else found[1]


def phone(typed: object, what: str = "the phone number") -> str:
    """US numbers as "(208) 555-0109", with " x12"; numbers of other countries as typed."""
    clean = text(typed, what, max_length=40)
    if not clean:
        return ""
    main, extension = _split_extension(clean)
    digits = _NO_DIGITS.sub("", main)
    if not clean.isascii() or not _PHONE.fullmatch(clean) or not 7 <= len(digits) <= 15:
        raise Wrong(f"Enter {what} with its area code, for example (208) 555-0109.")
    if main.startswith("+") and not digits.startswith("1"):
        return clean
    return _us_phone(digits, extension, what)


def _split_extension(clean: str) -> tuple[str, str]:
    parts = _EXTENSION.split(clean, maxsplit=1)
    return parts[0], parts[1] if len(parts) > 1 else ""


def _us_phone(digits: str, extension: str, what: str) -> str:
    local = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    if len(local) != 10:
        raise Wrong(f"Enter {what} with its area code, for example (208) 555-0109.")
    shown = f"({local[:3]}) {local[3:6]}-{local[6:]}"
    return f"{shown} x{extension}" if extension else shown


def naic(typed: object, what: str = "the NAIC code") -> str:
    """Five digits, zeros in front kept (R12)."""
    clean = text(typed, what, max_length=20)
    if clean and not (len(clean) == 5 and clean.isascii() and clean.isdigit()):
        raise Wrong(f"Enter {what} as 5 digits, for example 10472.")
    return clean


def day(typed: object, what: str) -> date | None:
    """A day from "3/4/2026", "03-04-26" or "2026-03-04"; month first, as in the US."""
    if isinstance(typed, date):
        return date(typed.year, typed.month, typed.day)
    clean = text(typed, what, max_length=40)
    if not clean:
        return None
    try:
        found = date(*_year_month_day(clean))
    except ValueError:
        raise Wrong(f"Enter {what} as month, day and year, for example 03/04/2026.") from None
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise Wrong(f"Check the year of {what}.")
    return found


def _year_month_day(clean: str) -> tuple[int, int, int]:
    if not clean.isascii():
        raise ValueError(clean)
    if iso := _ISO_DAY.fullmatch(clean):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if us := _US_DAY.fullmatch(clean):
        year = int(us[3]) + (2000 if len(us[3]) == 2 else 0)
        return year, int(us[1]), int(us[2])
    raise ValueError(clean)


def amount(typed: object, what: str) -> Amount:
    """Whole dollars from "1,000,000", "$1M" or "500k"; a word such as "Included" or "Statutory" as it is."""
    if typed is None:
        return None
    clean = str(typed) if type(typed) is int else text(typed, what, max_length=40)
    if not clean:
        return None
    if found := _DOLLARS.fullmatch(clean):
        return _whole_dollars(found, what)
    if any(char.isdigit() for char in clean) or not any(char.isalpha() for char in clean):
        raise Wrong(f"Enter {what} in whole dollars, for example 1,000,000, or a word such as Included.")
    return clean


def _whole_dollars(found: re.Match[str], what: str) -> int:
    if not found[1].isascii():
        raise Wrong(f"Enter {what} in whole dollars, for example 1,000,000.")
    dollars = int(found[1].replace(",", "")[:15]) * {"": 1, "k": 1_000, "m": 1_000_000}[found[2].lower()]
    if dollars > MAX_AMOUNT:
        raise Wrong(f"Check {what}: it is over {MAX_AMOUNT:,} dollars.")
    return dollars


def whole(typed: object, what: str, *, least: int, most: int) -> int | None:
    """A whole number within bounds."""
    if typed is None or typed == "":
        return None
    clean = str(typed) if type(typed) is int else text(typed, what, max_length=100)
    if not re.fullmatch(r"-?[0-9]{1,18}", clean) or not least <= int(clean) <= most:
        raise Wrong(f"Enter {what} as a number from {least:,} to {most:,}.")
    return int(clean)


def code(typed: object, what: str, *, max_length: int = 40) -> str:
    """A number or name that is compared letter by letter, such as a policy number (R13): printed as typed."""
    clean = text(typed, what, max_length=max_length)
    if clean and not any(char.isalnum() for char in clean):
        raise Wrong(f"Enter {what} exactly as on the declarations.")
    return clean
