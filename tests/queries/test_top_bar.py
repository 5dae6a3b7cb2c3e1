"""The numbers around the pages of the desk, and which open tabs are told of new ones."""

from sqlmodel import Session

from coi_app import clock, models
from coi_app.queries import top_bar
from coi_app.queries.top_bar import Numbers
from coi_app.services import notifications, requests
from coi_app.services.notifications import NotificationKind
from tests import asked
from tests.cast import People


def open_tab(session: Session, account_id: int | None, token: str) -> None:
    now = clock.now()
    signed_in = models.SignInSession(
        token_sha256=token, account_id=account_id, created_at=now, last_seen_at=now, expires_at=now
    )
    session.add(signed_in)
    session.flush()
    session.add(models.OpenTab(client_token=token, session_id=signed_in.id, opened_at=now))
    session.flush()


def test_the_agent_who_is_told_has_it_in_every_open_tab(session: Session, people: People) -> None:
    asked.give_agent(session, people.redwood, people.sam.account_id)
    for token in ("one", "two"):
        open_tab(session, people.sam.account_id, token)
    open_tab(session, people.ada.account_id, "other")
    before = top_bar.newest(session)
    assert top_bar.since(session, before) == []
    requests.ask(session, people.nia, people.redwood.id, asked.FORM)
    session.flush()
    (ringing,) = top_bar.since(session, before)
    assert sorted(ringing.tabs) == ["one", "two"]
    assert ringing.numbers == Numbers(open_requests=1, unread=1) == top_bar.numbers(session, people.sam)
    assert top_bar.since(session, top_bar.newest(session)) == []


def test_nobody_is_told_without_a_tab_or_an_active_account(session: Session, people: People) -> None:
    account_id = people.sam.account_id
    assert account_id is not None
    notifications.tell_one(session, account_id, NotificationKind.REQUEST, "New", "/requests")
    session.flush()
    assert top_bar.since(session, 0) == []
    open_tab(session, account_id, "one")
    assert len(top_bar.since(session, 0)) == 1
    session.get_one(models.Account, account_id).status = "deactivated"
    assert top_bar.since(session, 0) == []


def test_an_insured_has_no_numbers(session: Session, people: People) -> None:
    asked.give_agent(session, people.redwood, people.sam.account_id)
    requests.ask(session, people.nia, people.redwood.id, asked.FORM)
    assert top_bar.numbers(session, people.ivy) == Numbers()
