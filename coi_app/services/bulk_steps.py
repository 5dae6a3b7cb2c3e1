"""What the job of a bulk action does, one step at a time: each is one transaction, and moves the run's cursor."""

from collections.abc import Callable, Iterable

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock
from coi_app.adapters.file_store import StoredFile
from coi_app.models import Account, BulkRun, Certificate
from coi_app.queries import bulk_runs, certificate_selection, certificates, tables
from coi_app.queries.batches import UNFINISHED, BatchState
from coi_app.queries.bulk_runs import BulkKind
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.queries.certificates import CertificateRow
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, bulk_mails, certificate_corrections
from coi_app.services import bulk_runs as service
from coi_app.services import certificates as certificate_service

STEP = 50
MOST_SHOWN = 100  # of those that were left out


def begin(session: Session, run_id: int) -> BulkRun | None:
    """The run, when it is to be worked on at all."""
    run = session.get(BulkRun, run_id, with_for_update=True, populate_existing=True)
    if run is None or run.state not in UNFINISHED:
        return None
    run.state = BatchState.RUNNING.value
    return run


def look(session: Session, run_id: int) -> BulkRun:
    """The run as it is at this moment, without holding it."""
    return session.get_one(BulkRun, run_id, populate_existing=True)


def total(session: Session, run_id: int) -> int:
    """How many it is for; 0 when it is not there any more."""
    run = session.get(BulkRun, run_id)
    return run.total if run else 0


def issuer(session: Session, run: BulkRun) -> access.Actor:
    """Whoever started it, with the rights of this moment (R41). Raises NotAllowed when they are gone."""
    account = session.get(Account, run.created_by_id or 0)
    if account is None or account.id is None or account.status != "active":
        raise errors.NotAllowed
    actor = access.staff_actor(account.id, account.name, account.email, access.Role(account.role), run.ip)
    access.require(actor, bulk_runs.RIGHTS[BulkKind(run.kind)])
    return actor


def selection(run: BulkRun) -> CertificateSelection:
    return certificate_selection.from_json(run.asked["selection"])


def step(session: Session, run_id: int) -> bool:
    """Send again, notify or withdraw the next of them; False when nothing is left to do."""
    run = begin(session, run_id)
    if run is None or run.cancel_asked_at is not None:
        return False
    actor = issuer(session, run)
    ids = certificate_selection.after(session, actor, selection(run), run.cursor, STEP)
    if not ids:
        return False
    deed = DEEDS[BulkKind(run.kind)]
    for row in certificates.rows(session, actor, ids):
        try:
            with session.begin_nested():
                deed(session, actor, run, row)
            run.done += 1
        except errors.Refusal as refusal:
            leave_out(run, row.number, str(refusal))
    run.cursor = ids[-1]
    return True


def leave_out(run: BulkRun, number: str, why: str) -> None:
    run.failed += 1
    note(run, number, why)


def note(run: BulkRun, number: str, why: str) -> None:
    """What a person should look at, of the first of them; it counts as done or as left out elsewhere."""
    if len(run.left_out) < MOST_SHOWN:
        run.left_out = [*run.left_out, [number, why]]


def _withdraw(session: Session, actor: access.Actor, run: BulkRun, row: CertificateRow) -> None:
    certificate_corrections.withdraw(session, actor, row.id, run.asked["reason"])


DEEDS: dict[BulkKind, Callable[[Session, access.Actor, BulkRun, CertificateRow], None]] = {
    BulkKind.RESEND: bulk_mails.resend,
    BulkKind.NOTIFY: bulk_mails.notify,
    BulkKind.WITHDRAW: _withdraw,
}


def record_bundled(session: Session, run_id: int, file_name: str) -> bool:
    """Note at the next certificates that a copy went into the file (R34); False when all are noted."""
    run = begin(session, run_id)
    if run is None:
        return False
    actor = issuer(session, run)
    ids = certificate_selection.after(session, actor, selection(run), run.cursor, 10 * STEP)
    if not ids:
        return False
    row = tables.certificates
    rows = session.execute(select(Certificate).where(row.id.in_(ids)).order_by(row.id)).scalars()
    activity.record_all(session, actor, _copies(rows, file_name, run.id))
    run.cursor = ids[-1]
    return True


def _copies(rows: Iterable[Certificate], file_name: str, run_id: int | None) -> Iterable[activity.Entry]:
    for one in rows:
        said = f"Put {certificate_service.named(one)} into {file_name}"
        details = {"sha256": one.sha256, "bulk_run": run_id}
        kind = ActivityKind.CERTIFICATE_DOWNLOADED
        yield activity.Entry(kind, said, one.insured_id, "certificate", one.id, details)


def note_progress(session: Session, run_id: int, done: int) -> None:
    """How far the file is."""
    if run := begin(session, run_id):
        run.done = done


def finish(session: Session, run_id: int, stored: StoredFile | None = None, file_name: str = "") -> None:
    run = begin(session, run_id)
    if run is None:
        return
    cancelled = run.cancel_asked_at is not None
    run.state = BatchState.CANCELLED.value if cancelled else BatchState.DONE.value
    run.finished_at = clock.now()
    if stored is not None:
        run.file_key, run.file_name = stored.key, file_name
        run.file_size, run.file_sha256 = stored.size, stored.sha256
    exported = run.kind in (BulkKind.CSV, BulkKind.XLSX) and stored is not None
    kind = ActivityKind.LIST_EXPORTED if exported else ActivityKind.BATCH_FINISHED
    left = f", {run.failed:,} left out" if run.failed else ""
    said = (
        f"Exported {run.done:,} certificates to {file_name}" if exported else f"Finished bulk run {run.id}: "
    )
    said += "" if exported else f"{run.done:,} done{left}"
    details = {"done": run.done, "left_out": run.failed, "sha256": run.file_sha256}
    service.record(session, issuer(session, run), run, kind, said, details)


def fail(session: Session, run_id: int, sentence: str) -> None:
    run = begin(session, run_id)
    if run is None:
        return
    run.state, run.error, run.finished_at = BatchState.FAILED.value, sentence, clock.now()
    said = f"Bulk run {run.id} stopped: {sentence}"
    service.record(session, access.system_actor(), run, ActivityKind.BATCH_FAILED, said, {"done": run.done})
