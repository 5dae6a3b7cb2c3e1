"""Generate Certificates: start a run, cancel it, retry what failed, take its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from coi_app import clock
from coi_app.adapters import file_store, job_engine
from coi_app.models import Batch, BatchItem
from coi_app.queries import batches, insureds, verdicts
from coi_app.queries.batches import BatchState, ItemState, Output
from coi_app.queries.judging import Bench, Wording
from coi_app.queries.verdicts import Counts, Selection, VerdictRow
from coi_app.rules import access, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.findings import State
from coi_app.services import activity, row_inserts

GENERATE_BATCH = "generate_batch"  # the job's name, stored in the queue: never rename it
MAX_REASON = 500
OWN_WORDING = Wording()
MEDIA_TYPES = {Output.ZIP: "application/zip", Output.PDF: "application/pdf"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the dialog says. `request_key`: one per opened dialog, so that a double click makes one run.

    `leave_out_warned`: do without a reason, and without those that would need one. `mail`: subject and message with
    which each is e-mailed when the run is done, None for none.
    """

    selection: Selection
    wanted: Wording = OWN_WORDING
    output: str = Output.ZIP
    save_to_sent: bool = True
    download: bool = True
    reason: str = ""
    request_key: str = ""
    leave_out_warned: bool = False
    mail: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class BatchFile:
    path: Path
    file_name: str
    media_type: str
    size: int
    sha256: str


def start(
    session: Session,
    actor: access.Actor,
    insured_id: object,
    master_id: object,
    asked: Asked,
    *,
    source: str = "bulk",
    enqueue: bool = True,
) -> int:
    """Make the run and queue its job; gives its id. Everything the dialog showed is checked again.

    Raises Blocked when nobody can get one, InvalidInput({"reason": ...}) when warned ones need a reason,
    Conflict when another run is at the same holders.
    """
    insured = insureds.in_sight(session, actor, insured_id, for_change=True)
    access.require(actor, access.Right.CERTIFICATES_ISSUE)
    if (running := started(session, actor, asked.request_key)) is not None:
        return running
    key = _request_key(actor, asked.request_key)
    bench = verdicts.bench_of(session, actor, insured.id, master_id, asked.wanted)
    chosen = verdicts.of_selection(session, actor, bench, asked.selection)
    counts = verdicts.counts(chosen)
    reason = _checked(actor, chosen, counts, asked)
    assert insured.id is not None
    _refuse_overlap(session, insured.id, bench, {row.interest_id for row in chosen})
    batch = _batch(session, actor, bench, asked, reason, key, source)
    _add_items(session, batch, bench, chosen, bool(reason))
    _record_start(session, actor, batch, bench, counts)
    if enqueue:
        queue_run(session, batch)
    assert batch.id is not None
    return batch.id


def started(session: Session, actor: access.Actor, request_key: object) -> int | None:
    """The run that this dialog of theirs has started already."""
    query = select(col(Batch.id)).where(col(Batch.request_key) == _request_key(actor, request_key))
    running: int | None = session.execute(query).scalar()
    return running


def _request_key(actor: access.Actor, typed: object) -> str:
    form = fields.Reader({"key": typed})
    key = form.text("key", "the request's key", max_length=100, required=True)
    form.raise_if_wrong()
    return f"{actor.account_id or 0}:{key}"


def _checked(actor: access.Actor, chosen: Sequence[VerdictRow], counts: Counts, asked: Asked) -> str:
    """The reason for the warned ones, "" when there are none or they are left out."""
    if not isinstance(asked.output, str) or asked.output not in set(Output):
        raise errors.InvalidInput({"output": "Choose a ZIP of single files or one combined PDF."})
    if not chosen:
        raise errors.InvalidInput({"selection": "Tick at least one holder."})
    if not counts.issuable:
        raise errors.Blocked(_first_block(chosen))
    if not counts.warned or asked.leave_out_warned:
        return ""
    form = fields.Reader({"reason": asked.reason})
    reason = form.text(
        "reason",
        f"a reason for issuing {counts.warned:,} with a warning",
        max_length=MAX_REASON,
        required=True,
    )
    form.raise_if_wrong()
    access.require(actor, access.Right.CERTIFICATES_OVERRIDE)
    return reason


def _first_block(chosen: Sequence[VerdictRow]) -> str:
    first = chosen[0]
    many = f"None of these {len(chosen):,} certificates can be issued. " if len(chosen) > 1 else ""
    return f"{many}{first.why} {first.cure}".strip()


def _refuse_overlap(session: Session, insured_id: int, bench: Bench, interest_ids: set[int]) -> None:
    """Two agents at the same holders at once would send everybody two certificates."""
    waiting = session.execute(
        select(col(Batch.id), col(BatchItem.interest_id))
        .join(BatchItem, col(BatchItem.batch_id) == col(Batch.id))
        .where(
            col(Batch.insured_id) == insured_id,
            col(Batch.state).in_(batches.UNFINISHED),
            col(Batch.master_version_id) == bench.version_id,
            col(BatchItem.state).in_((ItemState.WAITING.value, ItemState.ISSUED.value)),
        )
    )
    for batch_id, interest_id in waiting:
        if interest_id in interest_ids:
            raise errors.Conflict(
                f"Batch {batch_id} is generating certificates for some of these holders right now. "
                "Wait until it is done, or cancel it."
            )


def _batch(
    session: Session, actor: access.Actor, bench: Bench, asked: Asked, reason: str, key: str, source: str
) -> Batch:
    batch = Batch(
        insured_id=bench.master.insured_id, master_version_id=bench.version_id,
        template_id=asked.wanted.template_id, output=Output(asked.output).value, request_key=key,
        source=source, save_to_sent=asked.save_to_sent, download=asked.download, override_reason=reason,
        asked=_asked(actor, bench) | {"mail": dict(asked.mail or {})}, created_by_id=actor.account_id,
        created_at=clock.now(),
    )  # fmt: skip
    session.add(batch)
    session.flush()
    return batch


def _asked(actor: access.Actor, bench: Bench) -> dict[str, Any]:
    """What the run must not lose: the wording as it was, whatever becomes of the template."""
    texts = {"description": bench.typed, "template": bench.template}
    return texts | {"papers": len(bench.papers), "run": 1, "ip": actor.ip}


def _add_items(
    session: Session, batch: Batch, bench: Bench, chosen: Sequence[VerdictRow], with_warned: bool
) -> None:
    """One item per holder and paper, by the holder's name; blocked ones are listed, not tried."""
    papers = len(bench.papers)
    rows = [
        _item(row, with_warned) | {"batch_id": batch.id, "position": place * papers + paper}
        for place, row in enumerate(chosen)
        for paper in range(papers)
    ]
    row_inserts.insert_all(session, BatchItem, rows)
    batch.total = len(rows)
    batch.failed = sum(row["state"] == ItemState.BLOCKED.value for row in rows)


def _item(row: VerdictRow, with_warned: bool) -> dict[str, Any]:
    waits = row.state == State.READY or (row.state == State.WARNED and with_warned)
    said = ("", "", "", "") if waits else (row.rule, row.why, row.cure, row.cure_kind)
    state = ItemState.WAITING if waits else ItemState.BLOCKED
    keys = ("rule", "why", "cure", "cure_kind")
    return {"interest_id": row.interest_id, "state": state.value} | dict(zip(keys, said, strict=True))


def queue_run(session: Session, batch: Batch) -> None:
    run = batch.asked["run"]
    job_engine.enqueue(session, GENERATE_BATCH, job_engine.BATCHES, f"batch:{batch.id}:{run}", batch.id, run)


def _record_start(session: Session, actor: access.Actor, batch: Batch, bench: Bench, counts: Counts) -> None:
    left_out = f", {batch.failed:,} blocked" if batch.failed else ""
    sentence = (
        f"Started batch {batch.id}: {batch.total:,} certificates with {bench.master.master_name}{left_out}"
    )
    details = {
        "ready": counts.ready,
        "warned": counts.warned,
        "blocked": counts.blocked,
        "output": batch.output,
    }
    record(session, actor, batch, ActivityKind.BATCH_STARTED, sentence, details)


def cancel(session: Session, actor: access.Actor, batch_id: object) -> None:
    """The run stops at its next step; what is issued stays issued. Nothing to do when it is over."""
    batch = batches.in_sight(session, actor, batch_id, for_change=True)
    access.require(actor, access.Right.CERTIFICATES_ISSUE)
    if batch.state not in batches.UNFINISHED or batch.cancel_asked_at is not None:
        return
    batch.cancel_asked_at = clock.now()
    sentence = f"Cancelled batch {batch.id} after {batch.issued:,} of {batch.total:,}"
    record(session, actor, batch, ActivityKind.BATCH_CANCELLED, sentence, {"issued": batch.issued})


def retry(session: Session, actor: access.Actor, batch_id: object, *, enqueue: bool = True) -> None:
    """A new run of everybody not issued yet, with today's records, into the same batch and a new file."""
    batch = batches.in_sight(session, actor, batch_id, for_change=True)
    access.require(actor, access.Right.CERTIFICATES_ISSUE)
    if not batches.can_retry(batch):
        raise errors.Conflict("There is nothing to retry: every certificate of this batch is issued.")
    again = session.execute(
        update(BatchItem)
        .where(col(BatchItem.batch_id) == batch.id, col(BatchItem.state).in_(batches.NOT_ISSUED))
        .values(state=ItemState.WAITING.value, rule="", why="", cure="", cure_kind="")
        .returning(col(BatchItem.position))
    ).all()
    batch.asked = {**batch.asked, "run": batch.asked["run"] + 1}
    batch.state, batch.error, batch.failed = BatchState.QUEUED.value, "", 0
    batch.started_at = batch.finished_at = batch.cancel_asked_at = None
    sentence = f"Retried {len(again):,} certificates of batch {batch.id}"
    record(session, actor, batch, ActivityKind.BATCH_RETRIED, sentence, {"again": len(again)})
    if enqueue:
        queue_run(session, batch)


def file(session: Session, actor: access.Actor, batch_id: object) -> BatchFile:
    """The finished ZIP or PDF; the download is recorded (R34)."""
    batch = batches.in_sight(session, actor, batch_id)
    access.require(actor, access.Right.CERTIFICATES_DOWNLOAD)
    path = file_store.batch_path(batch.file_key) if batch.file_key else None
    if path is None or not path.is_file():
        raise errors.NotFound("file")
    sentence = f"Downloaded {batch.file_name} of batch {batch.id}"
    details = {"sha256": batch.file_sha256, "certificates": batch.issued}
    record(session, actor, batch, ActivityKind.BATCH_DOWNLOADED, sentence, details)
    media_type = MEDIA_TYPES[Output(batch.output)]
    return BatchFile(path, batch.file_name, media_type, batch.file_size, batch.file_sha256)


def record(
    session: Session,
    actor: access.Actor,
    batch: Batch,
    kind: ActivityKind,
    sentence: str,
    details: dict[str, Any],
) -> None:
    activity.record(
        session, actor, activity.Entry(kind, sentence, batch.insured_id, "batch", batch.id, details)
    )
