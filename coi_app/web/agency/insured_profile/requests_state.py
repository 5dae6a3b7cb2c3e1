"""How requests of this insured are taken: its agent, and the public link."""

from typing import Any

import reflex as rx

from coi_app.queries import request_settings, requests
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import insured_agents, request_links
from coi_app.web import guards, session
from coi_app.web.agency import record_form
from coi_app.web.agency.choices import Choice
from coi_app.web.agency.insured_head import insured_of

AGENT, RENEW, CLOSE = "request_agent", "renew_link", "close_link"


class InsuredRequestsState(record_form.RecordForm, rx.State):
    """`form` is the dialog that is open."""

    agent: str = ""
    approval: str = ""
    link: str = ""
    has_link: bool = False
    may_have_link: bool = False
    agents: list[Choice] = []
    _agent_id: int | None = None

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        try:
            found = await session.look(request_settings.of_insured, self._insured())
        except errors.NotFound:
            self.reset()
            return
        self.agent, self.approval, self._agent_id = found.agent, found.approval, found.agent_id
        self.link, self.has_link, self.may_have_link = found.link, found.has_link, found.may_have_link

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def edit_agent(self) -> None:
        people = await session.look(requests.agents)
        self.agents = [Choice("", "Nobody"), *(Choice(str(one), name) for one, name in people)]
        self._open(AGENT, {"agent": self._agent_id})

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def save_agent(self, form: dict[str, Any]) -> Any:
        chosen = record_form.typed(AGENT, form).get("agent", "")
        refused = await self._save(insured_agents.choose, self._insured(), chosen)
        return refused or [InsuredRequestsState.load, session.SessionState.notify("green", "Saved.")]

    @rx.event
    @guards.allow(Right.REQUESTS_ANSWER)
    def ask(self, question: str) -> None:
        """Before a link that people have is ended."""
        self.form = question if question in (RENEW, CLOSE) else ""

    @rx.event
    @guards.allow(Right.REQUESTS_ANSWER)
    async def renew_link(self) -> Any:
        self.form = ""
        return await self._change(request_links.renew, "The request link is ready. Copy it and pass it on.")

    @rx.event
    @guards.allow(Right.REQUESTS_ANSWER)
    async def close_link(self) -> Any:
        self.form = ""
        return await self._change(request_links.close, "The request link is switched off.")

    async def _change(self, service: Any, words: str) -> list[Any]:
        try:
            await session.change(service, self._insured())
        except errors.Refusal as refusal:
            return [session.SessionState.notify("red", str(refusal))]
        return [InsuredRequestsState.load, session.SessionState.notify("green", words)]

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""

    def _insured(self) -> str:
        return insured_of(str(self.router.url.path))
