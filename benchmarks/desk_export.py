"""The export of 100,000 certificates from a served agency, and what another signed-in person waits for meanwhile."""

import asyncio
import time
import uuid

from sqlmodel import select

from benchmarks import desk
from benchmarks.figures import Figure
from coi_app import db
from coi_app.models import Account, BulkRun
from coi_app.queries.batches import UNFINISHED
from coi_app.queries.bulk_runs import BulkKind
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.rules import access
from coi_app.services import bulk_runs

WHO = "priya@kestrelvane.example"
SECONDS = {BulkKind.CSV: 10.0, BulkKind.XLSX: None}


def measure() -> list[Figure]:
    with desk.served_demo("medium") as (_, running):
        token = desk.signed_in(WHO)
        return [
            figure
            for kind, most in SECONDS.items()
            for figure in asyncio.run(_measure(running.address, token, kind, most))
        ]


async def _measure(address: str, token: str, kind: BulkKind, most: float | None) -> list[Figure]:
    tab = await desk.opened(address, token)
    run_id = _start(kind)
    began = time.perf_counter()
    waited = await desk.events(tab, lambda _: _is_unfinished(run_id))
    seconds = time.perf_counter() - began
    await tab.client.disconnect()
    with db.reading() as session:
        run = session.get_one(BulkRun, run_id)
        if run.state != "done":
            raise RuntimeError(f"The export was not made: {run.state}, {run.error}")
        said = f"{run.done:,} rows, {run.file_size:,} bytes"
    name = kind.value.upper()
    return [
        Figure(f"100,000 certificates as {name}, from the click", seconds, "s", most, said),
        *desk.figures(f"while they are exported as {name}", waited, desk.P95_MS),
    ]


def _start(kind: BulkKind) -> int:
    """What the Export menu does, for all of them."""
    with db.writing() as session:
        found = session.exec(select(Account).where(Account.email == WHO)).one()
        assert found.id is not None
        actor = access.staff_actor(found.id, found.name, found.email, access.Role(found.role), "127.0.0.1")
        every = CertificateSelection(everyone=True)
        return bulk_runs.start(session, actor, kind, every, {"request_key": uuid.uuid4().hex})


def _is_unfinished(run_id: int) -> bool:
    with db.reading() as session:
        return session.get_one(BulkRun, run_id).state in UNFINISHED
