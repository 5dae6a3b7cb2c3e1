"""Certificates Sent: what the address asks for, what is ticked, and who may call what."""

import asyncio
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote_plus

import pytest
from reflex.istate.data import ReflexURL, URLData
from sqlmodel import Session, select

from coi_app import db, models
from coi_app.queries import certificate_text
from coi_app.queries.saved_views import COLUMNS
from coi_app.rules.access import ROLE_RIGHTS, Right, Role
from coi_app.web.agency import list_pages
from coi_app.web.agency.certificates_sent import asked, page, reading
from coi_app.web.agency.certificates_sent.bulk_state import BulkState
from coi_app.web.agency.certificates_sent.state import SentState
from coi_app.web.agency.certificates_sent.views_state import ViewsState
from tests import factories, states

assert page.page
FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"days": "week"}, ("2026-03-02", "2026-03-06")),
        ({"days": "7"}, ("2026-02-28", "2026-03-06")),
        ({"days": "month", "from": "2020-01-01"}, ("2026-03-01", "2026-03-06")),
        ({"days": "any"}, ("", "")),
        ({"days": "9999"}, ("", "")),
        ({"from": "3/4/2026", "to": "2026-03-05"}, ("2026-03-04", "2026-03-05")),
        ({"from": "yesterday", "to": "2026-99-99"}, ("", "")),
    ],
)
def test_days(query: dict[str, str], said: tuple[str, str]) -> None:
    found = asked.read(query, FRIDAY)
    assert (found.from_on, found.to_on) == said


@pytest.mark.parametrize("value", ["", "x", "'; --", "1" * 40, "٣", "-1", "<b>", "\0"])
def test_a_stale_or_hostile_address_narrows_nothing(value: str) -> None:
    names = ("mailed", "standing", "source", "by", "master", "sort", "days", "from", "to")
    found = asked.read(dict.fromkeys(names, value), FRIDAY)
    assert asked.read({}, FRIDAY) == found or value == "1" * 40
    assert found.filters() == asked.read({}, FRIDAY).filters()
    assert asked.row({"row": value, "after": "x"}) == 1


def test_the_address_is_what_is_shown() -> None:
    query = {"q": "oak", "mailed": "failed", "standing": "expired", "source": "cli", "by": "3", "master": "4"}
    found = asked.read(query, FRIDAY).filters()
    said = (found.text, found.delivered, found.standing, found.source, found.issued_by, found.master_id)
    assert said == ("oak", "failed", "expired", "cli", 3, 4)
    assert asked.read({"from": "2026-03-05", "to": "2026-03-04"}, FRIDAY).is_upside_down


def certificates(session: Session, count: int) -> list[int]:
    if session.get(models.Agency, 1) is None:
        factories.agency(session)
    insured = factories.insured(session)
    version = factories.master(session, insured, [factories.policy(session, insured)])
    made = [factories.certificate(session, insured, factories.holder(session), version) for _ in range(count)]
    return [one.id for one in made if one.id]


def opened(role: Role, address: str = "/certificates") -> tuple[Any, Any]:
    _, token = states.somebody(role)
    root = states.tree(token, address)
    sent = states.of(root, SentState)
    states.call(sent, "load")
    return root, sent


def test_ticks_stay_on_the_server_until_the_filter_changes(engine: object) -> None:
    with db.writing() as session:
        ids = certificates(session, 55)
    root, sent = opened(Role.VIEWER)
    assert len(sent.rows) == 50
    states.call(sent, "tick", ids[-1], True)
    assert (sent.chosen, sent.ticked, sent.is_everyone) == (1, [ids[-1]], False)
    states.call(sent, "tick_page", True)
    assert (sent.chosen, len(sent.ticked)) == (50, 50)
    states.call(sent, "tick_all")
    assert sent.is_everyone and sent.chosen >= 55
    states.call(sent, "tick", ids[-1], False)
    assert ids[-1] not in sent.ticked and sent._selection().except_ids == {ids[-1]}
    later = sent.chosen
    with db.writing() as session:
        certificates(session, 1)
    assert sent.chosen == later and sent._selection().upto >= ids[-1]
    root.rx_router_url = URLData.from_url(ReflexURL("http://localhost:8000/certificates?q=oak"))
    states.call(sent, "load")
    assert (sent.chosen, sent.ticked, sent.is_everyone) == (0, [], False)
    states.call(sent, "tick", ids[0], True)
    states.call(sent, "tick_none")
    assert (sent.chosen, sent.ticked) == (0, [])


def test_one_insureds_many_are_shown_before_they_are_counted(
    engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SHORT", "NAMES", "NAMES_OF_ALL"):
        monkeypatch.setattr(certificate_text, name, 0)
    with db.writing() as session:
        first, *_ = certificates(session, 55)
        insured = session.get_one(models.Certificate, first).insured_id
        text = session.exec(select(models.HolderName.name)).all()[0][:3]
    _, token = states.somebody(Role.VIEWER)
    sent = states.of(states.tree(token, f"/insureds/{insured}?tab=documents&q={text}"), SentState)
    totals: list[tuple[int, str]] = []
    load: Any = SentState.load

    async def go() -> None:
        async for _ in load.fn(sent):
            totals.append((len(sent.rows), sent.pager.total))

    asyncio.run(go())
    assert totals == [(50, "50+"), (50, "55")]


def at(root: Any, address: str) -> None:
    root.rx_router_url = URLData.from_url(ReflexURL(f"http://localhost:8000{address}"))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The text of each time that rows were read."""
    texts: list[str] = []
    found = reading.found

    async def watched(wanted: asked.Asked, *rest: Any) -> reading.Found:
        texts.append(wanted.text)
        return await found(wanted, *rest)

    monkeypatch.setattr(reading, "found", watched)
    return texts


def test_the_rows_come_before_the_address_and_are_not_read_twice(engine: object, read: list[str]) -> None:
    with db.writing() as session:
        certificates(session, 2)
        name = session.exec(select(models.HolderName.name).order_by(models.HolderName.id.desc())).first()
    root, sent = opened(Role.VIEWER, "/certificates?sort=holder&after=x&row=51")
    (followed,) = states.call(sent, "search", name)
    assert {one.holder for one in sent.rows} == {name} and sent.text == name and not sent.is_busy
    address = f"/certificates?sort=holder&q={quote_plus(str(name))}"
    assert address in str(followed.args)
    at(root, address)
    assert states.call(sent, "load") == [] and read == ["", name]
    states.call(sent, "load")  # somebody comes back
    assert read == ["", name, name]
    assert states.call(sent, "search", name) == []  # it is the address already
    assert read[3:] == [name]


def test_an_address_that_is_behind_what_is_typed_is_read_and_so_is_the_next(
    engine: object, read: list[str]
) -> None:
    root, sent = opened(Role.VIEWER)
    states.call(sent, "search", "oa")
    states.call(sent, "search", "oak")
    at(root, "/certificates?q=oa")
    states.call(sent, "load")
    at(root, "/certificates?q=oak")
    states.call(sent, "load")
    assert read == ["", "oa", "oak", "oa", "oak"] and sent.text == "oak"


def test_the_search_box_follows_an_address_from_elsewhere_and_leaves_typing_alone(engine: object) -> None:
    with db.writing() as session:
        insured = session.get_one(models.Certificate, certificates(session, 1)[0]).insured_id
    root, sent = opened(Role.VIEWER, "/certificates?q=oak")
    assert (sent.text, sent.refill) == ("oak", 1)
    for typed in ("oak t", "oak tr"):
        states.call(sent, "search", typed)
    for followed in ("oak+t", "oak+tr"):  # the addresses come when more is typed already
        at(root, f"/certificates?q={followed}")
        states.call(sent, "load")
    at(root, "/certificates?q=oak+tr&sort=holder")
    states.call(sent, "load")
    assert sent.refill == 1
    for number, elsewhere in enumerate(("/certificates?q=oak", f"/insureds/{insured}?tab=documents"), 2):
        at(root, elsewhere)
        states.call(sent, "load")
        assert sent.refill == number
    assert sent.text == ""


def test_an_address_that_comes_late_is_read(
    engine: object, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, sent = opened(Role.VIEWER)
    monkeypatch.setattr(list_pages, "FOLLOWS_WITHIN", timedelta(seconds=-1))
    states.call(sent, "search", "oak")
    at(root, "/certificates?q=oak")
    states.call(sent, "load")
    assert read == ["", "oak", "oak"]


def test_what_takes_long_says_so(engine: object, monkeypatch: pytest.MonkeyPatch) -> None:
    _, sent = opened(Role.VIEWER)
    monkeypatch.setattr(list_pages, "QUICK_SECONDS", 0)

    async def followed() -> list[bool]:
        return [sent.is_busy async for _ in type(sent).search.fn(sent, "oak")]

    assert asyncio.run(followed()) == [True, False] and not sent.is_busy


def test_a_run_is_started_once_for_what_is_ticked(engine: object) -> None:
    with db.writing() as session:
        ids = certificates(session, 3)
    root, sent = opened(Role.AGENT)
    for one in ids[:2]:
        states.call(sent, "tick", one, True)
    bulk = states.of(root, BulkState)
    states.call(bulk, "ask_withdraw")
    states.call(bulk, "withdraw", {"reason": " "})
    assert bulk.asking == "withdraw" and "reason" in bulk.problems
    states.call(bulk, "withdraw", {"reason": "Wrong project"})
    assert (bulk.asking, bulk.is_open, bulk.total, bulk.title) == ("", True, 2, "Withdrawing certificates")
    with db.reading() as session:
        run = session.exec(select(models.BulkRun)).one()
        assert run.asked["selection"]["ids"] == sorted(ids[:2]) and run.asked["reason"] == "Wrong project"


def test_nothing_ticked_is_said(engine: object) -> None:
    root, _ = opened(Role.AGENT)
    (said,) = states.call(states.of(root, BulkState), "download", "zip")
    assert "No certificate is selected" in str(said)


def test_a_run_of_an_address_that_is_not_there(engine: object) -> None:
    root, _ = opened(Role.AGENT, "/certificates?run=987654")
    bulk = states.of(root, BulkState)
    (said,) = states.call(bulk, "load")
    assert "not here" in str(said) and not bulk.is_open


def test_a_view_is_saved_found_and_removed(engine: object) -> None:
    root, _ = opened(Role.VIEWER, "/certificates?mailed=failed&after=x")
    views = states.of(root, ViewsState)
    states.call(views, "ask")
    states.call(views, "save", {"name": ""})
    assert views.problems
    states.call(views, "save", {"name": "Mine"})
    states.call(views, "load")
    mine = next(one for one in views.views if one.name == "Mine")
    assert (mine.href, mine.can_remove) == ("/certificates?mailed=failed", True)
    states.call(views, "remove", mine.id)
    states.call(views, "load")
    assert [one.name for one in views.views][-1] == "Sent this week"


def test_columns_are_remembered(engine: object) -> None:
    _, token = states.somebody(Role.VIEWER)
    views = states.of(states.tree(token, "/certificates"), ViewsState)
    states.call(views, "choose_column", "insured", False)
    again = states.of(states.tree(token, "/certificates"), ViewsState)
    states.call(again, "load")
    assert again.columns == [one for one in COLUMNS if one != "insured"]


def test_what_a_viewer_may_call_changes_nothing() -> None:
    changes = {
        "BulkState.ask_resend", "BulkState.resend", "BulkState.ask_withdraw", "BulkState.withdraw",
        "BulkState.ask_reissue", "BulkState.reissue", "BulkState.ask_notify", "BulkState.notify_holders",
        "ResendState.open_resend", "ResendState.choose_kind", "ResendState.confirm_resend",
        "ResendState.choose_how", "ResendState.leave_field",
        "RepairState.open_for", "RepairState.open_mail", "RepairState.send_again", "RepairState.close",
        "WithdrawState.ask", "WithdrawState.withdraw",
    }  # fmt: skip
    found = states.marked("certificates_sent")
    closed = {
        name for name, right in found.items() if right is not None and right not in ROLE_RIGHTS[Role.VIEWER]
    }
    assert closed == changes
    assert found["BulkState.export"] is Right.EXPORTS_RUN and "unmarked" not in found.values()


def test_the_gate_stops_a_viewer(engine: object) -> None:
    root, _ = opened(Role.VIEWER)
    assert all(states.refused(root, BulkState, name) for name in ("resend", "withdraw", "ask_resend"))
    assert not states.refused(root, BulkState, "download")
