"""Around the pages: a raw socket client calls every registered handler, with wrong types too, and changes nothing."""

import asyncio
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import socketio
from reflex_base.registry import RegistrationContext
from sqlalchemy import Engine, func, select
from sqlmodel import Session, SQLModel

from coi_app import coi_app, db
from coi_app.services import sign_in
from coi_app.web import frontend, gate, session
from tests import cast, factories, served

NAMESPACE = "/_event"
TABS = 20  # attack at once
# After these a tab has no session any more: called last.
ENDS = (".leave", ".sign_out", ".you_state.end", ".sessions_state.end")
STATE = "reflex___state____state"
HYDRATE = f"{STATE}.hydrate"  # what a page calls first; until then nobody is bound to the tab
# Anybody may have words shown on the own tab.
NOTIFY = f"{STATE}.coi_app___web___session____session_state.notify"
LAST_WORDS = "That was all."
PATIENCE_SECONDS = 60
HOSTILE: tuple[Any, ...] = (
    None,
    "",
    "x" * 10_000,
    -1,
    10**30,
    {"a": [1]},
    [None],
    "=cmd|' /C calc'!A0",
    "\u202eevil\x00",
)
# What a call may leave behind: the tab it came from, that it was refused, that a password or code was guessed, and the
# columns that somebody chose for the own lists; and drafts of a review of the own holders, which need nothing typed.
LEFT_BEHIND = {
    "open_tabs", "activities", "chain_heads", "sign_in_sessions", "sign_in_attempts", "list_choices",
    "holders_reviews", "review_answers",
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    address: str
    engine: Engine
    tokens: dict[str, list[str]]
    insured_id: int


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served agency with people signed in; its database is an SQLite file of its own."""
    assert coi_app.app is not None
    frontend.build()
    folder = tmp_path_factory.mktemp("site")
    url = f"sqlite:///{folder / 'coi.db'}"
    with served.application(folder, COI_DATABASE_URL=url) as running:
        own = db.engine_for(url)
        with Session(own) as filling:
            people = cast.of(filling)
            holder = factories.holder(filling)
            factories.interest(filling, people.redwood, holder)
            tokens = {
                name: [
                    sign_in.open_after_link(filling, actor.account_id or 0, "127.0.0.1", "Test").token
                    for _ in range(TABS)
                ]
                for name, actor in (("viewer", people.vic), ("insured", people.ivy), ("other", people.otto))
            }
            assert people.redwood.id is not None
            insured_id = people.redwood.id
            filling.commit()
        yield Site(running.address, own, tokens | {"anonymous": [""] * TABS}, insured_id)
        own.dispose()


def handlers() -> dict[str, list[str]]:
    """Wire name → argument names, of every handler that is not the framework's."""
    return {
        name: [
            a
            for a in registered.handler.fn.__code__.co_varnames[
                1 : registered.handler.fn.__code__.co_argcount
            ]
        ]
        for name, registered in RegistrationContext.get().event_handlers.items()
        if registered.states and registered.states[0].__module__.startswith("coi_app.")
    }


def rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in SQLModel.metadata.sorted_tables
            if table.name not in LEFT_BEHIND
        }


async def attack(site: Site, who: str) -> tuple[int, list[Any]]:
    """Call every handler with several hostile payloads; gives the number of calls and what came back."""
    bad = itertools.cycle(HOSTILE)
    calls = [
        (name, payload)
        for name, arguments in sorted(handlers().items(), key=lambda one: one[0].endswith(ENDS))
        for payload in _payloads(arguments, bad, site.insured_id)
    ]
    heard = await asyncio.gather(
        *(_attack_from_a_tab(site, token, calls[n::TABS]) for n, token in enumerate(site.tokens[who]))
    )
    return len(calls), list(itertools.chain(*heard))


def _payloads(arguments: list[str], bad: Iterator[Any], insured_id: int) -> list[dict[str, Any]]:
    whole = [{a: next(bad) for a in arguments}, dict.fromkeys(arguments, insured_id)]
    return [{}, *whole] if arguments else [{}]


async def _attack_from_a_tab(site: Site, token: str, calls: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    """Below the flood limit, which counts by session (strangers: by tab), so that each call is judged on its own."""
    client, heard, all_answered = socketio.AsyncClient(reconnection=False), [], asyncio.Event()

    def hear(answer: Any) -> None:
        heard.append(answer)
        if LAST_WORDS in repr(answer):
            all_answered.set()

    client.on("event", hear, namespace=NAMESPACE)
    headers = {"Cookie": f"{session.cookie_name()}={token}", "Origin": site.address}
    await client.connect(
        f"{site.address}?token={uuid.uuid4()}", headers=headers, namespaces=[NAMESPACE],
        transports=["websocket"], socketio_path="/_event",
    )  # fmt: skip
    path = f"/insureds/{site.insured_id}"
    router = {"pathname": path, "asPath": path, "query": {}}
    said = {"tone": "gray", "words": LAST_WORDS}
    for name, payload in [(HYDRATE, {}), *calls, (NOTIFY, said)]:
        event = {"name": name, "payload": payload, "router_data": router}
        await client.emit("event", event, namespace=NAMESPACE)
        await asyncio.sleep(1 / gate.PER_SECOND)
    await asyncio.wait_for(all_answered.wait(), PATIENCE_SECONDS)  # a tab's calls are answered in their order
    known = -1
    while known != len(heard):  # what they led to; a busy machine answers late
        known = len(heard)
        await asyncio.sleep(1.5)
    await client.disconnect()
    return heard


@pytest.mark.parametrize("who", ["anonymous", "viewer", "insured", "other"])
def test_no_call_around_the_pages_changes_anything(site: Site, who: str) -> None:
    before = rows(site.engine)
    calls, heard = asyncio.run(attack(site, who))
    assert calls >= 500
    assert ("You are not allowed to" in repr(heard)) == (who == "viewer")
    desk_led_them_out = "'/portal'" in repr(heard)
    assert desk_led_them_out == (who in {"insured", "other"})
    assert rows(site.engine) == before
    assert "Traceback" not in repr(heard) and "sqlalchemy" not in repr(heard).lower()
    assert heard and (who in {"viewer", "insured"} or "Redwood" not in repr(heard))


def test_another_sites_page_cannot_open_the_socket(site: Site) -> None:
    async def connect() -> None:
        async with aiohttp.ClientSession() as http:
            client = socketio.AsyncClient(reconnection=False, http_session=http)
            await client.connect(
                f"{site.address}?token={uuid.uuid4()}", headers={"Origin": "http://evil.example"},
                namespaces=[NAMESPACE], transports=["websocket"], socketio_path="/_event",
            )  # fmt: skip

    with pytest.raises(socketio.exceptions.ConnectionError):
        asyncio.run(connect())
