"""One request in its dialog: who answers until when, and the answer itself."""

from collections.abc import Callable
from typing import Any, ClassVar

import reflex as rx

from coi_app import clock
from coi_app.queries import approvals, requests
from coi_app.rules.access import Right
from coi_app.rules.certificate_requests import RequestStatus
from coi_app.services import request_answers
from coi_app.services import requests as request_services
from coi_app.web import guards, session
from coi_app.web.agency import record_form
from coi_app.web.agency.choices import Choice
from coi_app.web.agency.requests import lines
from coi_app.web.agency.requests.lines import Shown, Wished

ARRANGE, REFUSE, APPROVE = "arrange", "refuse", "approve"


class RequestState(record_form.RecordForm, rx.State):
    """The request that the address names. `form` is what is being done with it; "" only shows it."""

    is_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False, "form": ""}
    shown: Shown = Shown()
    wished: Wished = Wished()
    agents: list[Choice] = []
    is_busy: bool = False

    async def _show(self, asked: str) -> None:
        """Open what the address names; what is open already keeps what is typed in it. Raises NotFound."""
        if not asked:
            self.is_open = False
        elif not self.is_open or asked != str(self.shown.id):
            await self._read(asked)

    async def _read(self, asked: str) -> None:
        found = await session.look(requests.detail, asked)
        now = None
        if found.row.status == RequestStatus.WAITING:
            now = await session.look(approvals.now, found.row.id)
        zone = await session.zone_of(self)
        self.shown, self.wished = lines.shown(found, clock.now(), zone), lines.wished(found, now)
        people = await session.look(requests.agents)
        self.agents = [Choice("", "Nobody"), *(Choice(str(one), name) for one, name in people)]
        self._open(ARRANGE, lines.arranged(found, zone))
        self.form, self.is_open, self.is_busy = "", True, False

    @rx.event
    @guards.allow(Right.REQUESTS_ANSWER)
    def begin(self, form: str) -> None:
        """Show the fields of what is to be done with it."""
        self.form = form if form in (ARRANGE, REFUSE, APPROVE) else ""
        self.problems, self.refusal = {}, ""

    @rx.event
    @guards.allow(Right.REQUESTS_ANSWER)
    async def arrange(self, form: dict[str, Any]) -> Any:
        values = record_form.typed(ARRANGE, form)
        return await self._answer(
            ARRANGE, "Saved.", request_services.arrange, self.shown.id, values, stays=True
        )

    @rx.event
    @guards.allow(Right.REQUESTS_ANSWER)
    async def refuse(self, form: dict[str, Any]) -> Any:
        reason = record_form.typed(REFUSE, form).get("reason", "")
        told = f" {self.shown.email} is told why." if self.shown.email else ""
        words = f"Refused.{told}"
        return await self._answer(REFUSE, words, request_answers.refuse, self.shown.id, reason)

    @rx.event
    @guards.allow(Right.REQUESTS_ANSWER)
    async def approve(self, form: dict[str, Any] | None = None) -> Any:
        """R43: exactly what was asked; a warning takes a reason (R40)."""
        if self.is_busy:
            return
        self.is_busy = True
        yield
        reason = str(record_form.typed(APPROVE, form or {}).get("reason", ""))

        def service(*asked: Any) -> object:
            return request_answers.approve(*asked, reason=reason)

        answer = await self._answer(APPROVE, f"Approved. {self.wished.sends}.", service, self.shown.id)
        self.is_busy = False
        yield answer

    async def _answer(
        self, form: str, words: str, service: Callable[..., Any], *args: Any, stays: bool = False
    ) -> Any:
        """The dialog closes when it is done, and stays with the reason when it is not."""
        from coi_app.web.agency.requests.state import RequestsState  # it opens this dialog

        self.form = form
        if refused := await self._save(service, *args):
            return refused
        if stays:
            await self._read(str(self.shown.id))
        done = [RequestsState.load] if stays else [RequestsState.close]
        return [session.SessionState.notify("green", words), session.SessionState.arrive, *done]
