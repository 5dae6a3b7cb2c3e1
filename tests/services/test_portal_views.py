"""See the portal as an insured's account: who may, for how long, and what is written down."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coi_app import clock, models
from coi_app.queries import sessions
from coi_app.rules import access, errors
from coi_app.services import portal_views, sign_in
from tests import cast
from tests.cast import People


def signed_in(session: Session, who: access.Actor) -> sessions.SignedIn:
    assert who.account_id is not None
    opened = sign_in.open_after_link(session, who.account_id, cast.IP, "Test")
    session.flush()
    found = sessions.signed_in(session, sign_in.key_of(opened.token), cast.IP)
    assert found is not None
    return found


def test_sam_sees_what_nia_sees_and_it_is_written_down(session: Session, people: People) -> None:
    mine = signed_in(session, people.sam)
    assert sessions.viewing(session, mine) is None
    portal_views.open_as(session, people.sam, people.nia.account_id, mine.session_id)
    seen = sessions.viewing(session, mine)
    assert seen is not None and seen.viewer == mine.actor
    assert (seen.actor.name, seen.actor.insured_id) == ("Nia", people.redwood.id)
    assert seen.actor.rights == people.nia.rights and seen.key.startswith(sessions.VIEW)
    assert sessions.still(session, seen) == seen
    entry = session.exec(
        select(models.Activity).where(models.Activity.kind == "portal:viewed_as_insured")
    ).one()
    assert (entry.chain, entry.actor_name, entry.subject_id) == (
        people.redwood.id, "Sam", people.nia.account_id,
    )  # fmt: skip


def test_it_ends_by_itself_with_the_session_with_the_right_and_with_the_next(
    session: Session, people: People
) -> None:
    mine = signed_in(session, people.sam)
    portal_views.open_as(session, people.sam, people.nia.account_id, mine.session_id)
    first = sessions.viewing(session, mine)
    assert first is not None
    portal_views.open_as(session, people.sam, people.otto.account_id, mine.session_id)
    second = sessions.viewing(session, mine)
    assert second is not None and second.actor.name == "Otto" and second.key != first.key
    assert sessions.still(session, first) is None
    viewer = access.staff_actor(mine.actor.account_id or 0, "Sam", "", access.Role.VIEWER)
    assert (
        sessions.viewing(session, sessions.SignedIn(mine.session_id, mine.key, viewer, clock.now())) is None
    )
    view = session.exec(
        select(models.PortalView).where(models.PortalView.account_id == people.otto.account_id)
    ).one()
    view.expires_at = clock.now() - timedelta(seconds=1)
    session.flush()
    assert sessions.viewing(session, mine) is None
    assert portal_views.end_own(session, mine) is None


def test_it_ends_when_that_account_or_the_portal_does(session: Session, people: People) -> None:
    mine = signed_in(session, people.sam)
    portal_views.open_as(session, people.sam, people.nia.account_id, mine.session_id)
    people.redwood.portal_open = False
    session.flush()
    assert sessions.viewing(session, mine) is None
    people.redwood.portal_open = True
    nia = session.get_one(models.Account, people.nia.account_id)
    nia.status = "deactivated"
    session.flush()
    assert sessions.viewing(session, mine) is None
    with pytest.raises(errors.Conflict):
        portal_views.open_as(session, people.sam, people.nia.account_id, mine.session_id)


def test_it_belongs_to_one_session(session: Session, people: People) -> None:
    here, there = signed_in(session, people.sam), signed_in(session, people.sam)
    portal_views.open_as(session, people.sam, people.nia.account_id, here.session_id)
    assert sessions.viewing(session, there) is None
    assert portal_views.end_own(session, here) == people.redwood.id
    assert sessions.viewing(session, here) is None


def test_who_may_not(session: Session, people: People) -> None:
    mine = signed_in(session, people.vic)
    for who in (people.vic, people.nia):
        with pytest.raises(errors.NotAllowed):
            portal_views.open_as(session, who, people.ivy.account_id, mine.session_id)
    for strange in (people.otto.account_id, people.sam.account_id, 987_654, "x"):
        with pytest.raises(errors.NotFound):
            portal_views.open_as(session, people.ivy, strange, mine.session_id)
    assert session.exec(select(models.PortalView.id)).all() == []
