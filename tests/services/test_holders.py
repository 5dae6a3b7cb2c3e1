from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries import additional_interests as links_seen
from coi_app.queries import holders as seen
from coi_app.rules import errors
from coi_app.services import additional_interests, holders
from tests import factories, forms
from tests.cast import People


def latest_entry(session: Session) -> models.Activity:
    return session.exec(select(models.Activity).order_by(models.Activity.id.desc())).first()


def linked(session: Session, people: People, **given: Any) -> int:
    values = forms.INTEREST | {"holder_id": factories.holder(session).id} | given
    return additional_interests.add(session, people.sam, people.redwood.id, values)


def test_a_renamed_holder_is_found_under_both_names(session: Session, people: People) -> None:
    holder_id = holders.create(session, people.sam, forms.HOLDER)
    holders.change(session, people.sam, holder_id, {"name": "Goldleaf Homes LP"}, seen_revision=1)
    for text in ("silverleaf", "goldleaf", "si", "go"):
        (row,) = seen.page(session, people.sam, text).rows
        assert row.name == "Goldleaf Homes LP"
    assert seen.page(session, people.sam, "silverleaf").rows[0].found_as == "Silverleaf Apartments LP"
    assert seen.detail(session, people.sam, holder_id).former_names == ("Silverleaf Apartments LP",)
    holders.change(session, people.sam, holder_id, {"name": "Silverleaf Apartments LP"})
    assert seen.detail(session, people.sam, holder_id).former_names == ("Goldleaf Homes LP",)


def test_a_holder_has_a_name_and_an_address(session: Session, people: People) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        holders.create(session, people.sam, {"name": " ", "email": "a@b.example, c@d.example"})
    assert set(wrong.value.problems) == {"name", "line_one", "city", "state", "zip_code", "email"}
    assert session.exec(select(models.Holder)).all() == []


def test_two_who_change_the_same_holder(session: Session, people: People) -> None:
    holder_id = holders.create(session, people.sam, forms.HOLDER)
    holders.change(session, people.ada, holder_id, {"attention": "Legal"}, seen_revision=1)
    with pytest.raises(errors.Conflict, match="holder"):
        holders.change(session, people.sam, holder_id, {"attention": "Office"}, seen_revision=1)


def test_all_fields_of_a_link_come_back(session: Session, people: People) -> None:
    master = factories.master(session, people.redwood)
    link_id = linked(session, people, preferred_master_id=str(master.master_id))
    detail = links_seen.detail(session, people.sam, link_id)
    assert detail.interest.type_label == "Additional insured, Franchisor"
    assert detail.values == forms.INTEREST | {
        "written_contract_on": "2026-01-14",
        "preferred_master_id": master.master_id,
    }
    additional_interests.change(session, people.sam, link_id, detail.values, detail.revision)
    assert links_seen.detail(session, people.sam, link_id).revision == 1


def test_a_new_holder_and_its_link_in_one_go(session: Session, people: People) -> None:
    values = forms.new_holder() | {"project": "Linden Square"}
    link_id = additional_interests.add(session, people.sam, people.redwood.id, values)
    detail = links_seen.detail(session, people.sam, link_id)
    assert (detail.holder_name, detail.interest.type_label) == (
        "Silverleaf Apartments LP",
        "Certificate holder",
    )
    assert seen.page(session, people.sam, "silverleaf").rows[0].insureds == 1


def test_a_wrong_link_makes_no_holder(session: Session, people: People) -> None:
    values = forms.new_holder() | {"holder_state": "XX", "description": "For {nobody}.", "types": ["friend"]}
    with pytest.raises(errors.InvalidInput) as wrong:
        additional_interests.add(session, people.sam, people.redwood.id, values)
    assert set(wrong.value.problems) == {"holder_state", "description", "types"}
    assert session.exec(select(models.Holder)).all() == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"types": ["other"], "other_type": ""}, "other_type"),
        ({"wants_additional_insured": ["workers_compensation"]}, "wants_additional_insured"),
        ({"wants_waiver": ["boats"]}, "wants_waiver"),
        ({"holder_id": 987_654}, "holder_id"),
        ({"preferred_master_id": 987_654}, "preferred_master_id"),
        ({"delivery_email": "nobody"}, "delivery_email"),
        ({"written_contract_on": "yesterday"}, "written_contract_on"),
        ({"description": "Re {project"}, "description"),
    ],
)
def test_what_cannot_be_a_link(session: Session, people: People, given: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        linked(session, people, **given)
    assert list(wrong.value.problems) == [field]


def test_the_preferred_master_is_the_insureds_own(session: Session, people: People) -> None:
    foreign = factories.master(session, people.harbor)
    with pytest.raises(errors.InvalidInput, match="preferred master"):
        linked(session, people, preferred_master_id=foreign.master_id)


def test_a_holder_is_not_linked_twice_for_the_same_project(session: Session, people: People) -> None:
    holder = factories.holder(session)
    values = {"holder_id": holder.id, "project": "Linden Square"}
    first = additional_interests.add(session, people.sam, people.redwood.id, values)
    with pytest.raises(errors.InvalidInput, match="on the list already"):
        additional_interests.add(session, people.sam, people.redwood.id, values)
    other = values | {"project": "Cedar Street"}
    second = additional_interests.add(session, people.sam, people.redwood.id, other)
    with pytest.raises(errors.InvalidInput, match="on the list already"):
        additional_interests.change(session, people.sam, second, values)
    additional_interests.end(session, people.sam, first)
    additional_interests.add(session, people.sam, people.redwood.id, values)
    with pytest.raises(errors.InvalidInput, match="on the list already"):
        additional_interests.resume(session, people.sam, first)


def test_a_link_ends_and_comes_back_with_all_it_had(session: Session, people: People) -> None:
    link_id = linked(session, people)
    yesterday = factories.today() - timedelta(days=1)
    additional_interests.end(session, people.sam, link_id, yesterday.isoformat(), seen_revision=1)
    assert links_seen.page(session, people.sam, people.redwood.id).rows == ()
    ended = links_seen.InterestFilter(show="ended")
    assert links_seen.page(session, people.sam, people.redwood.id, ended).rows[0].ended_on == yesterday
    assert latest_entry(session).kind == "interest:ended"
    additional_interests.resume(session, people.sam, link_id, seen_revision=2)
    assert links_seen.detail(session, people.sam, link_id).interest.project == "Cedar Street Lofts"
    assert latest_entry(session).kind == "interest:resumed"


def test_a_link_does_not_end_in_the_future(session: Session, people: People) -> None:
    link_id = linked(session, people)
    with pytest.raises(errors.InvalidInput, match="up to today"):
        additional_interests.end(session, people.sam, link_id, factories.today() + timedelta(days=1))


def test_two_who_change_the_same_link(session: Session, people: People) -> None:
    link_id = linked(session, people)
    additional_interests.change(session, people.ada, link_id, {"loan_number": "1"}, seen_revision=1)
    for again in (additional_interests.end, additional_interests.resume):
        with pytest.raises(errors.Conflict):
            again(session, people.sam, link_id, seen_revision=1)
    with pytest.raises(errors.Conflict):
        additional_interests.change(session, people.sam, link_id, {"loan_number": "2"}, seen_revision=1)
