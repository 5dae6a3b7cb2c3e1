"""Check and send: the certificate as it would be, what the rules say to it, and where it goes."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries.portal import recipients, sending
from coi_app.queries.portal.sending import Asked
from coi_app.rules import errors, wording
from coi_app.rules.portal_rights import PortalRight
from coi_app.services.portal import sending as service
from coi_app.web import guards, routes, session
from coi_app.web.portal.send import said
from coi_app.web.shared import error_summary

OWN, USUAL = "own", ""
TO, WORDING, PAGE = "to", "wording", "page"
LONGEST = wording.MAX_DESCRIPTION + 100  # more is refused, not cut


@dataclass(frozen=True)
class Choice:
    value: str
    words: str


class CheckState(rx.State):
    """`opened` is the part that is being changed ("to", "wording") or shown in full ("page")."""

    holder_id: int = 0
    holder: str = ""
    masters: list[Choice] = []
    master: str = ""
    templates: list[Choice] = []
    template: str = USUAL
    description: str = ""
    to: str = ""
    agency: str = ""
    phone: str = ""
    page: str = ""
    page_number: int = 0
    page_count: int = 0
    page_problem: str = ""
    additional_insured: str = ""
    waiver: str = ""
    verdict: str = ""
    stops: list[said.Stop] = []
    problems: dict[str, str] = {}
    opened: str = ""
    CLOSED: ClassVar[dict[str, Any]] = {"opened": ""}
    is_busy: str = ""
    is_missing: bool = False
    is_loaded: bool = False

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    async def load(self) -> None:
        asked = self.router.url.query_parameters.get("holder", "")
        self.reset()
        self.is_loaded = True
        try:
            holder = await session.look(recipients.one, asked)
        except errors.NotFound:
            self.is_missing = True
            return
        self.holder_id, self.holder, self.to = holder.id, holder.name, holder.email
        self.agency, self.phone = await session.look(sending.whom_to_call)
        await self._read_choices(holder.preferred_master_id)
        self.opened = "" if self.to else TO
        await self._judge()

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    def open(self, part: str) -> Any:
        """Change the address or the wording, or see the whole page; again closes it."""
        part = part if part in (TO, WORDING, PAGE) else ""
        self.opened = "" if self.opened == part else part
        return rx.set_focus("send_to") if self.opened == TO else None

    @rx.event
    @guards.looks
    @guards.insured
    def close(self, _open: bool = False) -> None:
        self.opened = ""

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    async def choose_master(self, master: str) -> None:
        self.master = str(master)
        await self._judge()

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    async def choose_template(self, template: str) -> None:
        self.template = str(template)
        await self._judge()

    @rx.event(supersedes=True)
    @guards.looks
    @guards.allow(PortalRight.EDIT_DESCRIPTION)
    async def type_description(self, description: str) -> None:
        self.description = str(description)[:LONGEST]
        await self._judge()

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    def type_to(self, to: str) -> None:
        self.to = str(to)[:2_000]

    @rx.event(supersedes=True)
    @guards.looks
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    async def turn_to(self, page: int) -> None:
        await self._judge(page if isinstance(page, int) else 1)

    @rx.event
    @guards.allow(PortalRight.SEND_CERTIFICATES)
    async def send(self) -> Any:
        """Issue and mail, both or neither."""
        if self.is_busy:
            return
        self.is_busy = "send"
        yield
        yield await self._leave(service.send, self.to)

    @rx.event
    @guards.allow(PortalRight.VIEW_CERTIFICATES)
    async def download(self) -> Any:
        """Issue to be downloaded; nothing is mailed."""
        if self.is_busy:
            return
        self.is_busy = "download"
        yield
        yield await self._leave(service.issue)

    async def _leave(self, doing: Any, *more: Any) -> Any:
        """The page stays busy until it is left: a second press cannot issue twice."""
        self.problems = {}
        try:
            first, *_ = await session.change(doing, self._asked(), *more)
            return rx.redirect(routes.portal_send(sent=str(first)), replace=True)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            self.opened = TO if TO in wrong.problems else WORDING
        except errors.Refusal as refusal:
            self.problems = {"form": str(refusal)}
            await self._judge()
        self.is_busy = ""
        return rx.set_focus(error_summary.FOCUS)

    async def _read_choices(self, preferred: int | None) -> None:
        may = await session.look(sending.choices)
        self.masters = [Choice(str(key), name) for key, name in may.masters.items()]
        self.templates = [Choice(str(key), name) for key, name in may.templates.items()]
        values = [one.value for one in self.masters]
        self.master = str(preferred) if str(preferred) in values else next(iter(values), "")

    def _asked(self) -> Asked:
        if self.template == OWN:
            return Asked(self.holder_id, self.master, description=self.description)
        return Asked(self.holder_id, self.master, int(self.template) if self.template.isdecimal() else None)

    async def _judge(self, page: int = 1) -> None:
        """Verdict and page for what is chosen now."""
        try:
            draft = await session.look(sending.draft, self._asked(), page)
        except errors.Refusal as refusal:
            self.page, self.verdict, self.page_problem = "", "", str(refusal) if self.masters else ""
            self.stops, self.additional_insured, self.waiver = [], "", ""
            return
        verdict = draft.judged.verdict
        self.page, self.page_problem = draft.page, draft.problem
        self.page_number, self.page_count, self.verdict = draft.number, draft.count, verdict.state.value
        self.additional_insured, self.waiver = said.additional_insured(verdict), said.waiver(verdict)
        self.stops = said.stops(verdict)
        if self.template != OWN:
            self.description = draft.judged.description.text
