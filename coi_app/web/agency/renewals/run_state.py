"""One renewal run before it starts: everybody of the last term, what changes for them, and who goes."""

import uuid
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import masters, message_texts, renewals
from coi_app.queries.batches import Output
from coi_app.queries.renewals import Preview, RenewalRow, Who
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.rules.renewal import RenewalState
from coi_app.services import renewals as service
from coi_app.web import guards, session
from coi_app.web.agency import day_words, list_pages
from coi_app.web.agency.generate.progress_state import ProgressState
from coi_app.web.shared import error_summary

PAGE = 50
SHOWN = {"all", *(state.value for state in RenewalState)}


@dataclass(frozen=True)
class HolderLine:
    """`lost` and `other` are rule and sentence of each thing; a blocked line cannot be ticked."""

    key: int
    holder: str
    place: str
    last: str
    last_on: str
    state: str
    state_words: str
    lost: list[list[str]]
    other: list[list[str]]
    checked: bool


class RenewalRunState(rx.State):
    """/renewals/[master]: clean ones are ticked from the beginning, the others wait on the list for a person."""

    phase: str = list_pages.LOADING
    is_missing: bool = False
    master: str = ""
    master_name: str = ""
    insured: str = ""
    problem: str = ""
    who: str = Who.HISTORICAL.value
    show: str = "all"
    text: str = ""
    rows: list[HolderLine] = []
    matching: int = 0
    counts: dict[str, int] = {}
    done: int = 0
    going: int = 0
    less: int = 0
    clean_checked: bool = False
    some_checked: bool = False
    is_asking: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_asking": False}
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    is_busy: bool = False
    _but: frozenset[int] = frozenset()
    _also: frozenset[int] = frozenset()
    _offset: int = 0
    _key: str = ""

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The page was opened."""
        master = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        if master != self.master:
            self.reset()
        self.master = master
        try:
            found = await session.look(masters.detail, master)
            self.insured = str(await session.look(masters.insured_of, master))
        except errors.NotFound:
            self.is_missing, self.phase = True, list_pages.READY
            return
        self.master_name, self.is_missing = found.name, False
        await self._read()

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def choose_who(self, who: str) -> None:
        self.who = Who(who).value if who in set(Who) else Who.HISTORICAL.value
        await self._read()

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def choose_show(self, show: str) -> None:
        self.show = show if show in SHOWN else "all"
        await self._read()

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def search(self, text: str) -> None:
        self.text = str(text)[:200]
        await self._read()

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def show_more(self) -> None:
        await self._read(self._offset + PAGE)

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def check(self, key: int, ticked: bool) -> None:
        """A clean one is taken out, or one of the others is taken in."""
        on = ticked is True
        if isinstance(key, int):
            self._but = self._but - {key} if on else self._but | {key}
            self._also = self._also | {key} if on else self._also - {key}
        self._count(await self._preview())
        self.rows = [replace(line, checked=on) if line.key == key else line for line in self.rows]

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def check_clean(self, ticked: bool) -> None:
        """All clean ones, seen or not; none of the others without a look at it."""
        found = await self._preview()
        clean = frozenset(row.key for row in found.rows if row.state == RenewalState.CLEAN)
        self._but = frozenset() if ticked is True else clean
        if ticked is not True:
            self._also = frozenset()
        self._count(found)
        going = {row.key for row in found.rows if self._goes(row)}
        self.rows = [replace(line, checked=line.key in going) for line in self.rows]

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def ask(self) -> None:
        """How are they to go?"""
        begun = await session.look(message_texts.for_many)
        letter = {"subject": begun.subject, "message": begun.message}
        self.values = letter | {"output": Output.ZIP.value, "save": "on", "mail": ""}
        self.problems, self.is_asking, self._key = {}, True, uuid.uuid4().hex
        self.form_round += 1

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.is_asking = False

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def start(self, form: dict[str, Any]) -> Any:
        """Everything is asked again by the service: what is shown may be older than the records."""
        asked = await self._asked(form)
        try:
            batch_id = await session.change(service.start, self.insured, self.master, asked)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        except errors.Refusal as refusal:
            self.problems = {"reason": str(refusal)}
            return rx.set_focus(error_summary.FOCUS)
        self.is_asking, self._but, self._also = False, frozenset(), frozenset()
        return ProgressState.watch(batch_id)

    async def _asked(self, form: dict[str, Any]) -> service.Asked:
        going = [row.key for row in (await self._preview()).rows if self._goes(row)]
        letter = {name: str(form.get(name) or "") for name in ("subject", "message")}
        return service.Asked(
            who=self.who, clean=False, keys=frozenset(going), output=str(form.get("output") or ""),
            save_to_sent=bool(form.get("save")), reason=str(form.get("reason") or ""),
            mail=letter if form.get("mail") else None, request_key=self._key,
        )  # fmt: skip

    async def _preview(self) -> Preview:
        return await session.look(renewals.preview, self.master, self.who)

    async def _read(self, offset: int = 0) -> None:
        """A page of holders; with an offset it is added to those shown."""
        try:
            found = await self._preview()
        except errors.Refusal as refusal:
            self.problem, self.phase = str(refusal), list_pages.READY
            return
        words = self.text.casefold().split()
        shown = [
            row
            for row in found.rows
            if self.show in ("all", row.state) and all(word in row.holder.casefold() for word in words)
        ]
        lines = [self._line(row) for row in shown[offset : offset + PAGE]]
        self.rows = [*self.rows, *lines] if offset else lines
        self._offset, self.matching, self.done, self.problem = offset, len(shown), found.done, ""
        self.counts = {"all": len(found.rows)} | {state.value: found.count(state) for state in RenewalState}
        self._count(found)
        self.phase = list_pages.READY

    def _goes(self, row: RenewalRow) -> bool:
        if row.state == RenewalState.BLOCKED:
            return False
        return row.key not in self._but if row.state == RenewalState.CLEAN else row.key in self._also

    def _count(self, found: Preview) -> None:
        going = [row for row in found.rows if self._goes(row)]
        self.going = len(going)
        self.less = sum(row.state != RenewalState.CLEAN for row in going)
        clean = self.going - self.less
        self.clean_checked = 0 < clean == found.count(RenewalState.CLEAN)
        self.some_checked = not self.clean_checked and self.going > 0

    def _line(self, row: RenewalRow) -> HolderLine:
        return HolderLine(
            key=row.key,
            holder=row.holder,
            place=row.place,
            last=row.last_number or "None yet",
            last_on=day_words.day(row.last_issued_on),
            state=row.state,
            state_words=row.state_label,
            lost=[list(one) for one in row.lost],
            other=[list(one) for one in row.other],
            checked=self._goes(row),
        )
