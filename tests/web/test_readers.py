"""Looks at the data in processes beside the web server's."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from coi_app import settings
from coi_app.queries import looking_beside
from coi_app.rules import errors
from coi_app.web import readers
from tests.web import looked_up

PROCESSES = 1
HERE = os.getpid()


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    monkeypatch.setattr(looking_beside, "may_be_asked", lambda _: True)
    monkeypatch.setattr(looking_beside, "how_many", lambda: PROCESSES)


def served(go: Callable[[], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with readers.serve():
            await asyncio.gather(*readers._starting)
            return await go()

    return asyncio.run(run())


async def there(file: Path) -> None:
    while not file.exists():
        await asyncio.sleep(0.005)


def test_a_look_is_done_there_and_comes_back_whole() -> None:
    async def go() -> None:
        (reader,) = readers._line.readers
        assert await readers.look(looked_up.process_id) == reader.process_id != HERE
        many = list(range(200_000))  # more than a pipe holds
        assert await readers.look(looked_up.given, many, well="ö") == ((many,), {"well": "ö"})

    served(go)
    assert asyncio.run(readers.look(looked_up.process_id)) == HERE


def test_many_at_once_each_get_their_own() -> None:
    async def go() -> None:
        found = await asyncio.gather(*(readers.look(looked_up.given, n) for n in range(300)))
        assert [what for (what, _) in found] == [(n,) for n in range(300)]

    served(go)


def test_what_is_refused_there_is_refused_here() -> None:
    async def go() -> None:
        with pytest.raises(errors.NotFound) as missing:
            await readers.look(looked_up.refuses, {})
        assert str(missing.value) == str(errors.NotFound("certificate"))
        with pytest.raises(errors.InvalidInput) as wrong:
            await readers.look(looked_up.refuses, {"name": "Give a name."})
        assert wrong.value.problems == {"name": "Give a name."} and str(wrong.value) == "Give a name."

    served(go)


def test_a_failure_there_says_where_it_was() -> None:
    async def go() -> None:
        with pytest.raises(ZeroDivisionError, match="nobody expected this") as failure:
            await readers.look(looked_up.fails)
        assert "in fails" in failure.value.__notes__[0]

    served(go)


def test_what_cannot_be_handed_over_is_looked_up_here(caplog: pytest.LogCaptureFixture) -> None:
    async def go() -> None:
        assert (await readers.look(looked_up.unfit))() == HERE

    served(go)
    assert "gives no answer" in caplog.text


def test_nobody_waits_for_a_long_look(tmp_path: Path) -> None:
    """Neither who was to be next there, nor who comes later."""

    async def go() -> None:
        begun, end = tmp_path / "begun", tmp_path / "end"
        long = asyncio.create_task(readers.look(looked_up.has_begun, begun, end))
        await there(begun)
        assert await asyncio.gather(*(readers.look(looked_up.process_id) for _ in range(5))) == [HERE] * 5
        end.touch()
        assert await long != HERE
        await asyncio.sleep(0.1)  # what was to be next is answered, to nobody
        found = [await readers.look(looked_up.process_id) for _ in range(5)]
        assert HERE not in found

    served(go)


def test_short_looks_in_a_row_are_no_long_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "PATIENCE_SECONDS", 1)

    async def go() -> None:
        (reader,) = readers._line.readers
        found = await asyncio.gather(*(readers.look(looked_up.takes, 0.4) for _ in range(4)))
        assert found == [reader.process_id] * 4

    served(go)


def test_a_thread_helps_until_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "PATIENCE_SECONDS", 0.01)

    async def go() -> None:
        line = readers.Line()
        waiting = [asyncio.create_task(line.seat()) for _ in range(3)]
        assert await waiting[0] is None
        await asyncio.sleep(0.05)
        assert [one.done() for one in waiting] == [True, False, False]  # one thread, not three
        for one in waiting[1:]:
            line.give(None)
            assert await one is None
        line.give(None)
        assert line._free == []
        assert await line.seat() is None

    asyncio.run(go())


def test_who_does_not_wait_any_more_leaves_no_answer_for_others(tmp_path: Path) -> None:
    async def go() -> None:
        begun, end = tmp_path / "begun", tmp_path / "end"
        gone = asyncio.create_task(readers.look(looked_up.has_begun, begun, end))
        await there(begun)
        gone.cancel()
        end.touch()
        assert await readers.look(looked_up.given, 7) == ((7,), {})

    served(go)


def test_who_leaves_the_line_does_not_take_a_seat_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "PATIENCE_SECONDS", 60)
    monkeypatch.setattr(readers, "SEATS", 2)

    async def go() -> None:
        begun, end = tmp_path / "begun", tmp_path / "end"
        looks = [asyncio.create_task(readers.look(looked_up.has_begun, begun, end)) for _ in range(2)]
        waiting = [asyncio.create_task(readers.look(looked_up.given, n)) for n in range(4)]
        await there(begun)
        waiting[0].cancel()
        waiting[2].cancel()
        end.touch()
        await asyncio.gather(*looks)
        assert await waiting[1] == ((1,), {}) and await waiting[3] == ((3,), {})
        assert len(readers._line._free) == readers.SEATS

    served(go)


def test_one_that_ends_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "RESTART_SECONDS", 0.05)

    async def go() -> None:
        (first,) = readers._line.readers
        both = [readers.look(looked_up.ends, HERE), readers.look(looked_up.given, 7)]
        assert await asyncio.gather(*both) == [HERE, ((7,), {})]
        while readers._line.readers == [first] or not readers._line.readers:
            assert await readers.look(looked_up.process_id) == HERE  # nobody waits for it
        (second,) = readers._line.readers
        assert await readers.look(looked_up.process_id) == second.process_id != first.process_id
        os.kill(second.process_id, signal.SIGKILL)
        assert await readers.look(looked_up.given, 8) == ((8,), {})

    served(go)
    assert not readers._line.readers


def test_where_no_process_can_be_started_all_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(looking_beside, "COMMAND", ("/nowhere/python",))

    async def go() -> None:
        assert await readers.look(looked_up.process_id) == HERE

    served(go)
    assert "threads do" in caplog.text


def test_where_one_ends_at_once_all_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(looking_beside, "COMMAND", (sys.executable, "-c", ""))

    async def go() -> None:
        assert await readers.look(looked_up.process_id) == HERE

    served(go)
    assert "threads do" in caplog.text


def test_one_that_cannot_be_followed_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "RESTART_SECONDS", 0.01)

    async def go() -> None:
        (first,) = readers._line.readers
        monkeypatch.setattr(looking_beside, "COMMAND", ("/nowhere/python",))
        os.kill(first.process_id, signal.SIGKILL)
        for _ in range(3):
            found = await asyncio.gather(*(readers.look(looked_up.process_id) for _ in range(20)))
            assert found == [HERE] * 20
            await asyncio.sleep(0.05)

    served(go)


def test_they_end_with_the_server() -> None:
    async def go() -> int:
        number: int = await readers.look(looked_up.process_id)
        return number

    with pytest.raises(ProcessLookupError):
        os.kill(served(go), 0)


def test_postgresql_is_asked_from_here_when_none_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "SEATS", 2)

    async def go() -> None:
        monkeypatch.setattr(settings.Settings, "is_sqlite", False)
        begun, end = tmp_path / "begun", tmp_path / "end"
        looks = [asyncio.create_task(readers.look(looked_up.has_begun, begun, end)) for _ in range(2)]
        await there(begun)
        assert await readers.look(looked_up.process_id) == HERE
        end.touch()
        await asyncio.gather(*looks)

    served(go)
