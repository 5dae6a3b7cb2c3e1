"""The public page's handlers: anybody may call them, and learns only what the code or the file is about."""

from typing import Any

import pytest
from reflex.state import State
from sqlmodel import col, delete, select

from coi_app import clock, db, models
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors
from coi_app.rules.access import Role
from coi_app.services import certificates, public_check
from coi_app.web.verify import page
from coi_app.web.verify import state as verify
from coi_app.web.verify.state import VerifyState
from tests import desk, factories, states

assert page.page
SHA = "0" * 64
GUESSES, GUESSER, HOLDER = 10_000, "198.51.100.9", "203.0.113.5"


@pytest.fixture
def code(engine: object) -> str:
    actor, _ = states.somebody(Role.AGENT)
    with db.writing() as session:
        place = desk.ready(session, factories.insured(session, "Kettle Gap Framing LLC"))
        to = Recipient(interest_id=place.links[0].id)
        certificates.issue_one(session, actor, place.master_id, to, Wording())
        newest = select(models.Certificate.verification_code).order_by(col(models.Certificate.id).desc())
        return str(session.exec(newest).first())


def opened(code: str) -> tuple[State, Any]:
    root = states.tree("", f"/v/{code}")
    state = states.of(root, VerifyState)
    states.call(state, "arrive")
    return root, state


def test_a_stranger_may_look(code: str) -> None:
    root, state = opened(code)
    assert not states.refused(root, VerifyState, "arrive")
    assert not states.refused(root, VerifyState, "check_file")
    assert (state.phase, state.head, state.insured) == ("found", "In force", "Kettle Gap Framing LLC")
    assert len(state.lines) == 3 and state.qr.startswith("M0 0h1v1h-1z")


def test_the_page_before_leaves_nothing(code: str) -> None:
    root, state = opened(code)
    root.rx_router_url = states.tree("", "/v/ABCDEFGHJKMN").rx_router_url
    states.call(state, "arrive")
    assert (state.phase, state.number, state.lines, state.qr) == ("unknown", "", [], "")


@pytest.mark.parametrize("sha256", ["", "x", None, 7, [SHA], SHA.upper() + "A", "\x00" * 64])
@pytest.mark.parametrize("hint", ["large", "insecure", None, {"a": 1}, "\ud800"])
def test_what_is_no_digest_is_not_looked_up(code: str, sha256: Any, hint: Any) -> None:
    _, state = opened(code)
    states.call(state, "check_file", sha256, hint)
    assert state.answer.look == "is-bad"


def test_guessing_through_either_door_is_counted(code: str) -> None:
    _, state = opened(code)
    with db.writing() as session:
        session.execute(delete(models.SignInAttempt))
    for n in range(public_check.WRONG_CODES):
        if n % 2:
            states.call(state, "check_file", SHA, f"WRONGCODE{n:03d}")
        else:
            opened(f"WRONGCODE{n:03d}")
    _, state = opened(code)
    assert state.phase == "refused" and "Wait 15 minutes" in state.refusal and state.number == ""
    states.call(state, "check_file", SHA, code)
    assert state.answer.title == "Not checked"
    with db.writing() as session:
        session.execute(delete(models.SignInAttempt))


def test_ten_thousand_guesses_find_nothing_and_keep_nobody_else_out(code: str) -> None:
    """The right one is among them, later than a guesser comes."""
    guesses = [f"WRONGCODE{n}" for n in range(GUESSES - 1)]
    guesses.insert(GUESSES // 2, code)
    answers = [_guess(one, GUESSER) for one in guesses]
    assert answers == ["nothing"] * public_check.WRONG_CODES + ["refused"] * (
        GUESSES - public_check.WRONG_CODES
    )
    assert _guess(code, HOLDER) == "found"
    with db.writing() as session:
        noted = [one for one in session.exec(select(models.SignInAttempt)) if one.ip == GUESSER]
        assert len(noted) == public_check.WRONG_CODES  # a refused guess writes nothing
        for one in noted:
            one.at = clock.now() - public_check.WINDOW
    assert _guess(code, GUESSER) == "found"


def _guess(code: str, ip: str) -> str:
    try:
        return "found" if verify._by_code(code, ip) else "nothing"
    except errors.Refusal:
        return "refused"
