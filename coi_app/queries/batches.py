"""Runs of many certificates: how far they are, who failed and why, where the file lies."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from coi_app import clock
from coi_app.models import (
    Account,
    AdditionalInterest,
    Batch,
    BatchItem,
    Certificate,
    Holder,
    Insured,
    MasterVersion,
)
from coi_app.queries import sight, tables
from coi_app.rules import access, errors
from coi_app.rules.findings import CURE_LABELS, CureKind


class BatchState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ItemState(StrEnum):
    WAITING = "waiting"
    ISSUED = "issued"
    BLOCKED = "blocked"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Output(StrEnum):
    ZIP = "zip"
    PDF = "pdf"


STATE_LABELS: dict[str, str] = {
    BatchState.QUEUED: "Waiting to start",
    BatchState.RUNNING: "Generating",
    BatchState.DONE: "Done",
    BatchState.CANCELLED: "Cancelled",
    BatchState.FAILED: "Stopped",
}
ITEM_LABELS: dict[str, str] = {
    ItemState.WAITING: "Waiting",
    ItemState.ISSUED: "Issued",
    ItemState.BLOCKED: "Blocked",
    ItemState.FAILED: "Failed",
    ItemState.CANCELLED: "Cancelled",
}
OUTPUT_LABELS: dict[str, str] = {Output.ZIP: "Individual PDF files (ZIP)", Output.PDF: "One combined PDF"}
INSURED = cast(ColumnElement[Any], col(Batch.insured_id))
UNFINISHED = (BatchState.QUEUED.value, BatchState.RUNNING.value)
NOT_ISSUED = (ItemState.BLOCKED.value, ItemState.FAILED.value, ItemState.CANCELLED.value)


@dataclass(frozen=True, slots=True)
class Progress:
    """`failed` counts blocked ones too. `error`: why the run stopped, as a sentence."""

    id: int
    insured_id: int
    insured: str
    master: str
    state: str
    state_label: str
    total: int
    issued: int
    failed: int
    waiting: int
    percent: int
    seconds_left: int | None
    cancel_asked: bool
    finished: bool
    can_cancel: bool
    can_retry: bool
    output: str
    output_label: str
    save_to_sent: bool
    download: bool
    has_file: bool
    file_name: str
    file_size: int
    file_sha256: str
    error: str
    source: str
    created_by: str
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One holder's outcome; the certificate when it was issued, else the rule and the cure."""

    position: int
    interest_id: int
    holder_id: int
    holder: str
    place: str
    state: str
    state_label: str
    rule: str
    why: str
    cure: str
    cure_kind: str
    cure_label: str
    certificate_id: int | None
    number: str


def in_sight(session: Session, actor: access.Actor, batch_id: object, *, for_change: bool = False) -> Batch:
    """For services; `for_change` locks the row, which also keeps a running step out. Raises NotFound."""
    query = select(Batch).where(col(Batch.id) == sight.number(batch_id), sight.of(actor, INSURED))
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    batch: Batch | None = session.execute(query).scalar_one_or_none()
    if batch is None:
        raise errors.NotFound("batch")
    return batch


def progress(session: Session, actor: access.Actor, batch_id: object) -> Progress:
    """One indexed row: cheap enough to ask every second. Needs no writing session."""
    row = session.execute(_shown(actor).where(col(Batch.id) == sight.number(batch_id))).first()
    if row is None:
        raise errors.NotFound("batch")
    return _progress(*row)


def recent(
    session: Session, actor: access.Actor, insured_id: object = None, limit: int = 10
) -> tuple[Progress, ...]:
    """The newest runs first, of one insured or of the agency."""
    query = _shown(actor).order_by(col(Batch.created_at).desc(), col(Batch.id).desc()).limit(limit)
    if insured_id is not None:
        query = query.where(col(Batch.insured_id) == sight.number(insured_id))
    return tuple(_progress(*row) for row in session.execute(query))


def _shown(actor: access.Actor) -> Select[Any]:
    query: Any = (
        select(Batch, tables.insureds.legal_name, tables.master_versions.name, tables.accounts.name)
        .join(Insured, tables.insureds.id == col(Batch.insured_id))
        .join(MasterVersion, tables.master_versions.id == col(Batch.master_version_id))
        .outerjoin(Account, tables.accounts.id == col(Batch.created_by_id))
        .where(sight.of(actor, INSURED))
    )
    return cast(Select[Any], query)


def _progress(batch: Batch, insured: str, master: str, created_by: str | None) -> Progress:
    assert batch.id is not None
    waiting = batch.total - batch.issued - batch.failed
    finished = batch.state not in UNFINISHED
    return Progress(
        id=batch.id,
        insured_id=batch.insured_id,
        insured=insured,
        master=master,
        state=batch.state,
        state_label=STATE_LABELS[batch.state],
        total=batch.total,
        issued=batch.issued,
        failed=batch.failed,
        waiting=waiting,
        percent=100 * (batch.total - waiting) // max(batch.total, 1),
        seconds_left=None if finished else _seconds_left(batch, waiting),
        cancel_asked=batch.cancel_asked_at is not None,
        finished=finished,
        can_cancel=not finished and batch.cancel_asked_at is None,
        can_retry=can_retry(batch),
        output=batch.output,
        output_label=OUTPUT_LABELS[batch.output],
        save_to_sent=batch.save_to_sent,
        download=batch.download,
        has_file=bool(batch.file_key),
        file_name=batch.file_name,
        file_size=batch.file_size,
        file_sha256=batch.file_sha256,
        error=batch.error,
        source=batch.source,
        created_by=created_by or "System",
        created_at=batch.created_at,
        finished_at=batch.finished_at,
    )


def can_retry(batch: Batch) -> bool:
    """Something is left to do and nobody does it; a run of the command line that was killed counts."""
    if batch.state in UNFINISHED:
        return batch.source == "cli"
    return batch.issued < batch.total or not batch.file_key


def _seconds_left(batch: Batch, waiting: int) -> int | None:
    if batch.started_at is None or not batch.issued:
        return None
    spent = (clock.now() - batch.started_at).total_seconds()
    return round(spent / batch.issued * waiting)


def failures(
    session: Session, actor: access.Actor, batch_id: object, offset: int = 0, limit: int = 50
) -> tuple[ItemRow, ...]:
    """Those not issued, in the order of the run."""
    return results(session, actor, batch_id, NOT_ISSUED, offset, limit)


def results(
    session: Session,
    actor: access.Actor,
    batch_id: object,
    states: tuple[str, ...] = (),
    offset: int = 0,
    limit: int = 50,
) -> tuple[ItemRow, ...]:
    """Every holder's outcome, or those in these states."""
    batch = in_sight(session, actor, batch_id)
    link, holder, certificate = tables.additional_interests, tables.holders, tables.certificates
    position = col(BatchItem.position)
    made = (certificate.batch_id == batch.id) & (certificate.batch_position == position)
    query: Any = (
        select(
            BatchItem,
            link.holder_id,
            holder.name,
            holder.city,
            holder.state,
            certificate.id,
            certificate.number,
        )
        .join(AdditionalInterest, link.id == col(BatchItem.interest_id))
        .join(Holder, holder.id == link.holder_id)
        .outerjoin(Certificate, made)
        .where(col(BatchItem.batch_id) == batch.id)
        .order_by(position)
        .offset(max(0, offset))
        .limit(max(1, min(limit, 500)))
    )
    if states:
        query = query.where(col(BatchItem.state).in_(states))
    return tuple(_item(*row) for row in session.execute(query))


def _item(
    item: BatchItem,
    holder_id: int,
    holder: str,
    city: str,
    state: str,
    certificate_id: int | None,
    number: str | None,
) -> ItemRow:
    return ItemRow(
        position=item.position,
        interest_id=item.interest_id,
        holder_id=holder_id,
        holder=holder,
        place=f"{city}, {state}".strip(", "),
        state=item.state,
        state_label=ITEM_LABELS[item.state],
        rule=item.rule,
        why=item.why,
        cure=item.cure,
        cure_kind=item.cure_kind,
        cure_label=CURE_LABELS[CureKind(item.cure_kind)],
        certificate_id=certificate_id,
        number=number or "",
    )
