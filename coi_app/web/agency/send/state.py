"""Send Certificate for one holder: choices at the left, verdict and page as they are now, then mail or download."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import drafts, holder_choices, insureds, masters, templates
from coi_app.queries.judging import Judged, Recipient, Wording
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.rules.findings import BoxVerdict, Severity
from coi_app.services import certificates, holders
from coi_app.web import guards, routes, session
from coi_app.web.agency.choices import Choice
from coi_app.web.shared import combobox

OWN, DEFAULT = "own", ""
MESSAGE = "Hello,\n\nattached is the certificate of insurance of {insured}.\n\nKind regards\n{name}\n"


@dataclass(frozen=True)
class BoxLine:
    """One policy with both boxes and the sentence to each."""

    title: str
    additional_insured: str
    additional_insured_why: str
    subrogation: str
    subrogation_why: str


@dataclass(frozen=True)
class FindingLine:
    rule: str
    why: str
    cure: str
    is_block: bool


class SendState(rx.State):
    """What is chosen, and what the rules and the paper say to it."""

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
    asks_project: bool = False
    description: str = ""
    to: str = ""
    subject: str = ""
    message: str = ""
    reason: str = ""
    boxes: list[BoxLine] = []
    findings: list[FindingLine] = []
    verdict: str = ""
    warnings: int = 0
    page: str = ""
    page_problem: str = ""
    length: int = 0
    problems: dict[str, str] = {}
    zoom: int = 88
    is_busy: str = ""
    is_missing: bool = False
    preview_open: bool = False
    new_holder_open: bool = False
    new_holder_problems: dict[str, str] = {}

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def load(self) -> None:
        """/insureds/[insured_id]/send?holder=… The rest begins empty."""
        self.reset()
        wanted = str(self.router.url.path).split("/")[2]
        try:
            profile = await session.look(insureds.profile, wanted)
        except errors.NotFound:
            self.is_missing = True
            return
        self.insured, self.insured_name = str(profile.id), profile.name
        found = await session.look(masters.rows, self.insured)
        self.masters = [Choice(str(m.id), f"{m.name}, version {m.version}", m.status_label) for m in found]
        self.master = self.masters[0].value if self.masters else ""
        chosen = await session.look(templates.choices, self.insured)
        self.templates = [Choice(str(t.id), t.name, t.body) for t in chosen]
        await self._find("")
        if (holder := self.router.url.query_parameters.get("holder", "")).isdecimal():
            await self._pick(int(holder))

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def search_holder(self, text: str) -> None:
        await self._find(text)

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def pick_holder(self, holder_id: int) -> None:
        await self._pick(holder_id)

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def choose_master(self, master: str) -> None:
        self.master = master
        await self._judge()

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def choose_template(self, template: str) -> None:
        """Own wording begins with what stands there now, so that nothing is typed twice."""
        self.template = template
        self.asks_project = "{project}" in next((t.hint for t in self.templates if t.value == template), "")
        await self._judge()

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def type_project(self, project: str) -> None:
        self.project = str(project)[:300]
        await self._judge()

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def type_description(self, description: str) -> None:
        self.description = str(description)[:10_000]
        await self._judge()

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def type_to(self, to: str) -> None:
        self.to = str(to)[:254]

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def type_reason(self, reason: str) -> None:
        self.reason = str(reason)[:500]

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def zoom_by(self, step: int) -> None:
        self.zoom = max(40, min(160, self.zoom + (step if step in (-12, 12) else 0)))

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def show_preview(self, shown: bool) -> None:
        """On narrow screens the page stands under the form, behind a button."""
        self.preview_open = shown is True

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    def open_new_holder(self, is_open: bool = True) -> None:
        self.new_holder_open, self.new_holder_problems = is_open is True, {}

    @rx.event
    @guards.allow(Right.HOLDERS_CHANGE)
    async def save_new_holder(self, form: dict[str, Any]) -> Any:
        try:
            holder_id = await session.change(holders.create, form)
        except errors.InvalidInput as wrong:
            self.new_holder_problems = wrong.problems
            return None
        self.new_holder_open = False
        await self._find("")
        await self._pick(holder_id)
        return session.SessionState.notify("green", "Holder added.")

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def send(self) -> Any:
        """Issue and mail, both or neither."""
        self.is_busy, self.problems = "send", {}
        yield
        message = {
            "to": self.to,
            "subject": f"Certificate of insurance for {self.insured_name}"[:200],
            "message": MESSAGE.format(insured=self.insured_name, name=session.actor().name),
        }
        args = (self.master, self._recipient(), self._wording(), message)
        issued = await self._issue(certificates.issue_and_send, *args)
        if issued:
            to = routes.insured(self.insured, "documents", "certificates-sent")
            yield [
                session.SessionState.notify("green", f"Issued. The mail to {self.to} is on its way."),
                rx.redirect(to),
            ]

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def download(self) -> Any:
        """Issue and hand out the file; nothing is mailed."""
        self.is_busy, self.problems = "download", {}
        yield
        issued = await self._issue(certificates.issue_one, self.master, self._recipient(), self._wording())
        if issued:
            files = [rx.download(url=routes.certificate_file(one)) for one in issued]
            to = routes.insured(self.insured, "documents", "certificates-sent")
            yield [*files, session.SessionState.notify("green", "Issued and downloaded."), rx.redirect(to)]

    async def _issue(self, service: Any, *args: Any) -> tuple[int, ...]:
        try:
            if not self.picked["id"]:
                raise errors.InvalidInput({"holder": "Choose the certificate holder."})
            return tuple(await session.change(service, *args, reason=self.reason))
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
        except errors.Refusal as refusal:
            self.problems = {"form": str(refusal)}
            await self._judge()
        finally:
            self.is_busy = ""
        return ()

    async def _find(self, text: str) -> None:
        found = await session.look(holder_choices.choices, self.insured, text)
        self.found = {
            "query": text,
            "options": [
                {"id": h.id, "name": h.name, "note": f"{h.address.city}, {h.address.state}".strip(", ")}
                for h in found
            ],
        }

    async def _pick(self, holder_id: int) -> None:
        shown = await session.look(holder_choices.one, self.insured, holder_id) if holder_id else None
        if shown is None:
            self.picked, self.holder_words, self.to = combobox.NOBODY, "", ""
        else:
            self.picked = {"id": shown.id, "name": shown.name, "note": ""}
            parts = (f"Attn: {shown.attention}" if shown.attention else "", *shown.address.rows())
            self.holder_words = ", ".join(part for part in parts if part) or "No address yet."
            self.to = shown.email
        self.problems = {}
        await self._judge()

    def _recipient(self) -> Recipient:
        return Recipient(holder_id=self.picked["id"], project=self.project if self.project.strip() else None)

    def _wording(self) -> Wording:
        if self.template == OWN:
            return Wording(description=self.description)
        return Wording(template_id=int(self.template) if self.template.isdecimal() else None)

    async def _judge(self) -> None:
        """Verdict and page for what is chosen now."""
        if not self.master or not self.picked["id"]:
            self.boxes, self.findings, self.page, self.verdict = [], [], "", ""
            return
        try:
            shown = await session.look(drafts.of_certificate, self.master, self._recipient(), self._wording())
        except errors.Refusal as refusal:
            self.page, self.page_problem = "", str(refusal)
            return
        self.page, self.page_problem = shown.page, shown.problem
        self._show(shown.judged)

    def _show(self, judged: Judged) -> None:
        verdict = judged.verdict
        self.verdict, self.warnings = verdict.state.value, len(verdict.warnings)
        self.boxes = [_box(box) for box in verdict.boxes]
        self.findings = [
            FindingLine(f.rule, f.why, f.cure, f.severity is Severity.BLOCK)
            for f in verdict.findings
            if f.severity is not Severity.NOTE
        ]
        self.length = len(judged.description.text)
        if self.template != OWN:
            self.description = judged.description.text


def _box(box: BoxVerdict) -> BoxLine:
    return BoxLine(
        box.title,
        box.additional_insured.value,
        box.additional_insured_why,
        box.subrogation_waived.value,
        box.subrogation_why,
    )
