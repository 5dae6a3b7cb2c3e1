"""What a renewal brings one holder, beside the certificate of the last term."""

from dataclasses import replace
from datetime import date

from coi_app.rules import composition, renewal, wording
from coi_app.rules.certificate_difference import Paper
from coi_app.rules.coverage import EndorsementKind, Line
from coi_app.rules.facts import InterestFacts, MasterFacts, PolicyFacts
from coi_app.rules.renewal import Renewal, RenewalState
from tests.rules import redwood

JULY = date(2026, 7, 2)
NEXT = {"effective_on": date(2026, 7, 1), "expires_on": date(2027, 7, 1)}


def renewed(policy: PolicyFacts, **facts: object) -> PolicyFacts:
    number = policy.number.removesuffix("-03") + "-04"
    return replace(policy, id=policy.id + 10, number=number, **NEXT | facts)  # type: ignore[arg-type]


def last_term() -> tuple[MasterFacts, tuple[object, ...]]:
    found = redwood.judged()
    (shared,) = composition.shared_contents(redwood.MASTER, redwood.TODAY)
    paper = composition.certificate_content(shared, redwood.HALVORSEN, found, "")
    return paper.shared, paper.boxes


def of(*policies: PolicyFacts, interest: InterestFacts = redwood.WISHES) -> tuple[Renewal, Paper]:
    shared, boxes = last_term()
    master = redwood.master(*policies)
    paper = Paper(shared, master, JULY)  # type: ignore[arg-type]
    found = redwood.judged(master, interest, wording.plain(""), today=JULY)
    return renewal.of_holder(paper, boxes, found), paper  # type: ignore[arg-type]


EVERY = tuple(renewed(policy) for policy in redwood.MASTER.policies)


def test_new_numbers_and_days_are_no_loss() -> None:
    found, paper = of(*EVERY)
    assert renewal.is_due(paper)
    assert (found.state, found.lost) == (RenewalState.CLEAN, ())
    assert next(one.sentence for one in found.other) == (
        "General Liability GLP-4471902-03 is renewed as GLP-4471902-04, 07/01/2026 to 07/01/2027."
    )


def test_what_the_holder_loses_wants_a_persons_eyes() -> None:
    gl = EVERY[0]
    lower = replace(gl, coverage=replace(gl.coverage, each_occurrence=500_000))  # type: ignore[call-arg]
    found, _ = of(lower, *EVERY[1:])
    assert (found.state, [one.field for one in found.lost]) == (RenewalState.LESS, ["each_occurrence"])
    bare = tuple(one for one in gl.endorsements if one.kind is not EndorsementKind.ADDITIONAL_INSURED)
    found, _ = of(replace(gl, endorsements=bare), *EVERY[1:])
    assert found.state is RenewalState.WARNED
    assert {one.rule for one in found.lost} == {"R4", "R7"}


def test_a_line_that_is_gone_is_a_loss_and_a_new_one_is_none() -> None:
    found, _ = of(*EVERY[:2], EVERY[3], replace(redwood.PROFESSIONAL, **NEXT), interest=InterestFacts(1))
    assert next(one.sentence for one in found.lost) == (
        "Umbrella UMB-0087316-02 is not shown any more, and nothing has taken its place."
    )
    assert "Professional PLC-118204-01 is new." in [one.sentence for one in found.other]


def test_a_raised_limit_and_another_box_are_gains() -> None:
    gl = EVERY[0]
    higher = replace(gl, coverage=replace(gl.coverage, each_occurrence=2_000_000))  # type: ignore[call-arg]
    wishes = replace(
        redwood.WISHES, wants_waiver=frozenset({Line.GENERAL_LIABILITY, Line.WORKERS_COMPENSATION})
    )
    found, _ = of(higher, *EVERY[1:], interest=wishes)
    assert (found.state, found.lost) == (RenewalState.CLEAN, ())
    said = [one.sentence for one in found.other]
    assert "General Liability: Each occurrence was raised to $2,000,000, from $1,000,000." in said
    assert any(sentence.startswith("SUBR WVD on Workers Comp is given now.") for sentence in said)


def test_a_master_that_still_shows_the_old_policies_is_not_due() -> None:
    shared, _ = last_term()
    assert not renewal.is_due(Paper(shared, redwood.MASTER, JULY))  # type: ignore[arg-type]


def test_somebody_new_is_judged_by_the_verdict_alone() -> None:
    found = redwood.judged(redwood.master(*EVERY), redwood.WISHES, today=JULY)
    assert renewal.of_holder(None, (), found) == Renewal(RenewalState.CLEAN, (), ())
