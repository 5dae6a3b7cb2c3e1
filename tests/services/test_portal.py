"""What an insured's own people do in the portal: by the agency's rules, with their rights, and for themselves only."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from coi_app import models
from coi_app.adapters import passwords
from coi_app.queries.portal.sending import Asked
from coi_app.rules import access, errors
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import certificates, sign_in
from coi_app.services.portal import account, holders, sending
from tests import desk, factories, forms
from tests.cast import IP, People

TO = "certs@halvorsenpg.example"
LONG = "a quiet river under seven lanterns"


@dataclass(frozen=True)
class Portal:
    """Redwood Ridge with a master that is opened to the portal; `asked` is ready to leave."""

    place: desk.Desk
    asked: Asked


@pytest.fixture
def portal(session: Session, people: People) -> Portal:
    place = desk.ready(session, people.redwood)
    session.get_one(models.Master, place.master_id).portal_visible = True
    session.flush()
    return Portal(place, Asked(place.links[0].holder_id, place.master_id))


def without(actor: access.Actor, *rights: PortalRight) -> access.Actor:
    return replace(actor, rights=actor.rights - {one.value for one in rights})


def issued(session: Session) -> list[models.Certificate]:
    return list(session.exec(select(models.Certificate).order_by(col(models.Certificate.id))))


def sent_by(session: Session, who: access.Actor, portal: Portal, **changes: Any) -> tuple[int, ...]:
    return sending.send(session, who, replace(portal.asked, **changes), TO)


def test_ivy_sends_a_certificate_to_several_addresses(
    session: Session, people: People, portal: Portal
) -> None:
    (key,) = sending.send(session, people.ivy, portal.asked, f"{TO}, second@halvorsenpg.example")
    (one,) = issued(session)
    mail = session.exec(select(models.Mail)).one()
    assert (one.id, one.source, one.issued_by_id) == (key, "portal", people.ivy.account_id)
    assert (mail.to_email, mail.cc) == (TO, ["second@halvorsenpg.example"])
    assert "Redwood Ridge Builders LLC" in mail.subject and "Ivy" in mail.body


@pytest.mark.parametrize("typed", ["", "nobody at all", None, " ".join(f"p{n}@a.example" for n in range(6))])
def test_a_wrong_address_is_said_and_nothing_leaves(
    session: Session, people: People, portal: Portal, typed: object
) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        sending.send(session, people.ivy, portal.asked, typed)
    assert set(wrong.value.problems) == {"to"} and issued(session) == []


def test_without_the_right_or_from_outside_nothing_is_sent(
    session: Session, people: People, portal: Portal
) -> None:
    with pytest.raises(errors.NotAllowed):
        sent_by(session, people.nia, portal)
    for stranger in (people.otto, people.ada):
        with pytest.raises(errors.NotFound):
            sent_by(session, stranger, portal)
    with pytest.raises(errors.NotAllowed):
        sent_by(session, without(people.ivy, *PortalRight), portal)
    assert issued(session) == []


def test_what_the_agency_did_not_open_is_not_there(session: Session, people: People, portal: Portal) -> None:
    hidden = factories.master(session, people.redwood, portal.place.policies, name="Internal")
    now = portal.place.links[0].created_at
    template = models.DescriptionTemplate(name="T", body="B", created_at=now, updated_at=now)
    session.add(template)
    elsewhere = desk.ready(session, people.harbor)
    session.get_one(models.Master, elsewhere.master_id).portal_visible = True
    session.flush()
    for changes in (
        {"master_id": hidden.master_id},
        {"master_id": elsewhere.master_id},
        {"template_id": template.id},
        {"holder_id": elsewhere.links[0].holder_id},
        {"holder_id": 999_999},
        {"holder_id": "x"},
    ):
        with pytest.raises(errors.NotFound):
            sent_by(session, people.ivy, portal, **changes)
    assert issued(session) == []


def test_an_ended_holder_gets_nothing(session: Session, people: People, portal: Portal) -> None:
    portal.place.links[0].ended_on = factories.today()
    session.flush()
    with pytest.raises(errors.NotFound):
        sent_by(session, people.ivy, portal)


def test_words_of_ones_own_need_the_right(session: Session, people: People, portal: Portal) -> None:
    templates_only = without(people.ivy, PortalRight.EDIT_DESCRIPTION)
    for changes in ({"description": "Framing of the north wing."}, {"project": "Cedar Street Lofts"}):
        with pytest.raises(errors.NotAllowed):
            sent_by(session, templates_only, portal, **changes)
    sent_by(session, people.ivy, portal, description="Framing of the north wing.")
    assert [one.description for one in issued(session)] == ["Framing of the north wing."]


def test_a_warning_cannot_be_overridden_and_says_whom_to_call(
    session: Session, people: People, portal: Portal
) -> None:
    agency = session.get_one(models.Agency, 1)
    agency.phone = "(208) 555-0109"
    warned, blocked = desk.warned(session, portal.place), desk.blocked(session, portal.place)
    with pytest.raises(errors.Conflict, match=r"Call Kestrel & Vane Insurance at \(208\) 555-0109"):
        sent_by(session, people.ivy, portal, holder_id=warned.holder_id)
    with pytest.raises(errors.Blocked):
        sent_by(session, people.ivy, portal, holder_id=blocked.holder_id)
    assert issued(session) == []


def test_what_an_agent_wants_to_see_first_does_not_leave_by_itself(
    session: Session, people: People, portal: Portal
) -> None:
    people.redwood.portal_approval = "always"
    session.flush()
    with pytest.raises(errors.Conflict, match="before it leaves"):
        sent_by(session, people.ivy, portal)
    assert issued(session) == []


def test_a_download_issues_and_mails_nothing(session: Session, people: People, portal: Portal) -> None:
    blind = without(people.ivy, PortalRight.VIEW_CERTIFICATES)
    with pytest.raises(errors.NotAllowed):
        sending.issue(session, blind, portal.asked)
    (key,) = sending.issue(session, people.ivy, portal.asked)
    assert session.exec(select(func.count()).select_from(models.Mail)).one() == 0
    assert certificates.exact_copy(session, people.ivy, key).body.startswith(b"%PDF")


def test_an_exact_copy_goes_out_again_with_the_right(
    session: Session, people: People, portal: Portal
) -> None:
    (key,) = sent_by(session, people.ivy, portal)
    sending.resend(session, people.nia, key, "office@halvorsenpg.example")
    assert len(issued(session)) == 1
    with pytest.raises(errors.NotAllowed):
        sending.resend(session, without(people.ivy, PortalRight.RESEND_CERTIFICATES), key, TO)
    for blind in (people.otto, without(people.ivy, PortalRight.VIEW_CERTIFICATES)):
        with pytest.raises(errors.NotFound):
            sending.resend(session, blind, key, TO)
    with pytest.raises(errors.NotFound):
        sending.resend(session, people.ada, key, TO)
    assert session.exec(select(func.count()).select_from(models.Mail)).one() == 2


def test_a_new_holder_is_on_ones_own_list_only(session: Session, people: People, portal: Portal) -> None:
    key = holders.add(session, people.ivy, forms.HOLDER)
    (link,) = session.exec(
        select(models.AdditionalInterest).where(models.AdditionalInterest.holder_id == key)
    )
    assert (link.insured_id, link.types) == (people.redwood.id, ["certificate_holder"])
    with pytest.raises(errors.InvalidInput) as twice:
        holders.add(session, people.ivy, forms.HOLDER)
    assert set(twice.value.problems) == {"name"}
    other = holders.add(session, people.otto, forms.HOLDER)  # never told that it exists elsewhere
    assert other != key
    sent_by(session, people.ivy, portal, holder_id=key)
    with pytest.raises(errors.NotFound):
        sent_by(session, people.ivy, portal, holder_id=other)


def test_a_holder_needs_the_right_and_a_whole_address(session: Session, people: People) -> None:
    with pytest.raises(errors.NotAllowed):
        holders.add(session, without(people.ivy, PortalRight.ADD_HOLDERS), forms.HOLDER)
    with pytest.raises(errors.NotFound):
        holders.add(session, people.ada, forms.HOLDER)
    with pytest.raises(errors.InvalidInput) as wrong:
        holders.add(session, people.ivy, {"name": "\u202e", "zip_code": "x"})
    assert {"name", "line_one", "city", "state", "zip_code"} <= set(wrong.value.problems)
    assert session.exec(select(func.count()).select_from(models.Holder)).one() == 0


def test_ivy_changes_her_name(session: Session, people: People) -> None:
    account.rename(session, people.ivy, {"name": "Ivy Linden"})
    assert session.get_one(models.Account, people.ivy.account_id).name == "Ivy Linden"
    with pytest.raises(errors.InvalidInput):
        account.rename(session, people.ivy, {"name": ""})
    with pytest.raises(errors.NotFound):
        account.rename(session, people.ada, {"name": "Ada"})


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(
    session: Session, people: People
) -> None:
    row = session.get_one(models.Account, people.ivy.account_id)
    row.password_hash = passwords.hashed("the password before this")
    first, second = (sign_in.open_after_link(session, row.id or 0, IP, "Test").token for _ in range(2))
    trying = account.candidate(session, people.ivy)
    for values, field in (
        ({"current": "wrong", "new": LONG, "again": LONG}, "current"),
        ({"current": "the password before this", "new": "short", "again": "short"}, "new"),
        ({"current": "the password before this", "new": LONG, "again": "another"}, "again"),
    ):
        with pytest.raises(errors.InvalidInput) as wrong:
            account.new_password(trying, values)
        assert set(wrong.value.problems) == {field}
    hashed = account.new_password(trying, {"current": "the password before this", "new": LONG, "again": LONG})
    kept = session.exec(
        select(models.SignInSession).where(models.SignInSession.token_sha256 == sign_in.key_of(first))
    ).one()
    account.change_password(session, people.ivy, trying, hashed, kept.id or 0)
    ended = {
        one.token_sha256 for one in session.exec(select(models.SignInSession)) if one.ended_at is not None
    }
    assert ended == {sign_in.key_of(second)} and passwords.matches(LONG, row.password_hash)
    with pytest.raises(errors.Conflict):
        account.change_password(session, people.ivy, trying, hashed, kept.id or 0)
    with pytest.raises(errors.Conflict):
        account.change_password(session, people.otto, trying, hashed, kept.id or 0)


def test_nobody_ends_anothers_session(session: Session, people: People) -> None:
    sign_in.open_after_link(session, people.nia.account_id or 0, IP, "Test")
    hers = session.exec(select(models.SignInSession)).one()
    for other in (people.ivy, people.otto):
        with pytest.raises(errors.NotFound):
            account.end_session(session, other, hers.id or 0)
    account.end_session(session, people.nia, hers.id or 0)
    assert hers.ended_at is not None
