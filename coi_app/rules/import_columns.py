"""The columns of an import: the template's headings, what others call them, and the guess which is which."""

import difflib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache

from coi_app.rules import names

HEADER_WITHIN = 20  # rows from the top; titles may stand over the headings
ENOUGH = 2  # headings that must be known for a row to be the one of headings
NEARLY = 0.86


class Column(StrEnum):
    HOLDER_NAME = "name"
    LINE_ONE = "line_one"
    LINE_TWO = "line_two"
    CITY = "city"
    STATE = "state"
    ZIP_CODE = "zip_code"
    EMAIL = "email"
    PHONE = "phone"
    INSURED_NAME = "insured_name"
    POLICY_NUMBER = "policy_number"
    INTEREST_TYPE = "interest_type"
    DESCRIPTION = "description"
    LOAN_NUMBER = "loan_number"
    ATTENTION = "attention"


HEADINGS: dict[Column, str] = {
    Column.HOLDER_NAME: "Holder Name",
    Column.LINE_ONE: "Address Line 1",
    Column.LINE_TWO: "Address Line 2",
    Column.CITY: "City",
    Column.STATE: "State",
    Column.ZIP_CODE: "ZIP",
    Column.EMAIL: "Email",
    Column.PHONE: "Phone",
    Column.INSURED_NAME: "Insured Name",
    Column.POLICY_NUMBER: "Policy Number",
    Column.INTEREST_TYPE: "Additional Insured Type",
    Column.DESCRIPTION: "Description of Operations",
    Column.LOAN_NUMBER: "Loan Number",
    Column.ATTENTION: "Attention",
}
TEMPLATE: tuple[Column, ...] = tuple(Column)[:13]  # what an export writes, in this order
OF_HOLDER: tuple[Column, ...] = (*TEMPLATE[:8], Column.ATTENTION)
OF_LINK: tuple[Column, ...] = TEMPLATE[8:]

_ALSO: dict[Column, tuple[str, ...]] = {
    Column.HOLDER_NAME: (
        "holder", "certificate holder", "certificate holder name", "cert holder", "name", "company",
        "company name", "organization", "additional insured name", "interest name", "holder name 1",
    ),
    Column.LINE_ONE: (
        "address", "address 1", "street", "street address", "mailing address", "holder address", "addr1",
        "address line one", "street 1", "holder address 1",
    ),
    Column.LINE_TWO: (
        "address 2", "address line two", "suite", "unit", "addr2", "street 2", "holder address 2", "suite unit",
    ),
    Column.CITY: ("town", "holder city", "city town", "mailing city"),
    Column.STATE: ("st", "province", "holder state", "state province", "mailing state"),
    Column.ZIP_CODE: ("zip code", "zipcode", "postal code", "postcode", "holder zip", "mailing zip", "zip 4"),
    Column.EMAIL: ("e mail", "email address", "e mail address", "holder email", "mail", "contact email"),
    Column.PHONE: ("phone number", "telephone", "tel", "holder phone", "contact phone", "phone no"),
    Column.INSURED_NAME: ("insured", "named insured", "client", "client name", "customer", "account name"),
    Column.POLICY_NUMBER: (
        "policy", "policy no", "policy num", "policy numbers", "pol number", "pol no", "policies",
    ),
    Column.INTEREST_TYPE: (
        "type", "interest type", "additional interest type", "type of interest", "additional insured",
        "ai type", "interest", "holder type",
    ),
    Column.DESCRIPTION: (
        "description", "operations", "description of ops", "remarks", "special wording", "job description",
    ),
    Column.LOAN_NUMBER: ("loan", "loan no", "loan num", "account number", "loan account number"),
    Column.ATTENTION: ("attn", "contact", "contact name", "contact person", "c o", "care of"),
}  # fmt: skip


@cache
def known() -> dict[str, Column]:
    """Folded heading → column."""
    said = {names.folded(heading): column for column, heading in HEADINGS.items()}
    return said | {names.folded(word): column for column, words in _ALSO.items() for word in words}


def heading_key(heading: str) -> str:
    """By what a heading is remembered: its folded words, cut to what a column can be called."""
    return names.folded(heading[:200])


def guess(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[Column, int]:
    """Column → its place. What the agency chose before comes first, then words, then words nearly so.

    A heading that stands twice goes to the first; a second "Address" is the second address line.
    """
    found: dict[Column, int] = {}
    keys = [heading_key(one) for one in headings]
    chosen = {key: Column(value) for key, value in remembered.items() if value in tuple(Column)}
    for of in (chosen.get, known().get, _nearly):
        for place, key in enumerate(keys):
            column = of(key) if key and place not in found.values() else None
            if column is Column.LINE_ONE and Column.LINE_ONE in found:
                column = Column.LINE_TWO
            if column is not None:
                found.setdefault(column, place)
    return found


def _nearly(key: str) -> Column | None:
    close = difflib.get_close_matches(key, known(), 1, NEARLY)
    return known()[close[0]] if close else None


def header_place(rows: Sequence[Sequence[str]], remembered: Mapping[str, str]) -> int | None:
    """Which of the first rows holds the headings; None when none does."""
    counts = [_known_in(row, remembered) for row in rows[:HEADER_WITHIN]]
    best = max(counts, default=0)
    return counts.index(best) if best >= ENOUGH or (best and len(rows[counts.index(best)]) == 1) else None


def _known_in(row: Sequence[str], remembered: Mapping[str, str]) -> int:
    keys = {heading_key(cell) for cell in row if len(cell) < 60}
    return len({known().get(key) or remembered.get(key) for key in keys} - {None})


def column_names(width: int) -> list[str]:
    """Headings for a table without any: "Column A" …"""
    return [f"Column {_letters(place)}" for place in range(width)]


def _letters(place: int) -> str:
    return ("" if place < 26 else _letters(place // 26 - 1)) + chr(65 + place % 26)
