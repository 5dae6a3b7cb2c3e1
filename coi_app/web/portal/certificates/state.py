"""My certificates: search and page stand in the address; one opens over the list."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries.portal import certificates, rows
from coi_app.rules import errors
from coi_app.rules.facts import shown_day
from coi_app.rules.portal_rights import PortalRight
from coi_app.services.portal import sending
from coi_app.web import guards, routes, session
from coi_app.web.portal import forms, when

FORM = "resend"
# What the list says of a delivery: only that it did not arrive.
TROUBLE = {"failed": "mail failed", "none": "not mailed"}


@dataclass(frozen=True)
class Line:
    id: int
    holder: str
    note: str
    standing: str
    standing_words: str


class PortalCertificatesState(rx.State):
    """`shown` is the certificate that is open, 0 for none; `round` draws its form afresh."""

    text: str = ""
    lines: list[Line] = []
    count: str = ""
    next_href: str = ""
    previous_href: str = ""
    is_loaded: bool = False
    shown: int = 0
    CLOSED: ClassVar[dict[str, Any]] = {"shown": 0}
    number: str = ""
    holder: str = ""
    standing: str = ""
    standing_words: str = ""
    issued: str = ""
    sent_to: str = ""
    file_href: str = ""
    preview_href: str = ""
    public_href: str = ""
    can_resend: bool = False
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    round: int = 0
    is_sending: bool = False

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.VIEW_CERTIFICATES)
    async def load(self) -> None:
        """/portal/certificates?text=…&after=…"""
        asked = self.router.url.query_parameters
        self.text = str(asked.get("text", ""))[:100]
        found = await session.look(certificates.page, self.text, asked.get("after") or None)
        zone = await session.zone_of(self)
        self.lines = [_line(one, zone) for one in found.rows]
        self.count = found.count.label
        self.next_href = self._page(found.next)
        self.previous_href = self._page(found.previous)
        self.is_loaded = True

    def _page(self, cursor: str | None) -> str:
        known = {"text": self.text, "after": cursor or ""}
        return routes.with_query(routes.PORTAL_CERTIFICATES, known) if cursor else ""

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.VIEW_CERTIFICATES)
    def search(self, text: str) -> Any:
        query = {"text": str(text)[:100].strip()}
        return rx.redirect(routes.with_query(routes.PORTAL_CERTIFICATES, query), replace=True)

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.VIEW_CERTIFICATES)
    async def open(self, certificate_id: int) -> Any:
        try:
            found = await session.look(certificates.one, certificate_id)
        except errors.NotFound as missing:
            return session.SessionState.notify("red", str(missing))
        row, zone = found.row, await session.zone_of(self)
        self.shown, self.number, self.holder = row.id, row.number, row.holder
        self.standing, self.standing_words = row.standing.kind.value, row.standing.label
        self.issued = f"{shown_day(row.issued_on)}, {when.hour(row.issued_at, zone)}"
        self.sent_to = ", ".join(found.to)
        self.file_href, self.public_href = routes.certificate_file(row.id), routes.verify(found.code)
        self.preview_href = routes.with_query(self.file_href, {"use": "preview"})
        self.can_resend = self.standing not in ("withdrawn", "superseded")
        self.values, self.problems, self.is_sending = {"to": found.email}, {}, False
        self.round += 1

    @rx.event
    @guards.looks
    @guards.insured
    def close(self, _open: bool = False) -> None:
        self.shown = 0

    @rx.event
    @guards.allow(PortalRight.RESEND_CERTIFICATES)
    async def resend(self, form: dict[str, Any]) -> Any:
        """The exact copy: same bytes, date and number (R31)."""
        if self.is_sending:
            return
        self.is_sending, self.problems = True, {}
        yield
        try:
            await session.change(sending.resend, self.shown, forms.typed(FORM, form).get("to"))
        except errors.InvalidInput as wrong:
            self.problems, self.is_sending = wrong.problems, False
            yield rx.set_focus(forms.focus_of(FORM))
            return
        except errors.Refusal as refusal:
            self.problems, self.is_sending = {"to": str(refusal)}, False
            return
        self.shown, self.is_sending = 0, False
        yield [
            PortalCertificatesState.load,
            session.SessionState.notify("green", "The exact copy is on its way."),
        ]


def _line(one: rows.CertificateRow, zone: str) -> Line:
    revision = f", revision {one.revision}" if one.revision else ""
    not_arrived = f" · {TROUBLE[one.delivery]}" if one.delivery in TROUBLE else ""
    note = f"{one.number}{revision} · {when.day(one.issued_at, zone)}{not_arrived}"
    return Line(one.id, one.holder, note, one.standing.kind.value, one.standing.label)
