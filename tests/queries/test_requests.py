"""The work list: what is due first, page by page, and narrowed to what somebody looks for."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coi_app import clock, models
from coi_app.queries import requests
from coi_app.queries.requests import RequestFilter
from coi_app.rules import errors
from tests.cast import People


@pytest.fixture
def five(session: Session, people: People) -> list[int]:
    """In the order they are needed: two without a day come last."""
    now, hours = clock.now(), (1, 5, 5, None, None)
    rows = [
        models.CertificateRequest(
            insured_id=(people.redwood if place % 2 else people.harbor).id,
            holder_text=f"Holder {place}\n1 Main Street",
            asked_by_text="Dana Whitfield" if place == 2 else "",
            due_at=now + timedelta(hours=due) if due else None,
            rush=place == 1,
            source="link" if place == 3 else "portal",
            assigned_to_id=people.sam.account_id if place == 4 else None,
            created_at=now - timedelta(hours=place),
        )
        for place, due in enumerate(hours)
    ]
    rows.append(models.CertificateRequest(insured_id=people.redwood.id, status="issued", created_at=now))
    for row in rows:
        session.add(row)
        session.flush()
    return [row.id or 0 for row in rows]


def ids(session: Session, people: People, filters: RequestFilter) -> list[int]:
    return [row.id for row in requests.page(session, people.sam, filters).rows]


@pytest.mark.parametrize(
    "sort, descending", [("due", False), ("due", True), ("asked", False), ("asked", True)]
)
def test_every_row_is_on_one_page_once(
    session: Session, people: People, five: list[int], sort: str, descending: bool
) -> None:
    wanted = five[:5] if (sort == "due") is not descending else five[4::-1]
    found: list[int] = []
    after: str | None = None
    while True:
        page = requests.page(session, people.vic, sort=sort, descending=descending, after=after, limit=2)
        found += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert found == wanted
    assert page.count.number == 5


def test_it_is_narrowed(session: Session, people: People, five: list[int]) -> None:
    assert ids(session, people, RequestFilter(text="HOLDER 3")) == [five[3]]
    assert ids(session, people, RequestFilter(text="whitfield")) == [five[2]]
    assert ids(session, people, RequestFilter(text="harbor light")) == [five[0], five[2], five[4]]
    assert ids(session, people, RequestFilter(source="link")) == [five[3]]
    assert ids(session, people, RequestFilter(assigned="me")) == [five[4]]
    assert ids(session, people, RequestFilter(assigned="nobody", only_rush=True)) == [five[1]]
    assert ids(session, people, RequestFilter(show="issued")) == [five[5]]
    for wild in ("%", "_", "\\", "'", "\0", "\ud800", "x" * 5_000):
        assert ids(session, people, RequestFilter(text=wild)) == [] or wild in "\0\ud800"


def test_only_what_waits_is_counted(session: Session, people: People, five: list[int]) -> None:
    assert requests.open_count(session, people.vic) == 5


def test_requests_can_be_given_to_who_may_answer(session: Session, people: People) -> None:
    assert [name for _, name in requests.agents(session, people.vic)] == ["Ada", "Sam"]


def test_the_list_is_the_staffs(session: Session, people: People, five: list[int]) -> None:
    for who in people.insureds_people:
        for look in (requests.page, requests.open_count, requests.agents):
            with pytest.raises(errors.NotAllowed):
                look(session, who)
        with pytest.raises(errors.NotFound):
            requests.detail(session, who, five[0])
