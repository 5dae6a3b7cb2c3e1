"""How lines, endorsements and the boxes of a coverage are called on the screens."""

from collections.abc import Iterable

from coi_app.rules import coverage as cover
from coi_app.rules.coverage import AggregatePer, EndorsementKind, Line, Operations, OwnShare, Reach, Trigger

LINES = {
    **cover.LINE_LABELS,
    Line.UMBRELLA: "Umbrella / Excess",
    Line.OTHER: "Other (professional, cyber, cargo)",
}
KINDS = {
    EndorsementKind.ADDITIONAL_INSURED: "Additional insured",
    EndorsementKind.WAIVER_OF_SUBROGATION: "Waiver of subrogation",
    EndorsementKind.PRIMARY_NON_CONTRIBUTORY: "Primary & non-contributory",
    EndorsementKind.NOTICE_OF_CANCELLATION: "Notice of cancellation",
    EndorsementKind.RESTRICTION: "Restriction",
}
REACHES = {Reach.BLANKET: "Blanket", Reach.SCHEDULED: "Scheduled"}
OPERATIONS = {
    Operations.NOT_STATED: "Not stated",
    Operations.ONGOING: "Ongoing operations",
    Operations.COMPLETED: "Completed operations",
    Operations.BOTH: "Ongoing and completed operations",
}
TRIGGERS = {
    Trigger.OCCURRENCE: "Occurrence",
    Trigger.CLAIMS_MADE: "Claims-made",
    Trigger.NOT_STATED: "Not stated",
}
AGGREGATES = {
    AggregatePer.POLICY: "Policy",
    AggregatePer.PROJECT: "Project",
    AggregatePer.LOCATION: "Location",
    AggregatePer.OTHER: "Other",
    AggregatePer.NOT_STATED: "Not stated",
}
SHARES = {OwnShare.NONE: "Neither", OwnShare.DEDUCTIBLE: "Deductible", OwnShare.RETENTION: "Retention"}
AUTOS = {
    "any_auto": "Any auto",
    "owned": "Owned autos",
    "scheduled": "Scheduled autos",
    "hired": "Hired autos",
    "non_owned": "Non-owned autos",
}


def basis(coverage: cover.Coverage) -> str:
    """What the boxes of the paper say besides the limits: "Occurrence, aggregate per project"."""
    return ", ".join(part for part in _basis(coverage) if part)


def _basis(coverage: cover.Coverage) -> Iterable[str]:
    if isinstance(coverage, cover.Automobile):
        yield from (words for name, words in AUTOS.items() if getattr(coverage, name))
    elif isinstance(coverage, cover.WorkersCompensation):
        yield "Per statute" if coverage.per_statute else coverage.other_basis
        yield _excluded(coverage)
    else:
        yield TRIGGERS[coverage.trigger] if coverage.trigger else ""
    if isinstance(coverage, cover.GeneralLiability) and coverage.aggregate_per:
        per = coverage.aggregate_per_other or AGGREGATES[coverage.aggregate_per].lower()
        yield f"aggregate per {per}"
    if isinstance(coverage, cover.Umbrella):
        yield from _umbrella(coverage)
    if isinstance(coverage, cover.OtherCoverage):
        yield coverage.description
    if isinstance(coverage, cover.GeneralLiability | cover.Automobile):
        yield from (coverage.option_one, coverage.option_two)


def _umbrella(coverage: cover.Umbrella) -> Iterable[str]:
    yield "excess liability" if coverage.excess else "umbrella"
    yield "follows form" if coverage.follows_form else "does not follow form"


def _excluded(coverage: cover.WorkersCompensation) -> str:
    if coverage.anyone_excluded is None:
        return "whether anyone is excluded is not answered"
    return f"excluded: {coverage.who_is_excluded}" if coverage.anyone_excluded else "nobody excluded"
