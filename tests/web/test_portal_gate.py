"""Who may call the handlers of the portal, at that very moment."""

import asyncio
from typing import Any

import httpx
import pytest
from reflex.state import State
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from sqlmodel import select

from coi_app import db, models
from coi_app.rules.access import Role
from coi_app.rules.portal_rights import PortalRight
from coi_app.web import gate, guards, http, pages, session
from coi_app.web.agency.home.state import HomeState
from coi_app.web.portal import frame
from coi_app.web.portal.send.check_state import CheckState
from tests import cast, portal, states

assert pages.PORTAL


@pytest.fixture
def town(engine: object) -> portal.Town:
    return portal.town()


def portal_handlers() -> dict[str, Any]:
    """Wire name → mark, of every handler of the portal."""
    return {
        name: guards.mark_of(one.handler.fn)
        for name, one in RegistrationContext.get().event_handlers.items()
        if one.states
        and one.states[0].__module__.startswith("coi_app.web.portal.")
        and not name.endswith(".setvar")
    }


def refused(root: State, name: str) -> str:
    """What the gate answers, "" when it lets the event through."""
    answer = asyncio.run(gate.Gate().preprocess(None, root, Event(name=name, payload={})))
    return "" if answer is None else repr(answer.events) or "refused"


def test_every_place_and_handler_asks_for_what_it_shows(town: portal.Town) -> None:
    assert None not in portal_handlers().values()
    assert all(mark.insured or isinstance(mark.right, PortalRight) for mark in portal_handlers().values())
    assert all(place.right is not None for place in frame.PLACES if place.key not in {"home", "request"})


def test_a_right_that_is_taken_away_bites_on_the_next_event_and_the_navigation_follows(
    town: portal.Town,
) -> None:
    root = portal.root_of(town, "ivy", f"/portal/send?holder={town.holder_ids[0]}")
    assert all(refused(root, name) == "" for name in portal_handlers())
    with db.writing() as writing:
        writing.get_one(models.Account, town.accounts["ivy"]).rights = []
    for name, mark in portal_handlers().items():
        answer = refused(root, name)
        assert (answer == "") == mark.insured, name
        assert mark.insured or ("You are not allowed to" in answer and "arrive" in answer), name
    session.remember(asyncio.run(session.find(town.tokens["ivy"], cast.IP)))
    me = states.of(root, session.SessionState)
    states.call(me, "arrive")
    assert me.rights == []


def test_without_the_right_to_send_nothing_of_it_can_be_called(town: portal.Town) -> None:
    root = portal.root_of(town, "nia", "/portal/send")
    closed = {name for name, mark in portal_handlers().items() if mark.right is PortalRight.SEND_CERTIFICATES}
    assert len(closed) > 10 and all("send certificates" in refused(root, name) for name in closed)


def test_each_is_led_to_their_own_door(town: portal.Town) -> None:
    _, token = states.somebody(Role.ADMIN)
    agency = states.tree(token, "/portal")
    for name in portal_handlers():
        answer = refused(agency, name)
        assert "redirect" in answer and "/portal" not in answer.replace("coi_app", ""), name
    name = f"{HomeState.get_full_name()}.load"
    assert "redirect" in refused(portal.root_of(town, "ivy", "/"), name)
    assert "/portal" in refused(portal.root_of(town, "ivy", "/"), name)


def fetched(token: str, certificate_id: int, use: str = "") -> tuple[int, bytes]:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=http.application())
        cookies = {session.cookie_name(): token}
        async with httpx.AsyncClient(transport=transport, base_url="http://test", cookies=cookies) as client:
            return await client.get(f"/files/certificates/{certificate_id}.pdf", params={"use": use})

    answer = asyncio.run(ask())
    return answer.status_code, answer.content


def test_the_file_of_ones_own_certificate_comes_with_the_right_and_else_there_is_none(
    town: portal.Town,
) -> None:
    address = f"/portal/send?holder={town.holder_ids[0]}"
    states.call(portal.at(town, "ivy", address, CheckState), "send")
    with db.reading() as reading:
        row = models.Certificate
        key = reading.exec(select(row.id).where(row.insured_id == town.redwood)).one() or 0
    assert fetched(town.tokens["ivy"], key)[1].startswith(b"%PDF")
    assert fetched(town.tokens["nia"], key, "preview")[0] == 200
    missing = fetched(town.tokens["ivy"], 999_999)
    assert missing[0] == 404
    assert fetched(town.tokens["ivy"], town.foreign_certificate_id) == missing
    assert fetched(town.tokens["otto"], key) == missing
    with db.writing() as writing:
        writing.get_one(models.Account, town.accounts["ivy"]).rights = ["send_certificates"]
    assert fetched(town.tokens["ivy"], key)[0] == 404
    assert fetched("", key)[0] == 401


def test_a_deactivated_account_is_out_at_once(town: portal.Town) -> None:
    root = portal.root_of(town, "ivy")
    with db.writing() as writing:
        writing.get_one(models.Account, town.accounts["ivy"]).status = "deactivated"
    assert all("sign-in" in refused(root, name) for name in portal_handlers())
