"""The lines of business as data: what stands in each row of the coverage table, and where its facts are.

A key names a field of the line's coverage in `rules.coverage`, or a fact that `_DERIVED` makes from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coi_app.rules import coverage as cover

HALF = 64  # the second option of a row starts here


@dataclass(frozen=True, slots=True)
class Option:
    """A check box; `free`: it is drawn only when the fact has words of its own."""

    key: str
    label: str = ""
    x: float = 0
    free: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Answered Y or N in a box at the end of its last row."""

    key: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """Rows of free text, drawn when there is any."""

    key: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A standard limit: a dash when absent."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """A limit that names itself: drawn when it has a name or an amount."""

    label_key: str
    key: str


BasisRow = tuple[Option | Caption | Question | Wording, ...]


@dataclass(frozen=True, slots=True)
class Business:
    """`absent`: what stands when no such policy is shown; "" for lines that need no such sentence."""

    line: cover.Line
    title: str
    name: tuple[str, ...]
    basis: tuple[BasisRow, ...]
    limits: tuple[Limit | OwnLimit, ...]
    has_additional_insured: bool = True
    absent: str = ""


GENERAL_LIABILITY = Business(
    cover.Line.GENERAL_LIABILITY,
    "General liability",
    ("General", "liability"),
    (
        (Option("commercial", "Commercial general liability"),),
        (Option("claims_made", "Claims-made"), Option("occurrence", "Occurrence", HALF)),
        (Option("option_one", free=True),),
        (Option("option_two", free=True),),
        (Caption("General aggregate applies separately to each"),),
        (
            Option("per_policy", "Policy"),
            Option("per_project", "Project", 41),
            Option("per_location", "Location", 84),
        ),
        (Option("per_other", free=True),),
    ),
    (
        Limit("each_occurrence", "Each occurrence"),
        Limit("damage_to_rented_premises", "Damage to rented premises"),
        Limit("medical_expense", "Medical expense, any one person"),
        Limit("personal_and_advertising_injury", "Personal and advertising injury"),
        Limit("general_aggregate", "General aggregate"),
        Limit("products_completed_operations_aggregate", "Products-completed ops aggregate"),
        OwnLimit("other_label", "other_limit"),
    ),
    absent="general liability",
)

AUTOMOBILE = Business(
    cover.Line.AUTOMOBILE,
    "Automobile liability",
    ("Automobile", "liability"),
    (
        (Option("any_auto", "Any auto"),),
        (Option("owned", "Owned only"), Option("scheduled", "Scheduled", HALF)),
        (Option("hired", "Hired only"), Option("non_owned", "Non-owned only", HALF)),
        (Option("option_one", free=True),),
        (Option("option_two", free=True),),
    ),
    (
        Limit("combined_single_limit", "Combined single limit, each accident"),
        Limit("bodily_injury_per_person", "Bodily injury, each person"),
        Limit("bodily_injury_per_accident", "Bodily injury, each accident"),
        Limit("property_damage", "Property damage, each accident"),
        OwnLimit("other_label", "other_limit"),
    ),
    absent="automobile liability",
)

UMBRELLA = Business(
    cover.Line.UMBRELLA,
    "Umbrella or excess liability",
    ("Umbrella or", "excess liability"),
    (
        (Option("umbrella", "Umbrella"), Option("excess", "Excess", HALF)),
        (Option("occurrence", "Occurrence"), Option("claims_made", "Claims-made", HALF)),
        (Option("deductible", "Deductible"), Option("retention", "Retention", HALF)),
    ),
    (
        Limit("each_occurrence", "Each occurrence"),
        Limit("aggregate", "Aggregate"),
        OwnLimit("own_share_label", "own_share_amount"),
        OwnLimit("other_label", "other_limit"),
    ),
    absent="umbrella or excess",
)

WORKERS_COMPENSATION = Business(
    cover.Line.WORKERS_COMPENSATION,
    "Workers’ compensation",
    ("Workers’", "compensation and", "employers’ liability"),
    (
        (Option("per_statute", "Per statute"), Option("other_basis", "Other", HALF)),
        (Wording("other_basis", "Other: "),),
        (Question("anyone_excluded", ("Any proprietor, partner, officer", "or member excluded?")),),
        (Wording("who_is_excluded", "Excluded: "),),
    ),
    (
        Limit("each_accident", "E.L. each accident"),
        Limit("disease_each_employee", "E.L. disease, each employee"),
        Limit("disease_policy_limit", "E.L. disease, policy limit"),
    ),
    has_additional_insured=False,
    absent="workers’ compensation",
)

STANDARD = (GENERAL_LIABILITY, AUTOMOBILE, UMBRELLA, WORKERS_COMPENSATION)
_OF_LINE = {business.line: business for business in STANDARD}


def of_policy(line: cover.Line, coverage: cover.Coverage) -> Business:
    return _other(coverage) if isinstance(coverage, cover.OtherCoverage) else _OF_LINE[line]


def _other(coverage: cover.OtherCoverage) -> Business:
    trigger = (Option("claims_made", "Claims-made"), Option("occurrence", "Occurrence", HALF))
    title = coverage.name or "Other coverage"
    return Business(
        cover.Line.OTHER,
        title,
        (title,),
        ((Wording("description"),), *((trigger,) if coverage.trigger else ())),
        tuple(OwnLimit(f"limit_{n}_label", f"limit_{n}") for n in range(len(coverage.limits))),
    )


def facts(coverage: cover.Coverage) -> Mapping[str, Any]:
    """Every fact of the row by its key: the coverage's own fields, and those derived from them."""
    own = {name: getattr(coverage, name) for name in coverage.__slots__}
    return own | _DERIVED[type(coverage)](coverage)


def _trigger(coverage: Any) -> dict[str, Any]:
    return {
        "occurrence": coverage.trigger is cover.Trigger.OCCURRENCE,
        "claims_made": coverage.trigger is cover.Trigger.CLAIMS_MADE,
    }


def _general_liability(coverage: cover.GeneralLiability) -> dict[str, Any]:
    per = coverage.aggregate_per
    other = f"Other: {coverage.aggregate_per_other}" if coverage.aggregate_per_other else "Other"
    return _trigger(coverage) | {
        "per_policy": per is cover.AggregatePer.POLICY,
        "per_project": per is cover.AggregatePer.PROJECT,
        "per_location": per is cover.AggregatePer.LOCATION,
        "per_other": other if per is cover.AggregatePer.OTHER else "",
    }


def _umbrella(coverage: cover.Umbrella) -> dict[str, Any]:
    share = coverage.own_share
    return _trigger(coverage) | {
        "umbrella": not coverage.excess,
        "deductible": share is cover.OwnShare.DEDUCTIBLE,
        "retention": share is cover.OwnShare.RETENTION,
        "own_share_label": share.capitalize(),
    }


def _limits(coverage: cover.OtherCoverage) -> dict[str, Any]:
    named = _trigger(coverage)
    for n, limit in enumerate(coverage.limits):
        named |= {f"limit_{n}_label": limit.label, f"limit_{n}": limit.amount}
    return named


_DERIVED: dict[type, Callable[[Any], dict[str, Any]]] = {
    cover.GeneralLiability: _general_liability,
    cover.Automobile: lambda coverage: {},
    cover.Umbrella: _umbrella,
    cover.WorkersCompensation: lambda coverage: {},
    cover.OtherCoverage: _limits,
}
