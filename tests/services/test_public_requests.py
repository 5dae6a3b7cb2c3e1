"""The public request link: what a stranger can do with it, and what not."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, func, select

from coi_app import clock, models
from coi_app.queries import public_requests as seen
from coi_app.rules import errors
from coi_app.services import public_requests, request_links
from tests import asked
from tests.cast import People

IP = "198.51.100.9"


@pytest.fixture
def code(session: Session, people: People) -> str:
    return request_links.renew(session, people.sam, people.redwood.id)


def ask(session: Session, code: object, ip: str = IP, **given: Any) -> int:
    return public_requests.ask(session, code, ip, asked.STRANGER | given)


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(models.CertificateRequest)).one()


def test_the_link_tells_the_name_and_nothing_else(session: Session, people: People, code: str) -> None:
    found = seen.by_code(session, code)
    assert found == seen.Asked(people.redwood.id or 0, "Redwood Ridge Builders LLC")
    assert len(code) == 22


def test_a_holder_asks(session: Session, people: People, code: str) -> None:
    asked.give_agent(session, people.redwood, people.sam.account_id)
    kept = asked.one(session, ask(session, code))
    assert (kept.source, kept.insured_id, kept.asked_by_id) == ("link", people.redwood.id, None)
    assert (kept.asked_by_text, kept.asker_email) == ("Dana Whitfield", "dana@halvorsenpg.example")
    entry = session.exec(select(models.Activity).where(models.Activity.kind == "request:received")).one()
    assert (entry.actor_name, entry.ip) == ("Request link", IP)
    assert asked.mails(session) == [(people.sam.email, "Request: Halvorsen Property Group LLC")]


def test_a_renewed_link_ends_the_old_one(session: Session, people: People, code: str) -> None:
    newer = request_links.renew(session, people.ada, people.redwood.id)
    assert newer != code
    with pytest.raises(errors.NotFound):
        ask(session, code)
    request_links.close(session, people.sam, people.redwood.id)
    with pytest.raises(errors.NotFound):
        ask(session, newer)
    assert count(session) == 0
    assert asked.kinds(session)[0] == "request:link_closed"


def test_history_never_has_the_code(session: Session, code: str) -> None:
    rows = session.exec(select(models.Activity)).all()
    assert rows and not any(code in f"{row.sentence}{row.details}" for row in rows)


def test_who_may_not_make_a_link(session: Session, people: People, code: str) -> None:
    for who in (people.vic, people.ivy, people.nia, people.dee):
        for change in (request_links.renew, request_links.close):
            with pytest.raises(errors.NotAllowed):
                change(session, who, people.redwood.id)
    for change in (request_links.renew, request_links.close):
        with pytest.raises(errors.NotFound):
            change(session, people.otto, people.redwood.id)
    assert seen.by_code(session, code) is not None


def test_a_prospect_has_none(session: Session, people: People, code: str) -> None:
    people.redwood.kind = "prospect"
    session.flush()
    assert seen.by_code(session, code) is None
    with pytest.raises(errors.Conflict):
        request_links.renew(session, people.sam, people.redwood.id)


@pytest.mark.parametrize("wrong", ["", "x", None, 7, "\0", "é" * 22, "a" * 65, ["a"], "' OR 1=1 --"])
def test_a_made_up_code_is_nobodys(session: Session, code: str, wrong: object) -> None:
    with pytest.raises(errors.NotFound):
        ask(session, wrong)


@pytest.mark.parametrize("wrong", [
    {"asked_by": ""}, {"asker_email": ""}, {"asker_email": "a@b.example\r\nBcc: c@d.example"}, {"holder_zip_code": "1"},
    {"holder_line_one": ""}, {"requirements": ""}, {"requirements": "x" * 2_001}, {"holder_name": "\u202eCLL"},
    {"holder_name": ["x"]}, {"asked_by": {"$ne": 1}}, {"due_on": "1999-01-01"}, {"holder_city": "x" * 101},
])  # fmt: skip
def test_hostile_fields_are_refused_by_name(session: Session, code: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        ask(session, code, **wrong)
    assert set(refused.value.problems) == set(wrong)
    assert count(session) == 0


def test_strangers_set_nothing_but_their_fields(session: Session, people: People, code: str) -> None:
    given = {
        "status": "issued",
        "rush": "on",
        "insured_id": people.harbor.id,
        "wish": {"to": "x"},
        "source": "desk",
    }
    kept = asked.one(session, ask(session, code, **given))
    assert (kept.status, kept.rush, kept.insured_id, kept.wish, kept.source) == (
        "open",
        False,
        people.redwood.id,
        {},
        "link",
    )


def test_the_same_again_is_the_same(session: Session, code: str) -> None:
    assert ask(session, code) == ask(session, code)
    assert count(session) == 1


def test_a_flood_of_one_address_is_stopped(session: Session, code: str) -> None:
    for number in range(public_requests.MOST_AN_HOUR):
        ask(session, code, requirements=f"Lot {number}")
    with pytest.raises(public_requests.TooManyRequests):
        ask(session, code, requirements="One more")
    ask(session, code, ip="203.0.113.4", requirements="Somebody else")
    for attempt in session.exec(select(models.SignInAttempt)):
        attempt.at = clock.now() - timedelta(hours=2)
    session.flush()
    ask(session, code, requirements="One more")


def test_many_addresses_do_not_bury_an_insured(session: Session, code: str) -> None:
    for number in range(public_requests.MOST_WAITING):
        ask(session, code, ip=f"203.0.113.{number}", requirements=f"Lot {number}")
    with pytest.raises(public_requests.TooManyRequests):
        ask(session, code, ip="192.0.2.200", requirements="One more")


def test_guessing_is_stopped_for_right_codes_too(session: Session, code: str) -> None:
    for _ in range(public_requests.WRONG_CODES):
        public_requests.refuse_guessing(session, IP)
        public_requests.note_wrong_code(session, IP)
    with pytest.raises(public_requests.TooManyCodes):
        ask(session, code)
    ask(session, code, ip="203.0.113.4")
