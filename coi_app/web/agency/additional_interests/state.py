"""The Additional Interests tab. Its address: ?q= &type= &show= &sort= &dir= &after= &from=."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import additional_interests
from coi_app.queries.additional_interests import (
    InterestFilter,
    InterestRow,
    InterestSelection,
    InterestSort,
    Show,
)
from coi_app.rules.access import Right
from coi_app.rules.coverage import Line
from coi_app.rules.facts import INTEREST_LABELS, InterestType
from coi_app.web import guards, mishaps, routes, session
from coi_app.web.agency import day_words, list_pages, ticks
from coi_app.web.agency.insured_head import insured_of
from coi_app.web.agency.ticks import Ticks

SHORT = {
    Line.GENERAL_LIABILITY: "GL",
    Line.AUTOMOBILE: "Auto",
    Line.UMBRELLA: "Umb",
    Line.WORKERS_COMPENSATION: "WC",
    Line.OTHER: "Other",
}
SHOWS = {Show.ACTIVE: "Active", Show.ENDED: "Ended", Show.ALL: "Active and ended"}


@dataclass(frozen=True)
class InterestLine:
    """A row. `about` is the project or loan under the type; `insured_on`, `waived_on` the wishes by line."""

    id: int
    holder: int
    name: str
    place: str
    type: str
    about: str
    email: str
    insured_on: str
    waived_on: str
    master: str
    last: str
    last_exact: str
    last_number: str
    ended: str
    sent_href: str


class InterestsState(rx.State):
    """The grid; what it filters stands in the address."""

    phase: str = list_pages.LOADING
    rows: list[InterestLine] = []
    pager: list_pages.Pager = list_pages.Pager()
    text: str = ""
    search_round: int = 0
    type: str = ""
    show: str = Show.ACTIVE.value
    sort: str = InterestSort.NAME.value
    descending: bool = False
    is_busy: bool = False
    ticked: list[int] = []
    chosen: int = 0
    is_everyone: bool = False
    _ticks: Ticks = ticks.NOBODY
    _shown: tuple[str, ...] = ()
    _matching: int = 0
    _typed: list_pages.Typed = list_pages.Typed()

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The address says what to show; what it cannot mean is left out."""
        asked = list_pages.query(self)
        self._take(asked)
        self.is_busy = True
        yield
        try:
            await self._read(asked)
        except Exception as error:
            self.phase = list_pages.FAILED
            yield mishaps.on_backend_error(error)
        self.is_busy = False

    def _take(self, asked: dict[str, str]) -> None:
        self.text = asked.get("q", "")[:200]
        ours, self._typed = self._typed.arrived(self.text)
        self.search_round += not ours
        self.type = asked["type"] if asked.get("type") in set(InterestType) else ""
        self.show = asked["show"] if asked.get("show") in set(Show) else Show.ACTIVE.value
        self.sort = asked["sort"] if asked.get("sort") in set(InterestSort) else InterestSort.NAME.value
        self.descending = asked.get("dir") == "down"
        shown = (insured_of(str(self.router.url.path)), self.text, self.type, self.show)
        if shown != self._shown:
            self._shown, self._ticks = shown, ticks.NOBODY

    async def _read(self, asked: dict[str, str]) -> None:
        after, start = list_pages.cursor(asked)
        insured = insured_of(str(self.router.url.path))
        found = await session.look(
            additional_interests.page,
            insured,
            InterestFilter(self.text, self.type, self.show),
            self.sort,
            after,
            list_pages.PER_PAGE,
            descending=self.descending,
        )
        zone = await session.zone_of(self)
        self.rows = [_line(row, zone, insured) for row in found.rows]
        self.pager, self.phase = list_pages.pager(found, start), list_pages.READY
        self._show_ticks()

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    def tick(self, interest_id: int, ticked: bool) -> None:
        if isinstance(interest_id, int):
            self._ticks = self._ticks.set([interest_id], ticked is True)
        self._show_ticks()

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    def tick_page(self, ticked: bool) -> None:
        self._ticks = self._ticks.set([one.id for one in self.rows], ticked is True)
        self._show_ticks()

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    async def tick_all(self) -> None:
        """All that match, seen or not."""
        self._ticks = ticks.EVERYBODY
        insured = insured_of(str(self.router.url.path))
        self._matching = len(await session.look(additional_interests.chosen, insured, self._selection()))
        self._show_ticks()

    @rx.event
    @guards.allow(Right.INTERESTS_CHANGE)
    def tick_none(self) -> None:
        self._ticks = ticks.NOBODY
        self._show_ticks()

    def _show_ticks(self) -> None:
        self.ticked = [one.id for one in self.rows if self._ticks.has(one.id)]
        self.is_everyone = self._ticks.everyone
        self.chosen = self._matching - len(self._ticks.but) if self.is_everyone else len(self._ticks.only)

    def _selection(self) -> InterestSelection:
        filters = InterestFilter(self.text, self.type, self.show)
        return InterestSelection(self._ticks.everyone, self._ticks.only, self._ticks.but, filters)

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    def search(self, text: str) -> Any:
        text = str(text)[:200]
        self._typed = self._typed.sent(text)
        return list_pages.narrowed(self, q=text)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_type(self, type: str) -> Any:
        return list_pages.narrowed(self, type=str(type))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_show(self, show: str) -> Any:
        return list_pages.narrowed(self, show="" if show == Show.ACTIVE else str(show))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def sort_by(self, key: str) -> Any:
        """The same column again turns the order."""
        turned = key == self.sort and not self.descending
        return list_pages.narrowed(self, sort=str(key), dir="down" if turned else "")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def clear_text(self) -> Any:
        return list_pages.narrowed(self, q="")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def clear(self) -> Any:
        return list_pages.cleared(self, "tab")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def next_page(self) -> Any:
        return list_pages.forward(self, self.pager)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def previous_page(self) -> Any:
        return list_pages.back(self, self.pager)


def _line(row: InterestRow, zone: str, insured: str) -> InterestLine:
    last = row.last_certificate
    loan = f"Loan {row.loan_number}" if row.loan_number else ""
    return InterestLine(
        id=row.id,
        holder=row.holder_id,
        name=row.name,
        place=", ".join(part for part in (row.city, row.state) if part),
        type=row.type_label,
        about=", ".join(part for part in (row.project, loan) if part),
        email=row.email,
        insured_on=_lines(row.wants_additional_insured),
        waived_on=_lines(row.wants_waiver),
        master=row.preferred_master,
        last=day_words.moment(last.issued_at, zone).rsplit(", ", 1)[0] if last else "",
        last_exact=day_words.exact(last.issued_at, zone) if last else "",
        last_number=(f"{last.number}, Rev {last.revision}" if last.revision else last.number) if last else "",
        sent_href=routes.insured(insured, "documents", "certificates-sent", q=row.name),
        ended=f"Ended {day_words.day(row.ended_on)}" if row.ended_on else "",
    )


def _lines(lines: tuple[Line, ...]) -> str:
    return ", ".join(SHORT[line] for line in lines)


def type_words(type: rx.Var[str]) -> rx.Var[str]:
    return rx.match(type, *[(one.value, words) for one, words in INTEREST_LABELS.items()], "")
