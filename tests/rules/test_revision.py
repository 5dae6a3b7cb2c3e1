"""What a correction may keep: nothing that the policies do not give any more, whatever became of them."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as any_of

from coi_app.rules import composition, coverage_difference, errors, revision, verdict, wording
from coi_app.rules.certificate_content import PolicyShown, SharedContent
from coi_app.rules.certificate_difference import Paper
from coi_app.rules.facts import HolderFacts, InterestFacts, MasterFacts, PolicyFacts
from coi_app.rules.findings import Severity, State, Verdict
from coi_app.rules.revision import Ground
from tests.rules import drawn, redwood

SEEN: Counter[str] = Counter()


def judged(stated: SharedContent, now: MasterFacts, holder: HolderFacts, interest: InterestFacts) -> Verdict:
    found = verdict.judge(now, holder, interest, wording.plain(""), redwood.TODAY)
    return revision.judged(found, Paper(stated, now, redwood.TODAY), now.producer, redwood.TODAY)


def test_a_correction_that_may_leave_states_only_what_the_policies_give() -> None:
    SEEN.clear()
    whatever_became_of_the_policies()
    assert SEEN["left"] > SEEN["all"] / 20 and SEEN["blocked"] > SEEN["all"] / 5


@settings(max_examples=300, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(drawn.policies(), drawn.policies(), drawn.holders, drawn.interests, any_of.booleans())
def whatever_became_of_the_policies(
    shown: tuple[PolicyFacts, ...],
    later: tuple[PolicyFacts, ...],
    holder: HolderFacts,
    interest: InterestFacts,
    same: bool,
) -> None:
    """Stated from the first, corrected when the records are the second, where they are of the same line."""
    stated = composition.shared_contents(redwood.master(*shown), redwood.TODAY)[0]
    changed = {one.id: one for one in later}
    now = tuple(
        changed[one.id] if not same and one.id in changed and changed[one.id].line is one.line else one
        for one in shown
    )
    found = judged(stated, redwood.master(*now), holder, interest)
    SEEN["all"] += 1
    SEEN["blocked"] += found.state is State.BLOCKED
    if found.state is not State.BLOCKED:
        SEEN["left"] += 1
        of_id = {one.id: one for one in now}
        carriers = {one.letter: one.name for one in stated.insurers}
        for row in revision.kept(stated, redwood.TODAY).policies:
            policy = of_id[row.policy_id]
            row_is_given(row, policy)
            assert carriers[row.letter] == policy.carrier_name or found.state is State.WARNED


def row_is_given(row: PolicyShown, policy: PolicyFacts) -> None:
    assert row.number == policy.number and policy.is_alive(redwood.TODAY)
    assert policy.effective_on <= row.effective_on and redwood.TODAY < row.expires_on <= policy.expires_on
    assert row.pending == (row.effective_on > redwood.TODAY)
    more = [
        one for one in coverage_difference.changes(row.line, row.coverage, policy.coverage) if one.claims_more
    ]
    assert more == []


def stated_today() -> SharedContent:
    return composition.shared_contents(redwood.MASTER, redwood.TODAY)[0]


def test_a_term_that_ran_out_as_printed_is_not_kept_because_the_record_was_extended() -> None:
    stated = stated_today()
    over = replace(stated.policies[0], expires_on=redwood.TODAY)
    kept = replace(stated, policies=(over, *stated.policies[1:]))
    found = judged(kept, redwood.MASTER, redwood.HALVORSEN, redwood.WISHES)
    assert found.state is State.BLOCKED and "as it is printed" in found.findings[0].why


def test_what_has_begun_is_not_pending_any_more() -> None:
    stated = stated_today()
    pending = replace(stated, policies=tuple(replace(one, pending=True) for one in stated.policies))
    assert revision.kept(pending, redwood.TODAY) == stated


def test_another_telephone_is_a_note_and_another_signature_a_warning() -> None:
    stated, producer = stated_today(), redwood.MASTER.producer
    for changed, severity, words in (
        ({"phone": "(208) 555-0199"}, Severity.NOTE, "telephone"),
        ({"representative": "Rae Vane"}, Severity.WARN, "Rae Vane"),
        ({"signature_sha256": "0" * 64}, Severity.WARN, "replaced since"),
    ):
        now = replace(redwood.MASTER, producer=replace(producer, **changed))  # type: ignore[arg-type]
        found = judged(stated, now, redwood.HALVORSEN, redwood.WISHES).findings
        (said,) = [one for one in found if one.rule == "R30"]
        assert said.severity is severity and words in said.why


def test_only_what_is_printed_counts_as_a_difference() -> None:
    found = verdict.judge(redwood.MASTER, redwood.HALVORSEN, redwood.WISHES, wording.plain(""), redwood.TODAY)
    old = composition.certificate_content(stated_today(), redwood.HALVORSEN, found, "")
    issued = replace(old, number="KV-1", revision=3, issued_on=date(2026, 1, 2), verification_url="x")
    assert revision.is_same(issued, old)
    other = replace(old, description="Lot 7", holder=replace(old.holder, name="Cedar Lofts LLC"))
    paper = Paper(old.shared, redwood.MASTER, redwood.TODAY)
    told = revision.differences(issued, other, paper, found, Ground.RECORDS)
    assert [(one.field, one.after) for one in told] == [
        ("holder", "Cedar Lofts LLC"),
        ("description", "Lot 7"),
    ]
    assert not revision.is_same(issued, other)


@pytest.mark.parametrize("typed", ["", "  ", "..", None, 7, "x" * 501])
def test_why_it_is_revised_must_say_something(typed: object) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        revision.why(typed)
    assert set(wrong.value.problems) == {"why"}
