"""Where a stated coverage says more than the one given now, field by field."""

from dataclasses import replace

import pytest
from hypothesis import given

from coi_app.rules.coverage import (
    AggregatePer,
    Amount,
    Automobile,
    Coverage,
    ExtraLimit,
    GeneralLiability,
    OtherCoverage,
    OwnShare,
    Trigger,
    Umbrella,
    WorkersCompensation,
)
from coi_app.rules.coverage_difference import changes, is_more
from tests.rules import drawn, redwood

GL = GeneralLiability(each_occurrence=1_000_000, general_aggregate=2_000_000)
AUTO = Automobile(any_auto=True, combined_single_limit=1_000_000)
UMBRELLA = Umbrella(each_occurrence=5_000_000, own_share=OwnShare.RETENTION, own_share_amount=10_000)
WC = WorkersCompensation(anyone_excluded=False, each_accident=1_000_000)
OTHER = OtherCoverage(name="Professional", limits=(ExtraLimit("Each claim", 1_000_000),))

CASES: list[tuple[Coverage, dict[str, object], bool]] = [
    (GL, {"each_occurrence": 500_000}, True),
    (GL, {"each_occurrence": 2_000_000}, False),
    (GL, {"each_occurrence": None}, True),
    (GL, {"each_occurrence": "Included"}, True),
    (GL, {"medical_expense": 5_000}, False),
    (GL, {"trigger": Trigger.CLAIMS_MADE}, True),
    (replace(GL, trigger=Trigger.CLAIMS_MADE), {"trigger": Trigger.OCCURRENCE}, False),
    (replace(GL, aggregate_per=AggregatePer.PROJECT), {"aggregate_per": AggregatePer.POLICY}, True),
    (GL, {"aggregate_per": AggregatePer.PROJECT}, False),
    (GL, {"commercial": False}, True),
    (GL, {"option_one": "XCU"}, False),
    (replace(GL, option_one="XCU"), {"option_one": ""}, True),
    (replace(GL, other_label="Liquor", other_limit=1), {"other_label": "", "other_limit": None}, True),
    (AUTO, {"any_auto": False, "owned": True}, True),
    (Automobile(owned=True, hired=True), {"owned": False, "hired": False, "any_auto": True}, False),
    (Automobile(owned=True, hired=True), {"hired": False}, True),
    (UMBRELLA, {"excess": True}, True),
    (replace(UMBRELLA, excess=True), {"excess": False}, False),
    (UMBRELLA, {"own_share_amount": 25_000}, True),
    (UMBRELLA, {"own_share_amount": 5_000}, False),
    (UMBRELLA, {"own_share": OwnShare.NONE, "own_share_amount": None}, False),
    (Umbrella(), {"own_share": OwnShare.DEDUCTIBLE, "own_share_amount": 1_000}, True),
    (WC, {"anyone_excluded": True, "who_is_excluded": "Elena Thornbury"}, True),
    (replace(WC, anyone_excluded=True), {"anyone_excluded": False}, False),
    (WC, {"per_statute": False, "other_basis": "Stop gap"}, True),
    (OTHER, {"limits": ()}, True),
    (OTHER, {"limits": (ExtraLimit("Each claim", 2_000_000), ExtraLimit("Aggregate", 1))}, False),
    (OTHER, {"name": "Cyber"}, True),
]


@pytest.mark.parametrize(("stated", "now", "claims_more"), CASES)
def test_more_or_only_otherwise(stated: Coverage, now: dict[str, object], claims_more: bool) -> None:
    line = redwood.policy(1, stated).line
    found = changes(line, stated, replace(stated, **now))  # type: ignore[type-var]  # each is a dataclass
    assert found and any(one.claims_more for one in found) == claims_more
    assert all(one.label and one.before != one.after for one in found)


@given(drawn.coverages)
def test_the_same_is_no_difference(coverage: Coverage) -> None:
    assert changes(redwood.policy(1, coverage).line, coverage, coverage) == ()


@given(drawn.coverages, drawn.coverages)
def test_what_is_more_one_way_is_seen_both_ways(one: Coverage, other: Coverage) -> None:
    line = redwood.policy(1, one).line
    if type(one) is not type(other):
        with pytest.raises(ValueError, match="different lines"):
            changes(line, one, other)
        return
    there, back = changes(line, one, other), changes(line, other, one)
    assert [change.field for change in there] == [change.field for change in back]
    assert [(c.before, c.after) for c in there] == [(c.after, c.before) for c in back]


@given(drawn.AMOUNTS, drawn.AMOUNTS)
def test_of_two_amounts_at_most_dollars_can_be_told_apart(one: Amount, other: Amount) -> None:
    both = is_more(one, other) and is_more(other, one)
    assert both == (one != other and None not in (one, other) and "Included" in (one, other))
