"""Certificates Sent, of one insured or of the whole agency. What is filtered stands in the address."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import reflex as rx

from coi_app import clock
from coi_app.queries import certificates
from coi_app.queries.certificates import CertificateFilter, CertificateRow, CertificateSort, Delivered
from coi_app.rules.access import Right
from coi_app.rules.field_values import Wrong, day
from coi_app.web import guards, routes, session
from coi_app.web.agency import day_words

SOURCE_WORDS = {
    "bulk": "Bulk",
    "portal": "portal",
    "additional_interest": "Additional Interests",
    "renewal": "Renewal",
    "cli": "Command line",
}
DELIVERED_WORDS = {
    Delivered.MAILED: "E-mailed",
    Delivered.NOT_MAILED: "Not e-mailed",
    Delivered.FAILED: "Failed",
}
PRESETS = ("today", "7", "14", "30", "month", "any")
PRESET_WORDS = {
    "today": "Today",
    "7": "Last 7 days",
    "14": "Last 14 days",
    "30": "Last 30 days",
    "month": "This month",
    "any": "Any time",
}


@dataclass(frozen=True)
class SentLine:
    """A row as it is drawn."""

    id: int
    holder: str
    insured: str
    insured_href: str
    number: str
    master: str
    issued: str
    issued_exact: str
    by: str
    description: str
    delivery: str
    delivery_words: str
    standing: str
    standing_words: str


class SentState(rx.State):
    """The grid. Its address: ?q= &from= &to= &mailed= &sort= &dir= &after=."""

    rows: list[SentLine] = []
    count: str = ""
    shown: str = ""
    next_page: str = ""
    previous_page: str = ""
    text: str = ""
    from_on: str = ""
    to_on: str = ""
    mailed: str = ""
    sort: str = CertificateSort.ISSUED.value
    descending: bool = True
    zone_words: str = ""
    problem: str = ""
    is_loaded: bool = False
    is_busy: bool = False
    refill: int = 0

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The address says what to show; what it cannot mean is left out."""
        query = self.router.url.query_parameters
        self.text = str(query.get("q", ""))[:200]
        self.from_on, self.to_on = _iso(query.get("from")), _iso(query.get("to"))
        self.mailed = query["mailed"] if query.get("mailed") in set(Delivered) else ""
        self.sort = (
            query["sort"] if query.get("sort") in set(CertificateSort) else CertificateSort.ISSUED.value
        )
        self.descending = query.get("dir", "desc" if self.sort != "holder" else "asc") == "desc"
        self.is_busy = True
        yield
        await self._read(query.get("after") or None)

    async def _read(self, after: str | None) -> None:
        start, end = _day(self.from_on), _day(self.to_on)
        self.problem = "The first day is after the last. Swap them." if start and end and start > end else ""
        found = await session.look(
            certificates.page,
            CertificateFilter(self.text, start, end, self.mailed),
            insured_id=self._insured(),
            sort=self.sort,
            descending=self.descending,
            after=after,
        )
        zone = (await self.get_state(session.SessionState)).time_zone or "UTC"
        self.rows = [_line(row, zone) for row in found.rows]
        self.count = found.count.label
        self.shown = f"{len(self.rows)}"
        self.next_page, self.previous_page = found.next or "", found.previous or ""
        self.zone_words = day_words.zone_words(clock.now(), zone)
        self.is_loaded, self.is_busy = True, False

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    def search(self, text: str) -> Any:
        return self._go(q=text)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_from(self, typed: str) -> Any:
        self.refill += 1
        return self._go(**{"from": typed})

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_to(self, typed: str) -> Any:
        self.refill += 1
        return self._go(to=typed)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def choose_preset(self, preset: str) -> Any:
        zone = (await self.get_state(session.SessionState)).time_zone or "UTC"
        start, end = _preset(preset, clock.today(zone))
        self.refill += 1
        return self._go(**{"from": start, "to": end})

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_mailed(self, mailed: str) -> Any:
        return self._go(mailed=mailed)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def sort_by(self, key: str) -> Any:
        """The same column again turns the direction."""
        turned = not self.descending if key == self.sort else key != CertificateSort.HOLDER.value
        return self._go(sort=key, dir="desc" if turned else "asc")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def clear(self) -> Any:
        self.refill += 1
        return self._go(q="", to="", mailed="", **{"from": ""})

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def turn(self, cursor: str) -> Any:
        return self._go(after=cursor)

    def _insured(self) -> str | None:
        """The insured of the address; None on the agency's own page."""
        parts = str(self.router.url.path).split("/")
        return parts[2] if len(parts) > 2 and parts[1] == "insureds" else None

    def _go(self, **changed: str) -> Any:
        """Go to the same page with these parameters changed; a new filter begins at the first page."""
        kept = {k: str(v) for k, v in self.router.url.query_parameters.items() if k != "after"}
        address = routes.with_query(
            str(self.router.url.path), kept | {k: str(v)[:200] for k, v in changed.items()}
        )
        return rx.redirect(address, replace=True)


def _iso(typed: object) -> str:
    found = _day(str(typed or ""))
    return found.isoformat() if found else ""


def _day(typed: str) -> date | None:
    try:
        return day(typed, "a day") if typed else None
    except Wrong:
        return None


def _preset(preset: str, today: date) -> tuple[str, str]:
    if preset == "month":
        return today.replace(day=1).isoformat(), today.isoformat()
    if preset == "today":
        return today.isoformat(), today.isoformat()
    if preset.isdigit() and preset in PRESETS:
        return (today - timedelta(days=int(preset) - 1)).isoformat(), today.isoformat()
    return "", ""


def _line(row: CertificateRow, zone: str) -> SentLine:
    source = SOURCE_WORDS.get(row.source, "")
    revision = f", Rev {row.revision}" if row.revision else ""
    return SentLine(
        id=row.id,
        holder=row.holder,
        insured=row.insured,
        insured_href=routes.insured(row.insured_id),
        number=row.number,
        master=f"{row.master}{revision}",
        issued=day_words.moment(row.issued_at, zone),
        issued_exact=day_words.exact(row.issued_at, zone),
        by=f"{row.issued_by}, {source}" if source else row.issued_by,
        description=row.description,
        delivery=row.delivery,
        delivery_words=day_words.moment(row.delivery_at, zone),
        standing=row.standing.kind.value,
        standing_words=row.standing.label,
    )
