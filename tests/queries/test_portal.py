"""What an insured's own people see: their insured's, by their rights, and nothing that tells of another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from coi_app import clock, models
from coi_app.queries.portal import account, certificates, coverage, home, recipients, sending
from coi_app.queries.portal.sending import Asked
from coi_app.rules import access, errors
from coi_app.rules.portal_rights import PortalRight
from tests import desk, factories
from tests.cast import People

LOOKS: dict[str, tuple[PortalRight | None, Callable[..., Any]]] = {
    "home": (None, lambda s, a, of: home.home(s, a)),
    "own_sessions": (None, lambda s, a, of: account.own_sessions(s, a, 1)),
    "policies": (PortalRight.VIEW_POLICIES, lambda s, a, of: coverage.living_and_over(s, a)),
    "policies today": (PortalRight.VIEW_POLICIES, lambda s, a, of: coverage.today(s, a)),
    "certificates": (PortalRight.VIEW_CERTIFICATES, lambda s, a, of: certificates.page(s, a)),
    "recipients": (PortalRight.SEND_CERTIFICATES, lambda s, a, of: recipients.found(s, a)),
    "choices": (PortalRight.SEND_CERTIFICATES, lambda s, a, of: sending.choices(s, a)),
    "draft": (PortalRight.SEND_CERTIFICATES, sending.draft),
    "sent": (PortalRight.SEND_CERTIFICATES, lambda s, a, of: sending.sent(s, a, 1)),
}


@pytest.fixture
def place(session: Session, people: People) -> desk.Desk:
    made = desk.ready(session, people.redwood)
    session.get_one(models.Master, made.master_id).portal_visible = True
    session.flush()
    return made


def without(actor: access.Actor, *rights: PortalRight) -> access.Actor:
    return replace(actor, rights=actor.rights - {one.value for one in rights})


def holder_of(session: Session, link: models.AdditionalInterest) -> models.Holder:
    return session.get_one(models.Holder, link.holder_id)


@pytest.mark.parametrize("look", LOOKS)
def test_every_look_asks_for_its_right_and_is_no_business_of_the_agency(
    session: Session, people: People, place: desk.Desk, look: str
) -> None:
    right, query = LOOKS[look]
    asked = Asked(place.links[0].holder_id, place.master_id)
    if look != "sent":
        query(session, people.ivy, asked)
    if right is not None:
        with pytest.raises(errors.NotAllowed):
            query(session, without(people.ivy, right), asked)
    for outside in (people.ada, people.vic, access.system_actor()):
        with pytest.raises(errors.NotFound):
            query(session, outside, asked)


def test_home_shows_what_may_be_done_and_nothing_of_another(
    session: Session, people: People, place: desk.Desk
) -> None:
    for link in place.links[:2]:
        factories.certificate(session, people.redwood, holder_of(session, link), place.version)
    ivys, nias = home.home(session, people.ivy), home.home(session, people.nia)
    assert ivys.insured == "Redwood Ridge Builders LLC" and ivys.policy_count == 3
    assert {one.id for one in ivys.again} == {link.holder_id for link in place.links[:2]}
    assert (nias.again, nias.policy_count) == ((), 3)
    assert home.home(session, without(people.ivy, PortalRight.VIEW_POLICIES)).policies == ()
    ottos = home.home(session, people.otto)
    assert (ottos.insured, ottos.again, ottos.policies) == ("Harbor Light Electric Inc", (), ())


def test_the_four_that_end_first_are_on_home_in_the_order_of_the_paper(
    session: Session, people: People, place: desk.Desk
) -> None:
    late, soon = place.policies[0], place.policies[2]
    late.expires_on += timedelta(days=100)
    soon.expires_on = factories.today() + timedelta(days=9)
    for _ in range(2):
        factories.policy(session, people.redwood, expires_on=factories.today() + timedelta(days=60))
    shown, count = coverage.today(session, people.ivy)
    assert count == 5 and late.id not in [one.id for one in shown]
    assert shown[-1].id == soon.id and shown[-1].standing.label == "Expires in 9 days"


def test_the_list_of_recipients_is_ones_own(session: Session, people: People, place: desk.Desk) -> None:
    stranger = factories.holder(session, "Silver Creek Mill Owners")
    factories.certificate(session, people.redwood, stranger, place.version)  # by the agency, not on the list
    ended = desk.link(session, people.redwood, "Old Gate Storage LLC", ended_on=factories.today())
    last = holder_of(session, place.links[2])
    factories.certificate(session, people.redwood, last, place.version)
    found = recipients.found(session, people.ivy)
    assert found[0].id == last.id and len(found) == 3
    assert recipients.number(session, people.ivy) == 3
    for gone in (stranger.id, ended.holder_id, 999_999, "x", None):
        with pytest.raises(errors.NotFound):
            recipients.one(session, people.ivy, gone)
    with pytest.raises(errors.NotFound):
        recipients.one(session, people.otto, last.id)
    assert [one.name for one in recipients.found(session, people.ivy, "002 saw")] == [
        "002 Sawtooth Homes LLC"
    ]
    assert recipients.found(session, people.otto, "sawtooth") == ()


def test_only_what_the_agency_opened_may_be_chosen(
    session: Session, people: People, place: desk.Desk
) -> None:
    factories.master(session, people.redwood, place.policies, name="Internal")
    now = clock.now()
    for name, visible, owner in (
        ("Open", True, None),
        ("Shut", False, None),
        ("Harbor", True, people.harbor.id),
    ):
        session.add(
            models.DescriptionTemplate(
                name=name, body=name, portal_visible=visible, insured_id=owner, created_at=now, updated_at=now
            )
        )
    session.flush()
    may = sending.choices(session, people.ivy)
    assert list(may.masters) == [place.master_id] and list(may.templates.values()) == ["Open"]
    assert sending.choices(session, people.otto).masters == {}


def test_a_draft_is_marked_and_of_ones_own(session: Session, people: People, place: desk.Desk) -> None:
    asked = Asked(place.links[0].holder_id, place.master_id)
    shown = sending.draft(session, people.ivy, asked)
    assert "DRAFT" in shown.page and shown.judged.verdict.state.value == "ready"
    with pytest.raises(errors.NotFound):
        sending.draft(session, people.otto, asked)


def test_certificates_are_found_by_holder_page_by_page(
    session: Session, people: People, place: desk.Desk
) -> None:
    holder, elsewhere = holder_of(session, place.links[0]), factories.holder(session, "Elsewhere LLC")
    mine = [factories.certificate(session, people.redwood, holder, place.version).id for _ in range(23)]
    theirs = desk.ready(session, people.harbor)
    factories.certificate(session, people.harbor, elsewhere, theirs.version)
    first = certificates.page(session, people.nia)
    second = certificates.page(session, people.nia, after=first.next)
    assert sorted(one.id for one in first.rows + second.rows) == mine and first.count.label == "23"
    assert certificates.page(session, people.ivy, "elsewhere").rows == ()
    assert certificates.page(session, people.ivy, "KV-26").count.label == "23"


def test_anothers_certificate_is_not_there(session: Session, people: People, place: desk.Desk) -> None:
    holder = holder_of(session, place.links[0])
    one = factories.certificate(
        session, people.redwood, holder, place.version, issued_by_id=people.ivy.account_id
    )
    assert sending.sent(session, people.ivy, one.id).row.number == one.number
    with pytest.raises(errors.NotFound):
        sending.sent(session, people.otto, one.id)
    blind = without(people.nia, PortalRight.VIEW_CERTIFICATES)
    for who in (people.otto, blind):
        with pytest.raises(errors.NotFound):
            certificates.one(session, who, one.id)
    with pytest.raises(errors.NotFound):
        certificates.one(session, people.ivy, 999_999)


def test_ended_policies_stand_apart(session: Session, people: People, place: desk.Desk) -> None:
    ended = factories.policy(session, people.redwood, expires_on=factories.today() - timedelta(days=1))
    living, over = coverage.living_and_over(session, people.nia)
    assert [one.id for one in over] == [ended.id] and len(living) == 3
    assert coverage.living_and_over(session, people.otto) == ((), ())
