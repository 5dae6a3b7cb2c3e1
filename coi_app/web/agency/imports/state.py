"""The imports there were, and what became of a file that was just uploaded."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import imports
from coi_app.rules.access import Right
from coi_app.rules.import_kinds import KIND_NOUNS
from coi_app.web import guards, http_imports, http_sign_in, mishaps, routes, session
from coi_app.web.agency import day_words, list_pages


@dataclass(frozen=True)
class RunLine:
    """One import as the list shows it."""

    id: int
    href: str
    file_name: str
    kind: str
    state: str
    state_words: str
    outcome: str
    person: str
    at: str
    at_exact: str


class ImportsState(rx.State):
    """`problem` says why an uploaded file was not taken."""

    phase: str = list_pages.LOADING
    rows: list[RunLine] = []
    pager: list_pages.Pager = list_pages.Pager()
    problem: str = ""

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    async def load(self) -> Any:
        """The page was opened, or its address changed."""
        after, start = list_pages.cursor(list_pages.query(self))
        self.problem = http_sign_in.flash_in(self.router.headers.cookie)["problems"].get(
            http_imports.FIELD, ""
        )
        zone = await session.zone_of(self)
        try:
            page = await session.look(imports.page, after, list_pages.PER_PAGE)
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        self.rows = [_line(row, zone) for row in page.rows]
        self.pager, self.phase = list_pages.pager(page, start), list_pages.READY
        return None

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    def clear(self) -> Any:
        return list_pages.cleared(self)

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    def next_page(self) -> Any:
        return list_pages.forward(self, self.pager)

    @rx.event
    @guards.allow(Right.IMPORTS_RUN)
    def previous_page(self) -> Any:
        return list_pages.back(self, self.pager)


def _line(row: imports.RunRow, zone: str) -> RunLine:
    return RunLine(
        id=row.id,
        href=routes.import_run(row.id),
        file_name=row.file_name,
        kind=row.kind_label,
        state=row.state.value,
        state_words=row.state_label,
        outcome=_outcome(row),
        person=row.created_by,
        at=day_words.moment(row.created_at, zone),
        at_exact=day_words.exact(row.created_at, zone),
    )


def _outcome(row: imports.RunRow) -> str:
    if row.state in (imports.RunState.READY, imports.RunState.CHECKING):
        return f"{row.total:,} rows"
    second = f"{row.changed:,} changed" if row.kind in KIND_NOUNS else f"{row.linked:,} linked"
    return f"{row.created:,} created, {second}, {row.matched:,} matched, {row.rejected:,} rejected"
