"""The processes that look at the data beside the web server's own (decision 0018).

Looks wait for one of them in the order they came. While one takes long, a thread of this process stands in for it, so
that nobody waits for a long look; PostgreSQL, which works elsewhere, is asked from a thread whenever none is free.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from coi_app import db, settings
from coi_app.queries import looking_beside
from coi_app.web import turns
from coi_app.web.reader import Gone, Reader

T = TypeVar("T")

PATIENCE_SECONDS = 0.05
RESTART_SECONDS = 5.0
SEATS = 6  # orders in the pipe: what a reader does while this process is busy for 20 ms

log = logging.getLogger(__name__)


Seat = Reader | None  # None: a thread of this process stands in


def _burden(seat: Seat) -> float:
    return 0.5 if seat is None else seat.orders


class Line:
    """The readers, and who waits for one."""

    def __init__(self) -> None:
        self.readers: list[Reader] = []
        self._free: list[Seat] = []
        self._surplus = 0  # threads that stand in for nobody any more
        self._waiting: deque[asyncio.Future[Seat]] = deque()
        self._is_helped = False  # by one thread more

    async def seat(self) -> Seat:
        if self._free:
            return self.free_one()
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[Seat] = loop.create_future()
        self._waiting.append(turn)
        late = loop.call_later(PATIENCE_SECONDS, self._help, turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back(turn.result())
            raise
        finally:
            late.cancel()

    def _help(self, turn: asyncio.Future[Seat]) -> None:
        """They have more to do than they can: a thread helps until nobody waits any more."""
        if not (self._is_helped or turn.done()):
            self._is_helped = True
            self.give(None)

    def free_one(self) -> Seat:
        """The best seat that is free now: a reader who has nothing to do, a thread, a reader who has."""
        seat = min(self._free, key=_burden, default=None)
        if self._free:
            self._free.remove(seat)
        if seat is not None:
            seat.orders += 1
        return seat

    def give(self, seat: Seat) -> None:
        """A seat is free."""
        if seat is None and self._surplus:
            self._surplus -= 1
            return
        self._free.append(seat)
        while self._free and self._waiting:
            if not (turn := self._waiting.popleft()).done():
                turn.set_result(self.free_one())
        if self._is_helped and None in self._free:
            self._free.remove(None)
            self._is_helped = False

    def give_back(self, seat: Seat) -> None:
        if seat is not None:
            seat.orders -= 1
        self.give(seat)

    async def end(self) -> None:
        self._free.clear()
        while self.readers:
            await self.readers.pop().end()

    def take_back(self) -> None:
        """One thread less stands in: a free one, or the next that becomes free."""
        if None in self._free:
            self._free.remove(None)
        else:
            self._surplus += 1


_line = Line()


async def look(query: Callable[..., T], *args: Any, **how: Any) -> T:
    """`query(session, *args, **how)` with a reading session."""

    def here() -> T:
        with db.reading() as session:
            return query(session, *args, **how)

    if not (_line.readers and looking_beside.may_be_asked(query)):
        return await turns.run(here)
    order = looking_beside.packed(query, args, how)
    line = _line if settings.current().is_sqlite else None
    seat = await line.seat() if line else _line.free_one()
    if seat is None:
        return await _stand_in(line, here)
    try:
        return looking_beside.unpacked(await _beside(seat, order))
    except (Gone, looking_beside.Unfit) as why:
        log.warning("A process beside gives no answer; it is done here: %r", why)
    except _Late:
        pass
    return await asyncio.to_thread(here)


async def _stand_in(line: Line | None, work: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(work)
    finally:
        if line is not None:
            line.give(None)


class _Late(Exception):
    """The look in front of this one takes long."""


async def _beside(reader: Reader, order: bytes) -> bytes:
    """Raises Gone and _Late."""
    is_second, begins = reader.orders > 1, asyncio.Event()
    asked = asyncio.create_task(_asked(reader, order, begins))
    asked.add_done_callback(_forget)
    if is_second:
        await _begun(reader, begins)
    return await asyncio.shield(asked)


async def _begun(reader: Reader, begins: asyncio.Event) -> None:
    """Raises _Late. It is looked for twice: this process may have been busy when the first half was over."""
    halves, answered = 0, reader.answered
    while halves < 2:
        with suppress(TimeoutError):
            await asyncio.wait_for(begins.wait(), PATIENCE_SECONDS / 2)
            return
        halves = halves + 1 if answered == reader.answered else 0
        answered = reader.answered
    raise _Late


def _forget(asked: asyncio.Task[bytes]) -> None:
    """Whoever asked may not wait any more, and nobody would be told of the failure."""
    if not asked.cancelled():
        asked.exception()


async def _asked(reader: Reader, order: bytes, begins: asyncio.Event) -> bytes:
    """Runs to its end, so that no answer is left for somebody else."""
    reader.send(order)
    async with reader.answers:
        begins.set()
        stand_in = _StandIn(_line)
        try:
            answer = await reader.receive()
        except Gone:
            _replace(reader)
            raise
        finally:
            stand_in.goes()
    reader.answered += 1
    _line.give_back(reader)
    return answer


class _StandIn:
    """A thread for whoever comes next, when somebody's look takes long."""

    def __init__(self, line: Line) -> None:
        self._line, self._is_there = line, False
        self._late = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._come)

    def _come(self) -> None:
        self._is_there = True
        self._line.give(None)

    def goes(self) -> None:
        self._late.cancel()
        if self._is_there:
            self._line.take_back()


_starting: set[asyncio.Task[Any]] = set()  # the loop alone would forget them


def _begin(start: Coroutine[Any, Any, Any]) -> None:
    _starting.add(task := asyncio.create_task(start))
    task.add_done_callback(_starting.discard)


def _replace(reader: Reader) -> None:
    """One that ended, by another one; until that works, threads take its seats."""
    _line.give(None)
    if not reader.is_gone:
        reader.is_gone = True
        _begin(_start_instead(reader))


async def _start_instead(gone: Reader) -> None:
    await gone.end()
    await asyncio.sleep(RESTART_SECONDS)
    if await _start_one():
        _line.readers.remove(gone)
        for _ in range(SEATS):
            _line.take_back()


async def _start_one() -> bool:
    """Without it all goes on, in threads."""
    try:
        _line.readers.append(reader := await Reader.started())
    except (OSError, Gone):
        log.exception("No process looks at the data beside this one; threads do.")
        return False
    for _ in range(SEATS):
        _line.give(reader)
    return True


@asynccontextmanager
async def serve() -> AsyncIterator[None]:
    """Have them as long as this process serves, from when they are ready; nobody waits for that."""
    try:
        for _ in range(looking_beside.how_many()):
            _begin(_start_one())
        yield
    finally:
        for task in _starting:
            task.cancel()
        await _line.end()
