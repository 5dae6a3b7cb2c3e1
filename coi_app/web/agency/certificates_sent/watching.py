"""Certificates Sent while it is open: one watcher for each tab looks at what colleagues do.

Whether anybody did anything is asked for all tabs together.
"""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from coi_app import clock
from coi_app.queries import certificate_news
from coi_app.web import readers, session

LOOK_AGAIN = 6.0  # seconds between two looks at what colleagues do
PULSE_SECONDS = 1.0  # so old may be what is known of whether anybody did anything
GIVEN_UP = timedelta(seconds=3 * LOOK_AGAIN)  # who did not look for so long went down with the server
WHOLE_LOOK = 10  # every tenth look is a whole one: a policy that ends changes no certificate's row


@dataclass(frozen=True)
class Watch:
    """Who watches for a tab, and when it looked last."""

    by: str = ""
    looked_at: datetime | None = None

    @staticmethod
    def begun() -> "Watch":
        return Watch(uuid.uuid4().hex, clock.now())

    def goes_on(self) -> "Watch":
        return replace(self, looked_at=clock.now())

    @property
    def is_kept(self) -> bool:
        return self.looked_at is not None and abs(clock.now() - self.looked_at) < GIVEN_UP


NOBODY_WATCHES = Watch()


@dataclass(frozen=True)
class Shown:
    """What a tab shows: the rows by their numbers, how it is narrowed, and the newest certificate it knows of."""

    ids: Sequence[int]
    filters: Any
    insured_id: object
    newest: int


class _Pulse:
    """Of this process: one look for all tabs."""

    def __init__(self) -> None:
        self._looked_at = 0.0
        self._look: asyncio.Future[Any] | None = None

    async def now(self) -> object:
        loop = asyncio.get_running_loop()
        if self._look is None or self._look.get_loop() is not loop or self._age(loop) > PULSE_SECONDS:
            self._look, self._looked_at = (
                asyncio.ensure_future(readers.look(certificate_news.pulse)),
                loop.time(),
            )
        return await asyncio.shield(self._look)

    def _age(self, loop: asyncio.AbstractEventLoop) -> float:
        return loop.time() - self._looked_at


_pulse = _Pulse()


@dataclass
class Eyes:
    """Remembers what was seen: while nothing changes, a look costs next to nothing."""

    _known: object = None
    _felt: object = None
    _looks: int = 0

    async def are_needed(self) -> bool:
        """Whether anything was done since, or it is time for a whole look."""
        self._looks += 1
        before, self._felt = self._felt, await _pulse.now()
        return self._felt != before or self._looks % WHOLE_LOOK == 0

    async def look(self, shown: Shown) -> certificate_news.News | None:
        """What changed; None when nothing did."""
        stamp = (shown, await session.look(certificate_news.stamp, shown.ids))
        if stamp == self._known and self._looks % WHOLE_LOOK:
            return None
        self._known = stamp
        return await session.look(
            certificate_news.since, shown.filters, shown.insured_id, shown.newest, shown.ids
        )
