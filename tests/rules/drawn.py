"""Facts drawn at random, most of them good, so that many certificates do leave."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as any_of

from coi_app.rules.coverage import (
    AggregatePer,
    Automobile,
    Coverage,
    Endorsement,
    EndorsementKind,
    GeneralLiability,
    Line,
    Operations,
    OtherCoverage,
    Reach,
    Umbrella,
    WorkersCompensation,
)
from coi_app.rules.facts import HolderFacts, InterestFacts, PolicyFacts, PolicyStatus
from tests.rules import redwood

TODAY = redwood.TODAY
HOLDER_IDS = any_of.sampled_from([7, 8])
DAYS = any_of.sampled_from([-400, -30, -1, 0, 1, 30, 400]).map(lambda days: TODAY + timedelta(days=days))
AMOUNTS = any_of.sampled_from([1_000_000, 1_000_000, 5_000_000, "Included", None, 0])
NEAR_TODAY = any_of.sampled_from(
    [*[redwood.APPROVED] * 5, TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=30), None]
)
RARELY = any_of.integers(0, 11).map(lambda drawn: drawn == 11)


def mostly(good: object, otherwise: any_of.SearchStrategy[Any]) -> any_of.SearchStrategy[Any]:
    return RARELY.flatmap(lambda rare: otherwise if rare else any_of.just(good))


endorsements = any_of.builds(
    Endorsement,
    id=any_of.integers(1, 3),
    kind=any_of.sampled_from(EndorsementKind),
    form_number=any_of.sampled_from(["CG 20 10", "CG 20 37", "CA 20 48", "WC 00 03 13"]),
    reach=any_of.sampled_from(Reach),
    condition=any_of.sampled_from(["", "where required by written contract"]),
    operations=any_of.sampled_from(Operations),
    approved_on=NEAR_TODAY,
    holder_ids=any_of.frozensets(HOLDER_IDS, max_size=2),
)
coverages: any_of.SearchStrategy[Coverage] = any_of.one_of(
    any_of.builds(
        GeneralLiability,
        aggregate_per=any_of.sampled_from(AggregatePer),
        each_occurrence=AMOUNTS,
        general_aggregate=AMOUNTS,
    ),
    any_of.builds(Automobile, combined_single_limit=AMOUNTS, property_damage=mostly(None, AMOUNTS)),
    any_of.builds(Umbrella, follows_form=any_of.booleans(), each_occurrence=AMOUNTS),
    any_of.builds(WorkersCompensation, anyone_excluded=mostly(False, any_of.none())),
    any_of.builds(OtherCoverage, name=any_of.sampled_from(["", "Professional"])),
)


RICH = [
    redwood.endorsement(kind, "CG 20 10", operations=Operations.BOTH)
    for kind in EndorsementKind
    if kind is not EndorsementKind.RESTRICTION
]


@any_of.composite
def policies(draw: any_of.DrawFn) -> tuple[PolicyFacts, ...]:
    made = []
    for policy_id in range(draw(any_of.sampled_from([1, 2, 2, 3, 4, 8]))):
        coverage = draw(coverages)
        line = redwood.policy(1, coverage).line
        status = draw(mostly(PolicyStatus.ACTIVE, any_of.sampled_from(PolicyStatus)))
        cancelled_on = draw(any_of.none() | DAYS) if status is PolicyStatus.CANCELLED else None
        granted = tuple(draw(any_of.just(RICH) | any_of.lists(endorsements, max_size=3)))
        carrier = draw(any_of.sampled_from([f"Carrier {n}" for n in range(9)]))
        number = f"P-{policy_id}"
        begins_on = draw(mostly(date(2025, 7, 1), DAYS))
        ends_on = draw(mostly(date(2026, 7, 1), DAYS))
        made.append(
            PolicyFacts(
                policy_id,
                line,
                number,
                carrier,
                "12345",
                status,
                cancelled_on,
                begins_on,
                ends_on,
                coverage,
                granted,
            )
        )
    return tuple(made)


LINES = any_of.just(frozenset(Line)) | any_of.frozensets(any_of.sampled_from(Line))
interests = any_of.builds(
    InterestFacts,
    wants_additional_insured=LINES,
    wants_waiver=LINES,
    written_contract_on=NEAR_TODAY,
    written_contract=any_of.sampled_from(["", "Subcontract"]),
    project=any_of.sampled_from(["", "Cedar Street Lofts"]),
    active=mostly(True, any_of.just(False)),
)
holders = any_of.builds(
    HolderFacts,
    id=HOLDER_IDS,
    name=mostly(
        "Halvorsen Property Group LLC", any_of.sampled_from(["", "Redwood Ridge Builders LLC", "TBD"])
    ),
    attention=any_of.just(""),
    address=mostly(redwood.ADDRESS, any_of.just(redwood.Address())),
)
SENTENCES = [
    "Project: {project}.",
    "Additional insured for completed operations.",
    "Waiver of subrogation applies.",
    "Primary and non-contributory.",
    "30 days' notice of cancellation.",
    "Aggregate applies per project.",
    "Meets all requirements of the contract.",
]
DOLLARS = {"1M": 1_000_000, "five million": 5_000_000, "$9,000,000": 9_000_000, "10MM": 10_000_000}
STATED_DAYS = {
    "07/01/2026": date(2026, 7, 1),
    "July 1, 2026": date(2026, 7, 1),
    "12-31-30": date(2030, 12, 31),
    "2025-12-31": date(2025, 12, 31),
}
LIMIT_SENTENCES = {
    wording.format(said): amount
    for wording in ("Each occurrence {}.", "Limits of {}.")
    for said, amount in DOLLARS.items()
}
DAY_SENTENCES = {
    wording.format(said): day
    for wording in ("Coverage is in force through {}.", "All policies expire {}.")
    for said, day in STATED_DAYS.items()
}
FIGURES = [*LIMIT_SENTENCES, *DAY_SENTENCES]
wordings = RARELY.flatmap(lambda rare: any_of.sampled_from(FIGURES if rare else SENTENCES))
templates = any_of.lists(wordings, min_size=1, max_size=2, unique=True).map(" ".join)
