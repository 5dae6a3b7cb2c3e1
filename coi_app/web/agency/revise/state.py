"""Revise: what is to be printed otherwise, what the rules and the paper say to it, and the chain of revisions."""

from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import revisions
from coi_app.queries.revisions import Asked, RevisionShown
from coi_app.rules import errors, wording
from coi_app.rules.access import Right
from coi_app.rules.coverage import Line
from coi_app.rules.revision import MAX_WHY, Ground
from coi_app.services import revisions as service
from coi_app.web import guards, routes, session
from coi_app.web.agency import verdict_lines
from coi_app.web.agency.revise import lines
from coi_app.web.agency.revise.lines import DifferenceLine, LineChoice, RevisionLine
from coi_app.web.agency.revise.mail_state import ReviseMailState
from coi_app.web.agency.verdict_lines import BoxLine, FindingLine
from coi_app.web.shared import error_summary

LONGEST_WORDING = wording.MAX_DESCRIPTION + 100  # more is refused, not cut


class ReviseState(rx.State):
    """/certificates/[revised_id]/revise. `conflict`: why it cannot be revised; `newest` is the live revision then."""

    certificate: int = 0
    number: str = ""
    next_revision: int = 1
    holder: str = ""
    holder_id: int = 0
    insured: str = ""
    insured_name: str = ""
    master: str = ""
    conflict: str = ""
    newest: int = 0
    chain: list[RevisionLine] = []
    ground: str = Ground.CORRECTION.value
    description: str = ""
    attention: str = ""
    choices: list[LineChoice] = []
    wants_insured: list[str] = []
    wants_waiver: list[str] = []
    why: str = ""
    reason: str = ""
    differences: list[DifferenceLine] = []
    is_same: bool = False
    boxes: list[BoxLine] = []
    findings: list[FindingLine] = []
    verdict: str = ""
    warnings: int = 0
    page: str = ""
    page_number: int = 0
    page_count: int = 0
    page_problem: str = ""
    problems: dict[str, str] = {}
    copy_name: str = ""
    copy_href: str = ""
    is_busy: bool = False
    is_missing: bool = False
    is_loaded: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"copy_href": ""}
    _attentions: dict[Ground, str] = {}

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        """The page was opened: everything begins as it was issued, and as it is recorded now."""
        parts = str(self.router.url.path).rstrip("/").split("/")
        self.reset()
        try:
            found = await session.look(revisions.begun, parts[2] if len(parts) > 3 else "")
        except errors.NotFound:
            self.is_missing, self.is_loaded = True, True
            return
        zone = await session.zone_of(self)
        self._begin(found, zone)
        await (await self.get_state(ReviseMailState))._begin(found)
        await self._judge()
        self.is_loaded = True

    def _begin(self, found: revisions.Begun, zone: str) -> None:
        row = found.detail.row
        self.certificate, self.number, self.holder_id = row.id, row.number, row.holder_id
        self.next_revision, self.holder = found.detail.revisions[-1].revision + 1, row.holder
        self.insured, self.insured_name = str(row.insured_id), row.insured
        self.master = f"{row.master}, version {row.master_version}"
        self.conflict, self.newest = found.conflict, found.newest_id
        self.chain = lines.chain(found.detail.revisions, zone)
        self.description, self._attentions = row.description, dict(found.attention)
        self.attention = self._attentions[Ground(self.ground)]
        self.choices = lines.choices(found.lines)
        self.wants_insured = [one.line.value for one in found.lines if one.wants_additional_insured]
        self.wants_waiver = [one.line.value for one in found.lines if one.wants_waiver]

    @rx.event
    @guards.allow(Right.CERTIFICATES_REVISE)
    async def choose_ground(self, ground: str) -> None:
        chosen = Ground.RECORDS if ground == Ground.RECORDS else Ground.CORRECTION
        if self.attention == self._attentions[Ground(self.ground)]:  # nobody has typed another one
            self.attention = self._attentions[chosen]
        self.ground = chosen.value
        await self._judge()

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_REVISE)
    async def type_description(self, description: str) -> None:
        self.description = str(description)[:LONGEST_WORDING]
        await self._judge()

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_REVISE)
    async def type_attention(self, attention: str) -> None:
        self.attention = str(attention)[:300]
        await self._judge()

    @rx.event
    @guards.allow(Right.CERTIFICATES_REVISE)
    async def wish_insured(self, line: str, wished: bool) -> None:
        self.wants_insured = _with(self.wants_insured, line, wished)
        await self._judge()

    @rx.event
    @guards.allow(Right.CERTIFICATES_REVISE)
    async def wish_waiver(self, line: str, wished: bool) -> None:
        self.wants_waiver = _with(self.wants_waiver, line, wished)
        await self._judge()

    @rx.event
    @guards.allow(Right.CERTIFICATES_REVISE)
    def type_why(self, why: str) -> None:
        self.why = str(why)[: MAX_WHY + 100]

    @rx.event
    @guards.allow(Right.CERTIFICATES_REVISE)
    def type_reason(self, reason: str) -> None:
        self.reason = str(reason)[:500]

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_REVISE)
    async def check_again(self) -> None:
        """After a repair on another page."""
        await self._judge()

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_REVISE)
    async def turn_to(self, page: int) -> None:
        await self._judge(page if isinstance(page, int) else 1)

    @rx.event
    @guards.allow(Right.CERTIFICATES_DOWNLOAD)
    def look_at(self, certificate_id: int) -> None:
        """The exact copy of one of the chain."""
        for one in self.chain:
            if one.id == certificate_id:
                self.copy_name, self.copy_href = f"{self.number}, {one.name.lower()}", one.href

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close_copy(self, _open: bool = False) -> None:
        self.copy_href = ""

    @rx.event
    @guards.allow(Right.CERTIFICATES_REVISE)
    async def issue(self) -> Any:
        """Issue, and mail when that is asked: both or neither."""
        if self.is_busy:
            return
        self.is_busy, self.problems = True, {}
        yield
        message = (await self.get_state(ReviseMailState))._typed()
        if await self._issued(message):
            sent = routes.insured(self.insured, "documents", "certificates-sent")
            mailed = f" The mail to {message['to']} is on its way." if message else " Nothing was e-mailed."
            said = f"Revision {self.next_revision} of {self.number} is issued.{mailed}"
            yield [session.SessionState.notify("green", said), rx.redirect(sent)]
        else:
            yield rx.set_focus(error_summary.FOCUS)

    async def _issued(self, message: dict[str, str] | None) -> bool:
        """Whether it was; the page then stays busy until it is left, so a second press cannot issue twice."""
        said = {"why": self.why, "reason": self.reason, "message": message}
        try:
            await session.change(service.issue, self.certificate, self._asked(), **said)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
        except errors.Refusal as refusal:
            self.problems = {"form": str(refusal)}
            await self._judge()
        else:
            return True
        self.is_busy = False
        return False

    def _asked(self) -> Asked:
        return Asked(
            Ground(self.ground),
            self.description,
            self.attention,
            frozenset(Line(one) for one in self.wants_insured),
            frozenset(Line(one) for one in self.wants_waiver),
        )

    async def _judge(self, page: int = 1) -> None:
        """Differences, verdict and page for what is asked now; whoever may not revise sees only the chain."""
        if self.conflict or not session.actor().may(Right.CERTIFICATES_REVISE):
            return
        try:
            self._show(await session.look(revisions.shown, self.certificate, self._asked(), page))
        except errors.Refusal as refusal:
            self.boxes, self.findings, self.differences, self.verdict, self.page = [], [], [], "", ""
            self.page_number, self.page_count, self.page_problem = 0, 0, str(refusal)

    def _show(self, found: RevisionShown) -> None:
        draft, place = found.draft, verdict_lines.Place(self.insured, self.holder_id)
        verdict = draft.judged.verdict
        self.page, self.page_problem = draft.page, draft.problem
        self.page_number, self.page_count = draft.number, draft.count
        self.verdict, self.warnings = verdict.state.value, len(verdict.warnings)
        self.boxes = verdict_lines.boxes(verdict, place, self.boxes)
        self.findings = [verdict_lines.finding(one, place) for one in verdict.findings]
        self.differences, self.is_same = lines.differences(found.differences), found.is_same


def _with(chosen: list[str], line: str, wished: bool) -> list[str]:
    rest = [one for one in chosen if one != line]
    return [*rest, line] if wished is True and line in set(Line) else rest
