"""Holders that are probably one, in groups; each group leads to the dialog that merges them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import holder_merges
from coi_app.queries.holder_merges import Brief
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import holder_duplicates
from coi_app.services.holder_duplicates import Duplicates
from coi_app.web import guards, session
from coi_app.web.agency.holders.state import HoldersState

SHOWN = 20  # groups at a time


@dataclass(frozen=True)
class Twin:
    id: int
    name: str
    address: str


@dataclass(frozen=True)
class Group:
    """`ids` go to the dialog; `sure`: the same name and address but for the spelling."""

    ids: list[int]
    sure: bool
    twins: list[Twin]


class DuplicatesState(rx.State):
    """`narrowed` is the search that the groups were found in, "" for the whole agency."""

    is_open: bool = False
    is_looking: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False, "is_looking": False}
    groups: list[Group] = []
    total: int = 0
    narrowed: str = ""
    _found: tuple[Duplicates, ...] = ()
    _shown: int = SHOWN
    _round: int = 0

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    async def open(self) -> Any:
        """Looks through what the list's search shows; it may take some seconds for a whole agency."""
        self.narrowed = (await self.get_state(HoldersState)).text
        self.is_open, self.is_looking = True, True
        self.groups, self.total, self._shown = [], 0, SHOWN
        self._round += 1
        return DuplicatesState.look_through

    @rx.event(background=True)
    @guards.allow(Right.HOLDERS_CHANGE)
    async def look_through(self) -> Any:
        """Beside everything else, so that the dialog can be closed meanwhile."""
        async with self:
            mine, text = self._round, self.narrowed
        try:
            found = await session.look(holder_duplicates.find, text)
        except errors.Refusal as refusal:
            async with self:
                self.is_looking = self.is_open = False
            yield session.SessionState.notify("red", str(refusal))
            return
        async with self:
            if self._round == mine:
                self._found, self.is_looking = found, False
                await self._list()

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    async def more(self) -> None:
        self._shown += SHOWN
        await self._list()

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    async def again(self) -> None:
        """The groups that are left, after one of them was merged."""
        await self._list()
        self.is_open = len(self.groups) > 0

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        """The groups are kept, for the next one after one was merged."""
        self.is_open = self.is_looking = False
        self._round += 1

    async def _list(self) -> None:
        """The first groups, as their holders are now."""
        first = self._found[: self._shown]
        there = await session.look(holder_merges.briefly, [one for each in first for one in each.holder_ids])
        self.groups = [group for each in first if len((group := _group(each, there)).twins) > 1]
        self.total = len(self._found)


def _group(found: Duplicates, there: Mapping[int, Brief]) -> Group:
    twins = [there[one] for one in found.holder_ids if one in there]
    shown = [Twin(one.id, one.name, ", ".join(filter(None, one.address.rows()))) for one in twins]
    return Group([one.id for one in twins], found.sure, shown)
