"""Request a certificate: the form, and one's own requests with what became of them."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries.portal import requests as seen
from coi_app.rules import errors
from coi_app.services.portal import requests
from coi_app.web import guards, routes, session, upload_lines
from coi_app.web.portal import forms, when
from coi_app.web.upload_lines import UploadLine

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
    file: str
    is_open: bool


class PortalRequestState(rx.State):
    """`refusal` belongs to no field. `attach_to` is the request whose file is being chosen, 0 for none."""

    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    refusal: str = ""
    round: int = 0
    lines: list[Line] = []
    is_loaded: bool = False
    is_sending: bool = False
    attach_to: int = 0
    CLOSED: ClassVar[dict[str, Any]] = {"attach_to": 0}
    action: str = ""
    largest: int = 0
    hint: str = ""
    sent: list[UploadLine] = []

    @rx.event
    @guards.looks
    @guards.insured
    async def load(self) -> None:
        zone = await session.zone_of(self)
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
        said = "Your agency has your request. You get the answer by e-mail. Add a file below if you have one."
        yield [PortalRequestState.load, session.SessionState.notify("green", said)]

    @rx.event
    @guards.insured
    def attach(self, request_id: int) -> None:
        """Choose a file for one of these requests; the route asks whose it is."""
        if any(line.id == request_id and line.is_open for line in self.lines):
            self.attach_to, self.action, self.sent = request_id, routes.request_file(request_id), []
            self.largest, self.hint = upload_lines.largest(), upload_lines.hint()

    @rx.event
    @guards.insured
    def progress(self, name: str, percent: int) -> None:
        self.sent = upload_lines.progressed(self.sent, name, percent)

    @rx.event
    @guards.insured
    def answered(self, name: str, status: int, words: str) -> None:
        self.sent = upload_lines.answered(self.sent, name, status, words)

    @rx.event
    @guards.looks
    @guards.insured
    def close(self, _open: bool = False) -> None:
        self.attach_to = 0


def _line(one: seen.OwnRequest, zone: str) -> Line:
    return Line(
        id=one.id,
        holder=one.holder,
        asked=f"Asked {when.day(one.asked_at, zone)}",
        status=one.status,
        status_words=one.status_label,
        said=f"Certificate {one.certificate}" if one.certificate else one.answer,
        file=one.file,
        is_open=one.is_open,
    )
