"""No certificate that is untrue is missed by the radar, and none that is true is listed.

Certificates are issued as `test_truth` issues them; then policies change in every way there is, and what the radar
says is compared with the rule written a second time, shorter, in this file.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as any_of

from coi_app.rules import composition, verdict, verdict_policies, wording
from coi_app.rules.certificate_content import Box, CertificateContent
from coi_app.rules.coverage import Amount, EndorsementKind, Line, Umbrella
from coi_app.rules.facts import HolderFacts, InterestFacts, PolicyFacts, PolicyStatus
from coi_app.rules.findings import Severity, State, Verdict
from coi_app.rules.untrue import Radar, Said
from tests.rules import drawn, redwood
from tests.rules.redwood import TODAY
from tests.rules.test_truth import has

AI, WAIVER = EndorsementKind.ADDITIONAL_INSURED, EndorsementKind.WAIVER_OF_SUBROGATION
SEEN: Counter[str] = Counter()


def papers_of(
    shown: tuple[PolicyFacts, ...], holder: HolderFacts, interest: InterestFacts, text: wording.Resolved
) -> tuple[Verdict, list[CertificateContent]]:
    master = redwood.master(*shown)
    found = verdict.judge(master, holder, interest, text, TODAY)
    contents = composition.shared_contents(master, TODAY)
    return found, [composition.certificate_content(one, holder, found, text.text) for one in contents]


def said(paper: CertificateContent, holder: HolderFacts, interest: InterestFacts, found: Verdict) -> Said:
    acknowledged = frozenset(one.why for one in found.findings if one.severity is Severity.WARN)
    return Said(
        holder.id, holder.name, paper.boxes, paper.description, interest.written_contract_on,
        interest.written_contract, acknowledged,
    )  # fmt: skip


@settings(max_examples=200, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(drawn.policies(), drawn.holders, drawn.interests, drawn.templates, any_of.integers(0, 500))
def test_what_was_just_issued_is_true_and_days_that_pass_change_nothing(
    shown: tuple[PolicyFacts, ...], holder: HolderFacts, interest: InterestFacts, template: str, days: int
) -> None:
    master = redwood.master(*shown)
    text = wording.resolve(template, wording.values_of(master, holder, interest, TODAY))
    found, papers = papers_of(shown, holder, interest, text)
    if found.state is State.BLOCKED:
        return
    calm = all(one.has_begun(TODAY) and one.status is not PolicyStatus.CANCELLED for one in shown)
    for paper in papers:
        for day in {TODAY, TODAY + timedelta(days=days if calm and interest.active else 0)}:
            radar = Radar(paper.shared, master, day)
            assert radar.untrue(said(paper, holder, interest, found)) == ()


def lowered(policy: PolicyFacts) -> PolicyFacts:
    coverage = policy.coverage
    field = "combined_single_limit" if policy.line is Line.AUTOMOBILE else "each_occurrence"
    if policy.line in (Line.WORKERS_COMPENSATION, Line.OTHER):
        return replace(policy, number=policy.number + "-A")
    return replace(policy, coverage=replace(coverage, **{field: 500_000}))  # type: ignore[type-var]


CHANGES = {
    "nothing": lambda one: one,
    "lowered": lowered,
    "raised": lambda one: (
        replace(one, coverage=replace(one.coverage, other_label="New", other_limit=5))
        if one.line in (Line.GENERAL_LIABILITY, Line.AUTOMOBILE, Line.UMBRELLA)
        else one
    ),
    "cancelled": lambda one: replace(one, status=PolicyStatus.CANCELLED, cancelled_on=TODAY),
    "to be cancelled": lambda one: replace(
        one, status=PolicyStatus.CANCELLED, cancelled_on=TODAY + timedelta(days=1)
    ),
    "shorter": lambda one: replace(one, expires_on=one.expires_on - timedelta(days=2)),
    "longer": lambda one: replace(one, expires_on=one.expires_on + timedelta(days=2)),
    "later": lambda one: replace(one, effective_on=one.effective_on + timedelta(days=1)),
    "bare": lambda one: replace(one, endorsements=()),
    "half bare": lambda one: replace(one, endorsements=one.endorsements[1:]),
    "moved": lambda one: replace(one, carrier_name="Lodestar Indemnity Co", naic="99217"),
    "respelled": lambda one: replace(one, carrier_name=one.carrier_name.upper() + " Co"),
    "renumbered": lambda one: replace(one, number="X-1"),
}


@settings(max_examples=400, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    drawn.policies(),
    drawn.holders,
    drawn.interests,
    any_of.lists(any_of.sampled_from([*CHANGES]), min_size=8, max_size=8),
)
def whatever_changes_is_found(
    shown: tuple[PolicyFacts, ...], holder: HolderFacts, interest: InterestFacts, changes: list[str]
) -> None:
    interest = replace(interest, active=True)
    found, papers = papers_of(shown, holder, interest, wording.plain(""))
    if found.state is State.BLOCKED:
        return
    after = tuple(CHANGES[change](one) for change, one in zip(changes, shown, strict=False))
    master = redwood.master(*after)
    for paper in papers:
        untrue = Radar(paper.shared, master, TODAY).untrue(said(paper, holder, interest, found))
        wanted = claims_more(paper, shown, after, holder, interest)
        assert bool(untrue) == wanted, (untrue, changes)
        assert all(one.sentence and one.rule.startswith("R") and one.claims_more for one in untrue)
        SEEN["untrue" if wanted else "true"] += 1
        SEEN["box"] += any(one.field in ("additional_insured", "subrogation_waived") for one in untrue)


def test_what_is_untrue_is_found_and_what_is_true_is_not() -> None:
    SEEN.clear()
    whatever_changes_is_found()
    assert min(SEEN["untrue"], SEEN["true"], SEEN["box"]) > 15


def claims_more(
    paper: CertificateContent,
    before: tuple[PolicyFacts, ...],
    after: tuple[PolicyFacts, ...],
    holder: HolderFacts,
    interest: InterestFacts,
) -> bool:
    """The rule a second time."""
    pairs = {old.id: (old, new) for old, new in zip(before, after, strict=True)}
    rows = [pairs[row.policy_id] for row in paper.shared.policies]
    if any(row_says_more(old, new) for old, new in rows):
        return True
    wished = {pairs[box.policy_id][0].line for box in paper.boxes if box.additional_insured is Box.YES}
    for box in paper.boxes:
        new = pairs[box.policy_id][1]
        if box.subrogation_waived is Box.YES and not has(WAIVER, new, holder, interest):
            return True
        if box.additional_insured is Box.YES and not (
            has(AI, new, holder, interest) or follows(new, after, wished, holder, interest)
        ):
            return True
    return False


def row_says_more(old: PolicyFacts, new: PolicyFacts) -> bool:
    limits = zip(verdict_policies.limits_of(old), verdict_policies.limits_of(new), strict=True)
    return (
        is_dead(new)
        or new.expires_on < old.expires_on
        or new.effective_on > old.effective_on
        or new.number != old.number
        or (new.naic != old.naic and new.carrier_name != old.carrier_name)
        or any(was is not None and was != now and not is_raised(was, now) for was, now in limits)
    )


def is_raised(was: Amount, now: Amount) -> bool:
    return isinstance(was, int) and isinstance(now, int) and now > was


def is_dead(policy: PolicyFacts) -> bool:
    if policy.status is not PolicyStatus.CANCELLED:
        return False
    return policy.cancelled_on is None or policy.cancelled_on <= TODAY


def follows(
    umbrella: PolicyFacts,
    every: tuple[PolicyFacts, ...],
    wished: set[Line],
    holder: HolderFacts,
    interest: InterestFacts,
) -> bool:
    if not isinstance(umbrella.coverage, Umbrella) or not umbrella.coverage.follows_form:
        return False
    return any(
        under.line in (Line.GENERAL_LIABILITY, Line.AUTOMOBILE)
        and under.line in wished
        and has(AI, under, holder, interest)
        and alive(under)
        and (under.effective_on <= TODAY or umbrella.effective_on > TODAY)
        for under in every
    )


def alive(policy: PolicyFacts) -> bool:
    return not is_dead(policy) and policy.expires_on > TODAY


def radar_of(*after: PolicyFacts, text: str = "", **contract: date | None) -> list[tuple[str, str]]:
    """Rule and sentence of what is untrue of Halvorsen's certificate when these are the policies."""
    found, (paper,) = papers_of(
        redwood.MASTER.policies, redwood.HALVORSEN, redwood.WISHES, wording.plain(text)
    )
    assert found.state is not State.BLOCKED
    own = replace(said(paper, redwood.HALVORSEN, redwood.WISHES, found), **contract)  # type: ignore[arg-type]
    return [
        (one.rule, one.sentence) for one in Radar(paper.shared, redwood.master(*after), TODAY).untrue(own)
    ]


def without(policy: PolicyFacts, kind: EndorsementKind) -> PolicyFacts:
    return replace(policy, endorsements=tuple(one for one in policy.endorsements if one.kind is not kind))


REST = (redwood.AUTO, redwood.UMBRELLA, redwood.WC)


def test_each_thing_is_said_in_a_sentence() -> None:
    gl = redwood.GL
    cancelled = replace(gl, status=PolicyStatus.CANCELLED, cancelled_on=TODAY)
    assert radar_of(gl, *REST) == []
    assert radar_of(cancelled, *REST)[0] == (
        "R2",
        "General Liability GLP-4471902-03 was cancelled on 03/05/2026.",
    )
    lower = replace(gl, coverage=replace(gl.coverage, each_occurrence=500_000))  # type: ignore[call-arg]
    assert radar_of(lower, *REST) == [
        ("R3", "General Liability: Each occurrence was lowered to $500,000, from $1,000,000.")
    ]
    assert radar_of(without(gl, AI), *REST) == [
        ("R4", "ADDL INSD on General Liability is no longer given. No additional insured endorsement on this policy."),
        ("R7", "ADDL INSD on Umbrella is no longer given. Follows form, but no line under it on this certificate has "
               "ADDL INSD."),
    ]  # fmt: skip
    assert [rule for rule, _ in radar_of(without(gl, WAIVER), *REST)] == ["R6"]


def test_a_contract_that_is_no_longer_on_record_grants_nothing() -> None:
    rules = {rule for rule, _ in radar_of(redwood.GL, *REST, contract_on=None)}
    assert "R4" in rules


def test_a_promise_of_the_description_is_judged_too() -> None:
    primary = redwood.endorsement(redwood.PRIMARY, "CG 20 01", "04 13")
    gl = replace(redwood.GL, endorsements=(*redwood.GL.endorsements, primary))
    text = "Coverage is primary and non-contributory."
    master = redwood.master(gl, *REST)
    found = verdict.judge(master, redwood.HALVORSEN, redwood.WISHES, wording.plain(text), TODAY)
    assert found.state is not State.BLOCKED
    (shared,) = composition.shared_contents(master, TODAY)
    paper = composition.certificate_content(shared, redwood.HALVORSEN, found, text)
    own = said(paper, redwood.HALVORSEN, redwood.WISHES, found)
    assert Radar(shared, master, TODAY).untrue(own) == ()
    lost = Radar(shared, redwood.master(redwood.GL, *REST), TODAY).untrue(own)
    assert {one.rule for one in lost} == {"R9"} and "The description says “is primary”" in lost[0].sentence


def test_what_is_past_is_not_untrue() -> None:
    """The certificate said itself that the policy would end: nothing it says is of today."""
    found, (paper,) = papers_of(redwood.MASTER.policies, redwood.HALVORSEN, redwood.WISHES, wording.plain(""))
    later = date(2026, 7, 1)
    gone = tuple(
        replace(one, status=PolicyStatus.CANCELLED, cancelled_on=TODAY) for one in redwood.MASTER.policies
    )
    own = said(paper, redwood.HALVORSEN, redwood.WISHES, found)
    assert Radar(paper.shared, redwood.master(*gone), later).untrue(own) == ()
    assert Radar(paper.shared, redwood.master(*gone), later - timedelta(days=1)).untrue(own)
