"""Certificates Sent narrowed by what was typed, in every way it is read."""

import itertools
from functools import partial

import pytest
from sqlmodel import Session

from coi_app import models
from coi_app.queries import certificate_keys
from coi_app.queries import certificates as seen
from coi_app.queries.certificates import CertificateFilter, CertificateSort
from tests import factories
from tests.cast import People
from tests.queries import grid
from tests.queries.grid import holders, issued


@pytest.fixture(params=grid.WAYS_BY_NAME)
def every_way_by_name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    grid.go(grid.WAYS_BY_NAME[request.param], monkeypatch)


@pytest.mark.usefixtures("every_way_by_name")
@pytest.mark.parametrize(("sort", "descending"), [("issued", True), ("number", False), ("holder", False)])
@pytest.mark.parametrize("text", ["o", "oak tr", "k t"])
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
    wanted |= renamed if text != "o" else set()

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


@pytest.mark.usefixtures("every_way_by_name")
@pytest.mark.parametrize("sort", list(CertificateSort))
def test_an_insureds_list_has_its_own_alone_in_every_way(
    session: Session, people: People, sort: CertificateSort
) -> None:
    """Holders whom both have: an index of holders finds the other's as well."""
    rows = issued(session, people, [f"Oak {n}" for n in range(4)] + ["Elm"])
    other = factories.master(session, people.harbor, [factories.policy(session, people.harbor)])
    for row in rows[:3]:
        holder = session.get_one(models.Holder, row.holder_id)
        factories.certificate(session, people.harbor, holder, other)
    asked = partial(seen.page, session, people.sam, CertificateFilter("oak"), sort=sort, limit=2)
    for insured, number in ((people.redwood, 4), (people.harbor, 3)):
        first = asked(insured_id=insured.id)
        found = [*first.rows, *asked(insured_id=insured.id, after=first.next).rows]
        assert {row.insured_id for row in found} == {insured.id}
        assert len({row.id for row in found}) == len(found) == number
        assert seen.count(session, people.sam, CertificateFilter("oak"), insured.id).number == number
