from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from sqlmodel import Session

from coi_app.queries import insureds, paging
from tests import factories
from tests.cast import People

KINDS = [("redwood", str), (date(2026, 3, 4), date), (datetime(2026, 3, 4, tzinfo=UTC), datetime)]


@pytest.mark.parametrize(("key", "kind"), KINDS)
@pytest.mark.parametrize("back", [False, True])
def test_a_cursor_survives_an_address(key: str | date | datetime, kind: type, back: bool) -> None:
    cursor = paging.Cursor(key, 7, back)
    assert paging.cursor_from(cursor.text(), kind) == cursor


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "x",
        "é",
        "bm90IGpzb24",
        "W10",
        "WzEsMiwzXQ",
        "IiI",
        "e30",
        "A" * 5_000,
        None,
        7,
        b"W10",
        "[",
        "====",
        "\ud800",
    ],
)
@pytest.mark.parametrize("kind", [str, date, datetime])
def test_what_is_no_cursor_starts_at_the_first_page(broken: object, kind: type) -> None:
    assert paging.cursor_from(broken, kind) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (paging.Cursor("a\0b", 7).text(), str),
        (paging.Cursor("2026-99-99", 7).text(), date),
        (paging.Cursor("2026-03-04T00:00:00", 7).text(), datetime),  # without a zone
        (paging.Cursor("redwood", 2**70).text(), str),
        ("WyJcdWQ4MDAiLDcsZmFsc2Vd", str),  # half a character
    ],
)
def test_a_cursor_with_a_hostile_key_is_none(text: str, kind: type) -> None:
    assert paging.cursor_from(text, kind) is None


def names_by_pages(session: Session, people: People, sort: str, descending: bool | None) -> list[list[str]]:
    """All pages forward, then all back again, which must be the same."""
    forward, after, last = [], None, None
    while True:
        page = insureds.page(session, people.sam, sort=sort, after=after, limit=3, descending=descending)
        forward.append([row.name for row in page.rows])
        last = page
        if page.next is None:
            break
        after = page.next
    backward = [forward[-1]]
    while last.previous is not None:
        last = insureds.page(
            session, people.sam, sort=sort, after=last.previous, limit=3, descending=descending
        )
        backward.insert(0, [row.name for row in last.rows])
    assert backward == forward
    return forward


@pytest.fixture
def eight(session: Session, people: People) -> list[str]:
    """With Redwood and Harbor eight insureds; two of one name, two changed at the same instant."""
    now = factories.insured(session, "alpha").updated_at
    for number, name in enumerate(["Zulu", "Écho", "echo", "Mike", "Nora"]):
        factories.insured(session, name, updated_at=now + timedelta(seconds=number // 2))
    return [
        "alpha",
        "Écho",
        "echo",
        "Harbor Light Electric Inc",
        "Mike",
        "Nora",
        "Redwood Ridge Builders LLC",
        "Zulu",
    ]


def test_every_insured_is_on_one_page_in_the_order_of_names(
    session: Session, people: People, eight: list[str]
) -> None:
    pages = names_by_pages(session, people, "name", None)
    assert [len(page) for page in pages] == [3, 3, 2]
    assert list(chain(*pages)) == eight
    down = list(chain(*names_by_pages(session, people, "name", True)))
    assert down == ["Zulu", "Redwood Ridge Builders LLC", "Nora", "Mike", *eight[3:0:-1], "alpha"]


@pytest.mark.parametrize("sort", ["updated", "next_expiry", "no such sort"])
def test_every_insured_is_on_one_page_in_any_order(
    session: Session, people: People, eight: list[str], sort: str
) -> None:
    factories.policy(session, people.redwood)
    factories.policy(session, people.harbor, expires_on=factories.today() + timedelta(days=5))
    for descending in (None, True, False):
        assert sorted(list(chain(*names_by_pages(session, people, sort, descending)))) == sorted(eight)


def test_the_next_to_expire_come_first_and_those_without_policies_last(
    session: Session, people: People, eight: list[str]
) -> None:
    factories.policy(session, people.redwood)
    factories.policy(session, people.harbor, expires_on=factories.today() + timedelta(days=5))
    names = list(chain(*names_by_pages(session, people, "next_expiry", None)))
    assert names[:2] == ["Harbor Light Electric Inc", "Redwood Ridge Builders LLC"]


def test_a_cursor_of_another_sort_starts_at_the_first_page(
    session: Session, people: People, eight: list[str]
) -> None:
    after = insureds.page(session, people.sam, limit=3).next
    by_change = insureds.page(session, people.sam, sort="updated", after=after, limit=3)
    assert by_change.rows == insureds.page(session, people.sam, sort="updated", limit=3).rows


def test_a_page_is_never_endless(session: Session, people: People, eight: list[str]) -> None:
    assert len(insureds.page(session, people.sam, limit=0).rows) == 1
    assert len(insureds.page(session, people.sam, limit=10**9).rows) == 8


def test_counts_stop_at_a_thousand() -> None:
    assert paging.Count(999).label == "999"
    assert paging.Count(1_000, more=True).label == "1,000+"
