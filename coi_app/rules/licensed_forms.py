"""The agency's own licensed form: its fields as they lie on the page, and what each can stand for.

A meaning is named by a key such as "general_liability.each_occurrence"; which field of a form stands for which is
data, kept with the form. Points, from the left and from the top of a US Letter page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coi_app.rules.certificate_content import INSURER_LETTERS
from coi_app.rules.errors import Conflict

LEAST_PLACE = (110.0, 34.0)  # points: a smaller code cannot be read by a phone


class FieldKind(StrEnum):
    TEXT = "text"
    TICK = "tick"


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Rectangle:
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class FormField:
    """One rectangle to fill in. `lines`: it takes several rows."""

    name: str
    kind: FieldKind
    place: Rectangle
    lines: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form that certificates can be printed on. `blank_sha256`: its stripped pages; `code`: where the code stands."""

    name: str
    blank_sha256: str
    pages: int
    fields: tuple[FormField, ...]
    mapping: tuple[tuple[str, str], ...]
    code: Rectangle | None

    def filled(self) -> Iterator[tuple[FormField, str]]:
        """The fields that stand for something, with the key of what."""
        known = dict(self.mapping)
        return ((field, known[field.name]) for field in self.fields if field.name in known)


@dataclass(frozen=True, slots=True)
class Meaning:
    """`tick`: it is drawn as a cross. A text may stand in no check box, but a cross in a text field."""

    key: str
    label: str
    group: str
    tick: bool = False


PARTIES = {"producer": "the producer", "insured": "the insured", "holder": "the certificate holder"}
STREET = ("line_one", "line_two")
PLACE = ("city", "state", "zip_code")
NUMBER, REVISION, ISSUED_ON = "number", "revision", "issued_on"
DESCRIPTION, SIGNATURE, REPRESENTATIVE, CODE = "description", "signature", "representative", "code"
SLOTS = {
    "general_liability": "General liability",
    "automobile": "Automobile liability",
    "umbrella": "Umbrella or excess",
    "workers_compensation": "Workers’ compensation",
    "other": "Other coverage",
    "other_2": "Other coverage, second row",
}
OTHERS = ("other", "other_2")
_TICKS: dict[str, dict[str, str]] = {
    "general_liability": {
        "commercial": "Commercial general liability", "claims_made": "Claims-made", "occurrence": "Occurrence",
        "option_one_tick": "Box of the first option", "option_two_tick": "Box of the second option",
        "per_policy": "Aggregate per policy", "per_project": "Aggregate per project",
        "per_location": "Aggregate per location", "per_other_tick": "Box of aggregate per other",
    },
    "automobile": {
        "any_auto": "Any auto", "owned": "Owned autos only", "hired": "Hired autos only",
        "scheduled": "Scheduled autos", "non_owned": "Non-owned autos only",
        "option_one_tick": "Box of the first option", "option_two_tick": "Box of the second option",
    },
    "umbrella": {
        "umbrella": "Umbrella", "excess": "Excess", "occurrence": "Occurrence", "claims_made": "Claims-made",
        "deductible": "Deductible", "retention": "Retention",
    },
    "workers_compensation": {"per_statute": "Per statute", "other_basis_tick": "Box of other"},
    "other": {"occurrence": "Occurrence", "claims_made": "Claims-made"},
}  # fmt: skip
_TEXTS: dict[str, dict[str, str]] = {
    "general_liability": {
        "option_one": "First option, words", "option_two": "Second option, words",
        "per_other": "Aggregate per other, words", "other_label": "Other limit, name", "other_limit": "Other limit",
    },
    "automobile": {
        "option_one": "First option, words", "option_two": "Second option, words",
        "other_label": "Other limit, name", "other_limit": "Other limit",
    },
    "umbrella": {
        "own_share_amount": "Deductible or retention, amount",
        "other_label": "Other limit, name", "other_limit": "Other limit",
    },
    "workers_compensation": {
        "anyone_excluded": "Anyone excluded? Y or N", "other_basis": "Other, words",
        "who_is_excluded": "Who is excluded",
    },
    "other": {
        "name": "What is covered",
        "limit_0_label": "Limit 1, name", "limit_0": "Limit 1", "limit_1_label": "Limit 2, name", "limit_1": "Limit 2",
        "limit_2_label": "Limit 3, name", "limit_2": "Limit 3",
    },
}  # fmt: skip
LIMITS: dict[str, dict[str, str]] = {
    "general_liability": {
        "each_occurrence": "Each occurrence", "damage_to_rented_premises": "Damage to rented premises",
        "medical_expense": "Medical expense", "personal_and_advertising_injury": "Personal and advertising injury",
        "general_aggregate": "General aggregate",
        "products_completed_operations_aggregate": "Products-completed operations aggregate",
    },
    "automobile": {
        "combined_single_limit": "Combined single limit", "bodily_injury_per_person": "Bodily injury per person",
        "bodily_injury_per_accident": "Bodily injury per accident", "property_damage": "Property damage",
    },
    "umbrella": {"each_occurrence": "Each occurrence", "aggregate": "Aggregate"},
    "workers_compensation": {
        "each_accident": "E.L. each accident", "disease_each_employee": "E.L. disease, each employee",
        "disease_policy_limit": "E.L. disease, policy limit",
    },
    "other": {},
}  # fmt: skip
ROW = {
    "letter": "Insurer’s letter", "number": "Policy number", "effective_on": "Effective date",
    "expires_on": "Expiration date", "addl": "ADDL INSD", "subr": "SUBR WVD",
}  # fmt: skip


def kind_of(slot: str) -> str:
    """Both rows of other coverage say the same things."""
    return "other" if slot in OTHERS else slot


def row_keys(slot: str) -> dict[str, str]:
    """What every policy's row says; workers compensation has no ADDL INSD (R8)."""
    return {key: label for key, label in ROW.items() if (slot, key) != ("workers_compensation", "addl")}


def _of_slot(slot: str) -> Iterator[Meaning]:
    kind, group = kind_of(slot), SLOTS[slot]
    for key, label in (row_keys(slot) | _TEXTS[kind] | LIMITS[kind]).items():
        yield Meaning(f"{slot}.{key}", label, group)
    for key, label in _TICKS[kind].items():
        yield Meaning(f"{slot}.{key}", label, group, tick=True)


def _of_party(party: str) -> Iterator[Meaning]:
    group = party.capitalize()
    labels = {
        "block": "Name and address, all rows", "name": "Name", "address": "Address, all rows",
        "line_one": "Address, first line", "line_two": "Address, second line", "city": "City", "state": "State",
        "zip_code": "ZIP code",
    }  # fmt: skip
    own = {
        "producer": {"contact": "Contact", "phone": "Phone", "fax": "Fax", "email": "E-mail"},
        "insured": {"dba": "DBA"},
        "holder": {"attention": "Attention"},
    }[party]
    return (Meaning(f"{party}.{key}", label, group) for key, label in (labels | own).items())


def _all() -> Iterator[Meaning]:
    for key, label in (
        (NUMBER, "Certificate number"), (REVISION, "Revision number"), (ISSUED_ON, "Issue date"),
        (DESCRIPTION, "Description of operations"), (SIGNATURE, "Signature, or the name without one"),
        (REPRESENTATIVE, "Name of the authorized representative"), (CODE, "Code and address of the public check"),
    ):  # fmt: skip
        yield Meaning(key, label, "Certificate")
    for party in PARTIES:
        yield from _of_party(party)
    for letter in INSURER_LETTERS:
        yield Meaning(f"insurer.{letter}.name", f"Insurer {letter}, name", "Insurers")
        yield Meaning(f"insurer.{letter}.naic", f"Insurer {letter}, NAIC", "Insurers")
    for slot in SLOTS:
        yield from _of_slot(slot)


MEANINGS: dict[str, Meaning] = {one.key: one for one in _all()}


def may_stand(kind: FieldKind, key: str) -> bool:
    """ADDL INSD and SUBR WVD are a letter in a text field and a cross in a box."""
    meaning = MEANINGS.get(key)
    if meaning is None:
        return False
    return kind is FieldKind.TEXT or meaning.tick or key.endswith((".addl", ".subr"))


def missing(keys: frozenset[str], has_place: bool) -> tuple[str, ...]:
    """What keeps certificates from being printed on a form whose fields mean `keys`, a sentence each; () when nothing.

    `has_place`: for the code of the public check, if no field is that.
    """
    return (*_without_head(keys, has_place), *_without_party(keys), *_without_rows(keys))


def _without_head(keys: frozenset[str], has_place: bool) -> Iterator[str]:
    for key, what in (
        (NUMBER, "the certificate number"), (ISSUED_ON, "the issue date"),
        (DESCRIPTION, "the description of operations"), ("insurer.A.name", "the name of insurer A"),
        ("insurer.A.naic", "the NAIC code of insurer A"),
    ):  # fmt: skip
        if key not in keys:
            yield f"No field is for {what}."
    if not keys & {SIGNATURE, REPRESENTATIVE}:
        yield "No field is for the signature or the name of the authorized representative."
    if CODE not in keys and not has_place:
        yield "There is no place for the code of the public check. Choose one."


def _without_party(keys: frozenset[str]) -> Iterator[str]:
    for party, words in PARTIES.items():
        mapped = {key.partition(".")[2] for key in keys if key.startswith(f"{party}.")}
        if "block" in mapped:
            continue
        if "name" not in mapped:
            yield f"No field is for the name of {words}."
        if "address" not in mapped and not mapped >= {"line_one", *PLACE}:
            yield f"No field is for the address of {words}: its first line, city, state and ZIP code."


def _without_rows(keys: frozenset[str]) -> Iterator[str]:
    """A line of coverage has all fields or none; a policy without a row of its own goes to a further page."""
    used = [slot for slot in SLOTS if any(key.startswith(f"{slot}.") for key in keys)]
    if not used:
        yield "No field is for a policy. Match the row of at least one line of coverage."
    for slot in used:
        wanted = row_keys(slot) | LIMITS[kind_of(slot)]
        if slot in OTHERS:
            wanted = wanted | {"name": _TEXTS["other"]["name"]}
        lacking = [label for key, label in wanted.items() if f"{slot}.{key}" not in keys]
        if lacking:
            yield f"{SLOTS[slot]} has fields, but none for: {'; '.join(lacking)}."


def require_complete(sheet: Sheet) -> None:
    """Raises Conflict with the first thing that is missing."""
    lacking = missing(frozenset(key for _, key in sheet.filled()), sheet.code is not None)
    if lacking:
        raise Conflict(f"The form {sheet.name} cannot be used yet. {lacking[0]}")


def problems(fields: Sequence[FormField], mapping: Mapping[str, str]) -> dict[str, str]:
    """Field name → why it cannot stand for that."""
    kinds = {field.name: field.kind for field in fields}
    found = {}
    for name, key in mapping.items():
        if name not in kinds:
            found[name] = "The form has no such field. Reload the page."
        elif not may_stand(kinds[name], key):
            found[name] = (
                "This is a check box: choose something that is ticked."
                if key in MEANINGS
                else "Choose from the list."
            )
    return found
