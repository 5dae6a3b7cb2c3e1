"""No certificate can be issued that states a coverage, date, limit or flag its policies do not give.

Whatever policies, endorsements, holders and wishes there are: what comes out of the verdict and the composition
is compared with the facts by rules written a second time, shorter, in this file.
"""

from collections import Counter
from datetime import date

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as any_of

from coi_app.rules import composition, errors, verdict, verdict_policies, wording
from coi_app.rules.certificate_content import Box, CertificateContent, canonical_json, shared_to_json
from coi_app.rules.coverage import Endorsement, EndorsementKind, Line, Reach, Umbrella
from coi_app.rules.facts import HolderFacts, InterestFacts, Issuer, MasterFacts, PolicyFacts, PolicyStatus
from coi_app.rules.findings import Severity, State, Verdict
from tests.rules import drawn, redwood


def reaches(one: Endorsement, policy: PolicyFacts, holder: HolderFacts, interest: InterestFacts) -> bool:
    """The rule a second time: approved by today, and for this holder by name or by contract."""
    if one.approved_on is None or one.approved_on > redwood.TODAY or one not in policy.endorsements:
        return False
    if one.reach is Reach.SCHEDULED:
        return holder.id in one.holder_ids and interest.active
    signed = interest.written_contract_on is not None and interest.written_contract_on <= redwood.TODAY
    free = one.kind is not EndorsementKind.ADDITIONAL_INSURED and not one.condition
    return interest.active and (signed or free)


def has(kind: EndorsementKind, policy: PolicyFacts, holder: HolderFacts, interest: InterestFacts) -> bool:
    return any(one.kind is kind and reaches(one, policy, holder, interest) for one in policy.endorsements)


SEEN: Counter[str] = Counter()


def test_what_is_issued_is_what_the_policies_give() -> None:
    SEEN.clear()
    whatever_is_drawn_is_backed()
    assert SEEN["boxes"] > SEEN["drafts"] / 5
    assert SEEN["issued"] > SEEN["drafts"] / 20
    assert SEEN["worded"] > SEEN["drafts"] / 50


@settings(max_examples=400, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(drawn.policies(), drawn.holders, drawn.interests, drawn.templates, any_of.sampled_from(Issuer))
def whatever_is_drawn_is_backed(
    shown: tuple[PolicyFacts, ...],
    holder: HolderFacts,
    interest: InterestFacts,
    template: str,
    issuer: Issuer,
) -> None:
    facts = redwood.master(*shown)
    text = wording.resolve(template, wording.values_of(facts, holder, interest, redwood.TODAY))
    found = verdict.judge(facts, holder, interest, text, redwood.TODAY, issuer)
    assert {box.policy_id for box in found.boxes} == {policy.id for policy in shown}
    papers = composition.shared_contents(facts, redwood.TODAY)
    drafts = [composition.certificate_content(paper, holder, found, text.text) for paper in papers]
    assert all(draft.is_draft for draft in drafts)
    boxes_are_backed(facts, drafts, holder, interest)
    rows_are_the_policies(facts, drafts)
    SEEN["drafts"] += 1
    SEEN["boxes"] += any(box.additional_insured is Box.YES for draft in drafts for box in draft.boxes)
    if may_leave(found, issuer):
        SEEN["issued"] += 1
        SEEN["worded"] += any(sentence in text.text for sentence in drawn.SENTENCES)
        nothing_dead_and_nobody_left_out(facts, holder, text)
        wording_is_backed(facts, text.text, drafts, holder, interest)


def boxes_are_backed(
    facts: MasterFacts, drafts: list[CertificateContent], holder: HolderFacts, interest: InterestFacts
) -> None:
    of_id = {policy.id: policy for policy in facts.policies}
    boxes = [box for draft in drafts for box in draft.boxes]
    under = {of_id[box.policy_id].line for box in boxes if box.additional_insured is Box.YES}
    for box in boxes:
        policy = of_id[box.policy_id]
        if box.subrogation_waived is Box.YES:
            assert policy.line in interest.wants_waiver
            assert has(EndorsementKind.WAIVER_OF_SUBROGATION, policy, holder, interest)
        if box.additional_insured is Box.YES:
            assert policy.line in interest.wants_additional_insured
            assert policy.line is not Line.WORKERS_COMPENSATION
            follows = isinstance(policy.coverage, Umbrella) and policy.coverage.follows_form
            assert has(EndorsementKind.ADDITIONAL_INSURED, policy, holder, interest) or (
                follows and under & {Line.GENERAL_LIABILITY, Line.AUTOMOBILE}
            )
        if Box.YES in (box.additional_insured, box.subrogation_waived):
            assert in_force_or_to_come(policy)


def in_force_or_to_come(policy: PolicyFacts) -> bool:
    if policy.expires_on <= redwood.TODAY:
        return False
    ended = policy.cancelled_on or date.min
    return policy.status is not PolicyStatus.CANCELLED or ended > redwood.TODAY


def rows_are_the_policies(facts: MasterFacts, drafts: list[CertificateContent]) -> None:
    """Every policy once, with its own number, dates, limits, carrier and letter; six insurers a paper."""
    rows = [(row, draft.shared) for draft in drafts for row in draft.shared.policies]
    assert sorted(row.policy_id for row, _ in rows) == sorted(policy.id for policy in facts.policies)
    of_id = {policy.id: policy for policy in facts.policies}
    for row, shared in rows:
        policy = of_id[row.policy_id]
        assert (row.number, row.effective_on, row.expires_on) == (
            policy.number,
            policy.effective_on,
            policy.expires_on,
        )
        assert row.coverage == policy.coverage and row.pending == (policy.effective_on > redwood.TODAY)
        assert policy.carrier_name in {one.name for one in shared.insurers if one.letter == row.letter}
    for draft in drafts:
        letters = "".join(one.letter for one in draft.shared.insurers)
        assert letters == "ABCDEF"[: len(letters)]
        assert canonical_json(shared_to_json(draft.shared))


def may_leave(found: Verdict, issuer: Issuer) -> bool:
    try:
        verdict.release(found, issuer, "Agreed with the holder")
    except errors.Refusal:
        return False
    assert found.state is not State.BLOCKED and (issuer is Issuer.STAFF or found.state is State.READY)
    return True


def nothing_dead_and_nobody_left_out(facts: MasterFacts, holder: HolderFacts, text: wording.Resolved) -> None:
    assert facts.policies and all(map(in_force_or_to_come, facts.policies))
    assert all(policy.effective_on < policy.expires_on for policy in facts.policies)
    assert holder.name == "Halvorsen Property Group LLC" and holder.address.line_one
    assert "{" not in text.text


def wording_is_backed(
    facts: MasterFacts,
    text: str,
    drafts: list[CertificateContent],
    holder: HolderFacts,
    interest: InterestFacts,
) -> None:
    boxes = [box for draft in drafts for box in draft.boxes]
    given = {
        kind for policy in facts.policies for kind in EndorsementKind if has(kind, policy, holder, interest)
    }
    assert "Meets all" not in text
    assert "Primary" not in text or EndorsementKind.PRIMARY_NON_CONTRIBUTORY in given
    assert "30 days" not in text or EndorsementKind.NOTICE_OF_CANCELLATION in given
    assert "Waiver" not in text or any(box.subrogation_waived is Box.YES for box in boxes)
    assert "Additional" not in text or any(box.additional_insured is Box.YES for box in boxes)
    assert not any(sentence in text for sentence in higher_or_later(facts))
    if "per project" in text:
        assert any(getattr(one.coverage, "aggregate_per", "") == "project" for one in facts.policies)


def higher_or_later(facts: MasterFacts) -> list[str]:
    """The drawn sentences with a limit above all that the policies have, or a day after all of them."""
    highest = max((limit for policy in facts.policies for limit in dollars(policy)), default=0)
    last = max(policy.expires_on for policy in facts.policies)
    higher = [sentence for sentence, amount in drawn.LIMIT_SENTENCES.items() if amount > highest]
    return higher + [sentence for sentence, day in drawn.DAY_SENTENCES.items() if day > last]


def dollars(policy: PolicyFacts) -> list[int]:
    return [one for one in verdict_policies.limits_of(policy) if isinstance(one, int)]


@settings(max_examples=300, derandomize=True)
@given(drawn.policies(), any_of.sampled_from(drawn.FIGURES))
def test_a_limit_or_day_in_the_wording_is_found_when_no_policy_has_it(
    shown: tuple[PolicyFacts, ...], sentence: str
) -> None:
    facts = redwood.master(*shown)
    found = redwood.judged(facts, description=f"Project: Cedar Street Lofts. {sentence}")
    of_figures = [one for one in found.findings if (one.rule, one.field) == ("R3", "description")]
    amounts = {limit for policy in shown for limit in dollars(policy)}
    days = {day for one in shown for day in (one.effective_on, one.expires_on, one.cancelled_on)}
    given = amounts | days
    stated = (drawn.LIMIT_SENTENCES | drawn.DAY_SENTENCES)[sentence]
    assert bool(of_figures) == (stated not in given)
    blocked = any(one.severity is Severity.BLOCK for one in of_figures)
    assert blocked == (sentence in higher_or_later(facts) and stated not in given)


@settings(max_examples=50)
@given(drawn.policies(), drawn.holders, drawn.interests)
def test_a_blocked_certificate_never_gets_a_number(
    shown: tuple[PolicyFacts, ...], holder: HolderFacts, interest: InterestFacts
) -> None:
    facts = redwood.master(*shown)
    found = verdict.judge(facts, holder, interest, wording.plain(""), redwood.TODAY)
    assume(found.state is State.BLOCKED)
    draft = composition.certificate_content(
        composition.shared_contents(facts, redwood.TODAY)[0], holder, found, ""
    )
    try:
        composition.issued_content(
            draft, found, number="KV-1", revision=0, issued_on=redwood.TODAY, verification_url=""
        )
    except errors.Blocked as refused:
        assert str(refused)
    else:
        raise AssertionError("a blocked certificate was issued")
