from datetime import timedelta

import pytest
from sqlmodel import Session

from coi_app import clock
from coi_app.queries import additional_interests, holder_choices, holders
from coi_app.queries.additional_interests import InterestFilter
from coi_app.queries.holder_choices import Use
from coi_app.rules.coverage import Line
from tests import factories
from tests.cast import People


def test_holders_used_last_come_first_then_linked_ones_then_others(session: Session, people: People) -> None:
    used, linked = factories.holder(session, "Zeta Market"), factories.holder(session, "Yonder Homes")
    other, earlier = factories.holder(session, "Alpha Market"), factories.holder(session, "Beta Market")
    version = factories.master(session, people.redwood)
    now = clock.now()
    for holder, days in ((used, 1), (earlier, 9), (used, 20)):
        factories.certificate(session, people.redwood, holder, version, issued_at=now - timedelta(days=days))
    factories.certificate(session, people.harbor, other, version)  # of somebody else
    link = factories.interest(session, people.redwood, linked, delivery_email="coi@yonder.example")
    found = holder_choices.choices(session, people.sam, people.redwood.id)
    assert [(one.id, one.use) for one in found] == [
        (used.id, Use.RECENT),
        (earlier.id, Use.RECENT),
        (linked.id, Use.LINKED),
        (other.id, Use.NEVER),
    ]
    assert found[0].last_issued_at == now - timedelta(days=1)
    assert (found[2].interest_id, found[2].email) == (link.id, "coi@yonder.example")
    assert (found[3].interest_id, found[3].email) == (None, "certs@halvorsenpg.example")
    market = holder_choices.choices(session, people.sam, people.redwood.id, "market")
    assert [one.id for one in market] == [used.id, earlier.id, other.id]
    assert len(holder_choices.choices(session, people.sam, people.redwood.id, limit=2)) == 2
    assert other.id not in [one.id for one in holder_choices.choices(session, people.ivy, people.redwood.id)]


def test_a_merged_holder_is_offered_no_more(session: Session, people: People) -> None:
    kept = factories.holder(session, "Linden Square LP")
    gone = factories.holder(session, "Linden Square", merged_into_id=kept.id)
    factories.certificate(session, people.redwood, gone, factories.master(session, people.redwood))
    assert [one.id for one in holder_choices.choices(session, people.sam, people.redwood.id)] == [kept.id]
    assert [row.id for row in holders.page(session, people.sam, "linden").rows] == [kept.id]


def test_a_holder_of_the_same_name_is_noticed(session: Session, people: People) -> None:
    there = factories.holder(session, "O'Brien & Sons, L.L.C.")
    twins = holders.same_name(session, people.sam, "obrien and sons llc")
    assert twins == ()
    assert [row.id for row in holders.same_name(session, people.sam, "OBRIEN  SONS LLC")] == [there.id]
    assert holders.same_name(session, people.sam, "") == holders.same_name(session, people.sam, None) == ()


def test_a_link_shows_its_holder_and_its_last_certificate(session: Session, people: People) -> None:
    holder = factories.holder(session)
    version = factories.master(session, people.redwood)
    factories.interest(
        session,
        people.redwood,
        holder,
        types=["additional_insured", "lessor"],
        wants_additional_insured=["general_liability"],
        preferred_master_id=version.master_id,
        delivery_email="coi@halvorsenpg.example",
    )
    factories.certificate(session, people.redwood, holder, version)
    last = factories.certificate(session, people.redwood, holder, version)
    factories.certificate(session, people.harbor, holder, version)
    (row,) = additional_interests.page(session, people.sam, people.redwood.id).rows
    assert (row.name, row.email, row.preferred_master) == (
        "Halvorsen Property Group LLC",
        "coi@halvorsenpg.example",
        "All Lines",
    )
    assert row.type_label == "Additional insured, Lessor"
    assert row.wants_additional_insured == (Line.GENERAL_LIABILITY,)
    assert row.last_certificate is not None
    assert row.last_certificate.number == last.number


@pytest.mark.parametrize(
    "text", ["halv", "prop grou", "merid", "MERID", "certs@zed", "coi@", "ha", "formerly", "100%_"]
)
def test_a_link_is_found_by_name_former_name_city_and_email(
    session: Session, people: People, text: str
) -> None:
    holder = factories.holder(session, city="Meridian", email="certs@zed.example")
    factories.holder_name(session, holder, "Formerly Known")
    link = factories.interest(session, people.redwood, holder, delivery_email="COI@zed.example")
    factories.interest(session, people.redwood, factories.holder(session, "Other Co", email=""))
    page = additional_interests.page(session, people.sam, people.redwood.id, InterestFilter(text))
    assert [row.id for row in page.rows] == ([] if text == "100%_" else [link.id])


def test_links_are_narrowed_by_type_and_by_their_end(session: Session, people: People) -> None:
    holder = factories.holder(session)
    lender = factories.interest(session, people.redwood, holder, types=["lenders_loss_payable"])
    payee = factories.interest(session, people.redwood, holder, types=["loss_payee", "mortgagee"])
    ended = factories.interest(
        session, people.redwood, holder, types=["loss_payee"], ended_on=factories.today()
    )
    factories.interest(session, people.harbor, holder, types=["loss_payee"])

    def shown(**wanted: str) -> list[int]:
        return additional_interests.ids(session, people.sam, people.redwood.id, InterestFilter(**wanted))

    assert shown() == [lender.id, payee.id]
    assert shown(type="loss_payee") == [payee.id]
    assert shown(type="loss_payee", show="all") == [payee.id, ended.id]
    assert shown(show="ended") == [ended.id]
    assert shown(type="nonsense", show="nonsense") == [lender.id, payee.id]


def test_links_page_in_the_order_of_names(session: Session, people: People) -> None:
    for name in ("delta", "Alpha", "charlie", "Bravo", "Álpha"):
        factories.interest(session, people.redwood, factories.holder(session, name))
    first = additional_interests.page(session, people.sam, people.redwood.id, limit=3)
    assert [row.name for row in first.rows] == ["Alpha", "Álpha", "Bravo"]
    second = additional_interests.page(session, people.sam, people.redwood.id, after=first.next, limit=3)
    assert [row.name for row in second.rows] == ["charlie", "delta"]
    again = additional_interests.page(session, people.sam, people.redwood.id, after=second.previous, limit=3)
    assert (again.rows, again.previous, second.next) == (first.rows, None, None)
    latest = additional_interests.page(session, people.sam, people.redwood.id, sort="updated", limit=1)
    assert latest.rows[0].name == "Álpha"
