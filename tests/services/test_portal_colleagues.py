"""Colleagues: an insured's own people invite each other, with at most the rights they have themselves."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, col, select

from coi_app import models
from coi_app.queries.portal import colleagues as seen
from coi_app.rules import access, errors
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import account_links, insured_accounts, sign_in
from coi_app.services.portal import colleagues
from tests import cast, factories
from tests.cast import People
from tests.services.test_accounts import link_in_mail
from tests.services.test_who_manages_insured_accounts import everything

LUIS = "luis@redwoodridge.example"
FEW = [PortalRight.VIEW_CERTIFICATES.value, PortalRight.ADD_HOLDERS.value]
FORM = {"name": "Luis Aldana", "email": LUIS, "rights": FEW}
Change = Callable[[Session, access.Actor, dict[str, Any]], object]
CHANGES: dict[str, Change] = {
    "invite": lambda s, who, of: colleagues.invite(s, who, FORM),
    "invite_again": lambda s, who, of: colleagues.invite_again(s, who, of["invited"]),
    "change": lambda s, who, of: colleagues.change(
        s, who, of["few"], {"name": "Fay Orr", "rights": [], "seen": FEW}
    ),
    "deactivate": lambda s, who, of: colleagues.deactivate(s, who, of["few"]),
    "reactivate": lambda s, who, of: colleagues.reactivate(s, who, of["ended"]),
}


@pytest.fixture
def ids(session: Session, people: People) -> dict[str, Any]:
    """Fay has few rights at Redwood, Una is invited there, Gil's account has ended; Ivy did it."""
    fay = cast.insured(session, "Fay", people.redwood, frozenset(map(PortalRight, FEW)))
    una = factories.account(
        session, "Una", "insured", insured_id=people.redwood.id, status="invited", rights=[]
    )
    gil = cast.insured(session, "Gil", people.redwood, frozenset())
    colleagues.deactivate(session, people.ivy, gil.account_id)
    return {"few": fay.account_id, "invited": una.id, "ended": gil.account_id}


def without(actor: access.Actor, *rights: PortalRight) -> access.Actor:
    return replace(actor, rights=actor.rights - {one.value for one in rights})


def test_ivy_invites_luis_who_is_in_with_exactly_these_rights(session: Session, people: People) -> None:
    account_id = colleagues.invite(session, people.ivy, FORM)
    token = link_in_mail(session, LUIS)
    assert "Redwood Ridge Builders LLC" in session.exec(select(models.Mail.body)).one()
    account_links.choose_password(session, token, "hash", cast.IP)
    actor = sign_in.open_after_link(session, account_id, cast.IP, "Phone").actor
    assert (actor.role, actor.insured_id, actor.rights) == (access.Role.INSURED, people.redwood.id, set(FEW))
    entries = session.exec(select(models.Activity).order_by(col(models.Activity.id))).all()
    assert [one.kind for one in entries] == ["account:invited", "account:activated", "account:signed_in"]
    assert (entries[0].chain, entries[0].actor_name) == (people.redwood.id, "Ivy")


def test_the_list_has_ones_own_insureds_people_and_no_password(
    session: Session, people: People, ids: dict[str, Any]
) -> None:
    listed = seen.colleagues(session, people.ivy)
    assert {one.name for one in listed} == {"Ivy", "Nia", "Dee", "Fay", "Una", "Gil"}
    assert not any("password" in name for one in listed for name in one.__slots__)
    assert [one.name for one in listed if one.is_me] == ["Ivy"]
    fewer = without(people.ivy, PortalRight.EDIT_HOLDERS)
    assert {one.name for one in seen.colleagues(session, fewer) if one.is_within} == {
        "Fay",
        "Una",
        "Dee",
        "Gil",
    }


@pytest.mark.parametrize("change", ["invite", "change"])
def test_a_right_that_one_lacks_refuses_all_of_them(
    session: Session, people: People, ids: dict[str, Any], change: str
) -> None:
    before = everything(session)
    less = without(people.ivy, PortalRight.SEND_CERTIFICATES)
    posted = {"name": "Luis", "email": LUIS, "rights": [*FEW, "send_certificates"], "seen": FEW}
    with pytest.raises(errors.Conflict, match="only rights that you have yourself"):
        if change == "invite":
            colleagues.invite(session, less, posted)
        else:
            colleagues.change(session, less, ids["few"], posted)
    assert everything(session) == before


@pytest.mark.parametrize("rights", [["outbox:view"], ["everything"], "send_certificates", [1], {"a": 1}])
def test_what_is_no_right_of_the_portal_cannot_be_given(
    session: Session, people: People, rights: object
) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        colleagues.invite(session, people.ivy, FORM | {"rights": rights})
    assert set(wrong.value.problems) == {"rights"}


def test_who_may_do_more_is_left_alone_and_oneself_too(
    session: Session, people: People, ids: dict[str, Any]
) -> None:
    fay = cast.insured(
        session, "Gus", people.redwood, frozenset({PortalRight.MANAGE_USERS, PortalRight.VIEW_FILES})
    )
    before = everything(session)
    for boss in (people.ivy.account_id, people.nia.account_id, fay.account_id):
        for change in (colleagues.deactivate, colleagues.invite_again, colleagues.reactivate):
            with pytest.raises(errors.Conflict):
                change(session, fay, boss)
        with pytest.raises(errors.Conflict):
            colleagues.change(session, fay, boss, {"name": "X", "rights": [], "seen": []})
    assert everything(session) == before


def test_new_rights_bite_and_a_change_made_meanwhile_is_not_overwritten(
    session: Session, people: People, ids: dict[str, Any]
) -> None:
    colleagues.change(session, people.ivy, ids["few"], {"name": "Fay Orr", "rights": FEW[:1], "seen": FEW})
    kept = session.get_one(models.Account, ids["few"])
    assert (kept.name, kept.rights) == ("Fay Orr", FEW[:1])
    with pytest.raises(errors.Conflict, match="meanwhile"):
        colleagues.change(session, people.ivy, ids["few"], {"name": "Fay", "rights": [], "seen": FEW})


def test_a_deactivated_colleague_is_out_and_comes_back_with_the_same_rights(
    session: Session, people: People, ids: dict[str, Any]
) -> None:
    opened = sign_in.open_after_link(session, ids["few"], cast.IP, "Phone")
    found = session.exec(
        select(models.SignInSession).where(models.SignInSession.token_sha256 == sign_in.key_of(opened.token))
    ).one()
    assert found.id is not None
    sign_in.note_tab(session, "open tab", found.id)
    session.flush()
    assert colleagues.deactivate(session, people.ivy, ids["few"]) == ["open tab"]
    session.refresh(found)
    assert found.ended_at is not None
    session.get_one(models.Account, ids["few"]).password_hash = "hash"
    colleagues.reactivate(session, people.ivy, ids["few"])
    kept = session.get_one(models.Account, ids["few"])
    assert (kept.status, sorted(kept.rights)) == ("active", sorted(FEW))


def test_what_the_agency_has_ended_only_the_agency_gives_back(session: Session, people: People) -> None:
    nia = people.nia.account_id
    insured_accounts.deactivate(session, people.sam, nia)
    with pytest.raises(errors.Conflict, match="Your agency has deactivated"):
        colleagues.reactivate(session, people.ivy, nia)
    insured_accounts.reactivate(session, people.sam, nia)
    colleagues.deactivate(session, people.ivy, nia)
    colleagues.reactivate(session, people.ivy, nia)
    assert session.get_one(models.Account, nia).status != "deactivated"


def test_a_new_invitation_ends_the_old_one(session: Session, people: People) -> None:
    account_id = colleagues.invite(session, people.ivy, FORM)
    first = link_in_mail(session, LUIS)
    assert colleagues.invite_again(session, people.ivy, account_id) == LUIS
    with pytest.raises(account_links.LinkSpent):
        account_links.choose_password(session, first, "hash", cast.IP)
    account_links.choose_password(session, link_in_mail(session, LUIS), "hash", cast.IP)
    with pytest.raises(errors.Conflict):
        colleagues.invite_again(session, people.ivy, account_id)


def test_an_address_taken_elsewhere_tells_nothing_of_where(session: Session, people: People) -> None:
    said = set()
    for taken in (people.otto.email, people.sam.email, people.sam.email.upper()):
        with pytest.raises(errors.InvalidInput) as wrong:
            colleagues.invite(session, people.ivy, FORM | {"email": taken})
        said.add(str(wrong.value))
    assert said == {colleagues.CANNOT_BE_INVITED}
    with pytest.raises(errors.InvalidInput, match="on the list already"):
        colleagues.invite(session, people.ivy, FORM | {"email": people.nia.email})


def test_nobody_asks_for_ever_which_addresses_have_accounts(session: Session, people: People) -> None:
    for _ in range(colleagues.INVITATIONS_A_DAY):
        colleagues.count_try(session, people.ivy)
    with pytest.raises(errors.Conflict, match="tomorrow"):
        colleagues.count_try(session, people.nia)
    colleagues.count_try(session, people.otto)


@pytest.mark.parametrize("change", CHANGES)
def test_who_may_not(session: Session, people: People, ids: dict[str, Any], change: str) -> None:
    before = everything(session)
    for who in (without(people.ivy, PortalRight.MANAGE_USERS), people.dee):
        with pytest.raises(errors.NotAllowed):
            CHANGES[change](session, who, ids)
    for staff in (people.ada, people.sam, people.vic):
        with pytest.raises(errors.NotFound):
            CHANGES[change](session, staff, ids)
    if change != "invite":
        with pytest.raises(errors.NotFound) as foreign:
            CHANGES[change](session, people.otto, ids)
        with pytest.raises(errors.NotFound) as missing:
            CHANGES[change](session, people.otto, dict.fromkeys(ids, 98_765))
        assert str(foreign.value) == str(missing.value)
    assert everything(session) == before


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_in_the_history_of_the_insured_once(
    session: Session, people: People, ids: dict[str, Any], change: str
) -> None:
    before = session.exec(select(models.Activity.id)).all()
    CHANGES[change](session, people.ivy, ids)
    added = select(models.Activity.kind, models.Activity.chain).where(col(models.Activity.id).not_in(before))
    kinds = session.exec(added).all()
    assert {chain for _, chain in kinds} == {people.redwood.id}
    assert len({kind for kind, _ in kinds}) == len(kinds) == (2 if change == "change" else 1)
