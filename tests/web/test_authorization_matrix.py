"""The authorization matrix: every event handler, every HTTP route and every query and service that takes a number, as
eight people, on what is their own, somebody else's, and nobody's. Generated from the registries: what is new is in it.

Handlers are asked at the gate itself and routes through the application without a socket; `test_socket` calls every
handler over the real one.
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from reflex.state import State, StateUpdate
from reflex_base.event import Event
from sqlalchemy import Engine
from sqlmodel import Session

from coi_app import db, models
from coi_app.rules import access, errors
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import passwords, sign_in
from coi_app.web import gate, http, routes, session
from tests import authorization, cast, states, who_may
from tests.authorization import ACTORS, IN, NOT_THERE, OWN_DOOR, REFUSED, SIGN_IN, Door, HttpRoute
from tests.things import MISSING, Things, things_of

OBJECTS = ("own", "foreign", "missing")
FORM = "the form is wrong"
# Services that record that somebody looked, and the end of an export that a viewer may begin.
A_VIEWER_MAY = {
    "services.activity_export.csv_of", "services.activity_export.record_taken", "services.batches.file",
    "services.bulk_runs.cancel", "services.bulk_runs.file", "services.certificates.exact_copy",
    "services.certificates.preview", "services.certificates.preview_master", "services.eo_files.make",
    "services.certificates.verification_link", "services.eo_files.record_taken", "services.mails.kept_file",
    "services.exports.additional_interests", "services.shared_files.fetch", "services.certificate_json.take",
}  # fmt: skip
# Ends sessions, so it is asked last.
LAST = routes.POST_SIGN_OUT


@dataclass
class House:
    """Everybody of the matrix at Redwood Ridge ("own") and Harbor Light ("foreign"), signed in."""

    actors: dict[str, access.Actor]
    tokens: dict[str, str]
    trees: dict[str, State]
    things: dict[str, Things]


@pytest.fixture(scope="module")
def house(engine: Engine) -> House:
    with db.writing() as writing:
        people = cast.of(writing)
        everything = frozenset(PortalRight)
        gone = cast.insured(writing, "Gil", people.redwood, everything)
        less = cast.insured(writing, "Lee", people.redwood, everything)
        actors = {
            "own insured": people.ivy, "other insured": people.otto, "deactivated": gone, "right removed": less,
            "viewer": people.vic, "agent": people.sam, "admin": people.ada,
        }  # fmt: skip
        tokens = {name: _token(writing, who) for name, who in actors.items()} | {"anonymous": ""}
        things = {
            "own": things_of(writing, people, people.redwood, people.nia.account_id, people.ivy.account_id),
            "foreign": things_of(
                writing, people, people.harbor, people.otto.account_id, people.otto.account_id
            ),
        }
    trees = {name: states.tree(tokens[name], "/") for name in ACTORS}
    passwords.hashed("what the first use loads")
    with db.writing() as writing:  # in the middle of their sessions
        writing.get_one(models.Account, gone.account_id).status = "deactivated"
        writing.get_one(models.Account, less.account_id).rights = []
    assert less.account_id is not None and less.insured_id is not None
    actors["right removed"] = access.insured_actor(less.account_id, "Lee", less.email, less.insured_id, ())
    return House(actors, tokens, trees, things | {"missing": MISSING})


def _token(writing: Session, who: access.Actor) -> str:
    assert who.account_id is not None
    return sign_in.open_after_link(writing, who.account_id, cast.IP, "Test").token


def _once(find: Any) -> Any:
    """Each session is looked up once."""
    found: dict[Any, Any] = {}

    async def remembered(*who: Any, **how: Any) -> Any:
        key = (who, tuple(how.items()))
        if key not in found:
            found[key] = await find(*who, **how)
        return found[key]

    return remembered


def test_every_handler_opens_at_the_gate_to_whom_its_mark_names(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # `test_gate` shows that a session is looked up on every event, and that a refusal is recorded.
    monkeypatch.setattr(session, "find", _once(session.find))
    monkeypatch.setattr(gate, "_record_refusal", lambda *_: None)
    found = asyncio.run(_asked_at_the_gate(house))
    expected = {
        (name, actor): authorization.at_the_gate(actor, authorization.mark_of(registered))
        for name, registered in authorization.handlers().items()
        for actor in ACTORS
    }
    assert {cell: (found[cell], said) for cell, said in expected.items() if found[cell] != said} == {}
    assert len(found) >= 2_000 and set(Counter(found.values())) == {IN, SIGN_IN, OWN_DOOR, REFUSED}


async def _asked_at_the_gate(house: House) -> dict[tuple[str, str], str]:
    second = itertools.count()
    one_gate = gate.Gate(lambda: float(next(second)))  # nobody floods
    return {
        (name, actor): _said(
            await one_gate.preprocess(None, house.trees[actor], Event(name=name, payload={}))
        )
        for actor, name in itertools.product(ACTORS, authorization.handlers())
    }


def _said(answer: StateUpdate | None) -> str:
    if answer is None:
        return IN
    told = repr(answer.events)
    if "You are not allowed to" in told:
        return REFUSED
    return SIGN_IN if "/sign-in" in told or not answer.events else OWN_DOOR


def test_every_route_answers_each_as_it_should_and_foreign_like_missing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "send_away", _nobody_is_told)  # no windows are open
    monkeypatch.setattr(http, "_record_refusal", lambda *_: None)
    found = asyncio.run(_asked_over_http(house))
    wrong = {
        cell: (status, expected)
        for cell, (status, _) in found.items()
        if _status_said(status) != (expected := authorization.over_http(cell[1], _route(cell[0]), cell[2]))
    }
    assert wrong == {}, told(wrong)
    assert len(found) >= 500 and {cell: status for cell, (status, _) in found.items() if status >= 500} == {}
    for path, actor, whose in found:
        if (
            actor in authorization.OF_AN_INSURED
            and authorization.over_http(actor, _route(path), whose) == NOT_THERE
        ):
            assert found[path, actor, whose] == found[path, actor, "missing"]


async def _nobody_is_told(_tabs: list[str]) -> None: ...


async def _asked_over_http(house: House) -> dict[tuple[str, str, str], tuple[int, str]]:
    answers = {}
    transport = httpx.ASGITransport(http.application(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        for route, actor, whose in itertools.product(_routes(), ACTORS, OBJECTS):
            headers = {"Cookie": f"{session.cookie_name()}={house.tokens[actor]}"}
            ids = house.things[whose].ids
            beside = {"params": route.asked_for(ids), "data": route.asked_for(ids)}
            answer = await client.request(route.method, route.address(ids), headers=headers, **beside)
            answers[_key(route), actor, whose] = (answer.status_code, answer.text)
    return answers


def _routes() -> list[HttpRoute]:
    return sorted(authorization.http_routes(), key=lambda one: one.path == LAST)


def _key(route: HttpRoute) -> str:
    return f"{route.method} {route.path}"


def _route(key: str) -> HttpRoute:
    return next(one for one in authorization.http_routes() if _key(one) == key)


def _status_said(status: int) -> str:
    return {401: SIGN_IN, 403: REFUSED, 404: NOT_THERE}.get(status, IN)


@pytest.fixture
def rolled_back(engine: Engine) -> Iterator[Session]:
    with engine.connect().execution_options(coi_writes=True) as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as own:
            yield own
        outer.rollback()


def test_every_query_and_service_knows_whose_a_thing_is(house: House, rolled_back: Session) -> None:
    found = {
        (door.name, actor, whose): _through(rolled_back, door, house, actor, whose)
        for door, actor, whose in itertools.product(authorization.doors(), house.actors, OBJECTS)
        if actor != "deactivated"  # nobody acts for one: the gate and the routes have no actor then
    }
    assert len(found) >= 3_000
    wrong = {cell: said for cell, said in found.items() if not _is_right(cell, found)}
    assert wrong == {}, told(wrong)


def told(wrong: dict[tuple[str, str, str], object]) -> str:
    return "\n".join(f"{cell}: {said}" for cell, said in wrong.items())


def _through(own: Session, door: Door, house: House, actor: str, whose: str) -> tuple[str, str]:
    """What came of it, and in what words: `IN` with what a look gave; `FORM` when only the form was wrong, which was
    empty. Whatever it did is undone."""
    number = house.things[whose].ids[door.kind]
    try:
        given = door.call(own, house.actors[actor], number, *door.arguments(), **door.options())
        return IN, repr(list(given) if isinstance(given, Iterator) else given)
    except errors.NotFound as missing:
        return NOT_THERE, str(missing)
    except errors.NotAllowed as refused:
        return REFUSED, str(refused)
    except Exception as wrong:
        return FORM, f"{type(wrong).__name__}: {wrong}"
    finally:
        own.rollback()


def _is_right(cell: tuple[str, str, str], found: dict[tuple[str, str, str], tuple[str, str]]) -> bool:
    """A change of what is foreign or missing never happens; looks may give an empty list, the same for both."""
    name, actor, whose = cell
    said, is_change = found[cell], name.startswith("services.")
    if actor in authorization.OF_AN_INSURED and whose == {"other insured": "own"}.get(actor, "foreign"):
        return said == found[name, actor, "missing"] and not (is_change and said[0] == IN)
    if whose == "missing":
        return not (is_change and said[0] == IN)
    if actor == "viewer" and is_change:
        told_first = (
            said[0] == FORM and said == found[name, actor, "missing"]
        )  # of the form, whatever the thing
        return name in A_VIEWER_MAY or told_first or said[0] in (REFUSED, NOT_THERE)
    return True


def test_the_table_in_the_documents_is_made_from_the_code() -> None:
    text = who_may.SECURITY.read_text()
    assert who_may.written(text) == text, "run python -m tests.who_may"
