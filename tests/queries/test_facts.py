from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from coi_app.queries import facts
from coi_app.rules import coverage as cover
from coi_app.rules import errors
from coi_app.rules.certificate_content import Address
from coi_app.rules.facts import InterestType, PolicyStatus
from tests import factories
from tests.cast import People


def test_a_master_shows_its_policies_in_the_order_of_the_paper(session: Session, people: People) -> None:
    workers = factories.policy(session, people.redwood, cover.Line.WORKERS_COMPENSATION)
    liability = factories.policy(session, people.redwood, number="GLP-1")
    factories.policy(session, people.redwood, cover.Line.AUTOMOBILE)  # not on the master
    version = factories.master(session, people.redwood, [workers, liability], representative="Maya Okafor")
    found = facts.master_facts(session, version.id, facts.producer(session))
    assert [policy.id for policy in found.policies] == [liability.id, workers.id]
    assert found.policies[0].coverage == factories.COVERAGES[cover.Line.GENERAL_LIABILITY]
    assert found.policies[0].status is PolicyStatus.ACTIVE
    assert (found.insured_id, found.insured.name) == (people.redwood.id, "Redwood Ridge Builders LLC")
    assert (found.producer.name, found.producer.representative) == ("Kestrel & Vane Insurance", "Maya Okafor")
    assert (found.master_name, found.version) == ("All Lines", 1)


def test_a_removed_endorsement_grants_nothing(session: Session, people: People) -> None:
    policy = factories.policy(session, people.redwood)
    named = factories.holder(session)
    kept = factories.endorsement(session, policy, holders=[named])
    factories.endorsement(session, policy, removed_at=policy.created_at)
    version = factories.master(session, people.redwood, [policy])
    (found,) = facts.master_facts(session, version.id, facts.producer(session)).policies
    assert [(one.id, one.form, one.holder_ids) for one in found.endorsements] == [
        (kept.id, "CG 20 10 04 13", frozenset({named.id}))
    ]


def test_a_master_that_is_not_there(session: Session, people: People) -> None:
    with pytest.raises(errors.NotFound):
        facts.master_facts(session, 987_654, facts.producer(session))


def test_a_link_says_what_the_holder_wants(session: Session, people: People) -> None:
    holder = factories.holder(session)
    link = factories.interest(
        session,
        people.redwood,
        holder,
        types=["additional_insured", "lessor"],
        wants_additional_insured=["general_liability"],
        wants_waiver=["workers_compensation"],
        written_contract_on=factories.today(),
        delivery_email="coi@halvorsenpg.example",
        project="Cedar Street Lofts",
    )
    who, what = facts.interest_facts(session, [link.id])[link.id]
    assert who.address == Address("800 W Main Street", "", "Boise", "ID", "83702")
    assert who.email == "coi@halvorsenpg.example"
    assert what.types == {InterestType.ADDITIONAL_INSURED, InterestType.LESSOR}
    assert what.wants_additional_insured == {cover.Line.GENERAL_LIABILITY}
    assert what.wants_waiver == {cover.Line.WORKERS_COMPENSATION}
    assert (what.written_contract_on, what.project, what.active) == (
        factories.today(),
        "Cedar Street Lofts",
        True,
    )


def test_an_ended_link_is_not_active_and_a_missing_one_left_out(session: Session, people: People) -> None:
    ended = factories.interest(
        session, people.redwood, factories.holder(session), ended_on=factories.today() - timedelta(days=1)
    )
    found = facts.interest_facts(session, [ended.id, 987_654])
    assert list(found) == [ended.id]
    assert not found[ended.id][1].active


def test_thousands_of_links_cost_one_query_a_thousand(session: Session, people: People) -> None:
    holder = factories.holder(session)
    links = [factories.interest(session, people.redwood, holder).id for _ in range(25)]
    asked: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert len(facts.interest_facts(session, [*links, *range(10_000_000, 10_002_500)])) == 25
    assert len(asked) == 3
