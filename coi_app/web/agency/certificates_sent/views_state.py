"""Saved views and chosen columns of Certificates Sent."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import saved_views as seen
from coi_app.queries.saved_views import CERTIFICATES, COLUMNS, ViewRow
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import saved_views
from coi_app.web import guards, routes, session
from coi_app.web.agency import list_pages
from coi_app.web.agency.certificates_sent.asked import FILTERS
from coi_app.web.shared import error_summary

KEPT = ("tab", "sub")


@dataclass(frozen=True)
class ViewLine:
    """`href` is the list that is open, narrowed by the view."""

    id: int
    name: str
    href: str
    can_remove: bool


class ViewsState(rx.State):
    """The menu of views, the dialog to save one, and which columns are shown."""

    views: list[ViewLine] = []
    columns: list[str] = list(COLUMNS)
    is_open: bool = False
    is_choosing: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False, "is_choosing": False}
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    _read_for: str = ""

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        """Once for each page: its address changes with every letter of a search."""
        path = str(self.router.url.path)
        if self._read_for == path:
            return
        self._read_for = path
        self.columns = list(await session.look(seen.columns, CERTIFICATES))
        rows = await session.look(seen.of, CERTIFICATES)
        self.views = [self._line(row) for row in rows]

    def _line(self, row: ViewRow) -> ViewLine:
        asked = list_pages.query(self)
        query = {name: asked.get(name, "") for name in KEPT} | dict(row.query)
        href = routes.with_query(str(self.router.url.path).rstrip("/"), query)
        name = f"{row.name} ({row.by})" if row.by else row.name
        return ViewLine(row.id, name, href, row.can_remove)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def open_columns(self) -> None:
        self.is_choosing = True

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def choose_column(self, name: str, shown: bool) -> None:
        chosen = {*self.columns, name} if shown is True else {*self.columns} - {name}
        self.columns = [one for one in COLUMNS if one in chosen]
        await session.change(saved_views.choose_columns, CERTIFICATES, self.columns)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def ask(self) -> None:
        self.values, self.problems, self.is_open = {}, {}, True
        self.form_round += 1

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def save(self, form: dict[str, Any]) -> Any:
        query = list_pages.query(self)
        wanted = {name: query.get(name, "") for name in (*FILTERS, "sort", "dir")}
        try:
            await session.change(saved_views.save, CERTIFICATES, form, wanted)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        self.is_open, self._read_for = False, ""
        return [
            ViewsState.load,
            session.SessionState.notify("green", "The view is saved. Find it under Views."),
        ]

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def remove(self, view_id: int) -> Any:
        try:
            await session.change(saved_views.remove, view_id)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))
        self._read_for = ""
        return [ViewsState.load, session.SessionState.notify("green", "The view is removed.")]

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.is_open, self.is_choosing = False, False
