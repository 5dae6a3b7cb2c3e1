"""Looks at the data take turns: two at once on SQLite, in threads.

SQLite gives Python's lock away at every row, so that six threads spend their time taking it from each other: with two
at once, two hundred people got half as many answers again. Who takes long gives its turn away, so that nobody waits
for two long looks. PostgreSQL works elsewhere: there all may look at once.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from coi_app import settings

T = TypeVar("T")

AT_ONCE = 2
PATIENCE_SECONDS = 0.05

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def run(work: Callable[[], T]) -> T:
    """`work()` in a thread, when it is its turn."""
    if not settings.current().is_sqlite:
        return await asyncio.to_thread(work)
    turn = _Turn(await _taken())
    try:
        return await asyncio.to_thread(work)
    finally:
        turn.give_back()


async def _taken() -> asyncio.Semaphore:
    turns = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    await turns.acquire()
    return turns


class _Turn:
    """Given back once: at the end, or when it takes long."""

    def __init__(self, turns: asyncio.Semaphore) -> None:
        self._turns: asyncio.Semaphore | None = turns
        self._late = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self.give_back)

    def give_back(self) -> None:
        self._late.cancel()
        if self._turns is not None:
            self._turns.release()
        self._turns = None
