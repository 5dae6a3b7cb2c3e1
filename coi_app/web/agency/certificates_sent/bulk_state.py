"""What is done with many certificates at once: asked in a dialog, run as a job, watched until it ends."""

import asyncio
import uuid
from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import bulk_runs as seen
from coi_app.queries import certificate_selection, masters, message_texts, templates
from coi_app.queries.bulk_runs import BulkProgress
from coi_app.queries.certificate_filters import CertificateFilter
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import bulk_runs
from coi_app.web import guards, routes, session
from coi_app.web.agency.certificates_sent.place import Place
from coi_app.web.agency.certificates_sent.state import SentState
from coi_app.web.shared import error_summary

PAUSE = 0.6  # seconds between two looks


@dataclass(frozen=True)
class LeftLine:
    number: str
    why: str


class BulkState(rx.State):
    """`asking` is the kind of action while its dialog is open, `count` of how many certificates; `run` the run that
    is shown, 0 for none."""

    asking: str = ""
    is_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"asking": "", "is_open": False}
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    count: int = 0
    masters: list[list[str]] = []
    templates: list[list[str]] = []
    run: int = 0
    title: str = ""
    total: int = 0
    done: int = 0
    failed: int = 0
    is_finished: bool = False
    can_cancel: bool = False
    error: str = ""
    file_name: str = ""
    file_size: str = ""
    file_sha256: str = ""
    left: list[LeftLine] = []
    _key: str = ""
    _watching: int = 0
    _fetch: bool = False
    _cause: int = 0

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def ask_resend(self) -> Any:
        return await self._ask("resend", await self._letter())

    async def _letter(self) -> dict[str, str]:
        begun = await session.look(message_texts.for_many)
        return {"subject": begun.subject, "message": begun.message, "how": begun.how.value}

    @rx.event
    @guards.allow(Right.CERTIFICATES_WITHDRAW)
    async def ask_withdraw(self, cause_id: int = 0) -> Any:
        """What is ticked, or all that one cause of the radar made untrue; so with the next two."""
        return await self._ask("withdraw", {}, cause_id)

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def ask_notify(self, cause_id: int = 0) -> Any:
        values = {"subject": bulk_runs.CHANGED_SUBJECT, "message": bulk_runs.CHANGED}
        return await self._ask("notify", values, cause_id)

    @rx.event
    @guards.allow(Right.CERTIFICATES_REVISE)
    async def ask_reissue(self, cause_id: int = 0, insured_id: int = 0) -> Any:
        of = insured_id or Place.of(self).insured_id
        found = await session.look(masters.rows, of) if of else ()
        self.masters = [[str(one.id), one.name] for one in found]
        self.templates = (
            [[str(one.id), one.name] for one in await session.look(templates.choices, of)] if of else []
        )
        values = await self._letter() | {"wording": bulk_runs.KEEP, "mail": "on"}
        return await self._ask("reissue", values, cause_id)

    async def _ask(self, kind: str, values: dict[str, str], cause_id: object = 0) -> Any:
        self._cause = cause_id if isinstance(cause_id, int) else 0
        chosen = await self._selection()
        try:
            self.count = await session.look(certificate_selection.count, chosen)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))
        self.asking, self.values, self.problems = kind, values, {}
        self.form_round += 1
        self._key = uuid.uuid4().hex
        return None

    async def _selection(self, *, everyone: bool = False) -> CertificateSelection:
        if self._cause:
            wanted = CertificateFilter(only_sent=False, cause=self._cause)
            return CertificateSelection(everyone=True, filters=wanted)
        return (await self.get_state(SentState))._selection(everyone=everyone)

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def resend(self, form: dict[str, Any]) -> Any:
        return await self._asked("resend", form)

    @rx.event
    @guards.allow(Right.CERTIFICATES_WITHDRAW)
    async def withdraw(self, form: dict[str, Any]) -> Any:
        return await self._asked("withdraw", form)

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def notify_holders(self, form: dict[str, Any]) -> Any:
        return await self._asked("notify", form)

    @rx.event
    @guards.allow(Right.CERTIFICATES_REVISE)
    async def reissue(self, form: dict[str, Any]) -> Any:
        return await self._asked("reissue", form)

    async def _asked(self, kind: str, form: dict[str, Any]) -> Any:
        try:
            return await self._start(kind, form)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
        except errors.Refusal as refusal:
            self.problems = {"reason" if kind in ("withdraw", "reissue") else "message": str(refusal)}
        return rx.set_focus(error_summary.FOCUS)

    @rx.event
    @guards.allow(Right.CERTIFICATES_DOWNLOAD)
    async def download(self, kind: str) -> Any:
        """The exact copies of what is ticked, as "zip" or "pdf"."""
        return await self._made(kind if kind in ("zip", "pdf") else "zip")

    @rx.event
    @guards.allow(Right.EXPORTS_RUN)
    async def export(self, kind: str) -> Any:
        """What is ticked as a list, "csv" or "xlsx"."""
        return await self._made(kind if kind in ("csv", "xlsx") else "csv")

    @rx.event
    @guards.allow(Right.EXPORTS_RUN)
    async def export_all(self, kind: str) -> Any:
        """What the filters show, whatever is ticked."""
        return await self._made(kind if kind in ("csv", "xlsx") else "csv", everyone=True)

    async def _made(self, kind: str, *, everyone: bool = False) -> Any:
        self._key, self._cause = uuid.uuid4().hex, 0
        try:
            return await self._start(kind, {}, everyone=everyone)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))

    async def _start(self, kind: str, form: dict[str, Any], *, everyone: bool = False) -> Any:
        values = {**form, "request_key": self._key}
        chosen = await self._selection(everyone=everyone)
        run_id = await session.change(bulk_runs.start, kind, chosen, values)
        self._fetch = True
        await self._open(run_id)
        return BulkState.follow(run_id)

    async def _open(self, run_id: int) -> None:
        self._show(await session.look(seen.progress, run_id))
        self.asking, self.is_open = "", True

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """?run= in the address opens a run of earlier: from Activity History, or after a reload."""
        typed = self.router.url.query_parameters.get("run", "")
        if not typed:
            return None
        try:
            self._fetch = False
            await self._open(typed)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))
        return BulkState.follow(self.run)

    @rx.event(background=True)
    @guards.allow(Right.DESK_VIEW)
    async def follow(self, run_id: int) -> Any:
        """Look again and again; a second follower of the same tab makes the first one stop."""
        async with self:
            self._watching += 1
            mine, tab = self._watching, self.router.session.client_token
        while await session.goes_on(tab):
            found = await session.look(seen.progress, run_id)
            async with self:
                if self._watching != mine or self.run != found.id:
                    return
                self._show(found)
                fetch, self._fetch = found.finished and self._fetch, self._fetch and not found.finished
            if found.finished:
                if fetch and found.file_name:
                    yield rx.download(url=routes.bulk_file(found.id))
                yield SentState.load
                return
            await asyncio.sleep(PAUSE)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def cancel(self) -> Any:
        """The service asks for the right of the run's kind."""
        try:
            await session.change(bulk_runs.cancel, self.run)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))
        self.can_cancel = False
        return BulkState.follow(self.run)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close_asking(self, _open: bool = False) -> None:
        self.asking = ""

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> Any:
        """A run goes on; its entry in Activity History leads back to it."""
        self.is_open, self._fetch = False, False
        self._watching += 1
        if self.is_finished and not self.error:
            return [SentState.tick_none, SentState.load]
        return SentState.load

    def _show(self, found: BulkProgress) -> None:
        self.run, self.title, self.error = found.id, found.title, found.error
        self.total, self.done, self.failed = found.total, found.done, found.failed
        self.is_finished, self.can_cancel = found.finished, found.can_cancel
        self.file_name, self.file_sha256 = found.file_name, found.file_sha256
        size = found.file_size
        self.file_size = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(size // 1_000, 1)} KB"
        self.left = [LeftLine(number, why) for number, why in found.left_out]
