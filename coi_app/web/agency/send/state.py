"""Send Certificate for one holder: choices at the left, verdict and page as they are now, then mail or download."""

from typing import Any

import reflex as rx

from coi_app.queries import drafts, holder_choices, insureds, masters, templates
from coi_app.queries.drafts import DraftShown
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors, wording
from coi_app.rules.access import Right
from coi_app.services import certificates, request_answers
from coi_app.web import guards, routes, session
from coi_app.web.agency import holder_options, verdict_lines
from coi_app.web.agency.choices import Choice
from coi_app.web.agency.insured_head import insured_of
from coi_app.web.agency.send import for_request
from coi_app.web.agency.send.for_request import DEFAULT, OWN, Asked
from coi_app.web.agency.send.message_state import MessageState
from coi_app.web.agency.verdict_lines import BoxLine, FindingLine
from coi_app.web.shared import combobox, error_summary

LONGEST_WORDING = wording.MAX_DESCRIPTION + 100  # more is refused, not cut


class SendState(rx.State):
    """What is chosen, and what the rules and the paper say to it. `project` is what the paper would print."""

    insured: str = ""
    insured_name: str = ""
    masters: list[Choice] = []
    master: str = ""
    templates: list[Choice] = []
    template: str = DEFAULT
    found: combobox.Found = combobox.NOTHING_FOUND
    picked: combobox.Option = combobox.NOBODY
    holder_words: str = ""
    project: str = ""
    description: str = ""
    to: str = ""
    reason: str = ""
    boxes: list[BoxLine] = []
    findings: list[FindingLine] = []
    verdict: str = ""
    warnings: int = 0
    page: str = ""
    page_number: int = 0
    page_count: int = 0
    page_problem: str = ""
    length: int = 0
    problems: dict[str, str] = {}
    is_busy: str = ""
    is_missing: bool = False
    is_loaded: bool = False
    asked: Asked = Asked()
    _project: str | None = None
    _asked_holder: dict[str, str] = {}
    _asker: str = ""

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def load(self) -> None:
        """/insureds/[insured_id]/send?holder=…&master=… or ?request=…, which fills in more. The rest begins empty."""
        asked = self.router.url.query_parameters
        self.reset()
        try:
            profile = await session.look(insureds.profile, insured_of(str(self.router.url.path)))
        except errors.NotFound:
            self.is_missing, self.is_loaded = True, True
            return
        self.insured, self.insured_name = str(profile.id), profile.name
        message = await self.get_state(MessageState)
        message.reset()
        await message._begin(self.insured, self.insured_name)
        await self._read_choices(str(asked.get("master", "")))
        self.found = await holder_options.find(self.insured, "")
        if (holder := str(asked.get("holder", ""))).isdecimal():
            await self._pick(int(holder), prefer=not asked.get("master"))
        if request := str(asked.get("request", "")):
            await self._fill_in(request)
        self.is_loaded = True

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def search_holder(self, text: str) -> None:
        self.found = await holder_options.find(self.insured, text)

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def pick_holder(self, holder_id: int) -> None:
        await self._pick(holder_id)

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def choose_master(self, master: str) -> None:
        self.master = str(master)
        await self._judge()

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def choose_template(self, template: str) -> None:
        """Own wording begins with what stands there now, so that nothing is typed twice."""
        self.template = str(template)
        await self._judge()

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def type_project(self, project: str) -> None:
        self.project = self._project = str(project)[:300]
        await self._judge()

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def type_description(self, description: str) -> None:
        self.description = str(description)[:LONGEST_WORDING]
        await self._judge()

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def type_to(self, to: str) -> None:
        self.to = str(to)[:254]

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def type_reason(self, reason: str) -> None:
        self.reason = str(reason)[:500]

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def check_again(self) -> None:
        """After a repair on another page."""
        if self.picked["id"]:
            shown = await self._choice(self.picked["id"])
            self.holder_words = verdict_lines.holder_in_words(shown) if shown else ""
        await self._judge()

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def turn_to(self, page: int) -> None:
        await self._judge(page if isinstance(page, int) else 1)

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def send(self) -> Any:
        """Issue and mail, both or neither."""
        if self.is_busy:
            return
        self.is_busy, self.problems = "send", {}
        yield
        message = {"to": self.to, **(await self.get_state(MessageState))._typed()}
        answer = request_answers.issue_and_send if self.asked.id else certificates.issue_and_send
        if await self._issue(answer, message):
            yield self._leave(f"Issued. The mail to {self.to} is on its way.")
        else:
            yield rx.set_focus(error_summary.FOCUS)

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def download(self) -> Any:
        """Issue and hand out the file; nothing is mailed."""
        if self.is_busy:
            return
        self.is_busy, self.problems = "download", {}
        yield
        answer = request_answers.issue_one if self.asked.id else certificates.issue_one
        issued = await self._issue(answer)
        if issued:
            files = [rx.download(url=routes.certificate_file(one)) for one in issued]
            yield [*files, *self._leave("Issued and downloaded. Nothing was e-mailed.")]
        else:
            yield rx.set_focus(error_summary.FOCUS)

    def _leave(self, words: str) -> list[Any]:
        """The page stays busy until it is left: a second press cannot issue twice."""
        sent = routes.insured(self.insured, "documents", "certificates-sent")
        return [session.SessionState.notify("green", words), rx.redirect(sent)]

    async def _issue(self, service: Any, *message: Any) -> tuple[int, ...]:
        """The ids issued; none when it was refused, and then `problems` says why."""
        try:
            if not self.picked["id"]:
                raise errors.InvalidInput({"holder": "Choose the certificate holder."})
            whose = (self.asked.id,) if self.asked.id else ()
            asked = (*whose, self.master, self._recipient(), self._wording(), *message)
            return tuple(await session.change(service, *asked, reason=self.reason))
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
        except errors.Refusal as refusal:
            self.problems = {"form": str(refusal)}
            await self._judge()
        self.is_busy = ""
        return ()

    async def _read_choices(self, wanted: str) -> None:
        found = await session.look(masters.rows, self.insured)
        self.masters = [Choice(str(m.id), f"{m.name}, version {m.version}", m.status_label) for m in found]
        values = [one.value for one in self.masters]
        self.master = wanted if wanted in values else next(iter(values), "")
        chosen = await session.look(templates.choices, self.insured)
        self.templates = [Choice(str(t.id), t.name) for t in chosen]

    async def _fill_in(self, request: str) -> None:
        zone = await session.zone_of(self)
        try:
            filled = await for_request.read(request, self.insured, zone)
        except errors.Refusal as refusal:
            self.problems = {"form": str(refusal)}
            return
        self.asked, self._asked_holder = filled.asked, filled.holder
        (await self.get_state(MessageState))._copy_to(filled.copies)
        if filled.master in [one.value for one in self.masters]:
            self.master = filled.master
        self.template, self.description, self._asker = filled.template, filled.description, filled.to
        if filled.holder_id:
            await self._pick(filled.holder_id, prefer=not filled.master)
        self.project, self._project = filled.project or self.project, filled.project
        self.to = (filled.to if filled.master else self.to) or filled.to
        await self._judge()

    async def _pick(self, holder_id: int, *, prefer: bool = True) -> None:
        """Another holder: its own address to mail to, project and preferred master; a typed wording stays."""
        shown = await self._choice(holder_id)
        self.problems, self._project, self.project = {}, None, ""
        if shown is None:
            self.picked, self.holder_words, self.to = combobox.NOBODY, "", ""
        else:
            self.picked = {"id": shown.id, "name": shown.name, "note": ""}
            self.holder_words, self.to = verdict_lines.holder_in_words(shown), shown.email or self._asker
            message = await self.get_state(MessageState)
            await message._begin(self.insured, self.insured_name, shown.id, shown.name)
            preferred = str(shown.preferred_master_id or "")
            if prefer and preferred in [one.value for one in self.masters]:
                self.master = preferred
        await self._judge()

    async def _choice(self, holder_id: object) -> holder_choices.HolderChoice | None:
        if not holder_id:
            return None
        try:
            return await session.look(holder_choices.one, self.insured, holder_id)
        except errors.NotFound:
            return None

    def _recipient(self) -> Recipient:
        return Recipient(holder_id=self.picked["id"], project=self._project)

    def _wording(self) -> Wording:
        if self.template == OWN:
            return Wording(description=self.description)
        return Wording(template_id=int(self.template) if self.template.isdecimal() else None)

    async def _judge(self, page: int = 1) -> None:
        """Verdict and page for what is chosen now."""
        if not self.master or not self.picked["id"]:
            self._show_nothing("")
            return
        asked = (self.master, self._recipient(), self._wording(), page)
        try:
            self._show(await session.look(drafts.of_certificate, *asked))
        except errors.Refusal as refusal:
            self._show_nothing(str(refusal))

    def _show_nothing(self, problem: str) -> None:
        self.boxes, self.findings, self.verdict, self.page = [], [], "", ""
        self.page_number, self.page_count, self.page_problem = 0, 0, problem

    def _show(self, draft: DraftShown) -> None:
        verdict, place = draft.judged.verdict, verdict_lines.Place(self.insured, self.picked["id"])
        self.page, self.page_problem = draft.page, draft.problem
        self.page_number, self.page_count = draft.number, draft.count
        self.verdict, self.warnings = verdict.state.value, len(verdict.warnings)
        self.boxes = verdict_lines.boxes(verdict, place, self.boxes)
        self.findings = [verdict_lines.finding(found, place) for found in verdict.findings]
        self.length = len(draft.judged.description.text)
        if self._project is None:
            self.project = draft.judged.interest.project
        if self.template != OWN:
            self.description = draft.judged.description.text
