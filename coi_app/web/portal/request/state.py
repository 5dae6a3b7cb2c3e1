"""Request a certificate: the form, and one's own requests with what became of them."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries.portal import requests as seen
from coi_app.rules import errors
from coi_app.services.portal import requests
from coi_app.web import guards, session
from coi_app.web.portal import forms, when

FORM = "request"


@dataclass(frozen=True)
class Line:
    """`said` is the number of the certificate, or the reason of a refusal."""

    id: int
    holder: str
    asked: str
    status: str
    status_words: str
    said: str


class PortalRequestState(rx.State):
    """`refusal` belongs to no field."""

    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    refusal: str = ""
    round: int = 0
    lines: list[Line] = []
    is_loaded: bool = False
    is_sending: bool = False

    @rx.event
    @guards.insured
    async def load(self) -> None:
        zone = (await self.get_state(session.SessionState)).time_zone or "UTC"
        self.lines = [_line(one, zone) for one in await session.look(seen.mine)]
        self.problems, self.refusal, self.is_sending, self.is_loaded = {}, "", False, True

    @rx.event
    @guards.insured
    async def ask(self, form: dict[str, Any]) -> Any:
        """What is typed stays until it is accepted."""
        if self.is_sending:
            return
        self.is_sending, self.problems, self.refusal = True, {}, ""
        yield
        try:
            await session.change(requests.ask, forms.typed(FORM, form))
        except errors.InvalidInput as wrong:
            self.problems, self.is_sending = wrong.problems, False
            yield rx.set_focus(forms.focus_of(FORM))
            return
        except errors.Refusal as refusal:
            self.refusal, self.is_sending = str(refusal), False
            return
        self.round += 1
        said = "Your agency has your request. You get the answer by e-mail."
        yield [PortalRequestState.load, session.SessionState.notify("green", said)]


def _line(one: seen.OwnRequest, zone: str) -> Line:
    return Line(
        id=one.id,
        holder=one.holder,
        asked=f"Asked {when.day(one.asked_at, zone)}",
        status=one.status,
        status_words=one.status_label,
        said=f"Certificate {one.certificate}" if one.certificate else one.answer,
    )
