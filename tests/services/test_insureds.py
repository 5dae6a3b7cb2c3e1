from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries import insureds as seen
from coi_app.rules import errors
from coi_app.rules.insured_kinds import InsuredKind
from coi_app.services import contacts, insureds
from tests import factories, forms
from tests.cast import People


def latest_entry(session: Session) -> models.Activity:
    return session.exec(select(models.Activity).order_by(models.Activity.id.desc())).first()


def test_sam_creates_an_insured(session: Session, people: People) -> None:
    insured_id = insureds.create(session, people.sam, forms.INSURED)
    profile = seen.profile(session, people.sam, insured_id)
    assert (profile.name, profile.dba, profile.kind) == (
        "Cascade Crest Electric Inc",
        "Crest Electric",
        InsuredKind.INSURED,
    )
    assert profile.phone == "(208) 555-0142"
    assert profile.address.rows() == ("411 N Sixth Street", "Suite 5", "Boise, ID 83702-1460")
    entry = latest_entry(session)
    assert (entry.kind, entry.chain) == ("insured:created", insured_id)
    assert entry.sentence == "Created the insured Cascade Crest Electric Inc"
    assert entry.details["entered"]["zip_code"] == "83702-1460"


def test_everything_missing_is_said_at_once(session: Session, people: People) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        insureds.create(session, people.sam, {"state": "Idaho Falls", "email": "nobody", "zip_code": "8370"})
    assert wrong.value.problems == {
        "legal_name": "Enter the legal name as on the declarations.",
        "line_one": "Enter the insured's street address.",
        "city": "Enter the insured's city.",
        "state": "Enter the insured's state as its two letters, for example ID.",
        "zip_code": "Enter the insured's ZIP code as 5 digits or 5 and 4, for example 83702 or 83702-1460.",
        "email": "Enter the e-mail address as name@company.com.",
    }


def test_a_prospect_needs_only_a_name(session: Session, people: People) -> None:
    prospect = insureds.create(
        session, people.sam, {"legal_name": "Lantern Row Bakery LLC", "kind": "prospect"}
    )
    with pytest.raises(errors.InvalidInput) as wrong:
        insureds.change(session, people.sam, prospect, {"kind": "insured"})
    assert set(wrong.value.problems) == {"line_one", "city", "state", "zip_code"}
    insureds.change(session, people.sam, prospect, {"kind": "insured", **forms.ADDRESS})
    assert latest_entry(session).kind == "insured:kind_changed"


def test_a_change_keeps_what_was_left_out_and_says_what_changed(session: Session, people: People) -> None:
    insured_id = insureds.create(session, people.sam, forms.INSURED)
    insureds.change(session, people.sam, insured_id, {"dba": "", "city": "Eagle"})
    profile = seen.profile(session, people.sam, insured_id)
    assert (profile.dba, profile.address.city, profile.revision) == ("", "Eagle", 2)
    assert profile.email == "office@cascadecrest.example"
    assert latest_entry(session).details["changed"] == {
        "dba": ["Crest Electric", ""],
        "city": ["Boise", "Eagle"],
    }


def test_nothing_changed_leaves_no_trace(session: Session, people: People) -> None:
    insured_id = insureds.create(session, people.sam, forms.INSURED)
    created = latest_entry(session).id
    insureds.change(session, people.sam, insured_id, forms.INSURED, seen_revision=1)
    assert latest_entry(session).id == created
    assert seen.profile(session, people.sam, insured_id).revision == 1


def test_two_who_change_the_same_insured(session: Session, people: People) -> None:
    insured_id = insureds.create(session, people.sam, forms.INSURED)
    insureds.change(session, people.ada, insured_id, {"dba": "Ada's"}, seen_revision=1)
    with pytest.raises(errors.Conflict, match="Somebody else changed this insured"):
        insureds.change(session, people.sam, insured_id, {"dba": "Sam's"}, seen_revision=1)
    assert seen.profile(session, people.sam, insured_id).dba == "Ada's"


def test_a_renamed_insured_is_found_under_its_new_name(session: Session, people: People) -> None:
    insured_id = insureds.create(session, people.sam, forms.INSURED)
    insureds.change(session, people.sam, insured_id, {"legal_name": "Peregrine Lighting Inc"})
    found = seen.page(session, people.sam, seen.InsuredFilter("peregrine"))
    assert [row.id for row in found.rows] == [insured_id]
    assert seen.page(session, people.sam, seen.InsuredFilter("cascade crest")).rows == ()


def test_only_one_contact_is_the_primary_one(session: Session, people: People) -> None:
    first = contacts.add(session, people.sam, people.redwood.id, forms.CONTACT)
    second = contacts.add(session, people.sam, people.redwood.id, forms.CONTACT | {"name": "Abel Ruiz"})
    rows = seen.profile(session, people.sam, people.redwood.id).contacts
    assert [(row.id, row.is_primary) for row in rows] == [(second, True), (first, False)]
    contacts.change(session, people.sam, first, {"is_primary": True, "title": "Owner"})
    rows = seen.profile(session, people.sam, people.redwood.id).contacts
    assert [(row.id, row.is_primary, row.title) for row in rows] == [
        (first, True, "Owner"),
        (second, False, "Office manager"),
    ]


def test_a_removed_contact_is_gone_from_the_list_but_kept(session: Session, people: People) -> None:
    contact_id = contacts.add(session, people.sam, people.redwood.id, forms.CONTACT)
    contacts.remove(session, people.sam, contact_id)
    assert seen.profile(session, people.sam, people.redwood.id).contacts == ()
    assert session.get(models.Contact, contact_id).name == "Dana Whitfield"
    with pytest.raises(errors.NotFound):
        contacts.remove(session, people.sam, contact_id)


def test_the_head_shows_living_policies_and_lines_that_just_ended(session: Session, people: People) -> None:
    today = factories.today()
    old = factories.policy(
        session,
        people.redwood,
        effective_on=today - timedelta(days=400),
        expires_on=today - timedelta(days=35),
    )
    factories.policy(
        session,
        people.redwood,
        effective_on=today - timedelta(days=800),
        expires_on=today - timedelta(days=500),
    )
    strip = seen.profile(session, people.sam, people.redwood.id).policies
    assert [cell.id for cell in strip] == [old.id]
    assert strip[0].elapsed == 1.0
    renewed = factories.policy(session, people.redwood)
    strip = seen.profile(session, people.sam, people.redwood.id).policies
    assert [(cell.id, cell.standing.label) for cell in strip] == [(renewed.id, "In force")]
