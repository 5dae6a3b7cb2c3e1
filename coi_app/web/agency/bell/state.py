"""What the bell shows: one's own notifications, the newest first."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import notifications
from coi_app.rules.access import Right
from coi_app.services import notifications as services
from coi_app.web import guards, session
from coi_app.web.agency import day_words


@dataclass(frozen=True)
class Ring:
    id: int
    words: str
    href: str
    at: str
    is_new: bool


class BellState(rx.State):
    rings: list[Ring] = []
    is_loaded: bool = False

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def open(self, is_open: bool) -> None:
        """Read afresh each time the list is opened."""
        if is_open is True:
            await self._read()

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def go(self, notification_id: int) -> Any:
        """It is read, and the page it is about opens."""
        await session.change(services.read, notification_id)
        await self._read()
        return next((rx.redirect(one.href) for one in self.rings if one.id == notification_id), None)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def read_all(self) -> None:
        await session.change(services.read)
        await self._read()

    async def _read(self) -> None:
        me = await self.get_state(session.SessionState)
        zone = await session.zone_of(self)
        self.rings = [
            Ring(one.id, one.words, one.href, day_words.moment(one.at, zone), not one.is_read)
            for one in await session.look(notifications.latest)
        ]
        me.unread = await session.look(notifications.unread_count)
        self.is_loaded = True
