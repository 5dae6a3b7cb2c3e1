"""Asking the agency in the portal: anybody of an insured may, and sees what they asked for themselves."""

import pytest
from sqlmodel import Session

from coi_app.queries.portal import requests as seen
from coi_app.rules import errors
from coi_app.services import public_requests, request_answers, request_links, requests
from coi_app.services.portal import requests as portal_requests
from tests import asked
from tests.cast import People


def test_without_the_right_to_send_one_may_ask(session: Session, people: People) -> None:
    portal_requests.ask(session, people.nia, asked.FORM)
    (mine,) = seen.mine(session, people.nia)
    assert (mine.holder, mine.status_label) == ("Halvorsen Property Group LLC", "Open")


def test_the_answer_is_seen(session: Session, people: People) -> None:
    request_id = portal_requests.ask(session, people.nia, asked.FORM)
    request_answers.refuse(session, people.sam, request_id, "The policy has ended.")
    (mine,) = seen.mine(session, people.nia)
    assert (mine.status, mine.answer) == ("refused", "The policy has ended.")


def test_nobody_sees_what_others_asked_for(session: Session, people: People) -> None:
    portal_requests.ask(session, people.nia, asked.FORM)
    requests.ask(session, people.sam, people.redwood.id, asked.STRANGER)
    code = request_links.renew(session, people.sam, people.redwood.id)
    public_requests.ask(session, code, "198.51.100.9", asked.STRANGER)
    assert seen.mine(session, people.ivy) == seen.mine(session, people.otto) == ()


def test_the_agencys_people_ask_at_the_desk(session: Session, people: People) -> None:
    for who in (people.ada, people.sam, people.vic):
        with pytest.raises(errors.NotFound):
            portal_requests.ask(session, who, asked.FORM)
        with pytest.raises(errors.NotFound):
            seen.mine(session, who)


def test_nobody_asks_in_anothers_name(session: Session, people: People) -> None:
    given = asked.FORM | {
        "asked_by": "Ada",
        "asker_email": "x@y.example",
        "insured_id": people.redwood.id,
        "rush": "on",
    }
    kept = asked.one(session, portal_requests.ask(session, people.otto, given))
    assert (kept.insured_id, kept.asked_by_text, kept.rush) == (people.harbor.id, "Otto", False)
    assert kept.asker_email == people.otto.email
