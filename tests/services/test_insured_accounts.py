"""Accounts of an insured's people: made, invited, changed, ended; by those who may, and not by the others."""

from datetime import timedelta

import pytest
from sqlmodel import Session, func, select

from coi_app import clock, models
from coi_app.queries import insured_accounts as shown
from coi_app.queries import sessions
from coi_app.rules import access, errors
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import account_links, insured_accounts, sign_in
from tests import cast, factories
from tests.cast import People
from tests.services.test_accounts import link_in_mail

LUIS = "luis@redwoodridge.example"
FEW = ["view_certificates", "add_holders"]
FORM = {"name": "Luis Aldana", "email": LUIS, "send_invitation": True, "access": "custom", "rights": FEW}


def made(session: Session, people: People, **values: object) -> int:
    return insured_accounts.create(session, people.sam, people.redwood.id, FORM | values)


def account(session: Session, account_id: int | None) -> models.Account:
    session.expire_all()
    found = session.get(models.Account, account_id)
    assert found is not None
    return found


def row(session: Session, people: People, account_id: int | None) -> shown.InsuredAccountRow:
    portal = shown.of_insured(session, people.vic, people.redwood.id)
    return next(one for one in portal.accounts if one.id == account_id)


def modified(session: Session, people: People, of: access.Actor, *rights: str, **more: object) -> list[str]:
    form = {"rights": list(rights), "seen": account(session, of.account_id).rights, **more}
    return insured_accounts.modify_permissions(session, people.sam, of.account_id, form)


def test_sam_invites_luis_who_is_in_with_exactly_his_rights(session: Session, people: People) -> None:
    account_id = made(session, people)
    assert row(session, people, account_id).state == "invited"
    token = link_in_mail(session, LUIS)
    assert "Redwood Ridge Builders LLC" in session.exec(select(models.Mail.body)).one()
    account_links.choose_password(session, token, "hash", cast.IP)
    actor = sign_in.open_after_link(session, account_id, cast.IP, "Phone").actor
    assert (actor.role, actor.insured_id, actor.rights) == (access.Role.INSURED, people.redwood.id, set(FEW))
    seen = row(session, people, account_id)
    assert seen.state == "active" and seen.last_sign_in_at is not None
    with pytest.raises(account_links.LinkSpent):
        account_links.choose_password(session, token, "second tab", cast.IP)


def test_a_prospect_may_have_one_too(session: Session, people: People) -> None:
    prospect = factories.insured(session, "Quarry Bend Coffee LLC", kind="prospect")
    insured_accounts.create(session, people.sam, prospect.id, FORM)
    assert len(shown.of_insured(session, people.sam, prospect.id).accounts) == 1


def test_an_invitation_is_not_sent_expired_or_on_its_way(session: Session, people: People) -> None:
    account_id = made(session, people, send_invitation=False)
    assert row(session, people, account_id).state == "not_sent"
    assert session.exec(select(models.Mail.id)).all() == []
    insured_accounts.send_invitation(session, people.sam, account_id)
    first = link_in_mail(session, LUIS)
    link = session.exec(select(models.AccountLink)).one()
    link.expires_at = clock.now() - timedelta(seconds=1)
    session.flush()
    assert row(session, people, account_id).state == "expired"
    insured_accounts.send_invitation(session, people.sam, account_id)
    assert row(session, people, account_id).state == "invited"
    with pytest.raises(account_links.LinkSpent):
        account_links.choose_password(session, first, "hash", cast.IP)
    account_links.choose_password(session, link_in_mail(session, LUIS), "hash", cast.IP)
    with pytest.raises(errors.Conflict):
        insured_accounts.send_invitation(session, people.sam, account_id)


def test_similar_copies_what_was_shown(session: Session, people: People) -> None:
    nias = list(account(session, people.nia.account_id).rights)
    similar = {"access": "similar", "similar_to": people.nia.account_id}
    account_id = made(session, people, **similar, rights=nias)
    assert set(account(session, account_id).rights) == set(nias)
    with pytest.raises(errors.InvalidInput, match="were changed meanwhile"):
        made(session, people, email="b@redwoodridge.example", **similar, rights=FEW)
    for nobody in (0, None, people.ada.account_id, people.dee.account_id, "x"):
        with pytest.raises(errors.InvalidInput, match="Choose the account"):
            made(session, people, access="similar", similar_to=nobody)


def test_rights_bite_on_the_next_event_and_tabs_are_told(session: Session, people: People) -> None:
    assert people.ivy.account_id is not None
    opened = sign_in.open_after_link(session, people.ivy.account_id, cast.IP, "Phone")
    found = sessions.signed_in(session, sign_in.key_of(opened.token), cast.IP)
    assert found is not None
    sign_in.note_tab(session, "tab-of-ivy", found.session_id)
    assert modified(session, people, people.ivy, "view_policies") == ["tab-of-ivy"]
    again = sessions.signed_in(session, sign_in.key_of(opened.token), cast.IP)
    assert again is not None and again.actor.rights == {"view_policies"}
    assert modified(session, people, people.ivy, "view_policies") == []
    entry = session.exec(select(models.Activity).order_by(models.Activity.id.desc())).first()  # type: ignore[union-attr]
    assert entry is not None and entry.kind == "account:rights_changed"
    assert "Send certificates removed" in entry.sentence and entry.chain == people.redwood.id
    assert entry.details["changed"]["rights"][1] == ["View policies"]


def test_two_of_the_staff_do_not_overwrite_each_other(session: Session, people: People) -> None:
    seen = list(account(session, people.ivy.account_id).rights)
    modified(session, people, people.ivy, "view_policies")
    for stale in (seen, None, "view_policies"):
        with pytest.raises(errors.Conflict):
            modified(session, people, people.ivy, "view_files", seen=stale)


def test_a_deactivated_account_is_out_and_its_links_are_dead(session: Session, people: People) -> None:
    assert people.ivy.account_id is not None
    opened = sign_in.open_after_link(session, people.ivy.account_id, cast.IP, "Phone")
    insured_accounts.reset_password(session, people.sam, people.ivy.account_id)
    reset = link_in_mail(session, people.ivy.email)
    insured_accounts.deactivate(session, people.sam, people.ivy.account_id)
    assert sessions.signed_in(session, sign_in.key_of(opened.token), cast.IP) is None
    account(session, people.ivy.account_id).password_hash = "hash"
    insured_accounts.reactivate(session, people.sam, people.ivy.account_id)
    assert row(session, people, people.ivy.account_id).state == "active"
    with pytest.raises(account_links.LinkSpent):
        account_links.choose_password(session, reset, "hash", cast.IP)


def test_who_never_chose_a_password_is_invited_after_reactivation(session: Session, people: People) -> None:
    account_id = made(session, people)
    insured_accounts.deactivate(session, people.sam, account_id)
    with pytest.raises(account_links.LinkSpent):
        account_links.choose_password(session, link_in_mail(session, LUIS), "hash", cast.IP)
    insured_accounts.reactivate(session, people.sam, account_id)
    assert row(session, people, account_id).state == "not_sent"
    with pytest.raises(errors.Conflict):
        insured_accounts.reset_password(session, people.sam, account_id)


def test_a_closed_portal_lets_nobody_in_and_spends_no_link(session: Session, people: People) -> None:
    assert people.ivy.account_id is not None
    made(session, people)
    opened = sign_in.open_after_link(session, people.ivy.account_id, cast.IP, "Phone")
    insured_accounts.close_portal(session, people.sam, people.redwood.id)
    assert sessions.signed_in(session, sign_in.key_of(opened.token), cast.IP) is None
    token = link_in_mail(session, LUIS)
    with pytest.raises(account_links.PortalClosed):
        account_links.password_problem(session, token, "a quiet river at noon")
    insured_accounts.open_portal(session, people.sam, people.redwood.id)
    assert account_links.password_problem(session, token, "a quiet river at noon") == ""


@pytest.mark.parametrize("who", ["sam", "ada", "otto", "ivy"])
def test_an_address_that_is_an_account_is_refused_without_telling_whose(
    session: Session, people: People, who: str
) -> None:
    taken = getattr(people, who)
    for email in (taken.email, taken.email.upper()):
        with pytest.raises(errors.InvalidInput) as wrong:
            made(session, people, email=email)
        own = taken.insured_id == people.redwood.id
        assert ("This insured already has" in wrong.value.problems["email"]) == own
        assert taken.name not in str(wrong.value) and taken.role.value not in str(wrong.value).replace(
            "This insured already", ""
        )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "Lu\u202eis"}, "name"),
        ({"email": "luis"}, "email"),
        ({"email": ["luis@redwoodridge.example"]}, "email"),
        ({"email": "a@b.example\r\nBcc: x@y.example"}, "email"),
        ({"rights": ["desk:view"]}, "rights"),
        ({"rights": ["view_policies", "users:manage"]}, "rights"),
        ({"rights": "view_policies"}, "rights"),
        ({"rights": [None, 1]}, "rights"),
        ({"rights": {"view_policies": True}}, "rights"),
        ({"access": "everything"}, "access"),
        ({"send_invitation": [1]}, "send_invitation"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    session: Session, people: People, values: dict[str, object], field: str
) -> None:
    before = session.exec(select(func.count()).select_from(models.Account)).one()
    with pytest.raises(errors.InvalidInput) as wrong:
        made(session, people, **values)
    assert set(wrong.value.problems) == {field}
    assert session.exec(select(func.count()).select_from(models.Account)).one() == before


def test_the_tab_is_for_the_desk_and_choices_are_for_those_who_manage(
    session: Session, people: People
) -> None:
    assert [one.name for one in shown.of_insured(session, people.vic, people.redwood.id).accounts] == [
        "Ivy",
        "Nia",
        "Dee",
    ]
    with pytest.raises(errors.NotAllowed):
        shown.of_insured(session, people.ivy, people.redwood.id)
    with pytest.raises(errors.NotFound):
        shown.of_insured(session, people.otto, people.redwood.id)
    for who in (people.vic, people.ivy, people.otto):
        with pytest.raises(errors.NotAllowed):
            shown.choices(session, who)
        with pytest.raises(errors.NotAllowed):
            shown.choice(session, who, people.otto.account_id)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", ["Otto", "Ivy", "Nia"]), ("harbor", ["Otto"]), ("redw build", ["Ivy", "Nia"]), ("nia", ["Nia"]),
     ("ot", ["Otto"]), ("zzz", []), ("%", []), ("' OR 1=1", [])],
)  # fmt: skip
def test_an_account_to_be_similar_to_is_found_by_insured_or_person(
    session: Session, people: People, typed: str, found: list[str]
) -> None:
    assert [one.name for one in shown.choices(session, people.sam, typed)] == found


def test_one_is_not_similar_to_oneself(session: Session, people: People) -> None:
    assert [one.name for one in shown.choices(session, people.sam, "", people.ivy.account_id)] == [
        "Otto",
        "Nia",
    ]


def test_what_they_did_is_theirs_alone(session: Session, people: People) -> None:
    assert people.ivy.account_id is not None
    sign_in.open_after_link(session, people.ivy.account_id, cast.IP, "Phone")
    insured_accounts.reset_password(session, people.sam, people.ivy.account_id)
    deeds = shown.deeds(session, people.vic, people.redwood.id)
    assert [(deed.name, deed.sentence) for deed in deeds] == [("Ivy", "Signed in")]
    with pytest.raises(errors.NotFound):
        shown.deeds(session, people.otto, people.redwood.id)
    with pytest.raises(errors.NotAllowed):
        shown.deeds(session, people.ivy, people.redwood.id)


def test_every_right_can_be_given(session: Session, people: People) -> None:
    account_id = made(session, people, rights=[right.value for right in PortalRight])
    assert set(account(session, account_id).rights) == set(PortalRight)
