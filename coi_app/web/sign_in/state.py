"""What the pages before the door show: the form that was refused, the agency's name, what a link is good for."""

import asyncio

import reflex as rx
from reflex.event import EventSpec

from coi_app import db
from coi_app.queries import accounts, front_door
from coi_app.services import account_links, first_start
from coi_app.web import guards, http_sign_in, routes


class DoorState(rx.State):
    """Public by nature: nobody has signed in yet. It tells the agency's name and address, which is on its sign."""

    agency_name: str = ""
    agency_place: str = ""
    agency_phone: str = ""
    typed: dict[str, str] = {}
    problems: dict[str, str] = {}
    next_page: str = ""
    code: str = ""
    link_token: str = ""
    link_email: str = ""
    link_works: bool = True
    was_asked: bool = False
    was_confirmed: bool = False
    password_shown: bool = False

    @rx.event
    @guards.public
    async def arrive(self) -> None:
        """Public: the sign-in page is for people without a session."""
        flash = http_sign_in.flash_in(self.router.headers.cookie)
        self.typed, self.problems = flash["typed"], flash["problems"]
        query = self.router.url.query_parameters
        self.next_page, self.was_asked = routes.local(query.get("next", "")), query.get("asked") == "1"
        self.was_confirmed = query.get("confirmed") == "1"
        shown = await asyncio.to_thread(_agency)
        self.agency_name, self.agency_place, self.agency_phone = shown.name, shown.place, shown.phone

    @rx.event
    @guards.public
    async def arrive_with_link(self) -> None:
        """Public: whoever has the link has the mail. A link that does not work tells nothing about why."""
        *_, page, token = str(self.router.url.path).rstrip("/").split("/")
        shown = await asyncio.to_thread(_link, token)
        if shown is not None and account_links.PAGE.get(shown.purpose) != page:
            shown = None
        self.link_token = token if shown else ""
        self.link_email = shown.email if shown else ""
        self.link_works = shown is not None

    @rx.event
    @guards.public
    async def arrive_first(self) -> EventSpec | None:
        """Public: the first start has no accounts. Without the printed code there is nothing here."""
        self.code = str(self.router.url.query_parameters.get("code", ""))
        is_open = await asyncio.to_thread(_first_start_is_open, self.code)
        return None if is_open else rx.redirect(routes.SIGN_IN, replace=True)

    @rx.event
    @guards.public
    def toggle_password(self) -> None:
        """Public: shows what one is typing oneself."""
        self.password_shown = not self.password_shown


def _agency() -> front_door.DoorSign:
    with db.reading() as reading:
        return front_door.sign(reading)


def _link(token: str) -> accounts.LinkShown | None:
    with db.reading() as reading:
        return account_links.shown(reading, token)


def _first_start_is_open(code: str) -> bool:
    with db.reading() as reading:
        return first_start.is_open(reading, code)
