"""The Additional Interests tab. Its address: ?q= &type= &show= &sort= &dir= &after=."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app import clock
from coi_app.queries import additional_interests
from coi_app.queries.additional_interests import InterestFilter, InterestRow, InterestSort, Show
from coi_app.rules.access import Right
from coi_app.rules.coverage import Line
from coi_app.rules.facts import INTEREST_LABELS, InterestType
from coi_app.web import guards, routes, session
from coi_app.web.agency import day_words
from coi_app.web.agency.insured_head import insured_of

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

    rows: list[InterestLine] = []
    count: str = ""
    next_page: str = ""
    previous_page: str = ""
    text: str = ""
    type: str = ""
    show: str = Show.ACTIVE.value
    sort: str = InterestSort.NAME.value
    descending: bool = False
    is_loaded: bool = False
    is_busy: bool = False
    zone_words: str = ""
    refill: int = 0
    _refilled: str = ""

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The address says what to show; what it cannot mean is left out."""
        query = self.router.url.query_parameters
        self._take(query)
        self.is_busy = True
        yield
        await self._read(query.get("after") or None)

    def _take(self, query: Any) -> None:
        text = str(query.get("q", ""))[:200]
        if text != self._refilled:
            self._refilled, self.refill = text, self.refill + 1  # back, forward: the box follows the address
        self.text = text
        self.type = query["type"] if query.get("type") in set(InterestType) else ""
        self.show = query["show"] if query.get("show") in set(Show) else Show.ACTIVE.value
        self.sort = query["sort"] if query.get("sort") in set(InterestSort) else InterestSort.NAME.value
        turned = "desc" if self.sort == InterestSort.UPDATED else "asc"
        self.descending = query.get("dir", turned) == "desc"

    async def _read(self, after: str | None) -> None:
        insured = insured_of(str(self.router.url.path))
        found = await session.look(
            additional_interests.page,
            insured,
            InterestFilter(self.text, self.type, self.show),
            self.sort,
            after,
            descending=self.descending,
        )
        zone = (await self.get_state(session.SessionState)).time_zone or "UTC"
        self.rows = [_line(row, zone, insured) for row in found.rows]
        self.count = found.count.label
        self.next_page, self.previous_page = found.next or "", found.previous or ""
        self.zone_words = day_words.zone_words(clock.now(), zone)
        self.is_loaded, self.is_busy = True, False

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    def search(self, text: str) -> Any:
        self._refilled = str(text)[:200]
        return self._go(q=self._refilled)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_type(self, type: str) -> Any:
        return self._go(type=type)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_show(self, show: str) -> Any:
        return self._go(show="" if show == Show.ACTIVE else show)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def sort_by(self, key: str) -> Any:
        """The same column again turns the direction."""
        turned = not self.descending if key == self.sort else key == InterestSort.UPDATED
        return self._go(sort=key, dir="desc" if turned else "asc")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def clear(self) -> Any:
        return self._go(q="", type="", show="")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def turn(self, cursor: str) -> Any:
        return self._go(after=cursor)

    def _go(self, **changed: object) -> Any:
        """The same page with these parameters changed; a new filter begins at the first page."""
        kept = {k: str(v) for k, v in self.router.url.query_parameters.items() if k != "after"}
        asked = {name: str(value)[:2_000] for name, value in changed.items()}
        return rx.redirect(routes.with_query(str(self.router.url.path), kept | asked), replace=True)


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
