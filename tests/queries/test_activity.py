from datetime import date, timedelta

import pytest
from sqlmodel import Session

from coi_app.queries import activity
from coi_app.queries.activity import ActivityFilter
from coi_app.rules import errors
from coi_app.services import carriers, holders, insureds
from tests import factories, forms
from tests.cast import People


@pytest.fixture
def busy(session: Session, people: People) -> People:
    insureds.change(session, people.sam, people.redwood.id, {"dba": "Redwood"})
    insureds.change(session, people.ada, people.harbor.id, {"dba": "Harbor", "city": "Nampa"})
    carriers.create(session, people.sam, forms.CARRIER)
    holders.create(session, people.sam, forms.HOLDER)
    return people


def sentences(session: Session, people: People, *of: object, **wanted: object) -> list[str]:
    page = activity.page(session, people.vic, *of, filters=ActivityFilter(**wanted))  # type: ignore[arg-type]
    return [row.sentence for row in page.rows]


def test_the_agencys_history_has_everything_latest_first(session: Session, busy: People) -> None:
    assert sentences(session, busy) == [
        "Created the holder Silverleaf Apartments LP",
        "Created the carrier Granite Lake Mutual Insurance Company",
        "Changed Harbor Light Electric Inc",
        "Changed Redwood Ridge Builders LLC",
    ]


def test_an_insureds_history_has_only_its_own(session: Session, busy: People) -> None:
    (row,) = activity.page(session, busy.vic, busy.harbor.id).rows
    assert (row.actor_name, row.ip, row.label) == ("Ada", busy.ada.ip, "Insured changed")
    assert (row.insured_id, row.insured_name) == (busy.harbor.id, "Harbor Light Electric Inc")
    assert row.changed == (("dba", "", "Harbor"), ("city", "Meridian", "Nampa"))


def test_the_history_is_narrowed_by_person_kind_and_day(session: Session, busy: People) -> None:
    today = factories.today()
    assert len(sentences(session, busy, account_id=busy.sam.account_id)) == 3
    assert len(sentences(session, busy, kind="insured")) == 2
    assert sentences(session, busy, kind="carrier:created")[0].startswith("Created the carrier")
    assert sentences(session, busy, kind="carr") == sentences(session, busy, kind="no such kind") == []
    assert len(sentences(session, busy, first_on=today, last_on=today)) == 4
    assert sentences(session, busy, last_on=today - timedelta(days=1)) == []
    assert sentences(session, busy, first_on=today + timedelta(days=1)) == []
    assert len(sentences(session, busy, first_on=date.min + timedelta(days=2), last_on=date.max)) == 4


def test_the_history_pages_without_losing_entries_of_one_instant(session: Session, busy: People) -> None:
    seen, after = [], None
    while True:
        page = activity.page(session, busy.vic, after=after, limit=1)
        seen += [row.sentence for row in page.rows]
        if (after := page.next) is None:
            break
    assert seen == sentences(session, busy)
    assert page.count.label == "4"


def test_only_those_who_may_see_the_history(session: Session, busy: People) -> None:
    for who in busy.insureds_people:
        with pytest.raises(errors.NotAllowed):
            activity.page(session, who)
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            activity.page(session, who, busy.redwood.id)
        with pytest.raises(errors.NotAllowed):
            activity.entry(session, who, 1)
    with pytest.raises(errors.NotFound):
        activity.entry(session, busy.vic, "nonsense")


def test_people_to_narrow_by_are_staff_and_the_insureds_own(session: Session, busy: People) -> None:
    assert [one.name for one in activity.people(session, busy.vic)] == ["Ada", "Sam", "Vic"]
    names = [one.name for one in activity.people(session, busy.vic, busy.redwood.id)]
    assert names == ["Ada", "Dee", "Ivy", "Nia", "Sam", "Vic"]


def test_every_subject_can_be_chosen() -> None:
    assert ("policy", "Policy") in activity.subjects()
