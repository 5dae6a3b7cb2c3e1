"""Queries and services of HTTP routes: in a thread, each in a session of its own, so that nothing holds up the loop."""

import asyncio
from typing import Any

from coi_app import db


async def read(query: Any, *args: Any) -> Any:
    """`query(session, *args)`, which changes nothing."""

    def run() -> Any:
        with db.reading() as session:
            return query(session, *args)

    return await asyncio.to_thread(run)


async def write(service: Any, *args: Any) -> Any:
    """`service(session, *args)` as one change: everything of it, or nothing."""

    def run() -> Any:
        with db.writing() as session:
            return service(session, *args)

    return await asyncio.to_thread(run)
