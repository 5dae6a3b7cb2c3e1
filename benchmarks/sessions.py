"""Two hundred signed-in people at once, each filtering a list or opening a certificate every second, on SQLite.

`COI_BENCH_SCALE=large` measures with 1,000,000 certificates.
"""

import asyncio
import itertools
import os
import random
import time

from benchmarks import desk, processes
from benchmarks.desk import Tab
from benchmarks.figures import Figure, percentile, spread
from benchmarks.grid import SCALE, TYPED
from coi_app import db
from coi_app.models import Certificate

SESSIONS, SECONDS = 200, 60
P95_MS, MEMORY_MB = 250.0, 600.0
PEOPLE = ("priya@kestrelvane.example", "tom@kestrelvane.example")
PREVIEW = f"{desk.STATE}.coi_app___web___agency___certificates_sent___resend_state____resend_state.preview"
OPENED = 0.25  # of the events: a certificate is opened; the others narrow a list
FIRST_LOOKS_AT_ONCE = 20


def measure() -> list[Figure]:
    with desk.served_demo(os.environ.get(SCALE, "medium")) as (_, running):
        tokens = [desk.signed_in(who) for who in itertools.islice(itertools.cycle(PEOPLE), SESSIONS)]
        ids = _certificates()
        waited, lost = asyncio.run(_measure(running.address, tokens, ids))
        peak = processes.tree_peak_mb(running.process.pid)
    name = f"{SESSIONS} people, an event a second each"
    said = f"{len(waited):,} events in {SECONDS} s; {spread(waited, 'ms')}"
    return [
        Figure(f"{name}: p50", percentile(waited, 0.5), "ms"),
        Figure(f"{name}: p95", percentile(waited, 0.95), "ms", P95_MS, said),
        Figure(f"{name}: without an answer", lost, "events", 0),
        Figure(f"{name}: the server's peak memory", peak, "MB", MEMORY_MB),
    ]


def _certificates() -> list[int]:
    with db.reading() as session:
        last = session.query(Certificate.id).order_by(Certificate.id.desc()).limit(5_000)
        return [row.id for row in last]


async def _measure(address: str, tokens: list[str], ids: list[int]) -> tuple[list[float], int]:
    some = asyncio.Semaphore(FIRST_LOOKS_AT_ONCE)
    tabs = await asyncio.gather(*(_opened(some, address, token) for token in tokens))
    waited: list[float] = []
    lost = await asyncio.gather(*(_work(tab, random.Random(n), ids, waited) for n, tab in enumerate(tabs)))
    for tab in tabs:
        await tab.client.disconnect()
    return waited, sum(lost)


async def _opened(some: asyncio.Semaphore, address: str, token: str) -> Tab:
    async with some:
        tab = await desk.opened(address, token)
        await tab.ask(desk.SENT, "/certificates")
        return tab


async def _work(tab: Tab, dice: random.Random, ids: list[int], waited: list[float]) -> int:
    """Gives how many of its events got no answer."""
    began, lost = time.monotonic(), 0
    for number in itertools.count():
        pause = began + number + dice.random() - time.monotonic()
        await asyncio.sleep(max(0.0, pause))
        if time.monotonic() - began > SECONDS:
            return lost
        try:
            waited.append(await _event(tab, dice, ids))
        except TimeoutError:
            lost += 1
    raise AssertionError


async def _event(tab: Tab, dice: random.Random, ids: list[int]) -> float:
    if dice.random() < OPENED:
        payload = {"certificate_id": dice.choice(ids), "number": "KV"}
        return await tab.ask(PREVIEW, "/certificates", payload=payload)
    typed = dice.choice(TYPED)
    name, path = dice.choice(desk.LISTS)
    return await tab.ask(name, path, typed[: dice.randint(1, len(typed))])
