"""What made certificates untrue; the certificates themselves are in the grid of Certificates Sent below."""

import asyncio
from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import insureds, radar
from coi_app.queries.radar import CauseRow
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.web import guards, mishaps, routes, session
from coi_app.web.agency import day_words, list_pages
from coi_app.web.agency.certificates_sent.state import SentState

LOOK_AGAIN = 2.0  # seconds: a look is over a moment after the change that asked for it


@dataclass(frozen=True)
class CauseLine:
    """`reasons` are rule and sentence of each thing that is not so any more."""

    id: int
    insured_id: int
    insured: str
    insured_href: str
    reasons: list[list[str]]
    holders: str
    found: str
    found_exact: str


class RadarState(rx.State):
    """?insured= narrows it to one insured, ?cause= the list below to what one thing made untrue."""

    phase: str = list_pages.LOADING
    causes: list[CauseLine] = []
    total: int = 0
    insured: str = ""
    insured_name: str = ""
    chosen: int = 0
    is_looking: bool = False
    _watching: int = 0

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The page was opened, or its address changed."""
        query = list_pages.query(self)
        typed = query.get("cause", "")
        self.chosen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
        try:
            await self._name(query.get("insured", ""))
            await self._read()
        except errors.NotFound as gone:
            (await self.get_state(session.SessionState)).notify("red", str(gone))
            return list_pages.cleared(self)
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        return RadarState.watch

    async def _name(self, insured: str) -> None:
        self.insured, self.insured_name = insured, ""
        if insured:
            self.insured_name = (await session.look(insureds.profile, insured)).name

    async def _read(self) -> None:
        of = self.insured or None
        zone = await session.zone_of(self)
        found = await session.look(radar.causes, of)
        self.is_looking = await session.look(radar.is_looking, of)
        self.causes = [_line(one, zone) for one in found]
        self.total = sum(one.certificates for one in found)
        self.phase = list_pages.READY

    @rx.event(background=True)
    @guards.allow(Right.DESK_VIEW)
    async def watch(self) -> Any:
        """Look again and again: a change of a policy shows here by itself, and so does what was mended."""
        async with self:
            self._watching += 1
            mine, tab = self._watching, self.router.session.client_token
        while await session.goes_on(tab):
            await asyncio.sleep(LOOK_AGAIN)
            async with self:
                if self._watching != mine or str(self.router.url.path).rstrip("/") != routes.RADAR:
                    return
                before = (self.causes, self.is_looking)
                await self._read()
                changed = before != (self.causes, self.is_looking)
            if changed:
                yield SentState.load

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def show(self, cause_id: int) -> Any:
        """Only what this made untrue; the same again shows all."""
        wanted = "" if cause_id == self.chosen else str(cause_id)
        return list_pages.narrowed(self, cause=wanted)


def _line(one: CauseRow, zone: str) -> CauseLine:
    certificates = "1 certificate" if one.certificates == 1 else f"{one.certificates:,} certificates"
    holders = "1 holder" if one.holders == 1 else f"{one.holders:,} holders"
    told = f", {one.notified:,} notified" if one.notified else ""
    return CauseLine(
        id=one.id,
        insured_id=one.insured_id,
        insured=one.insured,
        insured_href=routes.insured(one.insured_id),
        reasons=[[each.rule, each.sentence] for each in one.differences],
        holders=f"{certificates}, {holders}{told}",
        found=day_words.moment(one.found_at, zone),
        found_exact=day_words.exact(one.found_at, zone),
    )
