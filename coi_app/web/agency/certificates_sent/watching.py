"""Certificates Sent while it is open: one watcher for each tab looks at what colleagues do."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from coi_app import clock
from coi_app.queries import certificate_news
from coi_app.web import session

LOOK_AGAIN = 6.0  # seconds between two looks at what colleagues do
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


@dataclass
class Eyes:
    """Remembers what was seen: while nothing changes, a look costs next to nothing."""

    _known: object = None
    _looks: int = 0

    async def look(self, shown: Shown) -> certificate_news.News | None:
        """What changed; None when nothing did."""
        self._looks += 1
        stamp = (shown, await session.look(certificate_news.stamp, shown.ids))
        if stamp == self._known and self._looks % WHOLE_LOOK:
            return None
        self._known = stamp
        return await session.look(
            certificate_news.since, shown.filters, shown.insured_id, shown.newest, shown.ids
        )
