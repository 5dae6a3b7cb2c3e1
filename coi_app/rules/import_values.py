"""Cells as other systems and spreadsheets write them, turned into what a form takes. What no reading fits stays as it
is: the form's own reader then says what to do."""

import re
from collections.abc import MutableMapping
from datetime import date, datetime, timedelta
from typing import Any

from coi_app.rules import field_values

# States whose ZIP codes begin with a zero, which spreadsheets like to take away.
ZERO_STATES = frozenset({"CT", "MA", "ME", "NH", "NJ", "PR", "RI", "VI", "VT"})
SAYS_NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "na", "none", "nil", "null", "not applicable"})
# Spreadsheets count days from this one; five digits reach from 1954 to 2173.
DAY_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"([2-9]\d{4})(?:\.\d+)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?)?$")
_IN_WORDS = ("%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y")
_SHORT = re.compile(r"\$?\s*(\d{1,9}(?:\.\d{1,6})?)\s*(k|thousand|m|mm|mil|mill|million)\.?", re.IGNORECASE)
_SHORT_ZIP = re.compile(r"[0-9]{3,4}|[0-9]{7,8}|[0-9]{3,4}-[0-9]{4}")
_NO_CENTS = re.compile(r"(\$?\s*[\d,]+)\.0+")
YES = frozenset({"y", "yes", "x", "true", "t", "1", "on", "included"})
NO = frozenset({"n", "no", "false", "f", "0", "off", "not included"})


def day(typed: str) -> str:
    """ "46023", "20260101", "2026-01-01 00:00:00", "Jan 1, 2026" → "2026-01-01"; other days as typed."""
    clean = _CLOCK.sub("", typed.strip())
    if serial := _SERIAL.fullmatch(clean):
        return (DAY_ZERO + timedelta(days=int(serial[1]))).isoformat()
    if compact := _COMPACT.fullmatch(clean):
        return "-".join(compact.groups())
    for pattern in _IN_WORDS if any(char.isalpha() for char in clean) else ():
        try:
            return datetime.strptime(clean, pattern).date().isoformat()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return clean


def amount(typed: str) -> str:
    """ "$1.5M", "1MM", "2 million", "1000000.00" → whole dollars; "N/A" and dashes are not stated."""
    clean = " ".join(typed.split())
    if clean.casefold() in SAYS_NOTHING:
        return ""
    if short := _SHORT.fullmatch(clean):
        thousandths = round(float(short[1]) * 1_000_000)
        dollars, rest = divmod(thousandths * (1_000 if short[2][0] in "kKtT" else 1_000_000), 1_000_000)
        return clean if rest else str(dollars)
    whole = _NO_CENTS.fullmatch(clean)
    return whole[1] if whole else clean


def answer(typed: str) -> str | None:
    """ "yes", "no", "" for nothing said, or None when it is neither."""
    clean = typed.strip().casefold().rstrip(".")
    if clean in YES:
        return "yes"
    if clean in NO:
        return "no"
    return "" if clean in SAYS_NOTHING else None


def naic(typed: str) -> str:
    """Five digits again where a spreadsheet took the zeros in front away."""
    clean = typed.strip()
    return clean.zfill(5) if re.fullmatch(r"[0-9]{3,4}", clean) else clean


def restore_zip(values: MutableMapping[str, Any]) -> None:
    """A `zip_code` that lost its zeros gets them back, where the `state` is one whose codes begin with a zero."""
    typed = values.get("zip_code", "").strip()
    if not _SHORT_ZIP.fullmatch(typed):
        return
    try:
        state = field_values.state(values.get("state", ""))
    except field_values.Wrong:
        return
    if state in ZERO_STATES:
        five, dash, four = typed.partition("-")
        values["zip_code"] = five.zfill(5) + dash + four if dash or len(five) < 5 else five.zfill(9)
