"""Requests: the agency's work list. Its address: ?q= &show= &source= &assigned= &rush= &sort= &dir= &request=."""

from typing import Any

import reflex as rx

from coi_app import clock
from coi_app.queries import requests
from coi_app.queries.requests import Assigned, RequestFilter, RequestSort, Show
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.rules.certificate_requests import RequestSource
from coi_app.web import guards, mishaps, session
from coi_app.web.agency import list_pages
from coi_app.web.agency.requests import lines
from coi_app.web.agency.requests.detail_state import RequestState
from coi_app.web.agency.requests.lines import Line


class RequestsState(rx.State):
    """What the list shows; the address decides."""

    phase: str = list_pages.LOADING
    text: str = ""
    search_round: int = 0
    show: str = ""
    source: str = ""
    assigned: str = ""
    only_rush: bool = False
    sort: str = RequestSort.DUE.value
    descending: bool = False
    rows: list[Line] = []
    pager: list_pages.Pager = list_pages.Pager()
    _typed: list_pages.Typed = list_pages.Typed()

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The page was opened, or its address changed; what it cannot mean is left out."""
        asked = list_pages.query(self)
        self._read(asked)
        after, start = list_pages.cursor(asked)
        zone = await session.zone_of(self)
        wanted = RequestFilter(self.text, self.show, self.source, self.assigned, self.only_rush)
        order = {"sort": self.sort, "descending": self.descending}
        detail = await self.get_state(RequestState)
        try:
            page = await session.look(requests.page, wanted, after=after, limit=list_pages.PER_PAGE, **order)
            await detail._show(asked.get("request", ""))
        except errors.NotFound as gone:
            (await self.get_state(session.SessionState)).notify("red", str(gone))
            return list_pages.narrowed(self, request="")
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        now = clock.now()
        self.rows = [
            lines.line(row, now, zone, list_pages.address(self, request=str(row.id))) for row in page.rows
        ]
        self.pager, self.phase = list_pages.pager(page, start), list_pages.READY
        return None

    def _read(self, asked: dict[str, str]) -> None:
        self.text = asked.get("q", "")[:200]
        ours, self._typed = self._typed.arrived(self.text)
        self.search_round += not ours
        self.show = _known(asked, "show", Show)
        self.source = _known(asked, "source", RequestSource)
        self.assigned = _known(asked, "assigned", Assigned)
        self.only_rush = asked.get("rush") == "1"
        self.sort = _known(asked, "sort", RequestSort) or RequestSort.DUE.value
        self.descending = asked.get("dir") == "down"

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    def search(self, text: str) -> Any:
        text = str(text)[:200]
        self._typed = self._typed.sent(text)
        return list_pages.narrowed(self, q=text)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_show(self, show: str) -> Any:
        return list_pages.narrowed(self, show=str(show))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_source(self, source: str) -> Any:
        return list_pages.narrowed(self, source=str(source))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_assigned(self, assigned: str) -> Any:
        return list_pages.narrowed(self, assigned=str(assigned))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_rush(self, rush: str) -> Any:
        return list_pages.narrowed(self, rush=str(rush))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def sort_by(self, key: str) -> Any:
        """The same column again turns the direction; what was asked last comes first."""
        falls = not self.descending if key == self.sort else key == RequestSort.ASKED
        return list_pages.narrowed(self, sort=str(key), dir="down" if falls else "up")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def clear(self) -> Any:
        return list_pages.cleared(self, "show")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def next_page(self) -> Any:
        return list_pages.forward(self, self.pager)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def previous_page(self) -> Any:
        return list_pages.back(self, self.pager)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def close(self, _open: bool = False) -> Any:
        """The dialog; Back does the same."""
        (await self.get_state(RequestState)).is_open = False
        return list_pages.stay(self, request="")


def _known(asked: dict[str, str], name: str, among: Any) -> str:
    value = asked.get(name, "")
    return value if value in {one.value for one in among} else ""
