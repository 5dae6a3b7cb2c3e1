"""The desk while 100,000 rows are imported: what another signed-in person waits for an event."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from benchmarks import desk, imports
from benchmarks.figures import Figure
from coi_app import db
from coi_app.queries import imports as seen
from coi_app.queries.imports import RunState
from coi_app.rules import access
from coi_app.services import imports as importing

ACTOR = access.system_actor("Benchmark")


def measure() -> list[Figure]:
    with desk.served_demo("medium") as (folder, running):
        run_id = _received(folder / "holders.csv")
        token = desk.signed_in("priya@kestrelvane.example")
        return asyncio.run(_measure(running.address, token, run_id))


def _received(file: Path) -> int:
    imports.write(file)
    with db.writing() as writing:
        return importing.receive(writing, ACTOR, importing.look_through(file.name, file.read_bytes()), "both")


async def _measure(address: str, token: str, run_id: int) -> list[Figure]:
    tab = await desk.opened(address, token)
    with db.writing() as writing:
        importing.check(writing, ACTOR, run_id, seen.detail(writing, ACTOR, run_id).places)
    checking = await desk.events(tab, _still(run_id, RunState.CHECKING))
    with db.writing() as writing:
        importing.apply(writing, ACTOR, run_id)
    applying = await desk.events(tab, _still(run_id, RunState.APPLYING))
    await tab.client.disconnect()
    if _state(run_id) is not RunState.APPLIED:
        raise RuntimeError(f"The import was not carried out: {_state(run_id)}")
    return [
        *desk.figures("during the dry run of 100,000 rows", checking, desk.P95_MS),
        *desk.figures("while 100,000 rows are carried out", applying, desk.P95_MS),
    ]


def _still(run_id: int, state: RunState) -> Callable[[int], bool]:
    return lambda _: _state(run_id) is state


def _state(run_id: int) -> RunState:
    with db.reading() as session:
        return seen.detail(session, ACTOR, run_id).state
