"""Every change, tried by those who may not: nothing is written, and what is out of sight is not there."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, func, select

from coi_app import models
from coi_app.rules import errors
from coi_app.services import (
    additional_interests,
    agency,
    carriers,
    contacts,
    endorsements,
    holders,
    insureds,
    mail_settings,
    policies,
    templates,
)
from tests import factories, forms
from tests.cast import People

Change = Callable[[Session, Any, dict[str, Any]], object]
OF_AN_INSURED: dict[str, Change] = {
    "insureds.change": lambda s, who, of: insureds.change(s, who, of["insured"], {"dba": "New"}),
    "contacts.add": lambda s, who, of: contacts.add(s, who, of["insured"], forms.CONTACT),
    "contacts.change": lambda s, who, of: contacts.change(s, who, of["contact"], {"name": "New"}),
    "contacts.remove": lambda s, who, of: contacts.remove(s, who, of["contact"]),
    "policies.create": lambda s, who, of: policies.create(s, who, of["insured"], forms.policy(of["carrier"])),
    "policies.change": lambda s, who, of: policies.change(s, who, of["policy"], {"number": "NEW-1"}),
    "policies.cancel": lambda s, who, of: policies.cancel(s, who, of["policy"], factories.today()),
    "policies.reinstate": lambda s, who, of: policies.reinstate(s, who, of["policy"]),
    "endorsements.add": lambda s, who, of: endorsements.add(s, who, of["policy"], forms.ENDORSEMENT),
    "endorsements.change": lambda s, who, of: endorsements.change(
        s, who, of["endorsement"], {"title": "New"}
    ),
    "endorsements.remove": lambda s, who, of: endorsements.remove(s, who, of["endorsement"]),
    "holders.change": lambda s, who, of: holders.change(s, who, of["holder"], {"name": "New"}),
    "additional_interests.add": lambda s, who, of: additional_interests.add(
        s, who, of["insured"], forms.INTEREST | forms.new_holder()
    ),
    "additional_interests.change": lambda s, who, of: additional_interests.change(
        s, who, of["interest"], {"project": "New"}
    ),
    "additional_interests.end": lambda s, who, of: additional_interests.end(s, who, of["interest"]),
    "additional_interests.resume": lambda s, who, of: additional_interests.resume(s, who, of["interest"]),
}
OF_THE_AGENCY: dict[str, Change] = {
    "insureds.create": lambda s, who, of: insureds.create(s, who, forms.INSURED),
    "holders.create": lambda s, who, of: holders.create(s, who, forms.HOLDER),
    "carriers.create": lambda s, who, of: carriers.create(s, who, forms.CARRIER),
    "carriers.change": lambda s, who, of: carriers.change(s, who, of["carrier"], {"naic": "11111"}),
    "carriers.retire": lambda s, who, of: carriers.retire(s, who, of["carrier"]),
    "carriers.resume": lambda s, who, of: carriers.resume(s, who, of["carrier"]),
    "agency.change": lambda s, who, of: agency.change(s, who, forms.AGENCY),
    "agency.set_logo": lambda s, who, of: agency.set_logo(s, who, forms.picture()),
    "agency.set_signature": lambda s, who, of: agency.set_signature(s, who, forms.picture()),
    "agency.remove_logo": lambda s, who, of: agency.remove_logo(s, who),
    "agency.remove_signature": lambda s, who, of: agency.remove_signature(s, who),
    "mail_settings.change": lambda s, who, of: mail_settings.change(s, who, forms.MAIL),
    "templates.create": lambda s, who, of: templates.create(s, who, forms.TEMPLATE),
    "templates.change": lambda s, who, of: templates.change(s, who, of["template"], {"name": "New"}),
    "templates.retire": lambda s, who, of: templates.retire(s, who, of["template"]),
    "templates.resume": lambda s, who, of: templates.resume(s, who, of["template"]),
}
ADMINS_ONLY = [name for name in OF_THE_AGENCY if name.startswith(("agency.", "templates.", "mail_settings."))]


@pytest.fixture
def ids(session: Session, people: People) -> dict[str, Any]:
    """One of everything at Redwood Ridge."""
    carrier = factories.carrier(session)
    policy = factories.policy(session, people.redwood, carrier_id=carrier.id)
    holder = factories.holder(session)
    interest = factories.interest(session, people.redwood, holder)
    contact = models.Contact(insured_id=people.redwood.id, name="Dana")
    now = policy.created_at
    template = models.DescriptionTemplate(name="T", body="B", created_at=now, updated_at=now)
    session.add_all([contact, template])
    session.flush()
    return {
        "insured": people.redwood.id,
        "carrier": carrier.id,
        "policy": policy.id,
        "endorsement": factories.endorsement(session, policy).id,
        "holder": holder.id,
        "interest": interest.id,
        "contact": contact.id,
        "template": template.id,
    }


def everything_written(session: Session) -> list[object]:
    session.expire_all()
    tables = (
        models.Insured,
        models.Contact,
        models.Policy,
        models.PolicyEndorsement,
        models.Holder,
        models.HolderName,
        models.Carrier,
        models.AdditionalInterest,
        models.Agency,
        models.DescriptionTemplate,
    )
    kept: list[object] = [session.exec(select(func.count()).select_from(models.Activity)).one()]
    for table in tables:
        kept += sorted(str(row.model_dump()) for row in session.exec(select(table)))
    return kept


@pytest.mark.parametrize("change", OF_AN_INSURED | OF_THE_AGENCY)
def test_a_viewer_changes_nothing(session: Session, people: People, ids: dict[str, Any], change: str) -> None:
    before = everything_written(session)
    with pytest.raises(errors.NotAllowed):
        (OF_AN_INSURED | OF_THE_AGENCY)[change](session, people.vic, ids)
    assert everything_written(session) == before


@pytest.mark.parametrize("change", OF_AN_INSURED)
@pytest.mark.parametrize("name", ["ivy", "nia", "dee"])
def test_an_insureds_own_people_do_not_change_it_at_the_desk(
    session: Session, people: People, ids: dict[str, Any], change: str, name: str
) -> None:
    before = everything_written(session)
    with pytest.raises(errors.NotAllowed):
        OF_AN_INSURED[change](session, getattr(people, name), ids)
    assert everything_written(session) == before


@pytest.mark.parametrize("change", OF_AN_INSURED)
def test_another_insured_is_told_that_it_is_not_there(
    session: Session, people: People, ids: dict[str, Any], change: str
) -> None:
    before = everything_written(session)
    with pytest.raises(errors.NotFound) as foreign:
        OF_AN_INSURED[change](session, people.otto, ids)
    with pytest.raises(errors.NotFound) as missing:
        OF_AN_INSURED[change](session, people.otto, dict.fromkeys(ids, 987_654))
    assert str(foreign.value) == str(missing.value)
    assert everything_written(session) == before


@pytest.mark.parametrize("change", OF_THE_AGENCY)
def test_an_insureds_people_have_no_say_in_the_agency(
    session: Session, people: People, ids: dict[str, Any], change: str
) -> None:
    before = everything_written(session)
    for who in people.insureds_people:
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            OF_THE_AGENCY[change](session, who, ids)
    assert everything_written(session) == before


@pytest.mark.parametrize("change", ADMINS_ONLY)
def test_what_the_agency_prints_is_for_admins(
    session: Session, people: People, ids: dict[str, Any], change: str
) -> None:
    with pytest.raises(errors.NotAllowed):
        OF_THE_AGENCY[change](session, people.sam, ids)


@pytest.mark.parametrize(
    "wrong", [0, -1, 2**63, 10**30, "", "1; --", "٣", None, True, 1.0, [1], {"id": 1}, b"1"]
)
@pytest.mark.parametrize("change", OF_AN_INSURED)
def test_a_wrong_id_is_not_there(
    session: Session, people: People, ids: dict[str, Any], change: str, wrong: object
) -> None:
    with pytest.raises(errors.NotFound):
        OF_AN_INSURED[change](session, people.ada, ids | dict.fromkeys(set(ids) - {"carrier"}, wrong))


def give_pictures(session: Session) -> None:
    row = session.get(models.Agency, 1)
    assert row is not None
    row.logo_sha256 = row.signature_sha256 = "0" * 64


# What has to be so before a change can change anything.
BEFORE: dict[str, Change] = {
    "policies.reinstate": OF_AN_INSURED["policies.cancel"],
    "additional_interests.resume": OF_AN_INSURED["additional_interests.end"],
    "carriers.resume": OF_THE_AGENCY["carriers.retire"],
    "templates.resume": OF_THE_AGENCY["templates.retire"],
    "agency.remove_logo": lambda s, who, of: give_pictures(s),
    "agency.remove_signature": lambda s, who, of: give_pictures(s),
}


@pytest.mark.parametrize("change", OF_AN_INSURED | OF_THE_AGENCY)
def test_a_change_is_in_the_activity_once(
    session: Session, people: People, ids: dict[str, Any], change: str
) -> None:
    BEFORE.get(change, lambda s, who, of: None)(session, people.ada, ids)
    before = session.exec(select(func.count()).select_from(models.Activity)).one()
    (OF_AN_INSURED | OF_THE_AGENCY)[change](session, people.ada, ids)
    added = session.exec(select(models.Activity).order_by(models.Activity.id)).all()[before:]
    kinds = ["holder:created", "interest:added"] if change == "additional_interests.add" else [added[-1].kind]
    assert [entry.kind for entry in added] == kinds
    assert (added[-1].actor_name, added[-1].ip) == ("Ada", people.ada.ip)
    assert added[-1].chain == expected_chain(change, people, added[-1])


def expected_chain(change: str, people: People, entry: models.Activity) -> int | None:
    """The insured's own history; holders, carriers and the agency have the agency's."""
    if change == "insureds.create":
        return entry.subject_id
    return people.redwood.id if change in OF_AN_INSURED and change != "holders.change" else 0
