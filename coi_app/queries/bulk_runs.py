"""Bulk actions on issued certificates: what they are, and how far one is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from coi_app.models import Account, BulkRun
from coi_app.queries import sight
from coi_app.queries.batches import UNFINISHED, BatchState
from coi_app.rules import access, errors


class BulkKind(StrEnum):
    ZIP = "zip"
    PDF = "pdf"
    CSV = "csv"
    XLSX = "xlsx"
    RESEND = "resend"
    WITHDRAW = "withdraw"
    NOTIFY = "notify"
    REISSUE = "reissue"


RIGHTS: dict[BulkKind, access.Right] = {
    BulkKind.ZIP: access.Right.CERTIFICATES_DOWNLOAD,
    BulkKind.PDF: access.Right.CERTIFICATES_DOWNLOAD,
    BulkKind.CSV: access.Right.EXPORTS_RUN,
    BulkKind.XLSX: access.Right.EXPORTS_RUN,
    BulkKind.RESEND: access.Right.CERTIFICATES_SEND,
    BulkKind.WITHDRAW: access.Right.CERTIFICATES_WITHDRAW,
    BulkKind.NOTIFY: access.Right.CERTIFICATES_SEND,
    BulkKind.REISSUE: access.Right.CERTIFICATES_REVISE,
}
MOST: dict[BulkKind, int] = {
    BulkKind.ZIP: 20_000, BulkKind.PDF: 20_000, BulkKind.CSV: 1_000_000, BulkKind.XLSX: 1_000_000,
    BulkKind.RESEND: 10_000, BulkKind.WITHDRAW: 10_000, BulkKind.NOTIFY: 10_000, BulkKind.REISSUE: 10_000,
}  # fmt: skip
DOING: dict[BulkKind, str] = {
    BulkKind.ZIP: "Packing certificates into a ZIP",
    BulkKind.PDF: "Joining certificates to one PDF",
    BulkKind.CSV: "Exporting to CSV",
    BulkKind.XLSX: "Exporting to Excel",
    BulkKind.RESEND: "Sending certificates again",
    BulkKind.WITHDRAW: "Withdrawing certificates",
    BulkKind.NOTIFY: "Notifying the holders",
    BulkKind.REISSUE: "Reissuing certificates",
}
DONE: dict[BulkKind, str] = {
    BulkKind.ZIP: "The ZIP is ready",
    BulkKind.PDF: "The PDF is ready",
    BulkKind.CSV: "The list is ready",
    BulkKind.XLSX: "The list is ready",
    BulkKind.RESEND: "Queued to be sent again",
    BulkKind.WITHDRAW: "Withdrawn",
    BulkKind.NOTIFY: "The holders are notified",
    BulkKind.REISSUE: "Reissued",
}
MAKES_FILE = (BulkKind.ZIP, BulkKind.PDF, BulkKind.CSV, BulkKind.XLSX)


@dataclass(frozen=True, slots=True)
class BulkProgress:
    """`left_out` are (number, why) of the first that were not done; `failed` counts all of them."""

    id: int
    kind: str
    title: str
    state: str
    total: int
    done: int
    failed: int
    finished: bool
    can_cancel: bool
    file_name: str
    file_size: int
    file_sha256: str
    left_out: tuple[tuple[str, str], ...]
    error: str
    created_by: str
    created_at: datetime


def in_sight(session: Session, actor: access.Actor, run_id: object, *, for_change: bool = False) -> BulkRun:
    """For services. Staff see each other's runs; whoever may not do such a thing does not see its file."""
    access.require(actor, access.Right.DESK_VIEW)
    run = session.get(
        BulkRun,
        sight.number(run_id),
        with_for_update=True if for_change else None,
        populate_existing=for_change,
    )
    if run is None:
        raise errors.NotFound("run")
    access.require(actor, RIGHTS[BulkKind(run.kind)])
    return run


def progress(session: Session, actor: access.Actor, run_id: object) -> BulkProgress:
    """One row by its key: cheap enough to ask every second."""
    run = in_sight(session, actor, run_id)
    by = session.exec(select(col(Account.name)).where(col(Account.id) == run.created_by_id)).first()
    assert run.id is not None
    finished = run.state not in UNFINISHED
    return BulkProgress(
        id=run.id,
        kind=run.kind,
        title=_title(run),
        state=run.state,
        total=run.total,
        done=run.done,
        failed=run.failed,
        finished=finished,
        can_cancel=not finished and run.cancel_asked_at is None,
        file_name=run.file_name if run.file_key else "",
        file_size=run.file_size,
        file_sha256=run.file_sha256,
        left_out=tuple((number, why) for number, why in run.left_out),
        error=run.error,
        created_by=by or "System",
        created_at=run.created_at,
    )


def _title(run: BulkRun) -> str:
    if run.state == BatchState.CANCELLED:
        return "Cancelled"
    if run.state == BatchState.FAILED:
        return "Stopped"
    return DONE[BulkKind(run.kind)] if run.state == BatchState.DONE else DOING[BulkKind(run.kind)]
