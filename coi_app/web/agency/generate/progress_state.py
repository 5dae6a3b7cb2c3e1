"""A running batch: read every second until it ends. It goes on whether anybody watches or not."""

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import batches as batch_queries
from coi_app.queries.batches import Progress
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import batches
from coi_app.web import guards, routes, session
from coi_app.web.agency.certificates_sent.state import SentState

PAUSE = 0.7  # seconds between two looks
FAILURES = 50


@dataclass(frozen=True)
class FailedLine:
    position: int
    holder: str
    why: str
    rule: str
    cure: str
    cure_href: str


class ProgressState(rx.State):
    """What is known of one batch."""

    is_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False}
    batch: int = 0
    title: str = ""
    lead: str = ""
    state: str = ""
    state_words: str = ""
    total: int = 0
    issued: int = 0
    failed: int = 0
    waiting: int = 0
    done: int = 0
    time_left: str = ""
    is_finished: bool = False
    cancel_asked: bool = False
    can_retry: bool = False
    file_name: str = ""
    file_size: str = ""
    file_sha256: str = ""
    error: str = ""
    insured_href: str = ""
    failures: list[FailedLine] = []
    is_missing: bool = False
    _watching: int = 0
    _download: bool = False

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def open_page(self) -> Any:
        """The result page: /batches/[batch_id]. It watches a run that has not ended."""
        number = str(self.router.url.path).rsplit("/", 1)[-1]
        self.is_open, self._download = False, False
        try:
            self._show(await session.look(batch_queries.progress, number))
        except errors.NotFound:
            self.is_missing = True
            return None
        self.is_missing = False
        return ProgressState.follow(self.batch)

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def watch(self, batch_id: int) -> Any:
        """A run was just started: show it, and fetch its file when it ends, if that was asked."""
        found = await session.look(batch_queries.progress, batch_id)
        self.is_open, self._download = True, found.download
        self._show(found)
        return ProgressState.follow(self.batch)

    @rx.event(background=True)
    @guards.allow(Right.DESK_VIEW)
    async def follow(self, batch_id: int) -> Any:
        """Look again and again; a second follower of the same tab makes the first one stop."""
        async with self:
            self._watching += 1
            mine = self._watching
        while True:
            found = await session.look(batch_queries.progress, batch_id)
            failed = await session.look(batch_queries.failures, batch_id, 0, FAILURES)
            async with self:
                if self._watching != mine or self.batch != found.id:
                    return
                self._show(found)
                self.failures = [_failed(row, found.insured_id) for row in failed]
                fetch = found.finished and found.has_file and self._download
                self._download = self._download and not found.finished
            if fetch:
                yield rx.download(url=routes.batch_file(found.id))
            if found.finished:
                return
            await asyncio.sleep(PAUSE)

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def cancel(self) -> Any:
        await session.change(batches.cancel, self.batch)
        self.cancel_asked = True
        return ProgressState.follow(self.batch)

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def retry(self) -> Any:
        """Those that failed, judged anew: what was repaired meanwhile is issued."""
        await session.change(batches.retry, self.batch)
        return ProgressState.watch(self.batch)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> Any:
        """The run goes on in the background."""
        self.is_open = False
        self._watching += 1
        return SentState.load

    def _show(self, found: Progress) -> None:
        self.batch, self.state, self.state_words = found.id, found.state, found.state_label
        self.title = "Generating certificates" if not found.finished else found.state_label
        self.lead = f"{found.insured}, {found.master}, {found.output_label}"
        self.total, self.issued, self.failed, self.waiting = (
            found.total,
            found.issued,
            found.failed,
            found.waiting,
        )
        self.done = found.total - found.waiting
        self.time_left = _time_left(found)
        self.is_finished, self.cancel_asked = found.finished, found.cancel_asked
        self.can_retry, self.error = found.can_retry and found.finished, found.error
        self.file_name = found.file_name if found.has_file else ""
        self.file_size, self.file_sha256 = _size(found.file_size), found.file_sha256
        self.insured_href = routes.insured(found.insured_id, "documents", "certificates-sent")


def _failed(row: batch_queries.ItemRow, insured_id: int) -> FailedLine:
    tab = "policies" if row.cure_kind in ("policy", "endorsement") else "additional-interests"
    more = {"edit": str(row.interest_id)} if tab == "additional-interests" else {}
    href = routes.insured(insured_id, tab, **more) if row.cure_label else ""
    return FailedLine(row.position, row.holder, row.why or row.state_label, row.rule, row.cure_label, href)


def _time_left(found: Progress) -> str:
    if found.finished or found.seconds_left is None:
        return ""
    if found.seconds_left < 60:
        return f"About {max(found.seconds_left, 1)} second{'' if found.seconds_left == 1 else 's'} left"
    return f"About {round(found.seconds_left / 60)} min left"


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(count // 1_000, 1)} KB"
