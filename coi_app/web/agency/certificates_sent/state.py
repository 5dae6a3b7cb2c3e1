"""Certificates Sent, of one insured or of the whole agency. What is filtered stands in the address."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import reflex as rx

from coi_app import clock
from coi_app.queries import activity, certificate_news, certificate_selection, masters, paging
from coi_app.queries.certificate_filters import EVERY_SENT
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.rules.access import Right
from coi_app.web import guards, session
from coi_app.web.agency import day_words, list_pages, ticks
from coi_app.web.agency.certificates_sent import asked, lines, reading
from coi_app.web.agency.certificates_sent.asked import FILTERS, Asked
from coi_app.web.agency.certificates_sent.lines import SentLine
from coi_app.web.agency.certificates_sent.place import LONGEST_TEXT, Place
from coi_app.web.agency.certificates_sent.watching import LOOK_AGAIN, NOBODY_WATCHES, Eyes, Shown, Watch
from coi_app.web.agency.ticks import NOBODY, Ticks

PAGE_PARTS = ("after", "row")

SHOWN = (
    "text", "from_on", "to_on", "days", "mailed", "standing", "source", "by", "master", "cause", "line", "holders",
    "sort", "descending",
)  # fmt: skip


class SentState(rx.State):
    """The grid. Its address: ?q= &from= &to= &days= &mailed= &standing= &source= &by= &master= &cause= &line=
    &holders= &sort= &dir= &after=. On the radar's page it shows what is untrue, of the insured in ?insured=."""

    rows: list[SentLine] = []
    pager: list_pages.Pager = list_pages.Pager()
    text: str = ""
    from_on: str = ""
    to_on: str = ""
    days: str = ""
    mailed: str = ""
    standing: str = ""
    source: str = ""
    by: str = ""
    master: str = ""
    cause: str = ""
    line: str = ""
    holders: str = ""
    holder_words: str = ""
    people: list[list[str]] = []
    masters: list[list[str]] = []
    sort: str = "issued"
    descending: bool = True
    zone_words: str = ""
    problem: str = ""
    is_loaded: bool = False
    is_busy: bool = False
    refill: int = 0
    news: str = ""
    ticked: list[int] = []
    chosen: int = 0
    is_everyone: bool = False
    _ticks: Ticks = NOBODY
    _filtered: tuple[Any, ...] = ()
    _newest: int = 0
    _matching: int = 0
    _choices_of: str | None = "?"
    _watch: Watch = NOBODY_WATCHES
    _answered: list_pages.Answered = list_pages.Answered()
    _typed: list_pages.Typed = list_pages.Typed()

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The address says what to show; what it cannot mean is left out."""
        place = Place.of(self)
        ours, self._typed = self._typed.arrived(place.text)
        self.refill += not ours
        answered, self._answered = self._answered, list_pages.Answered()
        if answered.has(place.query):
            return
        async for _ in self._show(place.query, place):
            yield
        await self._choices(place.insured_id)
        if not self._watch.is_kept:
            yield SentState.watch

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def search(self, text: str) -> Any:
        """The rows come with the answer; the address follows, and what is there already is not read again."""
        place = Place.of(self)
        here = place.query
        kept = {name: here[name] for name in here if name not in PAGE_PARTS}
        query = {name: value for name, value in (kept | {"q": str(text)[:LONGEST_TEXT]}).items() if value}
        async for _ in self._show(query, place):
            yield
        if query != here:
            self._typed = self._typed.sent(query.get("q", ""))
            self._answered = list_pages.Answered.now(query)
            yield self._go(q=text)

    async def _show(self, query: Mapping[str, str], place: Place) -> AsyncIterator[None]:
        """Gives when it takes long enough to say so, and when the rows are there before they are counted."""
        zone = await session.zone_of(self)
        wanted = asked.read(query, clock.today(zone))
        self._take(wanted, place)
        found = asyncio.ensure_future(reading.found(wanted, place.insured_id, query.get("after") or None))
        try:
            if not await list_pages.is_quick(found):
                self.is_busy = True
                yield
            names, self._newest, page = await found
        finally:
            found.cancel()  # somebody who types on does not wait for it
        self.holder_words = ", ".join(names) or ("nobody" if wanted.holders else "")
        self._take_rows(page, asked.row(query), zone)
        if not page.is_counted:
            yield
            self.pager = replace(self.pager, total=await reading.total(wanted, place.insured_id))

    def _take(self, wanted: Asked, place: Place) -> None:
        shown = {name: getattr(wanted, name) for name in SHOWN}
        if place.is_radar:
            shown["standing"] = ""  # there it goes without saying
        shown["problem"] = "The first day is after the last. Swap them." if wanted.is_upside_down else ""
        for name, value in shown.items():
            if getattr(self, name) != value:  # what is set is sent
                setattr(self, name, value)
        filtered = (wanted.filters(), place.insured_id)
        if filtered != self._filtered:
            self._filtered, self._ticks = filtered, NOBODY

    def _take_rows(self, found: paging.Page[Any], start: int, zone: str) -> None:
        self.rows = [lines.line(row, zone) for row in found.rows]
        self.pager = list_pages.pager(found, start)
        self.zone_words = day_words.zone_words(clock.now(), zone)
        self.is_loaded, self.is_busy, self.news = True, False, ""
        self._show_ticks()

    async def _choices(self, of: str | None) -> None:
        """Whom and which master the list can be narrowed to; read once for each page."""
        if of == self._choices_of:
            return
        self._choices_of = of
        if Right.ACTIVITY_VIEW.value in (await self.get_state(session.SessionState)).rights:
            self.people = [[str(one.account_id), one.name] for one in await session.look(activity.people, of)]
        found = await session.look(masters.rows, of, with_retired=True) if of else ()
        self.masters = [[str(one.id), one.name] for one in found]

    @rx.event(background=True)
    @guards.allow(Right.DESK_VIEW)
    async def watch(self) -> None:
        """Look again and again at what colleagues do: new ones are announced, states change in place."""
        async with self:
            if self._watch.is_kept:
                return
            self._watch = mine = Watch.begun()
            tab, eyes = self.router.session.client_token, Eyes()
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            is_needed = await eyes.are_needed()
            goes_on = await session.goes_on(tab, looks=is_needed)
            async with self:
                if self._watch.by != mine.by:
                    return
                self._watch = mine.goes_on() if goes_on and Place.of(self).has_grid else NOBODY_WATCHES
                if not self._watch.is_kept:
                    return
                shown, zone = self._shown(), await session.zone_of(self)
            try:
                found = await eyes.look(shown) if is_needed else None
            except Exception:  # it is told as any other; the next load shall not take this watcher for alive
                async with self:
                    self._watch = NOBODY_WATCHES
                raise
            if found is None:
                continue
            async with self:
                if self._shown() == shown:
                    self._notice(found, zone)

    def _shown(self) -> Shown:
        filters, of = self._filtered or (EVERY_SENT, None)
        return Shown([one.id for one in self._lines()], filters, of, self._newest)

    def _notice(self, found: certificate_news.News, zone: str) -> None:
        """Nothing jumps: rows stay where they are, and new ones wait for a click."""
        now = {row.id: lines.line(row, zone) for row in found.shown}
        before = self._lines()
        changed = [now.get(one.id, one) for one in before]
        if changed != before:
            self.rows = changed
        self.news = f"{found.count.label} new" if found.count.number else ""

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def show_news(self) -> Any:
        """The newest on top again, on the first page."""
        self.news = ""
        return self._go() if list_pages.query(self).get("after") else SentState.load

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def narrow(self, name: str, value: str) -> Any:
        """One of the filters, by its name in the address; "" takes it away."""
        if name not in FILTERS:
            return None
        self.refill += 1
        if name in ("from", "to"):
            kept = {"from": self.from_on, "to": self.to_on} if self.days else {}
            return self._go(**kept | {"days": "", name: value})
        return self._go(**{name: value})

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_days(self, preset: str) -> Any:
        self.refill += 1
        return self._go(**{"days": "" if preset == "any" else preset, "from": "", "to": ""})

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def sort_by(self, key: str) -> Any:
        """The same column again turns the direction."""
        turned = "asc" if self.descending else "desc"
        return self._go(sort=key, dir=turned if key == self.sort else asked.usual_direction(str(key)))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def clear(self) -> Any:
        self.refill += 1
        return self._go(**dict.fromkeys(FILTERS, ""))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def next_page(self) -> Any:
        at = self.pager
        return list_pages.stay(self, after=at.after, row=str(at.start + at.size))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def previous_page(self) -> Any:
        at = self.pager
        return list_pages.stay(self, after=at.before, row=str(max(at.start - list_pages.PER_PAGE, 1)))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def tick(self, certificate_id: int, ticked: bool) -> None:
        if isinstance(certificate_id, int):
            self._ticks = self._ticks.set([certificate_id], ticked is True)
        self._show_ticks()

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def tick_page(self, ticked: bool) -> None:
        self._ticks = self._ticks.set([one.id for one in self._lines()], ticked is True)
        self._show_ticks()

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def tick_all(self) -> None:
        """All that match, seen or not, as of this moment."""
        self._ticks = ticks.EVERYBODY
        self._newest = await session.look(certificate_news.newest)
        self._matching = await session.look(certificate_selection.count, self._selection())
        self._show_ticks()

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def tick_none(self) -> None:
        self._ticks = NOBODY
        self._show_ticks()

    def _show_ticks(self) -> None:
        self.ticked = [one.id for one in self._lines() if self._ticks.has(one.id)]
        self.is_everyone = self._ticks.everyone
        only, but = len(self._ticks.only), len(self._ticks.but)
        self.chosen = self._matching - but if self.is_everyone else only

    def _selection(self, *, everyone: bool = False) -> CertificateSelection:
        """What is ticked; `everyone`: all that match, whatever is ticked."""
        filters, of = self._filtered or (EVERY_SENT, Place.of(self).insured_id)
        wanted = ticks.EVERYBODY if everyone else self._ticks
        insured_id = int(of) if of and str(of).isdigit() else None
        return CertificateSelection(
            wanted.everyone, wanted.only, wanted.but, filters, insured_id, self._newest
        )

    def _lines(self) -> list[SentLine]:
        """Past the proxies that tell of changes: fifty rows of them take longer than all else that is drawn."""
        found: list[SentLine] = self.get_value("rows")
        return found

    def _go(self, **changed: str) -> Any:
        """The same list with these parameters changed, from its first page."""
        texts = {name: str(value)[:200] for name, value in changed.items()}
        address = list_pages.address(self, **{**dict.fromkeys(PAGE_PARTS, ""), **texts})
        return rx.redirect(address, replace=True)
