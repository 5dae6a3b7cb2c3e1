from dataclasses import replace
from datetime import date, timedelta

import pytest

from coi_app.rules import endorsement_grants as grants
from coi_app.rules.certificate_content import Box
from coi_app.rules.coverage import Line, Reach, Umbrella
from coi_app.rules.facts import InterestType, PolicyStatus
from coi_app.rules.findings import BoxVerdict, CureKind, Severity, State
from coi_app.rules.verdict_boxes import BoxesOutcome
from tests.rules import redwood
from tests.rules.redwood import AUTO, GL, HALVORSEN_ID, TODAY, UMBRELLA, WC, WISHES, box, judged, master, only


def test_halvorsen_gets_what_the_endorsements_give_and_reads_why() -> None:
    verdict = judged()
    assert verdict.state is State.READY
    gl, auto, umbrella, wc = verdict.boxes
    assert (gl.additional_insured, gl.subrogation_waived) == (Box.YES, Box.YES)
    assert gl.additional_insured_why == (
        "CG 20 10 04 13 and CG 20 37 04 13, blanket. Written contract of 01/14/2026 is on record."
    )
    assert gl.subrogation_why == "CG 24 04 05 09, blanket. Approved by the carrier 07/08/2025."
    assert auto.additional_insured is Box.BLANK
    assert auto.additional_insured_why == "Blank. CA 20 48 10 13 is scheduled and does not name this holder."
    assert auto.additional_insured_cure is CureKind.ENDORSEMENT
    assert auto.subrogation_why == "Blank. No waiver endorsement on this policy."
    assert umbrella.additional_insured is Box.YES
    assert umbrella.additional_insured_why == "Follows form, and General Liability has it."
    assert wc.additional_insured is Box.ABSENT
    assert wc.subrogation_why == "Blank. WC 00 03 13 04 84 starts on 03/12/2026, in 7 days."
    assert wc.subrogation_cure is CureKind.WAIT


def test_alder_creek_asks_for_auto_but_the_schedule_does_not_name_it() -> None:
    wishes = replace(WISHES, wants_additional_insured=frozenset({Line.AUTOMOBILE}))
    verdict = judged(interest=wishes)
    warning = only(verdict, "R4")
    assert verdict.state is State.WARNED
    assert warning.severity is Severity.WARN
    assert warning.why == (
        "ADDL INSD stays blank on Automobile: CA 20 48 10 13 is scheduled and does not name this holder."
    )
    assert warning.cure_kind is CureKind.ENDORSEMENT and warning.policy_id == AUTO.id


def test_a_schedule_that_names_the_holder_gives_it_without_a_contract() -> None:
    naming = replace(redwood.DESIGNATED, holder_ids=frozenset({HALVORSEN_ID}))
    wishes = replace(WISHES, wants_additional_insured=frozenset({Line.AUTOMOBILE}), written_contract_on=None)
    verdict = judged(master(replace(AUTO, endorsements=(naming,))), replace(wishes, wants_waiver=frozenset()))
    assert verdict.state is State.READY
    assert verdict.boxes[0].additional_insured is Box.YES
    assert verdict.boxes[0].additional_insured_why == (
        "CA 20 48 10 13 names this holder. Approved by the carrier 07/08/2025."
    )


def test_a_schedule_that_names_somebody_else_gives_nothing() -> None:
    naming = replace(redwood.DESIGNATED, holder_ids=frozenset({HALVORSEN_ID + 1}))
    wishes = replace(WISHES, wants_additional_insured=frozenset({Line.AUTOMOBILE}))
    verdict = judged(master(replace(AUTO, endorsements=(naming,))), wishes)
    assert verdict.boxes[0].additional_insured is Box.BLANK


@pytest.mark.parametrize(
    ("contract_on", "contract", "why"),
    [
        (None, "", "ask for a written contract, and none is on record"),
        (
            None,
            "Subcontract 24-117",
            "ask for a written contract, and the day of the one on record is missing",
        ),
        (
            TODAY + timedelta(days=1),
            "Subcontract",
            "the written contract on record is only of 03/06/2026, in 1 day",
        ),
    ],
)
def test_a_blanket_endorsement_waits_for_the_written_contract(
    contract_on: date | None, contract: str, why: str
) -> None:
    verdict = judged(interest=replace(WISHES, written_contract_on=contract_on, written_contract=contract))
    warning = only(verdict, "R4")
    assert why in warning.why and warning.cure_kind is CureKind.CONTRACT
    assert box(verdict, Line.GENERAL_LIABILITY).additional_insured is Box.BLANK


def test_a_contract_signed_today_is_a_contract() -> None:
    verdict = judged(interest=replace(WISHES, written_contract_on=TODAY))
    assert box(verdict, Line.GENERAL_LIABILITY).additional_insured is Box.YES


@pytest.mark.parametrize(
    ("approved_on", "why"),
    [
        (None, "CG 20 10 04 13 is not approved by the carrier yet"),
        (TODAY + timedelta(days=1), "CG 20 10 04 13 starts on 03/06/2026, in 1 day"),
    ],
)
def test_nothing_is_given_before_the_carrier_approves(approved_on: date | None, why: str) -> None:
    unapproved = replace(redwood.ONGOING, approved_on=approved_on)
    verdict = judged(
        master(replace(GL, endorsements=(unapproved,))),
        replace(
            WISHES, wants_additional_insured=frozenset({Line.GENERAL_LIABILITY}), wants_waiver=frozenset()
        ),
    )
    assert verdict.boxes[0].additional_insured is Box.BLANK
    assert only(verdict, "R5").why == f"ADDL INSD stays blank on General Liability: {why}."


def test_approved_today_counts_today() -> None:
    approved = replace(redwood.ONGOING, approved_on=TODAY)
    verdict = judged(master(replace(GL, endorsements=(approved,))))
    assert verdict.boxes[0].additional_insured is Box.YES


def test_the_nearest_of_several_endorsements_is_named() -> None:
    unapproved = replace(redwood.ONGOING, approved_on=None)
    scheduled = replace(redwood.COMPLETED, reach=Reach.SCHEDULED)
    verdict = judged(master(replace(GL, endorsements=(scheduled, unapproved))))
    assert verdict.boxes[0].additional_insured_why == (
        "Blank. CG 20 10 04 13 is not approved by the carrier yet."
    )


def test_what_nobody_asked_for_stays_blank_without_a_warning() -> None:
    verdict = judged(interest=replace(WISHES, wants_additional_insured=frozenset(), wants_waiver=frozenset()))
    assert verdict.state is State.READY
    assert box(verdict, Line.GENERAL_LIABILITY).additional_insured_why == (
        "Blank. Not asked for on this line; CG 20 10 04 13 and CG 20 37 04 13 would give it."
    )
    assert {one.additional_insured for one in verdict.boxes} == {Box.BLANK, Box.ABSENT}
    assert {one.subrogation_waived for one in verdict.boxes} == {Box.BLANK}


def test_a_waiver_is_asked_for_line_by_line() -> None:
    wishes = replace(WISHES, wants_waiver=frozenset({Line.GENERAL_LIABILITY, Line.AUTOMOBILE}))
    verdict = judged(interest=wishes)
    assert box(verdict, Line.GENERAL_LIABILITY).subrogation_waived is Box.YES
    assert only(verdict, "R6").why == (
        "SUBR WVD stays blank on Automobile: no waiver endorsement on this policy."
    )


def test_a_waiver_with_a_condition_rests_on_the_contract() -> None:
    conditional = replace(redwood.GL_WAIVER, condition="where required by written contract")
    gl = replace(GL, endorsements=(conditional,))
    wishes = replace(WISHES, wants_additional_insured=frozenset())
    assert judged(master(gl), wishes).boxes[0].subrogation_waived is Box.YES
    without = judged(master(gl), replace(wishes, written_contract_on=None))
    assert without.boxes[0].subrogation_waived is Box.BLANK


def test_an_umbrella_needs_the_line_under_it() -> None:
    verdict = judged(
        interest=replace(
            WISHES, wants_additional_insured=frozenset({Line.UMBRELLA}), wants_waiver=frozenset()
        )
    )
    assert box(verdict, Line.UMBRELLA).additional_insured is Box.BLANK
    assert "no line under it on this certificate has ADDL INSD" in only(verdict, "R7").why


def test_an_umbrella_that_does_not_follow_form_needs_its_own_endorsement() -> None:
    alone = replace(UMBRELLA, coverage=Umbrella(follows_form=False, each_occurrence=5_000_000))
    verdict = judged(master(GL, alone))
    assert box(verdict, Line.UMBRELLA).additional_insured is Box.BLANK
    assert "does not follow form" in only(verdict, "R7").why
    own = replace(alone, endorsements=(replace(redwood.ONGOING, form_number="CU 20 10"),))
    assert box(judged(master(GL, own)), Line.UMBRELLA).additional_insured is Box.YES


def test_an_umbrella_in_force_cannot_lean_on_a_line_that_has_not_begun() -> None:
    to_come = replace(GL, effective_on=TODAY + timedelta(days=9))
    verdict = judged(master(to_come, UMBRELLA))
    assert box(verdict, Line.UMBRELLA).additional_insured is Box.BLANK


def test_workers_compensation_has_no_box_to_ask_for() -> None:
    wishes = replace(WISHES, wants_additional_insured=frozenset({Line.WORKERS_COMPENSATION}))
    note = only(judged(interest=wishes), "R8")
    assert note.severity is Severity.NOTE


def test_a_wish_for_a_line_the_master_does_not_show_is_said() -> None:
    warning = only(judged(master(WC), replace(WISHES, wants_waiver=frozenset({Line.OTHER}))), "R6")
    assert warning.why == "SUBR WVD is asked for on Other, and this master shows no such policy."
    assert warning.cure_kind is CureKind.MASTER


def test_a_dead_policy_never_carries_a_box() -> None:
    for dead in (
        replace(GL, status=PolicyStatus.CANCELLED, cancelled_on=TODAY),
        replace(GL, expires_on=TODAY),
    ):
        (row,) = judged(master(dead)).boxes
        assert (row.additional_insured, row.subrogation_waived) == (Box.BLANK, Box.BLANK)
        assert row.additional_insured_why == "Blank. This policy is not in force."


def test_an_ended_interest_gets_no_box_and_a_warning() -> None:
    verdict = judged(interest=replace(WISHES, active=False))
    assert Box.YES not in {one.additional_insured for one in verdict.boxes}
    assert only(verdict, "R21").severity is Severity.WARN


def test_being_listed_as_additional_insured_is_no_wish() -> None:
    listed = replace(
        WISHES,
        types=frozenset({InterestType.ADDITIONAL_INSURED}),
        wants_additional_insured=frozenset(),
    )
    assert only(judged(interest=listed), "R21").severity is Severity.NOTE


def test_a_wish_for_other_goes_for_every_other_row() -> None:
    own = replace(redwood.ONGOING, form_number="EO 10 01")
    rows = [replace(redwood.PROFESSIONAL, id=n, number=f"PL-{n}", endorsements=(own,)) for n in (8, 9)]
    verdict = judged(master(*rows), replace(WISHES, wants_additional_insured=frozenset({Line.OTHER})))
    assert [one.additional_insured for one in verdict.boxes] == [Box.YES, Box.YES]
    assert [one.title for one in verdict.boxes] == ["Professional PL-8", "Professional PL-9"]


def test_a_day_is_put_in_and_all_else_stays() -> None:
    why = f"Written contract of {grants.SOME_DAY} is on record"
    kinds = (CureKind.CONTRACT, CureKind.ENDORSEMENT)
    box = BoxVerdict(7, Line.AUTOMOBILE, "Automobile", Box.YES, why, Box.BLANK, "none", *kinds)
    (dated,) = BoxesOutcome((box,), ()).dated(grants.Claim(date(2026, 3, 4), True, True)).boxes
    assert dated == replace(box, additional_insured_why="Written contract of 03/04/2026 is on record")
