"""The Generate Certificates dialog: who, from which master, in which form."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import additional_interests, masters, templates, verdicts
from coi_app.queries.additional_interests import InterestFilter
from coi_app.queries.batches import Output
from coi_app.queries.judging import Wording
from coi_app.queries.verdicts import Selection, VerdictRow
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.rules.findings import State
from coi_app.services import batches
from coi_app.web import guards, routes, session
from coi_app.web.agency.choices import Choice
from coi_app.web.agency.generate.progress_state import ProgressState
from coi_app.web.agency.ticks import EVERYBODY, NOBODY, Ticks

PAGE = 50
SHOWN = ("all", *(state.value for state in State))
NONE = {"all": 0, "ready": 0, "warned": 0, "blocked": 0}
CURE_TABS = {"policy": "policies", "endorsement": "policies"}


@dataclass(frozen=True)
class PickLine:
    """A holder in the list. `cure_href` leads to where its finding is repaired."""

    id: int
    holder: str
    place: str
    type: str
    email: str
    verdict: str
    rule: str
    why: str
    cure: str
    cure_href: str
    checked: bool


class GenerateState(rx.State):
    """What the dialog shows; who is ticked stays on the server."""

    is_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False}
    insured: str = ""
    insured_name: str = ""
    masters: list[Choice] = []
    master: str = ""
    master_hint: str = ""
    templates: list[Choice] = []
    template: str = ""
    output: str = Output.ZIP.value
    save_to_sent: bool = True
    download: bool = True
    text: str = ""
    show: str = "all"
    rows: list[PickLine] = []
    matching: int = 0
    counts: dict[str, int] = NONE
    will: dict[str, int] = NONE
    all_checked: bool = False
    some_checked: bool = False
    reason: str = ""
    problem: str = ""
    problems: dict[str, str] = {}
    is_judging: bool = False
    is_busy: bool = False
    _ticks: Ticks = NOBODY
    _request_key: str = ""
    _offset: int = 0

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def open_dialog(self, insured_id: str, insured_name: str) -> AsyncIterator[None]:
        """Nobody is ticked at first. A new request key: pressing Generate twice makes one batch.

        It opens at once: judging 10,000 holders for the first time takes seconds.
        """
        self.insured, self.insured_name = str(insured_id), str(insured_name)
        self._ticks, self._request_key = NOBODY, uuid.uuid4().hex
        self.text, self.show, self.reason, self.problems, self.problem = "", "all", "", {}, ""
        self.rows, self.template, self.counts, self.will = [], "", NONE, NONE
        self.all_checked = self.some_checked = False
        await self._read_choices()
        self.is_open = self.is_judging = True
        yield
        try:
            await self._read()
        finally:
            self.is_judging = False

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.is_open = False

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def search(self, text: str) -> None:
        self.text = str(text)[:200]
        await self._read()

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def choose_show(self, show: str) -> None:
        self.show = show if show in SHOWN else "all"
        await self._read()

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def choose_master(self, master: str) -> None:
        self.master = master
        await self._read()

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def choose_template(self, template: str) -> None:
        self.template = template
        await self._read()

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def choose_output(self, output: str) -> None:
        self.output = Output.PDF.value if output == Output.PDF.value else Output.ZIP.value

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def choose_save(self, save: bool) -> None:
        self.save_to_sent = save is True

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def choose_download(self, download: bool) -> None:
        self.download = download is True

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def type_reason(self, reason: str) -> None:
        self.reason = str(reason)[:500]

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def check(self, interest_id: int, ticked: bool) -> None:
        self._ticks = self._ticks.set([interest_id], ticked is True)
        await self._show_ticks()

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def check_all(self, ticked: bool) -> None:
        """Everybody, seen or not; with a search, all that it found."""
        if self.text.strip():
            found = await session.look(additional_interests.ids, self.insured, InterestFilter(text=self.text))
            self._ticks = self._ticks.set(found, ticked is True)
        else:
            self._ticks = EVERYBODY if ticked is True else NOBODY
        await self._show_ticks()

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def show_more(self) -> None:
        await self._read(self._offset + PAGE)

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def confirm_generate(self) -> Any:
        """Everything is asked again by the service: what is shown may be older than the records."""
        self.is_busy, self.problems, self.problem = True, {}, ""
        yield
        asked = batches.Asked(
            selection=_selection(self._ticks), wanted=self._wording(), output=self.output,
            save_to_sent=self.save_to_sent, download=self.download, reason=self.reason, request_key=self._request_key,
        )  # fmt: skip
        try:
            batch_id = await session.change(batches.start, self.insured, self.master, asked)
        except errors.InvalidInput as wrong:
            self.problems, self.problem = wrong.problems, next(iter(wrong.problems.values()))
        except errors.Refusal as refusal:
            self.problem = str(refusal)
        else:
            self.is_open, self.is_busy = False, False
            yield ProgressState.watch(batch_id)
            return
        self.is_busy = False
        await self._read()

    async def _read_choices(self) -> None:
        found = await session.look(masters.rows, self.insured)
        self.masters = [
            Choice(str(m.id), m.name, f"Version {m.version}. {m.status_label}, {len(m.policies)} policies.")
            for m in found
        ]
        self.master = self.masters[0].value if self.masters else ""
        chosen = await session.look(templates.choices, self.insured)
        self.templates = [Choice(str(t.id), t.name) for t in chosen]

    def _wording(self) -> Wording:
        return Wording(template_id=int(self.template) if self.template.isdecimal() else None)

    async def _read(self, offset: int = 0) -> None:
        """A page of holders with their verdicts; with an offset it is added to those shown."""
        self.master_hint = next((m.hint for m in self.masters if m.value == self.master), "")
        if not self.master:
            self.problem = (
                "This insured has no master certificate yet. Make one under Documents, Certificate Masters."
            )
            return
        try:
            found = await session.look(
                verdicts.page, self.insured, self.master, self._wording(), InterestFilter(text=self.text),
                state="" if self.show == "all" else self.show, offset=offset, limit=PAGE,
            )  # fmt: skip
        except errors.Refusal as refusal:
            self.rows, self.problem = [], str(refusal)
            return
        lines = [self._line(row) for row in found.rows]
        self.rows = [*self.rows, *lines] if offset else lines
        self._offset, self.matching = offset, found.total
        self.counts = _counted(found.counts)
        await self._show_ticks()

    async def _show_ticks(self) -> None:
        """What Generate would do now. Blocked ones are never ticked."""
        selection: Selection = _selection(self._ticks)
        found = await session.look(verdicts.selected, self.insured, self.master, self._wording(), selection)
        self.will = _counted(found)
        issuable = self.counts["ready"] + self.counts["warned"]
        self.all_checked = issuable > 0 and found.issuable >= issuable
        self.some_checked = not self.all_checked and found.issuable > 0
        self.rows = [_ticked(line, self._ticks) for line in self.rows]

    def _line(self, row: VerdictRow) -> PickLine:
        return PickLine(
            id=row.interest_id,
            holder=row.holder,
            place=row.place,
            type=row.type_label,
            email=row.email,
            verdict=row.state,
            rule=row.rule,
            why=row.why,
            cure=row.cure_label,
            cure_href=_cure_href(self.insured, row) if row.cure_label else "",
            checked=False,
        )


def _counted(counts: verdicts.Counts) -> dict[str, int]:
    return {"all": counts.all, "ready": counts.ready, "warned": counts.warned, "blocked": counts.blocked}


def _selection(ticks: Ticks) -> Selection:
    return Selection(everyone=ticks.everyone, ids=ticks.only, except_ids=ticks.but)


def _ticked(line: PickLine, ticks: Ticks) -> PickLine:
    checked = line.verdict != State.BLOCKED.value and ticks.has(line.id)
    return PickLine(**{**{f: getattr(line, f) for f in PickLine.__dataclass_fields__}, "checked": checked})


def _cure_href(insured: str, row: VerdictRow) -> str:
    tab = CURE_TABS.get(row.cure_kind, "additional-interests")
    more = {"edit": str(row.interest_id)} if tab == "additional-interests" else {}
    return routes.insured(insured, tab, **more)
