"""The desk while a run of 10,000 certificates is at work: what another signed-in person waits for an event."""

import asyncio
import itertools
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import socketio
from sqlalchemy import text

from benchmarks import installations
from benchmarks.figures import Figure, percentile, spread
from coi_app import db
from coi_app.queries.verdicts import Selection
from coi_app.rules import access
from coi_app.services import batches, sign_in
from coi_app.web import frontend, session
from tests import served
from tests.served import Served

P95_MS = 200.0
NAMESPACE = "/_event"
STATE = "reflex___state____state"
HYDRATE = f"{STATE}.hydrate"
ARRIVE = f"{STATE}.coi_app___web___session____session_state.arrive"
INSUREDS = f"{STATE}.coi_app___web___agency___insureds___state____insureds_state.load"
SENT = f"{STATE}.coi_app___web___agency___certificates_sent___state____sent_state.load"
# What changes in the last answer to each, and with every new text; SENT first tells that it is busy.
ENDS = {
    HYDRATE: "is_hydrated_rx_state_",
    INSUREDS: "text_rx_state_",
    SENT: "is_busy_rx_state_",
}
LISTS = ((INSUREDS, "/insureds"), (SENT, "/certificates"))
TYPED = ("r", "ro", "roof", "sum", "summit", "land", "garden", "bank", "county", "")
PATIENCE_SECONDS = 60
IDLE_EVENTS, FEWEST_EVENTS = 60, 60
PAUSE_SECONDS = 0.07  # quicker than anybody types; below the flood limit


@dataclass
class Tab:
    """An open page of a signed-in person, as bare as a socket."""

    client: socketio.AsyncClient
    answers: asyncio.Queue[Any] = field(default_factory=asyncio.Queue)

    async def ask(
        self, name: str, path: str, typed: str = "", payload: dict[str, Any] | None = None
    ) -> float:
        """Milliseconds until what the event ends with is here."""
        address = {"pathname": path, "asPath": f"{path}?q={typed}", "query": {"q": typed}}
        event = {"name": name, "payload": payload or {}, "router_data": address}
        state = name.rpartition(".")[0]
        began = time.perf_counter()
        await self.client.emit("event", event, namespace=NAMESPACE)
        while True:
            answer = await asyncio.wait_for(self.answers.get(), PATIENCE_SECONDS)
            told = answer["delta"].get(state, {})
            if told if name not in ENDS else told.get(ENDS[name], True) is not True:
                return 1000 * (time.perf_counter() - began)


def measure() -> list[Figure]:
    with served_demo("medium") as (folder, running):
        token = signed_in("priya@kestrelvane.example")
        return asyncio.run(_measure(running.address, token, folder))


@contextmanager
def served_demo(scale: str) -> Iterator[tuple[Path, Served]]:
    """A demo agency that is served, and that this process works on too: its folder, its server."""
    frontend.build()
    with (
        installations.demo(scale) as folder,
        served.application(folder) as running,
        installations.opened(folder),
    ):
        yield folder, running


def signed_in(email: str) -> str:
    """A session of that account: the token for its cookie."""
    with db.writing() as writing:
        found = writing.execute(text("SELECT id FROM accounts WHERE email = :email"), {"email": email})
        return sign_in.open_after_link(writing, found.scalar_one(), "127.0.0.1", "Benchmark").token


async def _measure(address: str, token: str, folder: Path) -> list[Figure]:
    tab = await opened(address, token)
    idle = await events(tab, lambda count: count < IDLE_EVENTS)
    batch_id = _start_batch()
    began = time.perf_counter()
    busy = await events(tab, lambda _: _unfinished(folder, batch_id))
    seconds = time.perf_counter() - began
    await tab.client.disconnect()
    issued = _row(folder, batch_id)[1]
    if len(busy) < FEWEST_EVENTS or not issued:
        raise RuntimeError(f"The run was over too soon to tell: {len(busy)} events, {issued} issued.")
    return [
        *figures("idle", idle, None),
        *figures("during a run of 10,000", busy, P95_MS),
        Figure(
            "the run itself, served",
            seconds,
            "s",
            None,
            f"{issued:,} issued, {issued / seconds:.0f} a second",
        ),
    ]


async def opened(address: str, token: str) -> Tab:
    tab = Tab(socketio.AsyncClient(reconnection=False))
    tab.client.on("event", tab.answers.put, namespace=NAMESPACE)
    headers = {"Cookie": f"{session.cookie_name()}={token}", "Origin": address}
    await tab.client.connect(
        f"{address}?token={uuid.uuid4()}", headers=headers, namespaces=[NAMESPACE],
        transports=["websocket"], socketio_path="/_event",
    )  # fmt: skip
    await tab.ask(HYDRATE, "/insureds")
    await tab.ask(ARRIVE, "/insureds")
    return tab


async def events(tab: Tab, go_on: Callable[[int], bool]) -> list[float]:
    waited: list[float] = []
    for typed, (name, path) in itertools.cycle(itertools.product(TYPED, LISTS)):
        if not go_on(len(waited)):
            return waited
        waited.append(await tab.ask(name, path, typed))
        await asyncio.sleep(PAUSE_SECONDS)
    return waited


def _start_batch() -> int:
    """What the Generate button does, for all 10,000 holders."""
    with db.writing() as writing:
        insured, master = writing.execute(
            text(
                "SELECT i.id, m.id FROM insureds i JOIN masters m ON m.insured_id = i.id"
                " WHERE i.legal_name = :insured AND m.name = :master"
            ),
            {"insured": installations.SUMMIT, "master": installations.SUMMITS_MASTER},
        ).one()
        asked = batches.Asked(
            Selection(everyone=True), output="zip", leave_out_warned=True, request_key=uuid.uuid4().hex
        )
        return batches.start(writing, access.system_actor("Benchmark"), insured, master, asked)


def _unfinished(folder: Path, batch_id: int) -> bool:
    return _row(folder, batch_id)[0] in ("queued", "running")


def _row(folder: Path, batch_id: int) -> tuple[str, int]:
    connection = sqlite3.connect(f"file:{folder / installations.DATABASE}?mode=ro", uri=True)
    try:
        query = "SELECT state, issued FROM batches WHERE id = ?"
        state, issued = connection.execute(query, (batch_id,)).fetchone()
        return str(state), int(issued)
    finally:
        connection.close()


def figures(when: str, waited: list[float], target: float | None) -> list[Figure]:
    detail = f"{len(waited)} events; {spread(waited, 'ms')}"
    return [
        Figure(f"a list narrowed, {when}: p50", percentile(waited, 0.5), "ms"),
        Figure(f"a list narrowed, {when}: p95", percentile(waited, 0.95), "ms", target, detail),
    ]
