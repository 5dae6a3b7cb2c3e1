"""Imports of carriers, insureds and policies taken back, and killed."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from coi_app import clock, db, models
from coi_app.rules import errors
from coi_app.rules.import_kinds import MOVING_IN
from coi_app.services import contacts, endorsements, exports, imports, insureds, masters, policies
from tests import factories
from tests.cast import People
from tests.jobs.importing import applied, checked, count, run, stepped, undone
from tests.jobs.test_kill import assert_chain_whole
from tests.jobs.test_record_imports import GL, carrier, file_of

PLACE = {"line_one": "1 Road", "city": "Boise", "state": "ID", "zip_code": "83702"}
NEW = {
    "Insured Name": "Moving In LLC",
    "Address Line 1": "1 Road",
    "City": "Boise",
    "State": "ID",
    "ZIP": "83702",
}


def test_all_three_in_order_and_back_again(people: People) -> None:
    before = [count(one) for one in (models.Carrier, models.Insured, models.Policy)]
    runs = [applied(people, exports.example(one).body, one.value) for one in MOVING_IN]
    assert count(models.Policy) == before[2] + 5 and count(models.PolicyEndorsement) == 2
    for found in reversed(runs):
        assert (undone(people, found.id).error, run(people, found.id).state.value) == ("", "undone")
    assert [count(one) for one in (models.Carrier, models.Insured, models.Policy)] == before
    assert count(models.PolicyEndorsement) == 0
    assert_chain_whole()


def test_nobody_goes_on_with_the_history_of_one_that_was_taken_back(people: People) -> None:
    found = applied(people, file_of(NEW), "insureds")
    with db.reading() as session:
        gone = session.exec(
            select(models.Insured.id).where(models.Insured.legal_name == "Moving In LLC")
        ).one()
    undone(people, found.id)
    with db.writing() as session:
        assert insureds.create(session, people.sam, {"legal_name": "Somebody Else Inc", **PLACE}) > gone


def test_what_was_changed_is_put_back(people: People) -> None:
    carrier()
    applied(people, file_of(GL), "policies")
    found = applied(people, file_of(GL | {"Each Occurrence": "3M", "Waiver Form": "CG 24 04"}), "policies")
    assert found.changed == 1 and count(models.PolicyEndorsement) == 1
    assert undone(people, found.id).state.value == "undone"
    with db.reading() as session:
        policy = session.exec(select(models.Policy)).one()
        assert (policy.coverage["each_occurrence"], policy.revision) == (1_000_000, 3)
        said = session.exec(select(models.Activity.sentence)).all()
    assert count(models.PolicyEndorsement) == 0
    assert said[-1] == "Undid the change of the policy GLP-1 by holders.csv"


def _policy(session: Session) -> Any:
    return session.exec(select(models.Policy.id)).one()


def _change(session: Session, people: People) -> None:
    policies.change(session, people.sam, _policy(session), {"each_occurrence": "5M"})


def _endorse(session: Session, people: People) -> None:
    values = {"kind": "waiver_of_subrogation", "form_number": "CG 24 05"}
    endorsements.add(session, people.sam, _policy(session), values)


def _remove(session: Session, people: People) -> None:
    endorsements.remove(session, people.sam, session.exec(select(models.PolicyEndorsement.id)).one())


def _show(session: Session, people: People) -> None:
    values = {"name": "All Lines", "policy_ids": [_policy(session)]}
    masters.create(session, people.sam, people.redwood.id, values)


@pytest.mark.parametrize("use", [_change, _endorse, _remove, _show])
def test_policies_in_use_stay(people: People, use: Any) -> None:
    carrier()
    found = applied(people, file_of(GL | {"Waiver Form": "CG 24 04"}), "policies")
    with db.writing() as session:
        use(session, people)
    kept = undone(people, found.id)
    assert kept.state.value == "applied" and kept.error.startswith("This import cannot be undone any more")
    assert count(models.Policy) == count(models.PolicyEndorsement) - (use is _endorse) == 1


def test_insureds_and_carriers_in_use_stay(people: People) -> None:
    run_of_insureds = applied(people, file_of(NEW), "insureds")
    run_of_carriers = applied(people, file_of({"Carrier": "Cobalt Inc", "NAIC": "10472"}), "carriers")
    with db.writing() as session:
        made = session.exec(
            select(models.Insured).where(col(models.Insured.legal_name) == "Moving In LLC")
        ).one()
        contacts.add(session, people.sam, made.id, {"name": "Dana"})
        cobalt = session.exec(select(models.Carrier.id)).one()
        factories.policy(session, people.redwood, carrier_id=cobalt)
    assert "have contacts" in undone(people, run_of_insureds.id).error
    assert "carriers have policies" in undone(people, run_of_carriers.id).error


def test_records_that_changed_meanwhile_are_judged_anew(people: People) -> None:
    carrier()
    one, two = (checked(people, file_of(GL), "policies") for _ in range(2))
    for found in (one, two):
        with db.writing() as session:
            imports.apply(session, people.sam, found.id)
    assert stepped(people, one.id, imports.APPLY).created == 1
    assert stepped(people, two.id, imports.APPLY).matched == 1
    with db.writing() as session:
        session.exec(select(models.Carrier)).one().retired_at = clock.now()
    later = checked(people, file_of(GL | {"Policy Number": "GLP-2"}), "policies")
    assert later.rejected == 1


def test_an_agent_without_the_right_to_change_policies(people: People) -> None:
    carrier()
    found = checked(people, file_of(GL), "policies")
    allowed = people.sam.rights - {"policies:change"}
    narrow = type(people.sam)(people.sam.account_id, "Sam", people.sam.email, people.sam.role, None, allowed)
    with pytest.raises(errors.NotAllowed), db.writing() as session:
        imports.apply(session, narrow, found.id)
