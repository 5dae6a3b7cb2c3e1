import itertools
from datetime import date, timedelta
from functools import partial

import pytest
from sqlmodel import Session

from coi_app import clock, models
from coi_app.queries import agency, certificate_detail, certificate_filters, certificate_keys, mails
from coi_app.queries import certificates as seen
from coi_app.queries.certificates import CertificateFilter, CertificateSort, Delivered
from coi_app.rules import errors
from coi_app.rules.portal_rights import PortalRight
from coi_app.rules.standing import StandingKind
from tests import cast, factories
from tests.cast import People

# How many are few, and how many are many: each leads to another way of reading the same list.
WAYS = {
    "the few are sorted": {},
    "looked up, then sorted": {"FEW": 0},
    "walked": {"FEW": 0, "MANY": 0, "SOON": 0},
    "walked, with too many versions to list": {"FEW": 0, "MANY": 0, "SOON": 0, "MOST_LISTED": 1},
}


EACH_IS_ASKED = {"FEW": 0, "SHORT": 0, "NAMES": 0, "NAMES_OF_ALL": 0}
WAYS_BY_NAME = {
    **WAYS,
    "each is asked for his names": EACH_IS_ASKED,
    "a long list of names": {"FEW": 0, "SHORT": 0},
    "a long list of names for the newest, then all": {"FEW": 0, "SHORT": 0, "REACH": 1},
    "so the newest, then all": EACH_IS_ASKED | {"REACH": 1},
    "so, with nothing sorted and numbers looked up": EACH_IS_ASKED | {"SOON": 0},
}


@pytest.fixture(params=WAYS)
def every_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    go(WAYS[request.param], monkeypatch)


@pytest.fixture(params=WAYS_BY_NAME)
def every_way_by_name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    go(WAYS_BY_NAME[request.param], monkeypatch)


def go(way: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in way.items():
        monkeypatch.setattr(
            certificate_keys if name in ("FEW", "REACH") else certificate_filters, name, value
        )


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


@pytest.mark.usefixtures("every_way_by_name")
@pytest.mark.parametrize("sort", list(CertificateSort))
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("text", ["o", "oak", "oak tr", "k t"])
def test_pages_of_a_name_go_forth_and_back(
    session: Session, people: People, sort: str, descending: bool, text: str
) -> None:
    """Some have both names of a holder in them; each certificate is listed once."""
    rows = issued(
        session, people, [f"{name} {n}" for n in range(5) for name in ("Oak tree", "Elm", "Oak Trust")]
    )
    for row in rows[::5]:
        holder = session.get_one(models.Holder, row.holder_id)
        factories.holder_name(session, holder, f"{holder.name} of oak trees")
    elms = {row.holder_id for row in rows[1::3]}
    renamed = {row.id for row in rows[::5] if row.holder_id in elms}
    wanted = {row.id for row in rows if row.holder_id not in elms}
    wanted |= renamed if text in ("oak", "oak tr", "k t") else set()

    def page(after: str | None = None, limit: int = 3) -> seen.paging.Page[seen.CertificateRow]:
        found = CertificateFilter(text)
        return seen.page(
            session, people.sam, found, sort=sort, descending=descending, after=after, limit=limit
        )

    pages = [page()]
    while pages[-1].next:
        pages.append(page(pages[-1].next))
    ids = [row.id for one in pages for row in one.rows]
    assert ids == [row.id for row in page(limit=50).rows] and set(ids) == wanted and len(ids) == len(wanted)
    for before, after in itertools.pairwise(pages):
        assert page(after.previous).rows == before.rows
    assert pages[0].previous is None


@pytest.mark.usefixtures("every_way_by_name")
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
    assert sorted(holders(page)) == sorted(found)
    assert page.count.number == len(found) or not certificate_keys.FEW


@pytest.mark.usefixtures("every_way_by_name")
@pytest.mark.parametrize("sort", list(CertificateSort))
@pytest.mark.parametrize("descending", [True, False])
def test_a_numbers_beginning_lists_the_same_in_every_way(
    session: Session, people: People, sort: CertificateSort, descending: bool
) -> None:
    """By the index of numbers, or past it."""
    names = ("Elm LLC", "Alder LLC", "Cedar LLC", "Birch LLC", "Dogwood LLC", "Fir LLC")
    rows = issued(session, people, list(names))
    for row, end in zip(rows, ("26-3", "26-1", "25-9", "26-5", "26-4", "27-1"), strict=True):
        row.number = f"KV-{end}"
    session.flush()
    keys = {"holder": names, "number": [row.number for row in rows], "insured": [row.id for row in rows]}
    key = dict(zip(names, keys.get(sort, [row.issued_at for row in rows]), strict=True))
    wanted = [name for name, row in zip(names, rows, strict=True) if row.number.startswith("KV-26")]
    text = CertificateFilter("kv-26")
    asked = partial(seen.page, session, people.vic, text, sort=sort, descending=descending)
    first = asked(limit=3)
    found = holders(first) + holders(asked(limit=3, after=first.next))
    assert found == sorted(wanted, key=lambda name: key[name], reverse=descending)


@pytest.mark.usefixtures("every_way_by_name")
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
    (row,) = issued(
        session, people, ["One LLC"], content={"holder": {"address": {"city": "Boise", "state": "ID"}}}
    )
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
