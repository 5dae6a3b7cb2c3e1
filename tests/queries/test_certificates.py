import itertools
from datetime import date, timedelta
from functools import partial

import pytest
from sqlmodel import Session

from coi_app import clock, models
from coi_app.queries import agency, certificate_detail, mails
from coi_app.queries import certificates as seen
from coi_app.queries.certificates import CertificateFilter, CertificateSort, Delivered
from coi_app.rules import errors
from coi_app.rules.portal_rights import PortalRight
from coi_app.rules.standing import StandingKind
from tests import cast, factories
from tests.cast import People
from tests.queries import grid
from tests.queries.grid import holders, issued


@pytest.fixture(params=grid.WAYS)
def every_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    grid.go(grid.WAYS[request.param], monkeypatch)


def test_the_newest_first_with_everything_a_row_shows(session: Session, people: People) -> None:
    issued(session, people, ["Aspen LLC", "Birch LLC"])
    found = seen.page(session, people.vic, insured_id=people.redwood.id)
    assert holders(found) == ["Birch LLC", "Aspen LLC"] and found.count.label == "2"
    row = found.rows[0]
    assert (row.insured, row.master, row.issued_by, row.delivery_label, row.standing.label) == (
        "Redwood Ridge Builders LLC", "All Lines", "Sam", "Not e-mailed", "In force",
    )  # fmt: skip


@pytest.mark.usefixtures("every_way")
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


def test_days_are_the_agencys_and_both_included(session: Session, people: People) -> None:
    issued(session, people, ["One LLC", "Two LLC", "Three LLC"])
    days = [row.issued_at.astimezone(agency.midnight(session, factories.today()).tzinfo).date()
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
    everything = seen.EVERY_SENT
    assert [seen.count(session, one, everything).number for one in (people.ivy, people.otto)] == [1, 0]
    for look in (partial(seen.page, session), partial(seen.count, session)):
        with pytest.raises(errors.NotFound):
            look(people.otto, everything, insured_id=people.redwood.id)
        for actor in (people.dee, blind):
            with pytest.raises(errors.NotAllowed):
                look(actor, everything)
    for actor in (people.otto, people.dee, blind):
        with pytest.raises(errors.NotFound):
            certificate_detail.detail(session, actor, certificate.id)


@pytest.mark.parametrize("typed", [None, "x", -1, 2**70, "1 OR 1=1", [1], True])
def test_what_is_no_id_finds_nothing(session: Session, people: People, typed: object) -> None:
    issued(session, people, ["Aspen LLC"])
    with pytest.raises(errors.NotFound):
        seen.in_sight(session, people.sam, typed)


@pytest.mark.usefixtures("every_way")
def test_every_standing_is_found_as_it_is_shown(session: Session, people: People) -> None:
    """The condition for SQL and the rule in Python agree, whatever the policies."""
    today = factories.today()

    def on(days: int) -> date:
        return today + timedelta(days=days)

    terms = [(-100, e) for e in (-1, 0, 1, 30, 31)] + [(1, 200), (0, 200), (-10, 200)]
    cancelled = [None, on(-1), on(0), on(1), on(60)]
    policies = [
        factories.policy(session, people.redwood, effective_on=on(start), expires_on=on(end), **more)
        for start, end in terms
        for more in ({}, *({"status": "cancelled", "cancelled_on": day} for day in cancelled))
    ]
    pairs = [[one] for one in policies] + list(itertools.combinations(policies[::5], 2)) + [[]]
    holder = factories.holder(session)
    for place, pair in enumerate(pairs):
        version = factories.master(session, people.redwood, pair)
        given = {"superseded_at": clock.now()} if place % 9 == 0 else {}
        given |= {"withdrawn_at": clock.now()} if place % 11 == 0 else {}
        factories.certificate(session, people.redwood, holder, version, **given)
    for days in (200, -1):  # another insured's
        policy = factories.policy(session, people.harbor, effective_on=on(-100), expires_on=on(days))
        version = factories.master(session, people.harbor, [policy])
        factories.certificate(session, people.harbor, holder, version)
    for of in (None, people.redwood.id, people.harbor.id):
        rows = seen.page(session, people.sam, insured_id=of, limit=200).rows
        assert rows
        for kind in StandingKind:
            filters = CertificateFilter(standing=kind.value)
            found = seen.page(session, people.sam, filters, insured_id=of, limit=200).rows
            assert {row.id for row in found} == {row.id for row in rows if row.standing.kind is kind}
    everybodys = seen.page(session, people.sam, limit=200).rows
    assert len(everybodys) == len(pairs) + 2
    assert {row.standing.kind for row in everybodys} == set(StandingKind)


def test_source_person_and_master_narrow(session: Session, people: People) -> None:
    one, two = issued(session, people, ["One LLC", "Two LLC"])
    other = issued(session, people, ["Three LLC"], source="cli", issued_by_id=None)[0]
    two.source = "portal"
    two.issued_by_id = people.ada.account_id
    session.flush()
    version = session.get_one(models.MasterVersion, other.master_version_id)

    def found(**given: object) -> set[int | None]:
        return {row.id for row in seen.page(session, people.vic, CertificateFilter(**given)).rows}

    assert found(source="portal") == found(issued_by=people.ada.account_id) == {two.id}
    assert found(source="manual", issued_by=people.sam.account_id) == {one.id}
    assert found(master_id=version.master_id) == found(source="cli") == {other.id}
    assert found(standing="nonsense") == {one.id, two.id, other.id}
    assert found(master_id="x") == found(issued_by=2**70) == set()


def test_a_row_tells_where_it_went_last_and_what_was_answered(session: Session, people: People) -> None:
    boise = {"holder": {"address": {"city": "Boise", "state": "ID"}}}
    (row,) = issued(session, people, ["One LLC"], content=boise, delivery="failed")
    for to, reply in (("old@a.example", ""), ("new@a.example", "550 No such mailbox")):
        mail = models.Mail(
            kind="certificate", to_email=to, subject="x", body="x", message_id=to, server_reply=reply,
            cc=["copy@a.example"], created_at=clock.now(),
        )  # fmt: skip
        session.add(mail)
        session.flush()
        session.add(models.Delivery(certificate_id=row.id, mail_id=mail.id))
    session.flush()
    (shown,) = seen.page(session, people.vic).rows
    assert (shown.place, shown.delivery_to, shown.delivery_reply) == (
        "Boise, ID", "new@a.example", "550 No such mailbox",
    )  # fmt: skip
    assert mails.last_of(session, [shown.id])[shown.id].cc == ("copy@a.example",)


def test_the_insureds_names_sort_across_all(session: Session, people: People) -> None:
    issued(session, people, ["One LLC"])
    version = factories.master(session, people.harbor, [factories.policy(session, people.harbor)])
    factories.certificate(session, people.harbor, factories.holder(session, "Two LLC"), version)
    names = [row.insured for row in seen.page(session, people.vic, sort=CertificateSort.INSURED).rows]
    assert names == ["Harbor Light Electric Inc", "Redwood Ridge Builders LLC"]


def test_counts_of_few_and_many() -> None:
    assert seen.paging.count_of([1, 2]).label == "2"
    assert seen.paging.count_of(range(1_001)).label == seen.paging.count_of(None).label == "1,000+"


@pytest.mark.usefixtures("every_way")
@pytest.mark.parametrize("by", ["standing", "master"])
def test_a_page_of_one_standing_or_master_goes_on_where_it_ended(
    session: Session, people: People, by: str
) -> None:
    begun = issued(session, people, [f"Holder {n}" for n in range(5)])
    version = session.get_one(models.MasterVersion, begun[0].master_version_id)
    of_master = CertificateFilter(master_id=version.master_id)
    narrowed = CertificateFilter(standing=StandingKind.IN_FORCE.value) if by == "standing" else of_master
    ids: list[int] = []
    after = None
    while True:
        page = seen.page(session, people.sam, narrowed, after=after, limit=2)
        ids += [row.id for row in page.rows]
        if (after := page.next) is None:
            break
    assert ids == [one.id for one in reversed(begun)]
