"""A run of a batch from its beginning to its end; what is between them does `batch_steps`."""

from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from coi_app import clock
from coi_app.adapters.file_store import StoredFile
from coi_app.models import Batch, BatchItem
from coi_app.queries import batches
from coi_app.queries.batches import BatchState, ItemState
from coi_app.queries.bulk_runs import BulkKind
from coi_app.queries.certificate_filters import CertificateFilter, Delivered
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import batch_steps, bulk_runs
from coi_app.services import batches as batch_service


def begin(session: Session, batch_id: int, run: int) -> bool:
    """Whether this run is to work at all: it was not replaced by a retry, and is not over."""
    batch = batch_steps.locked(session, batch_id)
    if batch is None or batch.asked["run"] != run or batch.state not in batches.UNFINISHED:
        return False
    batch.state = BatchState.RUNNING.value
    batch.started_at = batch.started_at or clock.now()
    return True


def holders(session: Session, batch_id: int) -> int:
    """For how many it is; 0 when it is not there any more."""
    batch = session.get(Batch, batch_id)
    return batch.total if batch else 0


def is_over(session: Session, batch_id: int, run: int) -> bool:
    """Whether the steps have come to their end: nobody waits, a cancel was asked, or a retry took over."""
    batch = session.get_one(Batch, batch_id, populate_existing=True)
    if batch.asked["run"] != run or batch.cancel_asked_at is not None:
        return True
    return not batch_steps.waiting(session, batch_id)


def finish(session: Session, batch_id: int, run: int, stored: StoredFile | None, file_name: str) -> str:
    """Close the run with its file; gives the key of the file it replaces, "" when there is none."""
    batch = batch_steps.locked(session, batch_id)
    if batch is None or batch.asked["run"] != run:
        return stored.key if stored else ""
    _cancel_waiting(session, batch)
    state = BatchState.DONE if batch.cancel_asked_at is None else BatchState.CANCELLED
    old = _keep_file(batch, stored, file_name)
    _close(batch, state, "")
    actor, failed = batch_steps.issuer(session, batch), f", {batch.failed:,} not" if batch.failed else ""
    sentence = f"Finished batch {batch.id}: {batch.issued:,} issued{failed}"
    details: dict[str, Any] = {"issued": batch.issued, "failed": batch.failed, "sha256": batch.file_sha256}
    batch_service.record(session, actor, batch, ActivityKind.BATCH_FINISHED, sentence, details)
    if batch.asked.get("mail") and batch.issued:
        _mail(session, actor, batch)
    return old


def _mail(session: Session, actor: access.Actor, batch: Batch) -> None:
    """Each to its holder, as a run of its own; when that may not be, the batch says why."""
    of_batch = CertificateFilter(delivered=Delivered.NOT_MAILED, only_sent=False, batch_id=batch.id)
    chosen = CertificateSelection(everyone=True, filters=of_batch, insured_id=batch.insured_id)
    run = batch.asked["run"]
    try:
        bulk_runs.start(
            session,
            actor,
            BulkKind.RESEND,
            chosen,
            batch.asked["mail"] | {"request_key": f"batch:{batch.id}:{run}"},
        )
    except errors.Refusal as refusal:
        batch.error = f"The certificates are issued, but not e-mailed. {refusal}"


def _cancel_waiting(session: Session, batch: Batch) -> None:
    left = session.execute(
        update(BatchItem)
        .where(col(BatchItem.batch_id) == batch.id, col(BatchItem.state) == ItemState.WAITING.value)
        .values(state=ItemState.CANCELLED.value, why="The batch was cancelled before this one.")
        .returning(col(BatchItem.position))
    ).all()
    batch.failed += len(left)


def _keep_file(batch: Batch, stored: StoredFile | None, file_name: str) -> str:
    old = batch.file_key
    if stored is None:
        return ""
    batch.file_key, batch.file_name = stored.key, file_name
    batch.file_size, batch.file_sha256 = stored.size, stored.sha256
    return old if old != stored.key else ""


def _close(batch: Batch, state: BatchState, error: str) -> None:
    batch.state, batch.error, batch.finished_at = state.value, error, clock.now()


def fail(session: Session, batch_id: int, run: int, sentence: str) -> None:
    """Stop the run; what is issued stays, and Retry goes on from there."""
    batch = batch_steps.locked(session, batch_id)
    if batch is None or batch.asked["run"] != run or batch.state not in batches.UNFINISHED:
        return
    _cancel_waiting(session, batch)
    _close(batch, BatchState.FAILED, sentence)
    actor = batch_steps.issuer(session, batch)
    said = f"Batch {batch.id} stopped: {sentence}"
    batch_service.record(session, actor, batch, ActivityKind.BATCH_FAILED, said, {"issued": batch.issued})
