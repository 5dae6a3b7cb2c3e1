"""The agency sees the portal as an insured does: what the gate lets through then, and what it refuses."""

import asyncio
import inspect
from typing import Any

import httpx
import pytest
from reflex.state import State
from reflex_base.event import Event
from sqlmodel import col, select

from coi_app import db, models
from coi_app.queries import sessions
from coi_app.rules import errors
from coi_app.rules.access import Role
from coi_app.web import gate, guards, http, pages, routes, session
from coi_app.web.agency.home.state import HomeState
from coi_app.web.portal.home.state import PortalHomeState
from tests import authorization, cast, portal, states

assert pages.PORTAL


@pytest.fixture
def town(engine: object) -> portal.Town:
    return portal.town()


def posted(token: str, path: str, **form: object) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(http.application())
        cookie = {"Cookie": f"{session.cookie_name()}={token}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.request(
                "POST" if form or "end" in path else "GET", path, data=form, headers=cookie
            )

    return asyncio.run(ask())


def asked(root: State, name: str) -> str:
    """What the gate answers, "" when it lets the event through."""
    answer = asyncio.run(gate.Gate().preprocess(None, root, Event(name=name, payload={})))
    return "" if answer is None else repr(answer.events) or "refused"


@pytest.fixture
def looking(town: portal.Town) -> tuple[str, State]:
    """An agent's token, and a tab of that session at the portal as Nia sees it."""
    _, token = states.somebody(Role.AGENT)
    answer = posted(token, routes.POST_PORTAL_VIEW, account=town.accounts["nia"])
    assert (answer.status_code, answer.headers["location"]) == (303, routes.PORTAL)
    root = states.tree(token, routes.PORTAL)
    found = asyncio.run(session.find(token, cast.IP))
    assert found is not None
    session.remember(session.viewing(found))
    return token, root


def handlers_of_the_portal() -> dict[str, guards.Mark | None]:
    return {
        name: authorization.mark_of(one)
        for name, one in authorization.handlers().items()
        if one.states[0].__module__.startswith("coi_app.web.portal.") and not name.endswith(".setvar")
    }


def test_everything_that_changes_anything_is_refused_by_the_gate(looking: tuple[str, State]) -> None:
    _, root = looking
    refused = {
        name for name, mark in handlers_of_the_portal().items() if session.ONLY_LOOKING in asked(root, name)
    }
    assert refused == {name for name, mark in handlers_of_the_portal().items() if mark and not mark.looks}
    known = authorization.handlers()
    said = {f"{known[name].states[0].__name__}.{name.rsplit('.', 1)[-1]}" for name in refused}
    assert said >= {
        "CheckState.send", "CheckState.download", "RecipientsState.add", "NameState.save", "PasswordState.save",
        "PortalCertificatesState.resend", "PortalRequestState.ask", "PortalColleaguesState.send",
        "PortalReviewState.finish", "PortalUploadState.progress", "SessionsState.end",
    }  # fmt: skip


def test_a_handler_that_looks_writes_nothing() -> None:
    """The mark is a promise of whoever writes the handler; here it is held against the source."""
    for name, registered in authorization.handlers().items():
        mark = guards.mark_of(registered.handler.fn)
        if mark is not None and mark.looks:
            assert "session.change(" not in inspect.getsource(registered.handler.fn), name


def test_what_nia_sees_is_seen_and_not_more(town: portal.Town, looking: tuple[str, State]) -> None:
    _, root = looking
    found = {
        name: asked(root, name) for name, mark in handlers_of_the_portal().items() if mark and mark.looks
    }
    no_right = {name for name, answer in found.items() if "send certificates" in answer}
    assert no_right and all(
        "send" in str(handlers_of_the_portal()[name]) for name in no_right
    )  # Nia has it not
    assert asked(root, f"{PortalHomeState.get_full_name()}.load") == ""
    states.call(states.of(root, session.SessionState), "arrive")
    me = states.of(root, session.SessionState)
    assert (me.name, me.viewed_as) == ("Nia", "Nia")
    home = states.of(root, PortalHomeState)
    states.call(home, "load")
    assert home.insured == "Redwood Ridge Builders LLC"
    with db.reading() as reading:
        refusals = select(models.Activity.id).where(
            col(models.Activity.account_id) == town.accounts["nia"], models.Activity.kind == "access:refused"
        )
        assert reading.exec(refusals).all() == []


def test_the_second_lock_refuses_what_the_gate_would_let_through(looking: tuple[str, State]) -> None:
    called: list[Any] = []
    with pytest.raises(errors.Conflict, match="Nothing can be changed here"):
        asyncio.run(session.change(lambda *_: called.append(1)))
    assert called == []


def test_other_tabs_of_the_session_stay_at_the_desk(looking: tuple[str, State]) -> None:
    token, root = looking
    desk = states.tree(token, routes.HOME)
    load = f"{HomeState.get_full_name()}.load"
    assert asked(desk, load) == ""
    assert session.ONLY_LOOKING in asked(root, load)


def test_a_file_is_fetched_with_ones_own_rights(town: portal.Town) -> None:
    _, token = states.somebody(Role.AGENT)
    posted(token, routes.POST_PORTAL_VIEW, account=town.accounts["nia"])
    path = routes.certificate_file(town.foreign_certificate_id)
    before = posted(token, path).status_code
    _, fresh = states.somebody(Role.AGENT)
    assert before == posted(fresh, path).status_code


@pytest.mark.parametrize(("role", "status"), [(Role.VIEWER, 403), (None, 401)])
def test_who_may_not_look(town: portal.Town, role: Role | None, status: int) -> None:
    token = states.somebody(role)[1] if role else "x"
    assert posted(token, routes.POST_PORTAL_VIEW, account=town.accounts["nia"]).status_code == status
    assert (
        posted(town.tokens["ivy"], routes.POST_PORTAL_VIEW, account=town.accounts["nia"]).status_code == 403
    )


def test_staff_and_strange_accounts_are_not_there(town: portal.Town) -> None:
    actor, token = states.somebody(Role.AGENT)
    answers = [
        posted(token, routes.POST_PORTAL_VIEW, account=one) for one in (actor.account_id, 987_654, "x")
    ]
    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}


def test_one_click_ends_it_and_the_tab_goes_back_to_the_desk(
    town: portal.Town, looking: tuple[str, State]
) -> None:
    token, root = looking
    answer = posted(token, routes.POST_PORTAL_VIEW_END)
    assert answer.headers["location"] == routes.insured(town.redwood, "portal")
    load = f"{PortalHomeState.get_full_name()}.load"
    assert "look at the portal is over" in asked(root, load)
    bound = states.of(root, session.SessionState)._bound_to
    assert bound and not bound.startswith(sessions.VIEW)
    assert asked(root, f"{HomeState.get_full_name()}.load") == ""


def test_a_lost_right_ends_it_on_the_next_event(town: portal.Town, looking: tuple[str, State]) -> None:
    token, root = looking
    found = asyncio.run(session.find(token, ""))
    assert found is not None
    with db.writing() as writing:
        writing.get_one(models.Account, found.actor.account_id).role = "viewer"
    assert "is over" in asked(root, f"{PortalHomeState.get_full_name()}.load")
