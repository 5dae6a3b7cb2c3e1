"""Staff accounts and the links that open them."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coi_app import clock, models
from coi_app.rules import access, errors
from coi_app.services import account_links, accounts, sign_in
from tests import cast, factories

GOOD = "a quiet river at noon"


def link_in_mail(session: Session, email: str) -> str:
    body = session.exec(
        select(models.Mail.body).where(models.Mail.to_email == email).order_by(models.Mail.id.desc())  # type: ignore[union-attr]
    ).first()
    found = re.search(r"/(?:invite|reset)/(\S+)", body or "")
    assert found
    return found[1]


def invite(session: Session, actor: access.Actor, **values: object) -> int:
    form = {"name": "Nora Vale", "email": "nora@kestrelvane.example", "role": "agent"}
    return accounts.invite(session, actor, form | values)


def test_ada_invites_nora_who_chooses_a_password_and_is_in(session: Session) -> None:
    people = cast.of(session)
    account_id = invite(session, people.ada)
    token = link_in_mail(session, "nora@kestrelvane.example")
    assert account_links.password_problem(session, token, GOOD) == ""
    chosen = account_links.choose_password(session, token, "hash", cast.IP)
    assert chosen.account_id == account_id
    opened = sign_in.open_after_link(session, account_id, cast.IP, "Browser")
    assert opened.actor.role is access.Role.AGENT


def test_a_link_works_once_and_of_two_tabs_one_wins(session: Session) -> None:
    people = cast.of(session)
    invite(session, people.ada)
    token = link_in_mail(session, "nora@kestrelvane.example")
    account_links.choose_password(session, token, "first", cast.IP)
    with pytest.raises(account_links.LinkSpent):
        account_links.choose_password(session, token, "second", cast.IP)
    assert (
        session.exec(select(models.Account.password_hash).where(models.Account.name == "Nora Vale")).one()
        == "first"
    )


def test_expired_altered_and_replaced_links_answer_alike(session: Session) -> None:
    people = cast.of(session)
    account_id = invite(session, people.ada)
    first = link_in_mail(session, "nora@kestrelvane.example")
    accounts.renew_invitation(session, people.ada, account_id)
    second = link_in_mail(session, "nora@kestrelvane.example")
    link = session.exec(select(models.AccountLink).where(models.AccountLink.used_at == None)).one()  # noqa: E711
    link.expires_at = clock.now() - timedelta(seconds=1)
    session.flush()
    answers = set()
    for token in (first, second, second[:-1] + "x", "", "../../etc"):
        with pytest.raises(account_links.LinkSpent) as refused:
            account_links.choose_password(session, token, "hash", cast.IP)
        answers.add(str(refused.value))
    assert len(answers) == 1


def test_a_reset_is_mailed_to_active_accounts_only_and_three_times_an_hour(session: Session) -> None:
    people = cast.of(session)
    for _ in range(5):
        account_links.ask_reset(session, people.sam.email, cast.IP)
        account_links.ask_reset(session, people.dee.email, cast.IP)
        account_links.ask_reset(session, "nobody@kestrelvane.example", cast.IP)
        account_links.ask_reset(session, "\x00", cast.IP)
    sent = session.exec(select(models.Mail.to_email)).all()
    assert sent == [people.sam.email] * account_links.RESETS_PER_HOUR


def test_a_new_password_ends_the_other_sessions(session: Session) -> None:
    people = cast.of(session)
    assert people.sam.account_id is not None
    sign_in.open_after_link(session, people.sam.account_id, cast.IP, "Old browser")
    account_links.ask_reset(session, people.sam.email, cast.IP)
    account_links.choose_password(session, link_in_mail(session, people.sam.email), "hash", cast.IP)
    assert session.exec(select(models.SignInSession.ended_at)).one() is not None


def test_a_changed_role_and_a_deactivation_are_recorded(session: Session) -> None:
    people = cast.of(session)
    accounts.change_role(session, people.ada, people.sam.account_id, "viewer")
    accounts.deactivate(session, people.ada, people.vic.account_id)
    rows = session.exec(select(models.Activity).order_by(models.Activity.id)).all()  # type: ignore[arg-type]
    assert [(r.kind, r.actor_name) for r in rows] == [
        ("account:role_changed", "Ada"),
        ("account:deactivated", "Ada"),
    ]
    assert rows[0].details == {"role": ["agent", "viewer"]}


def test_the_last_admin_stays(session: Session) -> None:
    people = cast.of(session)
    with pytest.raises(errors.Conflict, match="only active admin"):
        accounts.change_role(session, people.ada, people.ada.account_id, "agent")
    with pytest.raises(errors.Conflict, match="yourself"):
        accounts.deactivate(session, people.ada, people.ada.account_id)


def test_only_admins_manage_staff(session: Session) -> None:
    people = cast.of(session)
    for actor in (people.sam, people.vic, people.ivy, people.otto):
        for change in (
            lambda who: invite(session, who),
            lambda who: accounts.change_role(session, who, people.vic.account_id, "admin"),
            lambda who: accounts.deactivate(session, who, people.vic.account_id),
            lambda who: accounts.reactivate(session, who, people.vic.account_id),
            lambda who: accounts.reset_password(session, who, people.vic.account_id),
            lambda who: accounts.renew_invitation(session, who, people.vic.account_id),
        ):
            with pytest.raises(errors.NotAllowed):
                change(actor)
    assert session.exec(select(models.Mail.id)).all() == []


@pytest.mark.parametrize("account_id", [0, -1, 10**30, "one", None, [1], {"id": 1}, 1.5, True])
def test_strange_ids_are_not_found(session: Session, account_id: object) -> None:
    people = cast.of(session)
    with pytest.raises(errors.NotFound):
        accounts.deactivate(session, people.ada, account_id)


def test_an_insureds_account_is_not_found_among_staff(session: Session) -> None:
    people = cast.of(session)
    with pytest.raises(errors.NotFound):
        accounts.change_role(session, people.ada, people.ivy.account_id, "admin")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "nora"}, "email"),
        ({"email": "a@b.example\r\nBcc: x@y.example"}, "email"),
        ({"role": "insured"}, "role"),
        ({"role": "system"}, "role"),
        ({"role": ["admin"]}, "role"),
        ({"name": "x" * 10_000}, "name"),
    ],
)
def test_a_wrong_invitation_says_which_field(session: Session, values: dict[str, object], field: str) -> None:
    people = cast.of(session)
    with pytest.raises(errors.InvalidInput) as wrong:
        invite(session, people.ada, **values)
    assert set(wrong.value.problems) == {field}


def test_an_e_mail_has_one_account(session: Session) -> None:
    people = cast.of(session)
    with pytest.raises(errors.InvalidInput, match="exists already"):
        invite(session, people.ada, email=people.ivy.email)


def test_the_first_admin_is_made_once(session: Session) -> None:
    accounts.create_first_admin(session, "Kestrel & Vane", "Ada", "ada@kestrelvane.example", "hash")
    agency = session.get(models.Agency, 1)
    assert agency is not None and agency.number_prefix == "KV"
    with pytest.raises(accounts.NoMoreFirstAdmin):
        accounts.create_first_admin(session, "Other", "Eve", "eve@other.example", "hash")
    assert factories.account(session, "Sam", "agent").id is not None
