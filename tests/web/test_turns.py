"""Looks at SQLite take turns, and nobody waits for a long one."""

import asyncio
import threading

import pytest

from coi_app import settings
from coi_app.web import turns

FOREVER = 60.0


@pytest.fixture(autouse=True)
def on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "current", lambda: settings.Settings(database_url="sqlite:///coi.db"))


class Works:
    """Each waits until it may end; `most` were at work at once."""

    def __init__(self) -> None:
        self.may_end, self._lock = threading.Event(), threading.Lock()
        self.started, self.at_work, self.most = threading.Semaphore(0), 0, 0

    def one(self) -> None:
        with self._lock:
            self.at_work += 1
            self.most = max(self.most, self.at_work)
        self.started.release()
        assert self.may_end.wait(FOREVER)
        with self._lock:
            self.at_work -= 1

    async def are_started(self, count: int) -> None:
        for _ in range(count):
            assert await asyncio.to_thread(self.started.acquire, timeout=FOREVER)


def test_two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", FOREVER)

    async def go() -> None:
        works = Works()
        asked = [asyncio.ensure_future(turns.run(works.one)) for _ in range(5)]
        await works.are_started(2)
        assert not works.started.acquire(blocking=False)
        works.may_end.set()
        await asyncio.gather(*asked)
        assert works.most == 2

    asyncio.run(go())


def test_who_takes_long_lets_others_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)

    async def go() -> None:
        works = Works()
        asked = [asyncio.ensure_future(turns.run(works.one)) for _ in range(4)]
        await works.are_started(4)
        assert works.most == 4
        works.may_end.set()
        await asyncio.gather(*asked)
        assert await asyncio.gather(*(turns.run(lambda: 7) for _ in range(6))) == [7] * 6

    asyncio.run(go())


def test_a_failure_or_nobody_waiting_any_more_gives_the_turn_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", FOREVER)

    async def go() -> None:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await turns.run(lambda: 1 // 0)
        works = Works()
        asked = [asyncio.ensure_future(turns.run(works.one)) for _ in range(4)]
        await works.are_started(2)
        for one in asked:
            one.cancel()
        works.may_end.set()
        await asyncio.gather(*asked, return_exceptions=True)
        assert await asyncio.gather(*(turns.run(lambda: 7) for _ in range(6))) == [7] * 6

    asyncio.run(go())


def test_postgresql_is_asked_by_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "current", lambda: settings.Settings(database_url="postgresql://here/coi"))
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", FOREVER)

    async def go() -> None:
        works = Works()
        asked = [asyncio.ensure_future(turns.run(works.one)) for _ in range(4)]
        await works.are_started(4)
        works.may_end.set()
        await asyncio.gather(*asked)

    asyncio.run(go())
