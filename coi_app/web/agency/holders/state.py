"""The agency's holders as the address narrows them, those ticked, and the one whose dialog is open (`?holder=`)."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import holder_uses, holders
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import holders as holder_services
from coi_app.web import guards, mishaps, routes, session
from coi_app.web.agency import day_words, form_fields, list_pages, ticks
from coi_app.web.agency.certificates_sent.asked import MOST_HOLDERS as MOST_TICKED
from coi_app.web.agency.holders import uses
from coi_app.web.agency.holders.uses import Used
from coi_app.web.agency.ticks import Ticks
from coi_app.web.shared import error_summary

NEW = "new"


@dataclass(frozen=True)
class Row:
    """One holder as the grid shows it."""

    id: int
    href: str
    name: str
    under: str
    place: str
    email: str
    phone: str
    insureds: str
    updated: str
    updated_exact: str


class HoldersState(rx.State):
    """What the list and the dialog show; the address decides."""

    phase: str = list_pages.LOADING
    text: str = ""
    search_round: int = 0
    rows: list[Row] = []
    pager: list_pages.Pager = list_pages.Pager()
    holder: str = ""
    name: str = ""
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    former_names: str = ""
    used: Used = uses.NOWHERE
    twins: list[str] = []
    ticked: list[int] = []
    chosen: int = 0
    _ticks: Ticks = ticks.NOBODY
    _revision: int = 0
    _shown: int = 0
    _typed: list_pages.Typed = list_pages.Typed()

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The page was opened, or its address changed."""
        asked = list_pages.query(self)
        self.text = asked.get("q", "")[:200]
        ours, self._typed = self._typed.arrived(self.text)
        self.search_round += not ours
        after, start = list_pages.cursor(asked)
        zone = await session.zone_of(self)
        try:
            page = await session.look(holders.page, self.text, after, list_pages.PER_PAGE)
            await self._show(asked.get("holder", ""), zone)
        except errors.NotFound as gone:
            (await self.get_state(session.SessionState)).notify("red", str(gone))
            return list_pages.narrowed(self, holder="")
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        self.rows = [_row(row, zone, list_pages.address(self, holder=str(row.id))) for row in page.rows]
        self.pager, self.phase = list_pages.pager(page, start), list_pages.READY
        self._show_ticks()
        return None

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def open_one(self) -> Any:
        """The address of one holder, also of one that was merged: its dialog over the list."""
        parts = str(self.router.url.path).split("/")
        return rx.redirect(routes.holder(parts[2] if len(parts) > 2 else ""), replace=True)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def tick(self, holder_id: int, ticked: bool) -> None:
        """Ticks stay when another name is searched: who is merged rarely stands under one name."""
        if isinstance(holder_id, int):
            self._ticks = self._ticks.set([holder_id], ticked is True)
        self._show_ticks()

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def tick_page(self, ticked: bool) -> None:
        self._ticks = self._ticks.set([one.id for one in self.rows], ticked is True)
        self._show_ticks()

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def tick_none(self) -> None:
        self._ticks = ticks.NOBODY
        self._show_ticks()

    def _show_ticks(self) -> None:
        self.ticked = [one.id for one in self.rows if self._ticks.has(one.id)]
        self.chosen = len(self._ticks.only)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def see_certificates(self) -> Any:
        """Certificates Sent of those ticked, where they are sent again, reissued or withdrawn."""
        if self.chosen > MOST_TICKED:
            words = f"Tick at most {MOST_TICKED} holders to see their certificates."
            return session.SessionState.notify("amber", words)
        of = ",".join(map(str, sorted(self._ticks.only)))
        return rx.redirect(routes.certificates(holders=of))

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    def search(self, text: str) -> Any:
        text = str(text)[:200]
        self._typed = self._typed.sent(text)
        return list_pages.narrowed(self, q=text)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def clear(self) -> Any:
        return list_pages.cleared(self)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def next_page(self) -> Any:
        return list_pages.forward(self, self.pager)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def previous_page(self) -> Any:
        return list_pages.back(self, self.pager)

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    def open_new(self) -> Any:
        return list_pages.stay(self, holder=NEW)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> Any:
        self.holder = ""
        return list_pages.stay(self, holder="")

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        try:
            if self.holder != NEW:
                await session.change(holder_services.change, self._shown, form, self._revision)
            elif not await self._has_new_twins(str(form.get("name", ""))):
                await session.change(holder_services.create, form)
            else:
                return rx.set_focus(error_summary.FOCUS)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        return [
            session.SessionState.notify("green", f"{form.get('name', '')} is saved."),
            HoldersState.close(),
        ]

    async def _has_new_twins(self, name: str) -> bool:
        """Holders of that name which the person has not been told of yet; saving a second time is the answer."""
        found = await session.look(holders.same_name, name)
        twins = [", ".join(part for part in (one.name, one.city, one.state) if part) for one in found]
        told, self.twins = self.twins, twins
        self.problems = {}
        return bool(twins) and twins != told

    async def _show(self, asked: str, zone: str) -> None:
        """Open the dialog that the address names; one that is open already keeps what is typed in it."""
        if asked == self.holder:
            return
        self.problems, self.twins, self.used, self.former_names = {}, [], uses.NOWHERE, ""
        if asked and asked != NEW:
            found = await session.look(holders.detail, asked)
            self.name, self._revision = found.name, found.revision
            self.values = form_fields.shown(found.values)
            self.former_names = ", ".join(found.former_names)
            self.used = uses.used(found.id, await session.look(holder_uses.of, found.id), zone)
            self._shown = found.id
        else:
            self.name, self.values = "New holder", {}
        self.holder, self.form_round = asked, self.form_round + 1


def _row(row: holders.HolderRow, zone: str, href: str) -> Row:
    count = row.insureds
    return Row(
        id=row.id,
        href=href,
        name=row.name,
        under=f"Formerly {row.found_as}"
        if row.found_as
        else (f"Attn {row.attention}" if row.attention else ""),
        place=", ".join(part for part in (row.city, row.state) if part),
        email=row.email,
        phone=row.phone,
        insureds=f"{count:,} insured{'' if count == 1 else 's'}" if count else "Not used",
        updated=day_words.moment(row.updated_at, zone),
        updated_exact=day_words.exact(row.updated_at, zone),
    )
