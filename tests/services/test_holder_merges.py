"""Merging holders: nothing is lost, nobody sees more than before, and what is merged is offered no more."""

from collections.abc import Iterable
from typing import Any

import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.documents.spreadsheet import Row
from coi_app.queries import additional_interests as links_seen
from coi_app.queries import certificates, holder_choices, holder_merges, holders, search
from coi_app.queries.certificate_filters import CertificateFilter
from coi_app.queries.portal import recipients
from coi_app.rules import errors
from coi_app.rules.access import Actor
from coi_app.rules.holder_import import Kind
from coi_app.rules.import_columns import Column
from coi_app.services import audit, exports, import_judging
from coi_app.services import holder_merges as merges
from coi_app.services import holders as holder_services
from tests import factories
from tests.cast import People


@pytest.fixture
def kept(session: Session) -> models.Holder:
    return factories.holder(session, "Halvorsen Property Group LLC")


@pytest.fixture
def gone(session: Session) -> models.Holder:
    return factories.holder(
        session,
        "Halvorsen Propertys",
        address_line_one="1 Elm Road",
        email="old@halvorsen.example",
        zip_code="83705",
    )


def merge(session: Session, actor: Actor, kept: models.Holder, *gone: models.Holder, **values: str) -> None:
    merges.merge(session, actor, kept.id, [one.id for one in gone], values)
    session.expire_all()


def row_of(session: Session, row: Any) -> dict[str, Any]:
    session.refresh(row)
    return {name: value for name, value in row.model_dump().items() if name != "holder_id"}


def found_for(session: Session, actor: Actor, text: str) -> list[str]:
    page = certificates.page(session, actor, CertificateFilter(text=text))
    return sorted(row.number for row in page.rows)


def history(session: Session, insured: models.Insured | None) -> list[models.Activity]:
    row = models.Activity
    chain = insured.id if insured else 0
    return list(session.exec(select(row).where(row.chain == chain, row.kind == "holder:merged")))


def names_of(rows: Iterable[Any]) -> list[str]:
    return [row.name for row in rows]


def test_everything_goes_over_and_certificates_stay_as_printed(
    session: Session, people: People, kept: models.Holder, gone: models.Holder
) -> None:
    version = factories.master(session, people.redwood)
    ours = factories.certificate(session, people.redwood, kept, version)
    theirs = factories.certificate(session, people.harbor, gone, version)
    before = row_of(session, theirs)
    link = factories.interest(session, people.harbor, gone, delivery_email="coi@harbor.example")
    request = models.CertificateRequest(
        insured_id=people.harbor.id, holder_id=gone.id, created_at=ours.issued_at
    )
    session.add(request)
    endorsement = factories.endorsement(
        session, factories.policy(session, people.harbor), holders=[kept, gone]
    )
    merge(session, people.sam, kept, gone, email="new@halvorsen.example")
    assert row_of(session, theirs) == before != {}
    assert theirs.holder_id == link.holder_id == request.holder_id == kept.id
    assert (link.delivery_email, kept.email) == ("coi@harbor.example", "new@halvorsen.example")
    named = select(models.EndorsementHolder).where(models.EndorsementHolder.endorsement_id == endorsement.id)
    assert [row.holder_id for row in session.exec(named)] == [kept.id]
    for text in ("Halvorsen Propertys", "Property Group"):
        assert found_for(session, people.sam, text) == sorted([ours.number, theirs.number])
    rows = certificates.page(session, people.sam, CertificateFilter(text="propertys")).rows
    assert sorted(row.holder for row in rows) == ["Halvorsen Property Group LLC", "Halvorsen Propertys"]


def test_a_merged_holder_is_offered_nowhere_and_leads_to_the_one_that_stays(
    session: Session, people: People, kept: models.Holder, gone: models.Holder
) -> None:
    earlier = factories.holder(session, "Halvorsen Earlier")
    merge(session, people.sam, gone, earlier)
    merge(session, people.sam, kept, gone)
    assert (gone.merged_into_id, earlier.merged_into_id) == (kept.id, kept.id)
    for old in (gone, earlier):
        assert holders.detail(session, people.sam, old.id).id == kept.id
        with pytest.raises(errors.NotFound):
            holders.in_sight(session, people.sam, old.id)
    assert names_of(holders.page(session, people.sam, "halvorsen").rows) == [kept.name]
    assert holders.page(session, people.sam, "propertys").rows[0].found_as == "Halvorsen Propertys"
    assert holders.same_name(session, people.sam, gone.name) == ()
    for text in ("propertys", "earlier", "halvorsen"):
        assert [one.id for one in search.holders(session, people.sam, text, 9)] == [kept.id]
        assert [one.id for one in holder_choices.choices(session, people.sam, people.redwood.id, text)] == [
            kept.id
        ]
    assert b"Propertys" not in exports.holders(session, people.sam).body


def test_an_import_finds_the_one_that_stays_by_any_spelling_of_the_merged(
    session: Session, people: People, kept: models.Holder, gone: models.Holder
) -> None:
    merge(session, people.sam, kept, gone, name="Halvorsen Group LLC")
    columns = (Column.HOLDER_NAME, Column.LINE_ONE, Column.CITY, Column.STATE, Column.ZIP_CODE)
    places = {column: place for place, column in enumerate(columns)}
    judge = import_judging.Judge(session, Kind.HOLDERS, [one.value for one in columns], places, {})
    rows = (
        ("THE HALVORSEN PROPERTYS", "1 Elm Rd.", "Boise", "ID", "83705"),
        ("Halvorsen Property Group, L.L.C.", "800 West Main St", "Boise", "ID", "83702"),
        ("Halvorsen Propertys", "", "", "", ""),
    )
    for number, cells in enumerate(rows, start=2):
        judged = judge.judge(Row(number, cells))
        assert (judged["verdict"], judged["holder_id"]) == ("matched", kept.id), judged


def test_links_that_became_the_same_are_one_with_what_both_said(
    session: Session, people: People, kept: models.Holder, gone: models.Holder
) -> None:
    version = factories.master(session, people.redwood)
    stays = factories.interest(session, people.redwood, kept, types=["loss_payee"], description="Lot 4.")
    ends = factories.interest(
        session, people.redwood, gone, types=["additional_insured"], description="Lot 5.",
        delivery_email="coi@halvorsen.example", wants_waiver=["automobile"], preferred_master_id=version.master_id,
    )  # fmt: skip
    other = factories.interest(session, people.redwood, gone, project="Cedar Street")
    printed = factories.certificate(session, people.redwood, gone, version, interest_id=ends.id)
    shown = holder_merges.preview(session, people.sam, [gone.id, kept.id], kept.id)
    assert [(one.name, one.links, one.certificates) for one in shown.candidates] == [
        ("Halvorsen Propertys", 2, 1),
        ("Halvorsen Property Group LLC", 1, 0),
    ]
    (joining,) = shown.joining
    assert (shown.joining_count, joining.insured, shown.apart) == (1, "Redwood Ridge Builders LLC", 1)
    assert joining.differences == (
        "Type: Loss payee and Additional insured become one.",
        "Description of operations: “Lot 4.” stays, “Lot 5.” goes into Activity History.",
    )
    merge(session, people.sam, kept, gone)
    assert stays.types == ["additional_insured", "loss_payee"] and stays.wants_waiver == ["automobile"]
    assert (stays.description, stays.delivery_email) == ("Lot 4.", "coi@halvorsen.example")
    assert stays.preferred_master_id == version.master_id and ends.ended_on == factories.today()
    assert (other.holder_id, other.ended_on, printed.interest_id) == (kept.id, None, stays.id)
    active = links_seen.page(session, people.sam, people.redwood.id).rows
    assert sorted(row.id for row in active) == sorted([stays.id, other.id])
    assert [row.last_certificate is not None for row in active] == [True, True]


def test_links_that_agree_are_one_without_a_word(
    session: Session, people: People, kept: models.Holder, gone: models.Holder
) -> None:
    third = factories.holder(session, "Halvorsen 3")
    first = factories.interest(session, people.redwood, gone)
    factories.interest(session, people.redwood, third)
    shown = holder_merges.preview(session, people.sam, [kept.id, gone.id, third.id], kept.id)
    assert ([one.differences for one in shown.joining], shown.apart) == ([()], 0)
    merge(session, people.sam, kept, gone, third)
    assert [row.id for row in links_seen.page(session, people.sam, people.redwood.id).rows] == [first.id]


def test_an_approval_that_waits_is_about_what_stays(
    session: Session, people: People, kept: models.Holder, gone: models.Holder
) -> None:
    stays = factories.interest(session, people.redwood, kept)
    ends = factories.interest(session, people.redwood, gone)
    wish = {"holder_id": gone.id, "interest_id": ends.id, "text": "Re: Lot 4."}
    request = models.CertificateRequest(
        insured_id=people.redwood.id,
        holder_id=gone.id,
        wish=wish,
        status="waiting",
        created_at=gone.created_at,
    )
    session.add(request)
    merge(session, people.sam, kept, gone)
    assert request.wish == {"holder_id": kept.id, "interest_id": stays.id, "text": "Re: Lot 4."}


def test_a_batch_goes_on_with_the_link_that_stays(
    session: Session, people: People, kept: models.Holder, gone: models.Holder
) -> None:
    version = factories.master(session, people.redwood)
    stays, ends = (factories.interest(session, people.redwood, one) for one in (kept, gone))
    for key, linked in (("alone", [ends]), ("both", [stays, ends])):
        batch = models.Batch(
            insured_id=people.redwood.id,
            master_version_id=version.id,
            request_key=key,
            created_at=kept.created_at,
        )
        session.add(batch)
        session.flush()
        for place, link in enumerate(linked):
            session.add(models.BatchItem(batch_id=batch.id, position=place, interest_id=link.id))
    merge(session, people.sam, kept, gone)
    items = session.exec(
        select(models.BatchItem).order_by(models.BatchItem.batch_id, models.BatchItem.position)
    )
    assert [item.interest_id for item in items] == [stays.id, stays.id, ends.id]


def test_the_history_of_everybody_concerned_tells_before_and_after(
    session: Session, people: People, kept: models.Holder, gone: models.Holder
) -> None:
    untouched = factories.insured(session, "Quarry Bend Coffee LLC")
    factories.interest(session, untouched, kept)
    link = factories.interest(session, people.harbor, gone)
    factories.certificate(session, people.redwood, gone, factories.master(session, people.redwood))
    merge(session, people.sam, kept, gone, name="Halvorsen Group LLC")
    (entry,) = history(session, None)
    assert entry.sentence == "Merged Halvorsen Propertys into the holder Halvorsen Group LLC"
    assert entry.details["changed"] == {"name": ["Halvorsen Property Group LLC", "Halvorsen Group LLC"]}
    assert entry.details["merged"][0]["line_one"] == "1 Elm Road"
    (of_harbor,), (of_redwood,) = history(session, people.harbor), history(session, people.redwood)
    assert (of_harbor.details["links"], of_redwood.details["certificates"]) == ([link.id], 1)
    assert of_redwood.subject_id == kept.id and history(session, untouched) == []
    assert audit.verify(session).broken is None


def test_insureds_see_exactly_the_holders_they_saw(
    session: Session, people: People, kept: models.Holder, gone: models.Holder
) -> None:
    factories.interest(session, people.redwood, gone)
    mine = factories.interest(session, people.harbor, factories.holder(session, "Harbor's own"))
    merge(session, people.sam, kept, gone)
    assert [one.id for one in recipients.found(session, people.ivy)] == [kept.id]
    assert [one.id for one in recipients.found(session, people.otto)] == [mine.holder_id]
    with pytest.raises(errors.NotFound):
        holders.detail(session, people.otto, gone.id)
    assert holders.detail(session, people.ivy, gone.id).id == kept.id


def test_what_refuses_leaves_everything_as_it_was(
    session: Session, people: People, kept: models.Holder, gone: models.Holder
) -> None:
    link = factories.interest(session, people.redwood, gone)
    third = factories.holder(session, "Third Co")
    merge(session, people.sam, kept, third)
    before = [row_of(session, one) for one in (kept, gone, link)]
    tries: list[tuple[type[Exception], str, Any, list[Any], dict[str, str], dict[int, int]]] = [
        (errors.Conflict, "two different", kept.id, [], {}, {}),
        (errors.Conflict, "two different|itself", kept.id, [kept.id], {}, {}),
        (errors.Conflict, "into itself", kept.id, [gone.id, kept.id], {}, {}),
        (errors.Conflict, "was merged into Halvorsen Property", gone.id, [third.id], {}, {}),
        (errors.Conflict, "was merged into Halvorsen Property", third.id, [gone.id], {}, {}),
        (errors.NotFound, "not here", kept.id, [987_654], {}, {}),
        (errors.Conflict, "holder Halvorsen Propertys", kept.id, [gone.id], {}, {gone.id: 9}),
        (errors.InvalidInput, "name", kept.id, [gone.id], {"name": " "}, {}),
        (errors.Conflict, "at most 20", kept.id, list(range(1, 30)), {}, {}),
    ]
    for kind, words, survivor, others, values, seen in tries:
        with pytest.raises(kind, match=words):
            merges.merge(session, people.sam, survivor, others, values, seen)
    session.expire_all()
    assert [row_of(session, one) for one in (kept, gone, link)] == before and link.holder_id == gone.id


@pytest.mark.parametrize("name", ["vic", "ivy", "nia", "otto", "dee"])
def test_who_may_not_merge(
    session: Session, people: People, kept: models.Holder, gone: models.Holder, name: str
) -> None:
    for holder in (kept, gone):
        factories.interest(session, people.redwood, holder)
    actor = getattr(people, name)
    expected = errors.NotAllowed if name != "otto" else errors.NotFound
    with pytest.raises(expected):
        merges.merge(session, actor, kept.id, [gone.id])
    with pytest.raises(expected):
        holder_merges.preview(session, actor, [kept.id, gone.id], kept.id)
    session.expire_all()
    assert gone.merged_into_id is None and history(session, None) == []


def test_a_holder_edited_meanwhile_stops_the_merge(
    session: Session, people: People, kept: models.Holder, gone: models.Holder
) -> None:
    seen = {one.id: one.revision for one in (kept, gone)}
    holder_services.change(session, people.ada, gone.id, {"attention": "Legal"})
    with pytest.raises(errors.Conflict, match="Somebody else changed this holder Halvorsen Propertys"):
        merges.merge(session, people.sam, kept.id, [gone.id], {}, seen)
