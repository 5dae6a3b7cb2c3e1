from datetime import timedelta

import pytest
from sqlmodel import Session

from coi_app import clock, models
from coi_app.queries import certificate_detail
from coi_app.queries import certificates as seen
from coi_app.queries.certificates import CertificateFilter, CertificateSort, Delivered
from coi_app.rules import errors
from coi_app.rules.portal_rights import PortalRight
from tests import cast, factories
from tests.cast import People


def issued(session: Session, people: People, names: list[str], **given: object) -> list[models.Certificate]:
    policy = factories.policy(session, people.redwood)
    version = factories.master(session, people.redwood, [policy])
    start = clock.now() - timedelta(days=len(names))
    return [
        factories.certificate(
            session, people.redwood, factories.holder(session, name), version,
            **{"issued_at": start + timedelta(days=place), "issued_by_id": people.sam.account_id} | given,
        )
        for place, name in enumerate(names)
    ]  # fmt: skip


def holders(page: seen.paging.Page[seen.CertificateRow]) -> list[str]:
    return [row.holder for row in page.rows]


def test_the_newest_first_with_everything_a_row_shows(session: Session, people: People) -> None:
    issued(session, people, ["Aspen LLC", "Birch LLC"])
    found = seen.page(session, people.vic, insured_id=people.redwood.id)
    assert holders(found) == ["Birch LLC", "Aspen LLC"] and found.count.label == "2"
    row = found.rows[0]
    assert (row.insured, row.master, row.issued_by, row.delivery_label, row.standing.label) == (
        "Redwood Ridge Builders LLC", "All Lines", "Sam", "Not e-mailed", "In force",
    )  # fmt: skip


@pytest.mark.parametrize("sort", list(CertificateSort))
@pytest.mark.parametrize("descending", [True, False])
def test_pages_forth_and_back_are_the_same(
    session: Session, people: People, sort: str, descending: bool
) -> None:
    issued(session, people, [f"Holder {n % 4}" for n in range(11)])

    def page(after: str | None = None, limit: int = 4) -> seen.paging.Page[seen.CertificateRow]:
        return seen.page(session, people.sam, sort=sort, descending=descending, after=after, limit=limit)

    whole = [row.id for row in page(limit=50).rows]
    first = page()
    second = page(first.next)
    third = page(second.next)
    assert [row.id for part in (first, second, third) for row in part.rows] == whole and len(whole) == 11
    assert third.next is None and first.previous is None
    assert page(third.previous).rows == second.rows and page(second.previous).rows == first.rows


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kv", ["KV Dairy LLC", "Birch LLC"]),
        ("KV-26-04", ["Birch LLC"]),
        ("26", []),
        ("4 Oaks", ["4 Oaks LLC"]),
        ("4", ["4 Oaks LLC"]),
        ("9", ["9 Pines LLC"]),
        ("dairy", ["KV Dairy LLC"]),
        ("no such", []),
    ],
)
def test_a_word_is_a_holders_or_the_beginning_of_a_number(
    session: Session, people: People, text: str, found: list[str]
) -> None:
    for name, number in (
        ("Birch LLC", "KV-26-04813"), ("4 Oaks LLC", "XX-26-00001"), ("KV Dairy LLC", "XX-26-00002"),
        ("9 Pines LLC", "91-00001"),
    ):  # fmt: skip
        issued(session, people, [name], number=number)
    page = seen.page(session, people.vic, CertificateFilter(text=text))
    assert sorted(holders(page)) == sorted(found) and page.count.number == len(found)


def test_a_renamed_holder_is_found_under_both_names(session: Session, people: People) -> None:
    (certificate,) = issued(session, people, ["Silverleaf Apartments LP"])
    holder = session.get_one(models.Holder, certificate.holder_id)
    factories.holder_name(session, holder, "Goldleaf Homes LP")
    for text in ("silverleaf", "goldleaf homes", "si", "GOLD", certificate.number[:7]):
        assert holders(seen.page(session, people.sam, CertificateFilter(text))) == [
            "Silverleaf Apartments LP"
        ]
    for text in ("nobody", "%", "_", "'; --", "\x00", "\ud800", "KV-\ud800"):
        assert holders(seen.page(session, people.sam, CertificateFilter(text))) == []


def test_days_are_the_agencys_and_both_included(session: Session, people: People) -> None:
    issued(session, people, ["One LLC", "Two LLC", "Three LLC"])
    days = [row.issued_at.astimezone(seen.agency.midnight(session, factories.today()).tzinfo).date()
            for row in reversed(seen.page(session, people.sam).rows)]  # fmt: skip
    between = CertificateFilter(from_on=days[0], to_on=days[1])
    assert holders(seen.page(session, people.sam, between)) == ["Two LLC", "One LLC"]
    assert holders(seen.page(session, people.sam, CertificateFilter(from_on=days[2]))) == ["Three LLC"]


def test_mailed_or_not(session: Session, people: People) -> None:
    for state in ("none", "queued", "sent", "failed", "outbox"):
        issued(session, people, [f"{state} LLC"], delivery=state)

    def of(delivered: str) -> set[str]:
        return {
            name.split()[0]
            for name in holders(seen.page(session, people.sam, CertificateFilter(delivered=delivered)))
        }

    assert of(Delivered.MAILED) == {"queued", "sent", "outbox"}
    assert of(Delivered.NOT_MAILED) == {"none"}
    assert of(Delivered.FAILED) == {"failed"}
    assert len(of(Delivered.ANY)) == 5


def test_what_was_not_saved_is_shown_only_when_asked_for(session: Session, people: People) -> None:
    issued(session, people, ["Only Downloaded LLC"], sent=False)
    assert holders(seen.page(session, people.sam)) == []
    assert len(holders(seen.page(session, people.sam, CertificateFilter(only_sent=False)))) == 1


def test_an_insured_sees_its_own_and_no_others(session: Session, people: People) -> None:
    (certificate,) = issued(session, people, ["Aspen LLC"])
    blind = cast.insured(session, "Bo", people.redwood, frozenset({PortalRight.VIEW_POLICIES}))
    assert holders(seen.page(session, people.ivy)) == ["Aspen LLC"]
    assert holders(seen.page(session, people.otto)) == []
    with pytest.raises(errors.NotFound):
        seen.page(session, people.otto, insured_id=people.redwood.id)
    for actor in (people.dee, blind):
        with pytest.raises(errors.NotAllowed):
            seen.page(session, actor)
    for actor in (people.otto, people.dee, blind):
        with pytest.raises(errors.NotFound):
            certificate_detail.detail(session, actor, certificate.id)


@pytest.mark.parametrize("typed", [None, "x", -1, 2**70, "1 OR 1=1", [1], True])
def test_what_is_no_id_finds_nothing(session: Session, people: People, typed: object) -> None:
    issued(session, people, ["Aspen LLC"])
    with pytest.raises(errors.NotFound):
        seen.in_sight(session, people.sam, typed)
