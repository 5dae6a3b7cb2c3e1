from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries import policies as seen
from coi_app.rules import coverage as cover
from coi_app.rules import coverage_form, errors
from coi_app.rules.coverage import Line
from coi_app.rules.fields import Reader
from coi_app.services import carriers, endorsements, policies
from tests import factories, forms
from tests.cast import People


def created(session: Session, people: People, line: Line = Line.GENERAL_LIABILITY, /, **given: Any) -> int:
    values = forms.policy(factories.carrier(session).id, line, **given)
    return policies.create(session, people.sam, people.redwood.id, values)


def problems(
    session: Session, people: People, line: Line = Line.GENERAL_LIABILITY, /, **given: Any
) -> dict[str, str]:
    with pytest.raises(errors.InvalidInput) as wrong:
        created(session, people, line, **given)
    return wrong.value.problems


def latest_entry(session: Session) -> models.Activity:
    return session.exec(select(models.Activity).order_by(models.Activity.id.desc())).first()


EXPECTED: dict[Line, cover.Coverage] = {
    Line.GENERAL_LIABILITY: cover.GeneralLiability(
        aggregate_per=cover.AggregatePer.PROJECT,
        each_occurrence=1_000_000,
        damage_to_rented_premises=300_000,
        medical_expense="Excluded",
        general_aggregate=2_000_000,
    ),
    Line.AUTOMOBILE: cover.Automobile(any_auto=True, combined_single_limit=1_000_000),
    Line.UMBRELLA: cover.Umbrella(
        each_occurrence=5_000_000, own_share=cover.OwnShare.RETENTION, own_share_amount=10_000
    ),
    Line.WORKERS_COMPENSATION: cover.WorkersCompensation(
        anyone_excluded=True, who_is_excluded="Elena Thornbury, Secretary", each_accident=1_000_000
    ),
    Line.OTHER: cover.OtherCoverage(name="Professional", limits=(cover.ExtraLimit("Each claim", 2_000_000),)),
}


@pytest.mark.parametrize("line", Line)
def test_limits_are_typed_by_line_and_come_back_as_typed(
    session: Session, people: People, line: Line
) -> None:
    policy_id = created(session, people, line)
    detail = seen.detail(session, people.sam, policy_id)
    assert detail.coverage == EXPECTED[line]
    assert (detail.row.number, detail.row.effective_on) == ("GLP-4471902-03", date(2026, 7, 1))
    policies.change(session, people.sam, policy_id, detail.values, detail.revision)
    assert seen.detail(session, people.sam, policy_id).revision == 1  # the same form changes nothing


@pytest.mark.parametrize("coverage", factories.COVERAGES.values(), ids=lambda one: type(one).__name__)
def test_every_coverage_survives_its_form(coverage: cover.Coverage) -> None:
    line = next(line for line, kind in cover.COVERAGE_OF.items() if isinstance(coverage, kind))
    form = Reader(coverage_form.values_of(coverage))
    assert coverage_form.read(form, line) == coverage
    assert form.problems == {}


@pytest.mark.parametrize(
    ("line", "given", "field"),
    [
        (Line.AUTOMOBILE, {"property_damage": "100,000"}, "combined_single_limit"),  # R10
        (Line.AUTOMOBILE, {"combined_single_limit": ""}, "combined_single_limit"),
        (Line.UMBRELLA, {"own_share": ""}, "own_share"),  # R10: deductible or retention
        (Line.UMBRELLA, {"own_share_amount": ""}, "own_share_amount"),
        (Line.UMBRELLA, {"own_share": "both"}, "own_share"),
        (Line.GENERAL_LIABILITY, {"trigger": "occurrence,claims_made"}, "trigger"),  # R10
        (Line.GENERAL_LIABILITY, {"aggregate_per": "other"}, "aggregate_per_other"),
        (Line.GENERAL_LIABILITY, {"each_occurrence": ""}, "each_occurrence"),
        (Line.GENERAL_LIABILITY, {"each_occurrence": "1,00,000"}, "each_occurrence"),
        (Line.GENERAL_LIABILITY, {"other_label": "Employee benefits"}, "other_limit"),
        (Line.GENERAL_LIABILITY, {"other_limit": "5,000"}, "other_label"),
        (Line.WORKERS_COMPENSATION, {"who_is_excluded": ""}, "who_is_excluded"),  # R11
        (Line.OTHER, {"name": ""}, "name"),
        (Line.OTHER, {"limit_1_label": ""}, "limit_1_label"),
        (Line.GENERAL_LIABILITY, {"number": ""}, "number"),  # R13
        (Line.GENERAL_LIABILITY, {"line": ""}, "line"),
        (Line.GENERAL_LIABILITY, {"line": "boat"}, "line"),
        (Line.GENERAL_LIABILITY, {"carrier_id": 987_654}, "carrier_id"),
        (Line.GENERAL_LIABILITY, {"effective_on": "13/45/2026"}, "effective_on"),
        (Line.GENERAL_LIABILITY, {"expires_on": "7/1/2026"}, "expires_on"),
        (Line.GENERAL_LIABILITY, {"expires_on": "7/1/2126"}, "expires_on"),
        (Line.GENERAL_LIABILITY, {"status": "cancelled"}, "cancelled_on"),
        (Line.GENERAL_LIABILITY, {"status": "cancelled", "cancelled_on": "1/1/2020"}, "cancelled_on"),
    ],
)
def test_what_cannot_be_on_a_policy(
    session: Session, people: People, line: Line, given: dict[str, Any], field: str
) -> None:
    assert field in problems(session, people, line, **given)


def test_the_question_who_is_excluded_may_wait_but_not_its_answer(session: Session, people: People) -> None:
    policy_id = created(session, people, Line.WORKERS_COMPENSATION, anyone_excluded="", who_is_excluded="")
    coverage = seen.detail(session, people.sam, policy_id).coverage
    assert isinstance(coverage, cover.WorkersCompensation)
    assert coverage.anyone_excluded is None


def test_the_same_policy_is_not_entered_twice(session: Session, people: People) -> None:
    carrier = factories.carrier(session)
    policies.create(session, people.sam, people.redwood.id, forms.policy(carrier.id))
    with pytest.raises(errors.InvalidInput, match="entered already"):
        policies.create(
            session, people.sam, people.redwood.id, forms.policy(carrier.id, number="GLP 447190203")
        )
    policies.create(session, people.sam, people.harbor.id, forms.policy(carrier.id))


def test_overlapping_policies_of_a_line_are_warned_of_not_refused(session: Session, people: People) -> None:
    created(session, people)
    second = created(session, people, number="GLP-2", effective_on="5/1/2027", expires_on="5/1/2028")
    assert seen.detail(session, people.sam, second).warnings == (
        "Policy GLP-4471902-03 covers the same line from 07/01/2026 to 07/01/2027. Check the dates of both.",
    )
    renewal = created(session, people, number="GLP-3", effective_on="7/1/2027", expires_on="7/1/2028")
    assert "GLP-4471902-03" not in " ".join(seen.detail(session, people.sam, renewal).warnings)


def test_other_policies_overlap_only_under_the_same_name(session: Session, people: People) -> None:
    created(session, people, Line.OTHER)
    cyber = created(session, people, Line.OTHER, number="CY-1", name="Cyber")
    assert seen.detail(session, people.sam, cyber).warnings == ()


def test_a_policy_is_cancelled_and_reinstated(session: Session, people: People) -> None:
    policy = factories.policy(session, people.redwood)
    day = factories.today() - timedelta(days=3)
    policies.cancel(session, people.sam, policy.id, day.strftime("%m/%d/%Y"), seen_revision=1)
    row = seen.detail(session, people.sam, policy.id).row
    assert row.standing.label == f"Cancelled on {day:%m/%d/%Y}"
    assert latest_entry(session).kind == "policy:cancelled"
    policies.reinstate(session, people.sam, policy.id, seen_revision=2)
    row = seen.detail(session, people.sam, policy.id).row
    assert (row.standing.label, row.cancelled_on) == ("In force", None)
    assert latest_entry(session).sentence == f"Reinstated the policy {policy.number}"


def test_a_policy_keeps_its_line(session: Session, people: People) -> None:
    policy_id = created(session, people)
    with pytest.raises(errors.InvalidInput) as wrong:
        policies.change(session, people.sam, policy_id, {"line": "automobile"})
    assert set(wrong.value.problems) == {"line"}


def test_two_who_change_the_same_policy(session: Session, people: People) -> None:
    policy_id = created(session, people)
    policies.change(session, people.ada, policy_id, {"each_occurrence": "2M"}, seen_revision=1)
    with pytest.raises(errors.Conflict):
        policies.change(session, people.sam, policy_id, {"each_occurrence": "3M"}, seen_revision=1)
    assert dict(seen.detail(session, people.sam, policy_id).row.limits)["Each occurrence"] == "2,000,000"
    assert latest_entry(session).details["changed"] == {"each_occurrence": [1_000_000, 2_000_000]}


def test_a_retired_carrier_stays_on_its_policies_and_takes_no_new_ones(
    session: Session, people: People
) -> None:
    carrier_id = carriers.create(session, people.sam, forms.CARRIER)
    policy_id = policies.create(session, people.sam, people.redwood.id, forms.policy(carrier_id))
    carriers.retire(session, people.sam, carrier_id)
    policies.change(session, people.sam, policy_id, {"number": "GLP-9"})
    with pytest.raises(errors.InvalidInput) as wrong:
        policies.create(session, people.sam, people.harbor.id, forms.policy(carrier_id))
    assert wrong.value.problems == {"carrier_id": "Choose the carrier from the list."}


def test_a_carrier_is_entered_once(session: Session, people: People) -> None:
    carriers.create(session, people.sam, forms.CARRIER)
    with pytest.raises(errors.InvalidInput) as wrong:
        carriers.create(session, people.sam, forms.CARRIER)
    assert "exists already" in wrong.value.problems["legal_name"]
    with pytest.raises(errors.InvalidInput) as wrong:
        carriers.create(session, people.sam, {"legal_name": "Another", "naic": "1234"})
    assert "5 digits" in wrong.value.problems["naic"]


def test_an_endorsement_names_the_holders_it_schedules(session: Session, people: People) -> None:
    policy = factories.policy(session, people.redwood)
    first, second = factories.holder(session, "Zed Co"), factories.holder(session, "Abel Co")
    scheduled = forms.ENDORSEMENT | {"reach": "scheduled", "holder_ids": [first.id, second.id]}
    endorsement_id = endorsements.add(session, people.sam, policy.id, scheduled)
    (row,) = seen.detail(session, people.sam, policy.id).endorsements
    assert (row.form, row.approved_on) == ("CG 20 10 04 13", date(2026, 3, 4))
    assert row.holders == ((second.id, "Abel Co"), (first.id, "Zed Co"))
    endorsements.change(session, people.sam, endorsement_id, {"holder_ids": [second.id], "approved_on": ""})
    (row,) = seen.detail(session, people.sam, policy.id).endorsements
    assert (row.holders, row.approved_on) == (((second.id, "Abel Co"),), None)
    assert latest_entry(session).details["changed"]["holder_ids"] == [
        sorted([first.id, second.id]),
        [second.id],
    ]
    endorsements.remove(session, people.sam, endorsement_id)
    assert seen.detail(session, people.sam, policy.id).endorsements == ()
    assert session.get(models.PolicyEndorsement, endorsement_id).removed_at is not None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reach": "scheduled"}, "holder_ids"),
        ({"reach": "scheduled", "holder_ids": [987_654]}, "holder_ids"),
        ({"reach": "scheduled", "holder_ids": "1,2"}, "holder_ids"),
        ({"kind": ""}, "kind"),
        ({"kind": "magic"}, "kind"),
        ({"form_number": ""}, "form_number"),
        ({"approved_on": "soon"}, "approved_on"),
    ],
)
def test_what_cannot_be_an_endorsement(
    session: Session, people: People, given: dict[str, Any], field: str
) -> None:
    policy = factories.policy(session, people.redwood)
    with pytest.raises(errors.InvalidInput) as wrong:
        endorsements.add(session, people.sam, policy.id, forms.ENDORSEMENT | given)
    assert list(wrong.value.problems) == [field]
    assert seen.detail(session, people.sam, policy.id).endorsements == ()


def test_workers_compensation_has_no_additional_insureds(session: Session, people: People) -> None:
    policy = factories.policy(session, people.redwood, Line.WORKERS_COMPENSATION)
    with pytest.raises(errors.InvalidInput, match="R8"):
        endorsements.add(session, people.sam, policy.id, forms.ENDORSEMENT)
    endorsements.add(session, people.sam, policy.id, forms.ENDORSEMENT | {"kind": "waiver_of_subrogation"})
    (row,) = seen.detail(session, people.sam, policy.id).endorsements
    assert row.operations is cover.Operations.NOT_STATED  # only an additional insured has operations
