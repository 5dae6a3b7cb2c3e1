"""A new e-mail address counts when whoever has it says so."""

import re

import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries import insured_accounts
from coi_app.rules import errors
from coi_app.services import account_emails, account_links, accounts
from tests import cast, factories
from tests.cast import People
from tests.services.test_accounts import link_in_mail

NEW = "ivy.new@redwoodridge.example"


def change(session: Session, people: People, **values: object) -> bool:
    form = {"name": "Ivy", "email": NEW} | values
    return account_emails.change(session, people.sam, people.ivy.account_id, form)


def confirming(session: Session, email: str = NEW) -> str:
    body = session.exec(select(models.Mail.body).where(models.Mail.to_email == email)).all()[-1]
    found = re.search(r"/confirm-email/(\S+)", body)
    assert found
    return found[1]


def address(session: Session, people: People) -> str:
    session.expire_all()
    return session.exec(select(models.Account.email).where(models.Account.id == people.ivy.account_id)).one()


def test_the_new_address_is_confirmed_by_its_own_link(session: Session, people: People) -> None:
    assert change(session, people, email=NEW.upper())
    assert address(session, people) == people.ivy.email
    (row,) = [
        one
        for one in insured_accounts.of_insured(session, people.vic, people.redwood.id).accounts
        if one.id == people.ivy.account_id
    ]
    assert row.new_email == NEW
    account_links.ask_reset(session, people.ivy.email, cast.IP)
    reset = link_in_mail(session, people.ivy.email)
    token = confirming(session)
    assert account_emails.confirm(session, token, cast.IP) == NEW
    assert address(session, people) == NEW
    with pytest.raises(account_links.LinkSpent):
        account_emails.confirm(session, token, cast.IP)
    with pytest.raises(account_links.LinkSpent):
        account_links.choose_password(session, reset, "hash", cast.IP)
    told = session.exec(select(models.Mail).where(models.Mail.kind == "email_changed")).one()
    assert (
        told.to_email == people.ivy.email and "i…@redwoodridge.example" in told.body and NEW not in told.body
    )


def test_a_link_is_good_for_what_it_was_made_for(session: Session, people: People) -> None:
    change(session, people)
    with pytest.raises(account_links.LinkSpent):
        account_links.choose_password(session, confirming(session), "hash", cast.IP)
    account_links.ask_reset(session, people.otto.email, cast.IP)
    for token in (link_in_mail(session, people.otto.email), "", "x" * 43, "../../etc"):
        with pytest.raises(account_links.LinkSpent):
            account_emails.confirm(session, token, cast.IP)


def test_who_was_only_invited_is_invited_there(session: Session, people: People) -> None:
    una = factories.account(session, "Una", "insured", insured_id=people.redwood.id, status="invited")
    form = {"name": "Una Vale", "email": NEW}
    assert account_emails.change(session, people.sam, una.id, form)
    assert account_links.shown(session, link_in_mail(session, NEW)) is not None
    session.refresh(una)
    assert (una.name, una.email) == ("Una Vale", NEW)


def test_only_a_new_name_sends_nothing(session: Session, people: People) -> None:
    assert not change(session, people, name="Ivy Lane", email=people.ivy.email)
    assert session.exec(select(models.Mail.id)).all() == []


def test_an_address_that_is_taken_is_refused_then_and_at_the_end(session: Session, people: People) -> None:
    for taken in (people.otto, people.vic, people.nia):
        with pytest.raises(errors.InvalidInput, match="already"):
            change(session, people, email=taken.email)
    change(session, people)
    token = confirming(session)
    form = {"name": "Nora", "email": NEW, "role": "viewer"}
    accounts.invite(session, people.ada, form)
    with pytest.raises(errors.InvalidInput, match="exists already"):
        account_emails.confirm(session, token, cast.IP)
    assert address(session, people) == people.ivy.email


@pytest.mark.parametrize("values", [{"name": ""}, {"email": ""}, {"email": "a@b"}, {"email": None}])
def test_a_wrong_form_says_which_field(session: Session, people: People, values: dict[str, object]) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        change(session, people, **values)
    assert set(wrong.value.problems) == set(values)


def test_only_those_who_manage_portal_accounts_change_it(session: Session, people: People) -> None:
    form = {"name": "Eve", "email": NEW}
    for who in (people.vic, people.ivy, people.nia, people.dee):
        with pytest.raises(errors.NotAllowed):
            account_emails.change(session, who, people.ivy.account_id, form)
    with pytest.raises(errors.NotFound):
        account_emails.change(session, people.otto, people.ivy.account_id, form)
    with pytest.raises(errors.NotFound):
        account_emails.change(session, people.sam, people.vic.account_id, form)
    with pytest.raises(errors.Conflict):
        account_emails.change(session, people.sam, people.dee.account_id, form)
    assert session.exec(select(models.Mail.id)).all() == []
