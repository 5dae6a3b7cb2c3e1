"""The public request link: whoever was given it may ask, without an account."""

import asyncio
from typing import Any

import reflex as rx

from coi_app import db
from coi_app.queries import front_door, public_requests
from coi_app.rules import errors
from coi_app.services import public_requests as asking
from coi_app.web import guards
from coi_app.web.shared import error_summary

MOST_FIELDS = 30


class AskState(rx.State):
    """`phase`: "" until the answer comes, then "form", "sent", "unknown" or "refused"."""

    phase: str = ""
    refusal: str = ""
    agency: str = ""
    place: str = ""
    phone: str = ""
    insured: str = ""
    sent_to: str = ""
    problems: dict[str, str] = {}
    problem: str = ""
    form_round: int = 0
    is_sending: bool = False
    _code: str = ""

    @rx.event
    @guards.public
    async def arrive(self) -> None:
        """Public: holders have no account; the code in the address is all it tells by."""
        self.reset()
        self._code = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1][:80]
        sign, found, self.refusal = await asyncio.to_thread(_look, self._code, self.router.session.client_ip)
        self.agency, self.place, self.phone = sign.name, sign.street, sign.phone
        self.insured = found.insured if found else ""
        self.phase = "refused" if self.refusal else "form" if found else "unknown"

    @rx.event
    @guards.public
    async def send(self, form: dict[str, Any]) -> Any:
        """Public: a stranger's request; the service checks the code and counts by network address."""
        if self.is_sending:
            return
        self.is_sending, self.problems, self.problem = True, {}, ""
        yield
        values = _few(form)
        try:
            await asyncio.to_thread(_ask, self._code, self.router.session.client_ip, values)
            self.phase, self.sent_to = "sent", str(values.get("asker_email", ""))[:254]
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            yield rx.set_focus(error_summary.FOCUS)
        except errors.NotFound:
            self.phase = "unknown"
        except errors.Refusal as refusal:
            self.problem = str(refusal)
        self.is_sending = False

    @rx.event
    @guards.public
    def ask_again(self) -> None:
        """Public: shows the empty form once more."""
        if self.phase == "sent":
            self.phase, self.form_round = "form", self.form_round + 1


def _few(form: object) -> dict[str, Any]:
    """What a browser could have sent; a service reads the fields it knows."""
    return dict(list(form.items())[:MOST_FIELDS]) if isinstance(form, dict) else {}


def _look(code: str, ip: str) -> tuple[front_door.DoorSign, public_requests.Asked | None, str]:
    """The agency's sign, whose certificate it is, and why that is not told."""
    with db.reading() as reading:
        sign = front_door.sign(reading)
        try:
            asking.refuse_guessing(reading, ip)
        except errors.Refusal as refusal:
            return sign, None, str(refusal)
        found = public_requests.by_code(reading, code)
    if found is None:
        _note_wrong_code(ip)
    return sign, found, ""


def _note_wrong_code(ip: str) -> None:
    with db.writing() as writing:
        asking.note_wrong_code(writing, ip)


def _ask(code: str, ip: str, values: dict[str, Any]) -> None:
    try:
        with db.writing() as writing:
            asking.ask(writing, code, ip, values)
    except errors.NotFound:
        _note_wrong_code(ip)
        raise
