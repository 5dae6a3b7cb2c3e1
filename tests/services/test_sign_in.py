"""Signing in: what opens a session, what ends it, and how often a password may be tried."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coi_app import clock, models
from coi_app.adapters import passwords, tokens
from coi_app.queries import sessions
from coi_app.rules import access, errors
from coi_app.services import sign_in
from tests import cast, factories

PASSWORD = "a quiet river at noon"
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture(scope="module")
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def sam(session: Session, password_hash: str) -> models.Account:
    factories.agency(session)
    return factories.account(session, "Sam", "agent", password_hash=password_hash)


def enter(session: Session, email: str, ip: str = HERE, password: str = PASSWORD) -> sign_in.Opened:
    candidate = sign_in.count_try(session, email, ip)
    if not candidate.matches(password):
        raise sign_in.refuse(session, candidate)
    return sign_in.open_session(session, candidate, "Browser")


def who(session: Session, opened: sign_in.Opened) -> access.Actor | None:
    found = sessions.signed_in(session, tokens.digest(opened.token), HERE)
    return found.actor if found else None


def test_sam_signs_in_and_is_an_agent(session: Session, sam: models.Account) -> None:
    opened = enter(session, sam.email.upper())
    actor = who(session, opened)
    assert (
        actor is not None and actor.role is access.Role.AGENT and actor.may(access.Right.CERTIFICATES_ISSUE)
    )
    kinds = session.exec(select(models.Activity.kind).where(models.Activity.subject_id == sam.id)).all()
    assert kinds == ["account:signed_in"]


def test_the_token_itself_is_nowhere_in_the_tables(session: Session, sam: models.Account) -> None:
    opened = enter(session, sam.email)
    kept = session.exec(select(models.SignInSession.token_sha256)).one()
    assert kept == tokens.digest(opened.token) != opened.token


@pytest.mark.parametrize("email", ["sam", "nobody@kestrelvane.example", "", "' OR 1=1 --", "\x00", "\ud800"])
def test_a_stranger_gets_the_same_sentence_as_a_wrong_password(
    session: Session, sam: models.Account, email: str
) -> None:
    with pytest.raises(sign_in.SignInRefused, match="do not match an active account"):
        enter(session, email)
    with pytest.raises(sign_in.SignInRefused, match="do not match an active account"):
        enter(session, sam.email, password="wrong")


def test_a_deactivated_account_with_the_right_password_gets_that_sentence_too(
    session: Session, sam: models.Account
) -> None:
    sam.status = "deactivated"
    with pytest.raises(sign_in.SignInRefused, match="do not match an active account"):
        enter(session, sam.email)


def test_ten_wrong_tries_close_the_door_from_that_address_only(session: Session, sam: models.Account) -> None:
    for _ in range(sign_in.TRIES_PER_ACCOUNT_AND_ADDRESS):
        with pytest.raises(sign_in.SignInRefused, match="do not match"):
            enter(session, sam.email, ELSEWHERE, "wrong")
    with pytest.raises(sign_in.SignInRefused, match="Too many tries"):
        enter(session, sam.email, ELSEWHERE)
    assert enter(session, sam.email, HERE).actor.account_id == sam.id


def test_strangers_cannot_lock_sam_out_of_his_own_desk(session: Session, sam: models.Account) -> None:
    enter(session, sam.email, HERE)
    for number in range(sign_in.TRIES_PER_ACCOUNT):
        session.add(
            models.SignInAttempt(purpose="sign_in", email=sam.email, ip=f"203.0.113.{number}", at=clock.now())
        )
    session.flush()
    with pytest.raises(sign_in.SignInRefused, match="Too many tries"):
        enter(session, sam.email, ELSEWHERE)
    assert enter(session, sam.email, HERE).actor.account_id == sam.id


def test_signing_out_ends_the_session_and_names_its_tabs(session: Session, sam: models.Account) -> None:
    opened = enter(session, sam.email)
    found = sessions.signed_in(session, tokens.digest(opened.token), HERE)
    assert found is not None
    sign_in.note_tab(session, "tab-1", found.session_id)
    assert sign_in.sign_out(session, opened.token, HERE) == ["tab-1"]
    assert who(session, opened) is None
    assert sign_in.sign_out(session, opened.token, HERE) == []


@pytest.mark.parametrize(
    ("column", "age"),
    [("last_seen_at", sessions.STAFF_IDLE), ("expires_at", timedelta())],
    ids=["idle", "absolute"],
)
def test_a_session_ends_by_itself(session: Session, sam: models.Account, column: str, age: timedelta) -> None:
    opened = enter(session, sam.email)
    row = session.exec(select(models.SignInSession)).one()
    setattr(row, column, clock.now() - age - timedelta(seconds=1))
    session.flush()
    assert who(session, opened) is None


def test_ivy_is_out_at_once_when_her_portal_closes(session: Session, password_hash: str) -> None:
    people = cast.of(session)
    account = session.get(models.Account, people.ivy.account_id)
    assert account is not None
    account.password_hash = password_hash
    session.flush()
    opened = enter(session, account.email)
    assert who(session, opened) is not None
    people.redwood.portal_open = False
    session.flush()
    assert who(session, opened) is None


def test_nobody_ends_another_persons_session(session: Session, sam: models.Account) -> None:
    people = cast.of(session)
    enter(session, sam.email)
    row = session.exec(select(models.SignInSession)).one()
    assert row.id is not None
    for stranger in (people.ada, people.vic, people.otto):
        with pytest.raises(errors.NotFound):
            sign_in.end_own(session, stranger, row.id)
    assert session.exec(
        select(models.SignInSession).where(col(models.SignInSession.ended_at).is_(None))
    ).one()
