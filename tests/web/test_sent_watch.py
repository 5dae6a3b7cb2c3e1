"""Certificates Sent while it is open: one watcher for a tab, however often the list is narrowed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from coi_app import clock, db
from coi_app.rules import errors
from coi_app.rules.access import Role
from coi_app.web import session
from coi_app.web.agency.certificates_sent import page, state, watching
from coi_app.web.agency.certificates_sent.state import SentState
from tests import states
from tests.web.test_sent_state import at, certificates, opened

assert page.page
Looks = list[Callable[[], Awaitable[object]]]
handler: Any = SentState.watch


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    """What happens before each look of a watcher; after the last one its tab is closed."""
    coming: Looks = []

    async def goes_on(_: str, **_how: bool) -> bool:
        if coming:
            await coming.pop(0)()
            return True
        return False

    monkeypatch.setattr(session, "goes_on", goes_on)
    monkeypatch.setattr(state, "LOOK_AGAIN", 0)
    monkeypatch.setattr(watching, "PULSE_SECONDS", -1)
    return coming


async def nothing(*_: object) -> None:
    return None


async def issue() -> None:
    with db.writing() as writing:
        certificates(writing, 1)


def watch(sent: Any) -> None:
    asyncio.run(handler.fn(sent))


def is_watched_anew(sent: Any) -> bool:
    """Whether a load begins a watcher."""
    return any("watch" in str(one) for one in states.call(sent, "load"))


def test_a_colleagues_is_announced_and_nothing_jumps(engine: object, looks: Looks) -> None:
    _, sent = opened(Role.VIEWER)
    before = list(sent.rows)
    looks[:] = [nothing, issue, nothing]
    watch(sent)
    assert sent.news == "1 new" and sent.rows == before


def test_who_watches_looks_when_something_was_done_and_from_time_to_time(
    engine: object, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, sent = opened(Role.VIEWER)
    seen: list[int] = []

    async def look(*_: object) -> None:
        seen.append(len(looks))

    monkeypatch.setattr(watching.Eyes, "look", look)
    looks[:] = [nothing, nothing, issue, nothing, nothing]
    watch(sent)
    assert seen == [4, 1]  # the first, and the one after somebody issued
    seen.clear()
    looks[:] = [nothing] * (2 * watching.WHOLE_LOOK)
    watch(sent)
    assert len(seen) == 3


def test_what_was_found_for_another_list_is_not_said(
    engine: object, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, sent = opened(Role.VIEWER)
    look = watching.Eyes.look

    async def narrowed_meanwhile(eyes: watching.Eyes, shown: watching.Shown) -> Any:
        found = await look(eyes, shown)
        at(root, "/certificates?q=oak")
        await states.called(sent, "load")
        return found

    monkeypatch.setattr(watching.Eyes, "look", narrowed_meanwhile)
    looks[:] = [issue, nothing]
    watch(sent)
    assert sent.news == ""


def test_one_watcher_goes_on_however_often_the_list_is_narrowed(engine: object, looks: Looks) -> None:
    root, sent = opened(Role.VIEWER)
    begun: list[list[Any]] = []

    async def narrow() -> None:
        at(root, f"/certificates?q={len(begun)}")
        begun.append(await states.called(sent, "load"))
        await handler.fn(sent)  # one that comes late leaves at once

    looks[:] = [narrow, narrow, nothing]
    watch(sent)
    assert begun == [[], []] and looks == []


def test_who_left_with_the_tab_the_page_or_the_server_is_followed_by_another(
    engine: object, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, sent = opened(Role.VIEWER)
    watch(sent)
    assert is_watched_anew(sent)
    looks[:] = [nothing, nothing]
    at(root, "/insureds")
    watch(sent)
    assert looks == [nothing]
    at(root, "/certificates")
    assert is_watched_anew(sent)
    sent._watch = watching.Watch.begun()
    assert not is_watched_anew(sent)
    later = clock.now() + watching.GIVEN_UP + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert is_watched_anew(sent)


def test_who_fails_is_followed_by_another(
    engine: object, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, sent = opened(Role.VIEWER)

    async def fails(*_: object) -> None:
        raise errors.NotFound("insured")

    monkeypatch.setattr(watching.Eyes, "look", fails)
    looks[:] = [nothing, nothing]
    with pytest.raises(errors.NotFound):
        watch(sent)
    assert looks == [nothing] and is_watched_anew(sent)


def test_a_watcher_that_another_one_followed_leaves(engine: object, looks: Looks) -> None:
    _, sent = opened(Role.VIEWER)

    async def another() -> None:
        sent._watch = watching.Watch.begun()

    looks[:] = [another, nothing]
    watch(sent)
    assert looks == [nothing]


def test_a_clock_that_was_moved_back_does_not_leave_the_list_unwatched() -> None:
    ahead: datetime = clock.now() + timedelta(hours=1)
    assert not watching.Watch("somebody", ahead).is_kept
