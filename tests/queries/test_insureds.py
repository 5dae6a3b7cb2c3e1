from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from coi_app.queries import activity as history
from coi_app.queries import (
    additional_interests,
    agency,
    carriers,
    holder_choices,
    holders,
    insureds,
    policies,
    templates,
)
from coi_app.rules import errors
from coi_app.rules.coverage import Line
from tests import factories
from tests.cast import People

Look = Callable[[Session, Any, dict[str, Any]], object]
ONE_OF_AN_INSURED: dict[str, Look] = {
    "insureds.profile": lambda s, who, of: insureds.profile(s, who, of["insured"]),
    "policies.of_insured": lambda s, who, of: policies.of_insured(s, who, of["insured"]),
    "policies.detail": lambda s, who, of: policies.detail(s, who, of["policy"]),
    "holders.detail": lambda s, who, of: holders.detail(s, who, of["holder"]),
    "holder_choices.choices": lambda s, who, of: holder_choices.choices(s, who, of["insured"]),
    "additional_interests.page": lambda s, who, of: additional_interests.page(s, who, of["insured"]),
    "additional_interests.ids": lambda s, who, of: additional_interests.ids(s, who, of["insured"]),
    "additional_interests.detail": lambda s, who, of: additional_interests.detail(s, who, of["interest"]),
    "templates.choices": lambda s, who, of: templates.choices(s, who, of["insured"]),
    "activity.page": lambda s, who, of: history.page(s, who, of["insured"]),
}


@pytest.fixture
def ids(session: Session, people: People) -> dict[str, Any]:
    holder = factories.holder(session)
    return {
        "insured": people.redwood.id,
        "policy": factories.policy(session, people.redwood).id,
        "holder": holder.id,
        "interest": factories.interest(session, people.redwood, holder).id,
    }


@pytest.mark.parametrize("look", ONE_OF_AN_INSURED)
def test_otto_sees_nothing_of_ivys(session: Session, people: People, ids: dict[str, Any], look: str) -> None:
    with pytest.raises(errors.NotFound) as foreign:
        ONE_OF_AN_INSURED[look](session, people.otto, ids)
    with pytest.raises(errors.NotFound) as missing:
        ONE_OF_AN_INSURED[look](session, people.otto, dict.fromkeys(ids, 987_654))
    assert str(foreign.value) == str(missing.value)


@pytest.mark.parametrize("look", [look for look in ONE_OF_AN_INSURED if look != "activity.page"])
@pytest.mark.parametrize("name", ["ivy", "vic", "sam"])
def test_those_who_may_look_do(
    session: Session, people: People, ids: dict[str, Any], look: str, name: str
) -> None:
    assert ONE_OF_AN_INSURED[look](session, getattr(people, name), ids) is not None


@pytest.mark.parametrize("wrong", [0, -5, 2**63, "7 or 1=1", None, [], {}, 1.0, True])
@pytest.mark.parametrize("look", [look for look in ONE_OF_AN_INSURED if look != "activity.page"])
def test_a_wrong_id_is_not_there(
    session: Session, people: People, ids: dict[str, Any], look: str, wrong: object
) -> None:
    with pytest.raises(errors.NotFound):
        ONE_OF_AN_INSURED[look](session, people.sam, dict.fromkeys(ids, wrong))


def test_the_agencys_own_lists_are_for_staff(session: Session, people: People) -> None:
    for who in people.insureds_people:
        for look in (
            carriers.rows,
            carriers.choices,
            templates.rows,
            agency.settings,
            history.page,
            history.people,
        ):
            with pytest.raises(errors.NotAllowed):
                look(session, who)


def test_lists_narrow_to_what_is_in_sight(session: Session, people: People) -> None:
    factories.interest(session, people.redwood, factories.holder(session, "Ivy's Holder"))
    factories.holder(session, "Nobody's Holder")
    assert [row.id for row in insureds.page(session, people.ivy).rows] == [people.redwood.id]
    assert [row.id for row in insureds.page(session, people.otto).rows] == [people.harbor.id]
    assert [row.name for row in holders.page(session, people.ivy).rows] == ["Ivy's Holder"]
    assert holders.page(session, people.otto).rows == ()
    assert len(holders.page(session, people.vic).rows) == 2


@pytest.mark.parametrize(
    "text",
    [
        "redwood",
        "RED",
        "re",
        "r",
        "ridge build",
        "Ridgé",
        "boi",
        "GLP-447",
        "glp 447",
        "glp447190203",
        "wood ll",
    ],
)
def test_an_insured_is_found_by_name_dba_city_or_number(session: Session, people: People, text: str) -> None:
    people.harbor.city = "Nampa"
    factories.policy(session, people.redwood, number="GLP-4471902-03")
    found = insureds.page(session, people.sam, insureds.InsuredFilter(text))
    assert [row.id for row in found.rows] == [people.redwood.id]
    assert found.count.label == "1"
    assert found.rows[0].number_found == ("GLP-4471902-03" if text.lower().startswith("glp") else "")


def test_the_filter_looks_at_kind_and_policies(session: Session, people: People) -> None:
    prospect = factories.insured(session, "Juniper Flats Storage LLC", kind="prospect")
    factories.policy(session, people.redwood)
    factories.policy(
        session,
        people.harbor,
        Line.OTHER,
        expires_on=factories.today() + timedelta(days=23),
    )

    def shown(**wanted: str) -> list[int | None]:
        page = insureds.page(session, people.sam, insureds.InsuredFilter(**wanted))
        return [row.id for row in page.rows]

    assert shown(kind="prospect") == [prospect.id]
    assert shown(policies="in_force") == [people.harbor.id, people.redwood.id]
    assert shown(policies="expiring_soon") == [people.harbor.id]
    assert shown(policies="none_in_force") == [prospect.id]
    assert len(shown(kind="nonsense", policies="nonsense")) == 3
    (row,) = insureds.page(session, people.sam, insureds.InsuredFilter(policies="expiring_soon")).rows
    assert row.standing is not None
    assert (row.standing.label, row.next_expiry_title, row.policies_in_force) == (
        "Expires in 23 days",
        "Professional",
        1,
    )


@pytest.mark.parametrize(
    ("given", "in_force"),
    [
        ({}, True),
        ({"status": "bound"}, True),
        ({"expires_on": 0}, False),  # 12:01 AM of that day
        ({"expires_on": 1}, True),
        ({"effective_on": 1}, False),
        ({"effective_on": 0}, True),
        ({"status": "cancelled", "cancelled_on": 0}, False),
        ({"status": "cancelled", "cancelled_on": 1}, True),
        ({"status": "cancelled"}, False),
    ],
)
def test_in_force_is_the_same_in_sql_and_in_the_rules(
    session: Session, people: People, given: dict[str, Any], in_force: bool
) -> None:
    days = {
        name: factories.today() + timedelta(days=value) if isinstance(value, int) else value
        for name, value in given.items()
    }
    policy = factories.policy(session, people.redwood, **days)
    found = insureds.page(session, people.sam, insureds.InsuredFilter(policies="in_force")).rows
    assert bool(found) is in_force
    row = policies.detail(session, people.sam, policy.id).row
    assert (row.standing.kind in ("in_force", "expires_soon")) is in_force


def test_the_profile_counts_what_its_tabs_show(session: Session, people: People) -> None:
    policy = factories.policy(session, people.redwood)
    holder = factories.holder(session)
    factories.interest(session, people.redwood, holder)
    factories.interest(session, people.redwood, holder, ended_on=factories.today())
    version = factories.master(session, people.redwood, [policy])
    factories.certificate(session, people.redwood, holder, version)
    factories.certificate(session, people.redwood, holder, version, sent=False)
    factories.certificate(session, people.harbor, holder, version)
    profile = insureds.profile(session, people.sam, people.redwood.id)
    counts = profile.counts
    assert (counts.policies, counts.interests, counts.masters, counts.files) == (1, 1, 1, 0)
    assert counts.certificates_sent.label == "1"
    assert profile.portal == "active"
    people.redwood.portal_open = False
    assert insureds.profile(session, people.sam, people.redwood.id).portal == "closed"
    factories.insured(session, "Nobody's")


def test_policies_in_force_come_first_by_line_then_ended_ones_by_their_end(
    session: Session, people: People
) -> None:
    today = factories.today()
    older = factories.policy(
        session,
        people.redwood,
        effective_on=today - timedelta(days=900),
        expires_on=today - timedelta(days=500),
    )
    newer = factories.policy(
        session,
        people.redwood,
        effective_on=today - timedelta(days=500),
        expires_on=today - timedelta(days=100),
    )
    workers = factories.policy(session, people.redwood, Line.WORKERS_COMPENSATION)
    liability = factories.policy(session, people.redwood)
    rows = policies.of_insured(session, people.sam, people.redwood.id)
    assert [row.id for row in rows] == [liability.id, workers.id, newer.id, older.id]


def test_a_carrier_is_chosen_by_name_or_naic(session: Session, people: People) -> None:
    granite = factories.carrier(session, "Granite Lake Mutual", naic="03421")
    factories.carrier(session, "Granite Gone", retired_at=people.redwood.created_at)
    factories.policy(session, people.redwood, carrier_id=granite.id)
    for text in ("granite", "03421", "LAKE gran"):
        assert [one.id for one in carriers.choices(session, people.sam, text)] == [granite.id]
    rows = {row.legal_name: row for row in carriers.rows(session, people.vic)}
    assert (rows["Granite Lake Mutual"].policies, rows["Granite Gone"].retired) == (1, True)
