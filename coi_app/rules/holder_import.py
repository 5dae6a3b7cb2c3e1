"""One row of an import: what it says of a holder and of a link, or what must be mended, column by column."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from coi_app.rules import fields, holder_form, import_values, names, wording
from coi_app.rules.facts import INTEREST_LABELS, InterestType
from coi_app.rules.import_columns import HEADINGS, OF_HOLDER, OF_LINK, Column
from coi_app.rules.import_kinds import Kind

LONGEST_DESCRIPTION = 4_000
_ADDRESS = OF_HOLDER[1:6]
_BETWEEN_NUMBERS = re.compile(r"[;,\n]")


class Link(NamedTuple):
    """What a row asks of the insured it names; `types` as `InterestType` values."""

    insured_name: str
    policy_numbers: tuple[str, ...]
    types: tuple[str, ...]
    other_type: str
    description: str
    loan_number: str


class RowRead(NamedTuple):
    """`holder` are the holder's columns; without an address, when `named_only`, it can only be one that is there.

    `problems`: column → what to do; a row with any is rejected.
    """

    holder: dict[str, Any]
    named_only: bool
    link: Link | None
    problems: dict[Column, str]


def read(cells: Sequence[str], places: Mapping[Column, int], kind: Kind) -> RowRead:
    """A row's cells by the places of the columns."""
    width = len(cells)
    values: dict[str, str] = {
        column: cells[place] if place < width else "" for column, place in places.items()
    }
    typed: dict[str, Any] = dict(values)
    import_values.restore_zip(typed)
    form = fields.Reader(typed)
    named_only = not any(values[one].strip() for one in _ADDRESS if one in values)
    holder = _name(form) if kind is Kind.LINKS or named_only else holder_form.read(form)
    link = None if kind is Kind.HOLDERS else _link(form, values, required=kind is Kind.LINKS)
    return RowRead(holder, named_only, link, {Column(field): said for field, said in form.problems.items()})


def _name(form: fields.Reader) -> dict[str, Any]:
    name = form.text("name", "the holder's name", required=True)
    if name and not names.folded(name):
        form.add("name", "Enter the holder's name with letters or digits in it.")
    return {"name": name, "name_key": names.folded(name)}


def missing_address() -> dict[Column, str]:
    """What a new holder without any address is told (R20)."""
    return {Column.LINE_ONE: "Enter the holder's street address, city, state and ZIP code."}


def _link(form: fields.Reader, values: Mapping[str, str], *, required: bool) -> Link | None:
    if not values.get(Column.INSURED_NAME, "").strip():
        if required or any(values.get(one, "").strip() for one in (Column.POLICY_NUMBER, Column.LOAN_NUMBER)):
            form.add("insured_name", "Enter the insured's name as it is in this agency.")
        return None
    link, problems = _asked(*(values.get(one, "") for one in OF_LINK))
    for field, said in problems:
        form.add(field, said)
    return link


@lru_cache(1024)  # a file says the same of hundreds of holders
def _asked(*cells: str) -> tuple[Link, tuple[tuple[str, str], ...]]:
    """The link of the cells of `OF_LINK`, and what is wrong with them: field, what to do."""
    form = fields.Reader(dict(zip(OF_LINK, cells, strict=True)))
    types, other, problem = types_of(cells[OF_LINK.index(Column.INTEREST_TYPE)])
    if problem:
        form.add("interest_type", problem)
    link = Link(
        form.text("insured_name", "the insured's name"),
        _numbers(form.text("policy_number", "the policy number", lines=True)),
        types,
        other,
        _description(form),
        form.text("loan_number", "the loan number", max_length=60),
    )
    return link, tuple(form.problems.items())


def _description(form: fields.Reader) -> str:
    text = form.text(
        "description", "the description of operations", max_length=LONGEST_DESCRIPTION, lines=True
    )
    for problem in wording.problems_of(text) if "{" in text or "}" in text else ():
        form.add("description", problem)
    return text


def _numbers(typed: str) -> tuple[str, ...]:
    """Policy numbers apart by semicolon, comma or line."""
    return tuple(dict.fromkeys(one.strip() for one in _BETWEEN_NUMBERS.split(typed) if one.strip()))


_TYPE_WORDS: dict[str, InterestType] = {
    **{names.folded(label): kind for kind, label in INTEREST_LABELS.items()},
    **{
        names.folded(word): kind
        for kind, words in {
            InterestType.CERTIFICATE_HOLDER: ("Cert holder", "Holder", "Certificate", "CH", "None"),
            InterestType.ADDITIONAL_INSURED: ("AI", "Addl insured", "Add'l insured", "ADDL INSD"),
            InterestType.LOSS_PAYEE: ("LP", "Loss payees"),
            InterestType.MORTGAGEE: ("Mortgage", "Mortgagor", "Mortgage holder"),
            InterestType.LIENHOLDER: ("Lien holder",),
            InterestType.LENDERS_LOSS_PAYABLE: ("Lender loss payable", "Lenders loss payee", "LLP"),
            InterestType.LESSOR: ("Landlord", "Additional insured lessor"),
        }.items()
        for word in words
    },
}  # fmt: skip
TYPE_HELP = "Enter the type as " + ", ".join(
    label for kind, label in INTEREST_LABELS.items() if kind is not InterestType.OTHER
)


@lru_cache(2048)
def types_of(typed: str) -> tuple[tuple[str, ...], str, str]:
    """The types, the words of the other type, and what is wrong. "Additional insured; Other: Grantor"."""
    found, other = set(), ""
    for part in re.split(r"[;,|/\n]", typed):
        head, _, rest = part.partition(":")
        kind = _TYPE_WORDS.get(names.folded(head))
        if kind is None and names.folded(part):
            return (), "", f"{TYPE_HELP}, or Other: and what it is."
        if kind is InterestType.OTHER:
            other = " ".join(rest.split())
            if not other or len(other) > 60 or not other.isprintable():
                return (), "", "Enter what the other type is after a colon, in at most 60 characters."
        if kind is not None:
            found.add(kind)
    found = found or {InterestType.CERTIFICATE_HOLDER}
    return tuple(kind.value for kind in InterestType if kind in found), other, ""


def types_in_words(types: Sequence[str], other: str) -> str:
    """What `types_of` reads back."""
    words = (
        f"Other: {other}" if kind is InterestType.OTHER else INTEREST_LABELS[kind]
        for kind in InterestType
        if kind.value in types
    )
    return "; ".join(words)


def in_words(problems: Mapping[Column, str]) -> tuple[str, str]:
    """The heading of the first column with a problem, and all that is to be done."""
    first = next(iter(problems))
    return HEADINGS[first], " ".join(dict.fromkeys(problems.values()))
