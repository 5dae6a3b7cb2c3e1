import time
from dataclasses import replace

import pytest

from coi_app.rules.coverage import AggregatePer, GeneralLiability, Line, Reach, WorkersCompensation
from coi_app.rules.facts import PLAIN_HOLDER
from coi_app.rules.findings import CureKind, Severity, State
from tests.rules import redwood
from tests.rules.redwood import (
    AUTO,
    COMPLETED,
    GL,
    GL_WAIVER,
    HALVORSEN_ID,
    ONGOING,
    UMBRELLA,
    WC,
    WISHES,
    judged,
    master,
    only,
    rules,
)

PER_POLICY = replace(
    GL,
    coverage=GeneralLiability(each_occurrence=1_000_000, general_aggregate=2_000_000),
    endorsements=(),
)
BARE = master(PER_POLICY, AUTO, UMBRELLA, WC)

PROMISES_WITHOUT_GRANT = [
    ("R4", "Halvorsen is an additional insured on general liability."),
    ("R4", "Holder is named as Additional Insured"),
    ("R4", "Certificate holder is included as addl insured."),
    ("R4", "The owner is included as an insured."),
    ("R4", "ADDITIONAL\nINSUREDS: Halvorsen Property Group LLC and its members".replace("\n", " ")),
    ("R4", "Holder is an additional insured where required by written contract."),
    ("R4", "Not only the owner, additional insured status extends to tenants."),
    ("R6", "A waiver of subrogation applies in favor of the holder."),
    ("R6", "Insurer waives its right of subrogation."),
    ("R6", "Subrogation is waived."),
    ("R6", "Waiver of transfer of rights of recovery against others to us is included."),
    ("R9", "Coverage is primary and non-contributory."),
    ("R9", "Insurance is primary & noncontributory to any other insurance."),
    ("R9", "General liability applies on a primary basis."),
    ("R9", "This insurance is primary and will not contribute."),
    ("R9", "P&NC wording applies."),
    ("R9", "Primary and non\u2011contributory."),
    ("R9", "Coverage is primary and\nnon-contributory."),
    ("R9", "Coverage extends to completed operations."),
    ("R9", "The policy does not exclude completed operations."),
    ("R9", "General aggregate applies per project."),
    ("R9", "Per-project aggregate applies."),
    ("R9", "Per location general aggregate applies."),
    ("R9", "Designated construction project general aggregate endorsement applies."),
    ("R22", "30 days' notice of cancellation will be given to the holder."),
    ("R22", "Thirty (30) day written notice applies."),
    ("R22", "Policies will not be cancelled without 30 days' prior written notice."),
    ("R22", "The insurer will endeavor to mail the holder advance word before a policy is cancelled."),
    ("R22", "Policy shall not be materially changed."),
    ("R22", "10 days notice for non-payment."),
    ("R23", "Insurance meets all requirements of the contract."),
    ("R23", "Coverage complies with the insurance requirements of the lease."),
    ("R23", "Limits satisfy contract requirements."),
    ("R23", "Insured agrees to hold the owner harmless."),
    ("R23", "Insured shall defend and indemnify the owner."),
    ("R1", "This certificate amends the policy."),
    ("R1", "Coverage is hereby extended to the holder."),
    ("R1", "Notwithstanding any provision of the policy, the holder is covered."),
]


@pytest.mark.parametrize(("rule", "text"), PROMISES_WITHOUT_GRANT)
def test_a_promise_the_policies_do_not_keep_blocks(rule: str, text: str) -> None:
    verdict = judged(BARE, PLAIN_HOLDER, text)
    assert verdict.state is State.BLOCKED
    assert rules(verdict, "block") and set(rules(verdict, "block")) == {rule}
    assert {one.cure_kind for one in verdict.blocks} == {CureKind.DESCRIPTION}


HARMLESS = [
    "",
    "Project: Cedar Street Lofts, 411 Cedar Street, Boise. Framing and exterior envelope.",
    "The holder is not an additional insured.",
    "No waiver of subrogation applies.",
    "Waiver of subrogation: none.",
    "Additional insured status is not granted.",
    "Additional insured status has been requested from the carrier: pending.",
    "Completed operations: excluded.",
    "Completed operations are not included.",
    "General liability excludes completed operations.",
    "Products-completed operations aggregate: $2,000,000.",
    "Products and completed operations hazard.",
    "A holder is an additional insured only if an endorsement of the policy says so.",
    "Notice of cancellation is given as the policy provides.",
    "Notice of cancellation will be delivered in accordance with the policy provisions.",
    "No notice of cancellation is promised.",
    "Primary contact: Dana Whitfield. Primary location: 77 Elm Street.",
    "Umbrella is excess over the primary insurance.",
    "Notice to proceed dated 02/12/2026. 10 days notice to proceed.",
    "Compliance office, contract 24-117. Complex B, Meeting Street.",
    "Deliver to Harmless Foods Inc, 12 Addison Avenue, care of Indemnity Hall.",
    "Loan number 2026-00418. Loss payee as its interest may appear.",
    "Contract value $12,500,000. Building 4, permit 100,200.",
    "The certificate holder is the owner of the premises.",
    "Additional insurance may be bought.",
    "Work is done without interruption, seven days a week.",
    "Proyecto: edificio de viviendas. Projekt: montaż żurawi wieżowych.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_promises_nothing_passes(text: str) -> None:
    assert judged(BARE, PLAIN_HOLDER, text).findings == ()


def test_the_agents_usual_wording_passes_when_the_endorsements_are_there() -> None:
    text = (
        "Project: Cedar Street Lofts. Halvorsen Property Group LLC is an additional insured for ongoing and "
        "completed operations where required by written contract, per CG 20 10 04 13 and CG 20 37 04 13. "
        "General aggregate applies per project. Waiver of subrogation applies on general liability."
    )
    assert judged(description=text).findings == ()


def test_conditional_wording_is_true_of_a_blanket_endorsement_for_everybody() -> None:
    text = (
        "Additional insured when required by written contract. Waiver of subrogation as required by contract."
    )
    assert judged(interest=PLAIN_HOLDER, description=text).findings == ()
    assert rules(judged(interest=PLAIN_HOLDER, description="Holder is an additional insured.")) == ["R4"]


def test_conditional_wording_is_not_true_of_a_scheduled_endorsement() -> None:
    scheduled = replace(ONGOING, reach=Reach.SCHEDULED, holder_ids=frozenset({HALVORSEN_ID + 1}))
    facts = master(replace(GL, endorsements=(scheduled,)))
    verdict = judged(facts, PLAIN_HOLDER, "Additional insured where required by written contract.")
    assert rules(verdict) == ["R4"]


@pytest.mark.parametrize(
    ("kind", "form", "text"),
    [
        (redwood.PRIMARY, "CG 20 01", "General liability is primary and non-contributory."),
        (redwood.NOTICE, "IL 02 75", "Thirty days' notice of cancellation is given to the holder."),
    ],
)
def test_an_endorsement_makes_its_wording_true(kind: redwood.EndorsementKind, form: str, text: str) -> None:
    granted = replace(PER_POLICY, endorsements=(redwood.endorsement(kind, form),))
    assert judged(master(granted), PLAIN_HOLDER, text).findings == ()
    scheduled = replace(granted, endorsements=(redwood.endorsement(kind, form, reach=Reach.SCHEDULED),))
    assert judged(master(scheduled), PLAIN_HOLDER, text).state is State.BLOCKED
    unapproved = replace(granted, endorsements=(redwood.endorsement(kind, form, approved_on=None),))
    assert judged(master(unapproved), PLAIN_HOLDER, text).state is State.BLOCKED


def test_ongoing_operations_are_not_completed_operations() -> None:
    text = "Holder is an additional insured for ongoing and completed operations."
    only_ongoing = master(replace(GL, endorsements=(ONGOING,)))
    wishes = replace(
        WISHES, wants_additional_insured=frozenset({Line.GENERAL_LIABILITY}), wants_waiver=frozenset()
    )
    assert rules(judged(only_ongoing, wishes, text)) == ["R9"]
    both = master(replace(GL, endorsements=(ONGOING, COMPLETED)))
    assert judged(both, wishes, text).findings == ()


def test_the_aggregate_is_the_one_of_the_policy() -> None:
    per_location = GeneralLiability(
        aggregate_per=AggregatePer.LOCATION, each_occurrence=1_000_000, general_aggregate=2_000_000
    )
    facts = master(replace(PER_POLICY, coverage=per_location))
    assert judged(facts, PLAIN_HOLDER, "Aggregate applies per location.").findings == ()
    assert rules(judged(facts, PLAIN_HOLDER, "Aggregate applies per project.")) == ["R9"]


def test_a_promise_beside_the_wrong_line_is_noticed() -> None:
    warning = only(judged(description="Holder is an additional insured on general liability and auto."), "R4")
    assert warning.severity is Severity.WARN
    assert "“additional insured” beside Automobile, where the box is blank" in warning.why
    apart = (
        "Additional insured on general liability and umbrella; waiver of subrogation on general liability."
    )
    assert judged(description=apart).findings == ()


def test_each_promise_is_read_with_its_own_line() -> None:
    text = "Additional insured on general liability and waiver of subrogation on auto."
    assert only(judged(description=text), "R6").why.endswith("beside Automobile, where the box is blank.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Umbrella limit $5,000,000 each occurrence.", []),
        ("Liability limit of $2M per occurrence.", []),
        ("Aggregate limit $4 million.", ["R3"]),
        ("Rigging sublimit of 500,000 applies.", ["R3"]),
    ],
)
def test_a_limit_in_the_wording_is_one_of_the_policies(text: str, expected: list[str]) -> None:
    assert rules(judged(description=text), "warn") == expected


def test_a_form_nobody_has_is_noticed() -> None:
    warning = only(judged(description="Additional insured per CG 20 26 04 13 on general liability."), "R9")
    assert warning.why == "The description names the form CG 20 26 04 13, which no policy shown carries."
    assert judged(description="See CG 20 10, CG 20-37 and WC 00 03 13.").findings == ()


EXCLUSION = redwood.endorsement(redwood.RESTRICTION, "CG 22 94", "10 01")


def test_a_restriction_is_listed_or_acknowledged() -> None:
    facts = master(replace(GL, endorsements=(*GL.endorsements, EXCLUSION)))
    warning = only(judged(facts, PLAIN_HOLDER), "R15")
    assert warning.why == "CG 22 94 10 01 restricts General Liability and is not listed in the description."
    assert warning.severity is Severity.WARN
    for listing in ("Restricted by CG 22 94 10 01.", "cg 22-94 applies", "CG2294"):
        assert only(judged(facts, PLAIN_HOLDER, listing), "R15").severity is Severity.NOTE


def test_a_restriction_counts_also_before_the_carrier_answers() -> None:
    facts = master(replace(GL, endorsements=(replace(EXCLUSION, approved_on=None),)))
    assert rules(judged(facts, PLAIN_HOLDER), "warn") == ["R15"]


def test_the_description_says_who_is_excluded() -> None:
    coverage = WorkersCompensation(
        anyone_excluded=True,
        who_is_excluded="Marcus Thornbury (President) and Elena Thornbury",
        each_accident=1_000_000,
        disease_each_employee=1_000_000,
        disease_policy_limit=1_000_000,
    )
    facts = master(replace(WC, coverage=coverage))
    assert rules(judged(facts, PLAIN_HOLDER), "warn") == ["R11"]
    said = "Excluded by election: Elena V. Thornbury and Marcus J. Thornbury, President."
    assert judged(facts, PLAIN_HOLDER, said).findings == ()


def test_names_that_sound_like_promises_are_only_names_when_they_promise_nothing() -> None:
    named = replace(redwood.HALVORSEN, name="Primary Health & Completed Homes Inc")
    text = "Primary Health & Completed Homes Inc is the owner."
    assert judged(BARE, PLAIN_HOLDER, text, named).findings == ()
    hostile = replace(redwood.HALVORSEN, name="is primary and non-contributory")
    assert judged(BARE, PLAIN_HOLDER, "Insurance is primary and non-contributory.", hostile).blocks


def test_a_waiver_needs_its_own_endorsement() -> None:
    facts = master(replace(PER_POLICY, endorsements=(GL_WAIVER,)))
    text = "Waiver of subrogation applies."
    wishes = replace(PLAIN_HOLDER, wants_waiver=frozenset({Line.GENERAL_LIABILITY}))
    assert judged(facts, wishes, text).findings == ()
    assert rules(judged(facts, PLAIN_HOLDER, text), "block") == ["R6"]


@pytest.mark.parametrize(
    "piece",
    ["additional insured ", "meets all the requirements ", "not ", " ", "a", "aggregate limit ", "{(30) -"],
)
def test_a_hostile_description_is_read_in_no_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    begun = time.process_time()
    assert judged(BARE, PLAIN_HOLDER, text).findings
    assert time.process_time() - begun < 2  # seconds; it takes under a tenth
