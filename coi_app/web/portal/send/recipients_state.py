"""Whom it is for: the holders on one's own list, and a new one."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries.portal import recipients, rows
from coi_app.rules import errors
from coi_app.rules.portal_rights import PortalRight
from coi_app.services.portal import holders
from coi_app.web import guards, routes, session
from coi_app.web.portal import forms, when

FORM = "new_holder"


@dataclass(frozen=True)
class Line:
    """`note` is where the holder is and when it got a certificate last."""

    name: str
    note: str
    href: str


class RecipientsState(rx.State):
    """`is_searched`: the lines are those of a search, not the ones used last."""

    lines: list[Line] = []
    number: int = 0
    is_searched: bool = False
    is_loaded: bool = False
    is_adding: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_adding": False}
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    round: int = 0

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    async def load(self) -> None:
        self.number = await session.look(recipients.number)
        await self._find("")
        self.is_loaded = True

    @rx.event(supersedes=True)
    @guards.looks
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    async def search(self, text: str) -> None:
        await self._find(str(text))

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.ADD_HOLDERS)
    def open(self) -> None:
        self.is_adding, self.values, self.problems = True, {}, {}
        self.round += 1

    @rx.event
    @guards.looks
    @guards.insured
    def close(self, _open: bool = False) -> None:
        self.is_adding = False

    @rx.event
    @guards.allow(PortalRight.ADD_HOLDERS)
    async def add(self, form: dict[str, Any]) -> Any:
        try:
            holder_id = await session.change(holders.add, forms.typed(FORM, form))
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(forms.focus_of(FORM))
        self.is_adding, self.problems = False, {}
        return rx.redirect(routes.portal_send(holder=str(holder_id)))

    async def _find(self, text: str) -> None:
        found = await session.look(recipients.found, text)
        zone = await session.zone_of(self)
        self.lines, self.is_searched = [_line(one, zone) for one in found], bool(text.strip())


def _line(one: rows.HolderChoice, zone: str) -> Line:
    place = ", ".join(part for part in (one.address.city, one.address.state) if part)
    last = f"Last sent {when.day(one.last_issued_at, zone)}" if one.last_issued_at else "Nothing sent yet"
    note = ". ".join(part for part in (place, last) if part)
    return Line(one.name, note, routes.portal_send(holder=str(one.id)))
