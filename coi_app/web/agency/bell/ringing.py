"""Rings the bell of open tabs when their person is told of something: nobody has to open a page for it."""

import asyncio
import logging

from coi_app import db
from coi_app.queries import top_bar
from coi_app.web import open_tabs
from coi_app.web.session import SessionState

LOOK_AGAIN = 3.0  # seconds between two looks for something new

log = logging.getLogger(__name__)


async def ring() -> None:
    """As long as this process serves. One look reads one row while nothing is new."""
    newest = await asyncio.to_thread(_newest)
    while True:
        await asyncio.sleep(LOOK_AGAIN)
        try:
            newest = await tell_since(newest)
        except Exception:  # a database that is away for a while must not silence the bell for good
            log.exception("Open tabs were not told of what is new.")


async def tell_since(newest: int) -> int:
    """Tell the tabs of whoever was told of something after that notification; the last one of now."""
    now = await asyncio.to_thread(_newest)
    if now > newest:
        for one in await asyncio.to_thread(_since, newest):
            await open_tabs.tell(one.tabs, SessionState.take_numbers(*_ordered(one.numbers)))
    return now


def _ordered(numbers: top_bar.Numbers) -> tuple[int, int, int]:
    return numbers.failed_mails, numbers.open_requests, numbers.unread


def _newest() -> int:
    with db.reading() as session:
        return top_bar.newest(session)


def _since(newest: int) -> list[top_bar.Ringing]:
    with db.reading() as session:
        return top_bar.since(session, newest)
