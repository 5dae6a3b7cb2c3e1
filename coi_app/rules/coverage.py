"""What a policy covers: one typed coverage per line of business, and the endorsements that change it.

The facts are those of `docs/` "The paper": the same values are stored with the policy, judged by the verdict and
printed on the certificate. Amounts are whole US dollars, a word such as "Included", or None when not stated.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

Amount = int | str | None


class Line(StrEnum):
    GENERAL_LIABILITY = "general_liability"
    AUTOMOBILE = "automobile"
    UMBRELLA = "umbrella"
    WORKERS_COMPENSATION = "workers_compensation"
    OTHER = "other"


LINE_LABELS: dict[Line, str] = {
    Line.GENERAL_LIABILITY: "General Liability",
    Line.AUTOMOBILE: "Automobile",
    Line.UMBRELLA: "Umbrella",
    Line.WORKERS_COMPENSATION: "Workers Comp",
    Line.OTHER: "Other",
}


class Trigger(StrEnum):
    """Claims-made and occurrence exclude each other (R10); "" is not stated."""

    OCCURRENCE = "occurrence"
    CLAIMS_MADE = "claims_made"
    NOT_STATED = ""


class AggregatePer(StrEnum):
    POLICY = "policy"
    PROJECT = "project"
    LOCATION = "location"
    OTHER = "other"
    NOT_STATED = ""


class OwnShare(StrEnum):
    """What the insured bears under an umbrella: deductible excludes retention (R10)."""

    DEDUCTIBLE = "deductible"
    RETENTION = "retention"
    NONE = ""


@dataclass(frozen=True, slots=True)
class ExtraLimit:
    label: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class GeneralLiability:
    trigger: Trigger = Trigger.OCCURRENCE
    commercial: bool = True
    option_one: str = ""
    option_two: str = ""
    aggregate_per: AggregatePer = AggregatePer.POLICY
    aggregate_per_other: str = ""
    each_occurrence: Amount = None
    damage_to_rented_premises: Amount = None
    medical_expense: Amount = None
    personal_and_advertising_injury: Amount = None
    general_aggregate: Amount = None
    products_completed_operations_aggregate: Amount = None
    other_label: str = ""
    other_limit: Amount = None


@dataclass(frozen=True, slots=True)
class Automobile:
    any_auto: bool = False
    owned: bool = False
    hired: bool = False
    scheduled: bool = False
    non_owned: bool = False
    option_one: str = ""
    option_two: str = ""
    combined_single_limit: Amount = None
    bodily_injury_per_person: Amount = None
    bodily_injury_per_accident: Amount = None
    property_damage: Amount = None
    other_label: str = ""
    other_limit: Amount = None


@dataclass(frozen=True, slots=True)
class Umbrella:
    excess: bool = False
    trigger: Trigger = Trigger.OCCURRENCE
    follows_form: bool = True
    own_share: OwnShare = OwnShare.NONE
    own_share_amount: Amount = None
    each_occurrence: Amount = None
    aggregate: Amount = None
    other_label: str = ""
    other_limit: Amount = None


@dataclass(frozen=True, slots=True)
class WorkersCompensation:
    per_statute: bool = True
    other_basis: str = ""
    anyone_excluded: bool | None = None
    who_is_excluded: str = ""
    each_accident: Amount = None
    disease_each_employee: Amount = None
    disease_policy_limit: Amount = None


@dataclass(frozen=True, slots=True)
class OtherCoverage:
    name: str = ""
    description: str = ""
    trigger: Trigger = Trigger.NOT_STATED
    limits: tuple[ExtraLimit, ...] = ()


Coverage = GeneralLiability | Automobile | Umbrella | WorkersCompensation | OtherCoverage

COVERAGE_OF: dict[Line, type[Coverage]] = {
    Line.GENERAL_LIABILITY: GeneralLiability,
    Line.AUTOMOBILE: Automobile,
    Line.UMBRELLA: Umbrella,
    Line.WORKERS_COMPENSATION: WorkersCompensation,
    Line.OTHER: OtherCoverage,
}


def coverage_to_json(coverage: Coverage) -> dict[str, Any]:
    return dataclasses.asdict(coverage)


def coverage_from_json(line: Line, stored: dict[str, Any]) -> Coverage:
    """Rebuild what `coverage_to_json` stored; unknown keys raise TypeError (a newer schema than the code)."""
    values = dict(stored)
    if "trigger" in values:
        values["trigger"] = Trigger(values["trigger"])
    if "aggregate_per" in values:
        values["aggregate_per"] = AggregatePer(values["aggregate_per"])
    if "own_share" in values:
        values["own_share"] = OwnShare(values["own_share"])
    if "limits" in values:
        values["limits"] = tuple(ExtraLimit(**limit) for limit in values["limits"])
    return COVERAGE_OF[line](**values)


class EndorsementKind(StrEnum):
    ADDITIONAL_INSURED = "additional_insured"
    WAIVER_OF_SUBROGATION = "waiver_of_subrogation"
    PRIMARY_NON_CONTRIBUTORY = "primary_non_contributory"
    NOTICE_OF_CANCELLATION = "notice_of_cancellation"
    RESTRICTION = "restriction"


class Reach(StrEnum):
    """Whom an endorsement reaches: the holders it names, or everybody who meets its condition."""

    SCHEDULED = "scheduled"
    BLANKET = "blanket"


class Operations(StrEnum):
    """Which operations an additional insured endorsement covers (R9: completed operations need a grant)."""

    ONGOING = "ongoing"
    COMPLETED = "completed"
    BOTH = "both"
    NOT_STATED = ""


@dataclass(frozen=True, slots=True)
class Endorsement:
    """One endorsement of a policy; `approved_on` is the carrier's day, None while it is not approved (R5)."""

    id: int
    kind: EndorsementKind
    form_number: str
    edition: str = ""
    title: str = ""
    reach: Reach = Reach.BLANKET
    condition: str = ""
    operations: Operations = Operations.NOT_STATED
    approved_on: date | None = None
    holder_ids: frozenset[int] = frozenset()

    @property
    def form(self) -> str:
        """Form number and edition as printed, for example "CG 20 10 04 13"."""
        return f"{self.form_number} {self.edition}".strip()
