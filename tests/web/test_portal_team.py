"""Handlers of the portal for a team: colleagues, and the review of the holders; and of the bell at the desk."""

import asyncio
from typing import Any

import pytest
from sqlmodel import select

from coi_app import db, models
from coi_app.rules.access import Role
from coi_app.services import notifications
from coi_app.services.notifications import NotificationKind
from coi_app.web import pages, session
from coi_app.web.agency.bell.state import BellState
from coi_app.web.agency.insured_profile.review_state import ASK, HoldersReviewState
from coi_app.web.portal.colleagues.state import PortalColleaguesState
from coi_app.web.portal.holders_review.state import PortalReviewState
from coi_app.web.portal.home.state import PortalHomeState
from tests import portal, states

assert pages.PORTAL


@pytest.fixture
def town(engine: object) -> portal.Town:
    return portal.town()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which open windows were told, and of what."""
    heard: list[str] = []

    async def away(tabs: list[str]) -> None:
        heard.append("away")

    async def rights(tabs: list[str]) -> None:
        heard.append("rights")

    monkeypatch.setattr(session, "send_away", away)
    monkeypatch.setattr(session, "tell_of_new_rights", rights)
    return heard


def typed(key: str, **fields: str) -> dict[str, str]:
    return {f"{key}_{name}": value for name, value in fields.items()}


def test_a_colleague_is_invited_changed_and_deactivated(town: portal.Town, told: list[str]) -> None:
    team = portal.at(town, "ivy", "/portal/colleagues", PortalColleaguesState)
    assert {line.name for line in team.lines} == {"Ivy", "Nia", "Dee"}
    assert {line.name for line in team.lines if line.can_change} == {"Nia", "Dee"}
    states.call(team, "invite")
    states.call(team, "send", typed("colleague", name="", email="luis"))
    assert set(team.problems) == {"name", "email"} and team.shown == "invite"
    states.call(team, "set_right", "manage_users", True)
    states.call(team, "set_right", "send_certificates", False)
    email = f"luis{town.redwood}@redwoodridge.example"
    states.call(team, "send", typed("colleague", name="Luis Aldana", email=email))
    states.call(team, "load")
    (luis,) = (line for line in team.lines if line.name == "Luis Aldana")
    assert luis.state == "invited" and "Manage users" in luis.may_do and "Send" not in luis.may_do

    states.call(team, "change", town.accounts["nia"])
    states.call(team, "set_right", "view_files", False)
    states.call(team, "save", typed("colleague", name="Nia Orr"))
    states.call(team, "change", town.accounts["nia"])
    states.call(team, "ask")
    assert team.shown == "deactivate"
    states.call(team, "deactivate")
    with db.reading() as reading:
        nia = reading.get_one(models.Account, town.accounts["nia"])
        assert (nia.name, nia.status) == ("Nia Orr", "deactivated") and "view_files" not in nia.rights
    assert told == ["rights", "away"]


def test_what_another_insured_has_is_not_opened(town: portal.Town) -> None:
    team = portal.at(town, "otto", "/portal/colleagues", PortalColleaguesState)
    assert [line.name for line in team.lines] == ["Otto"]
    for strange in (town.accounts["nia"], town.accounts["otto"], 987_654, "x", None):
        states.call(team, "change", strange)
        assert team.shown == ""


def rows_of(review: Any) -> dict[str, str]:
    return {line.name: line.answer for line in review.lines}


def test_holders_are_reviewed_and_the_agency_decides(town: portal.Town) -> None:
    agency = f"/insureds/{town.redwood}?tab=additional-interests"
    root = states.tree(states.somebody(Role.AGENT)[1], agency)
    desk = states.of(root, HoldersReviewState)
    states.call(desk, "load")
    assert desk.title == ""
    states.call(desk, "open", ASK)
    states.call(desk, "ask", {"holders_review_due_on": "yesterday"})
    assert set(desk.problems) == {"due_on"}
    states.call(desk, "ask", {"holders_review_due_on": "12/31/2099"})

    home = portal.at(town, "ivy", "/portal", PortalHomeState)
    assert home.review == "0 of 4 looked at, by 12/31/2099"
    review = portal.at(town, "ivy", "/portal/holders-review", PortalReviewState)
    first, second, *others = review.lines
    assert review.is_under_way and len(others) == 2
    states.call(review, "keep", first.id)
    states.call(review, "open", "correct", second.id)
    assert review.values["name"] == second.name
    states.call(review, "save", typed("review", **review.values | {"city": ""}))
    assert set(review.problems) == {"city"} and review.shown == "correct"
    states.call(review, "save", typed("review", **review.values | {"city": "Nampa"}))
    states.call(review, "keep_others")
    done = portal.at(town, "ivy", "/portal/holders-review?show=done", PortalReviewState)
    assert rows_of(done)[second.name] == "correct" and done.progress.left == 0
    states.call(done, "finish", "0-0-0")
    assert done.is_under_way
    states.call(done, "finish", done.progress.seen)
    again = portal.at(town, "ivy", "/portal/holders-review", PortalReviewState)
    assert not again.is_under_way and again.number == 4

    session.remember(asyncio.run(session.find(root.rx_router_headers.cookie.partition("=")[2], "")))
    states.call(desk, "load")
    (line,) = desk.lines
    assert desk.title.startswith("Holders reviewed by Ivy") and line.change == "City: Boise → Nampa"
    states.call(desk, "accept", line.id)
    states.call(desk, "load")
    assert desk.lines == []


def test_the_bell_leads_to_what_it_tells_of(engine: object) -> None:
    actor, token = states.somebody(Role.AGENT)
    with db.writing() as writing:
        for number in (1, 2):
            words, href = f"Request {number}", f"/requests?request={number}"
            notifications.tell_one(writing, actor.account_id or 0, NotificationKind.REQUEST, words, href)
    root = states.tree(token, "/")
    me, bell = states.of(root, session.SessionState), states.of(root, BellState)
    states.call(me, "arrive")
    assert me.unread == 2
    states.call(bell, "open", True)
    newest, older = bell.rings
    assert (newest.words, newest.is_new, older.is_new) == ("Request 2", True, True)
    (going,) = states.call(bell, "go", newest.id)
    assert "request=2" in str(going) and me.unread == 1
    states.call(bell, "go", 987_654)
    states.call(bell, "read_all")
    assert me.unread == 0 and not any(ring.is_new for ring in bell.rings)
    with db.reading() as reading:
        kept = reading.exec(
            select(models.Notification).where(models.Notification.account_id == actor.account_id)
        )
        assert all(one.read_at for one in kept)
