"""What just left: number, standing, and the code that proves it on site."""

from typing import Any

import reflex as rx

from coi_app.queries.portal import sending
from coi_app.rules import errors
from coi_app.rules.portal_rights import PortalRight
from coi_app.web import guards, routes, session
from coi_app.web.portal import when


class SentState(rx.State):
    """`to` and `more` say where it went; both are empty when it was downloaded."""

    number: str = ""
    holder: str = ""
    standing: str = ""
    standing_words: str = ""
    to: str = ""
    more: str = ""
    at: str = ""
    qr: str = ""
    qr_box: str = ""
    public_href: str = ""
    file_href: str = ""
    is_copied: bool = False
    is_missing: bool = False
    is_loaded: bool = False

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    async def load(self) -> Any:
        asked = str(self.router.url.query_parameters.get("sent", ""))
        self.reset()
        self.is_loaded = True
        try:
            found = await session.look(sending.sent, asked)
        except errors.NotFound:
            self.is_missing = True
            return
        zone = await session.zone_of(self)
        self.number, self.holder = found.row.number, found.row.holder
        self.standing, self.standing_words = found.row.standing.kind.value, found.row.standing.label
        self.to, self.more = next(iter(found.to), ""), _more(len(found.to) - 1)
        self.at = f"{when.day(found.issued_at, zone)} at {when.hour(found.issued_at, zone)}"
        self.qr, self.qr_box = _path(found.qr), f"0 0 {len(found.qr)} {len(found.qr)}"
        self.public_href, self.file_href = found.address, routes.certificate_file(found.row.id)

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    def copied(self) -> None:
        """The browser put the link on its clipboard."""
        self.is_copied = True


def _more(others: int) -> str:
    return f"and {others} other{'' if others == 1 else 's'}" if others > 0 else ""


def _path(rows: tuple[str, ...]) -> str:
    """Dark modules as one SVG path."""
    return "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module == "1"
    )
