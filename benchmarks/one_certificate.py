"""One certificate: opened at the desk, drawn while it is written, and checked by whoever has the paper.

`COI_BENCH_SCALE=large` measures with 1,000,000 certificates.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import httpx
from sqlalchemy import text

from benchmarks import desk, installations
from benchmarks.desk import STATE, Tab
from benchmarks.figures import Figure, percentile, spread
from benchmarks.grid import SCALE
from benchmarks.sessions import PREVIEW
from coi_app import db
from coi_app.web import session

One = TypeVar("One")
TIMES, OPENED_MS, CHECKED_MS = 100, 150.0, 50.0
CHECK = f"{STATE}.coi_app___web___verify___state____verify_state.arrive"
WRITE = f"{STATE}.coi_app___web___agency___send___state____send_state"
# Spread over all that were ever issued; and holders of one insured, each of whom gets a page of its own.
CERTIFICATES = "SELECT id, verification_code FROM certificates WHERE id % :every = 0 ORDER BY id LIMIT :times"
HOLDERS = (
    "SELECT a.holder_id FROM additional_interests a JOIN insureds i ON i.id = a.insured_id"
    " WHERE i.legal_name = :insured ORDER BY a.id LIMIT :times"
)


def measure() -> list[Figure]:
    with desk.served_demo(os.environ.get(SCALE, "medium")) as (_, running):
        return asyncio.run(_measure(running.address, desk.signed_in("tom@kestrelvane.example")))


async def _measure(address: str, token: str) -> list[Figure]:
    count, certificates, insured, holders = _read()
    tab = await desk.opened(address, token)
    cookies = {session.cookie_name(): token}
    async with httpx.AsyncClient(base_url=address, cookies=cookies, timeout=60) as http:
        opened = await _each(certificates, lambda one: _open(tab, http, one[0]))
    writing = f"/insureds/{insured}/send"
    await tab.ask(f"{WRITE}.load", writing)
    drawn = await _each(
        holders, lambda one: tab.ask(f"{WRITE}.pick_holder", writing, payload={"holder_id": one[0]})
    )
    checked = await _each(certificates, lambda one: tab.ask(CHECK, f"/v/{one[1]}"))
    await tab.client.disconnect()
    among = f"{count:,} certificates"
    return [
        *_figures(f"one of {among} opened, until its PDF is here", opened, OPENED_MS),
        *_figures("a holder picked in Send Certificate, until the page is drawn", drawn, OPENED_MS),
        *_figures(f"the public page of one of {among}", checked, CHECKED_MS),
    ]


def _read() -> tuple[int, Sequence[tuple[int, str]], int, Sequence[tuple[int]]]:
    with db.reading() as reading:
        count = reading.execute(text("SELECT count(*) FROM certificates")).scalar_one()
        some = reading.execute(text(CERTIFICATES), {"every": max(1, count // TIMES - 1), "times": TIMES})
        asked = {"insured": installations.SUMMIT, "times": TIMES}
        holders = reading.execute(text(HOLDERS), asked)
        insured = reading.execute(text("SELECT id FROM insureds WHERE legal_name = :insured"), asked)
        return count, [(r[0], r[1]) for r in some], insured.scalar_one(), [(r[0],) for r in holders]


async def _open(tab: Tab, http: httpx.AsyncClient, certificate_id: int) -> float:
    began = time.perf_counter()
    await tab.ask(PREVIEW, "/certificates", payload={"certificate_id": certificate_id, "number": "KV"})
    answer = await http.get(f"/files/certificates/{certificate_id}.pdf", params={"use": "preview"})
    if not answer.raise_for_status().content.startswith(b"%PDF"):
        raise RuntimeError("What came is no PDF.")
    return 1000 * (time.perf_counter() - began)


async def _each(those: Sequence[One], work: Callable[[One], Awaitable[float]]) -> list[float]:
    waited = []
    for one in those:
        waited.append(await work(one))
        await asyncio.sleep(desk.PAUSE_SECONDS)
    return waited


def _figures(what: str, waited: list[float], target: float) -> list[Figure]:
    return [
        Figure(f"{what}: p50", percentile(waited, 0.5), "ms"),
        Figure(f"{what}: p95", percentile(waited, 0.95), "ms", target, spread(waited, "ms")),
    ]
