"""What the job of a batch does, one step at a time: each step is one transaction, all of it or nothing.

A step is prepared outside the transaction: read, judge, draw. Then everything it rests on is looked at again
under the batch's lock; had anything changed, or somebody taken the numbers, it is prepared anew.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from coi_app import clock
from coi_app.adapters.file_store import StoredFile
from coi_app.models import Account, Batch, BatchItem
from coi_app.queries import batches, facts, judging, masters
from coi_app.queries.batches import BatchState, ItemState
from coi_app.queries.bulk_runs import BulkKind
from coi_app.queries.certificate_filters import CertificateFilter, Delivered
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.queries.facts import Pair
from coi_app.queries.judging import Bench, Judged, Wording
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.findings import Finding, State
from coi_app.services import batches as batch_service
from coi_app.services import bulk_runs, issuing, numbers
from coi_app.services.issuing import Made, Order, Workshop

STEP = 200  # a quarter of a second of work; what the steps have in common is read once each


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item that gets no certificate, in the columns of its row."""

    position: int
    state: str
    rule: str = ""
    why: str = ""
    cure: str = ""
    cure_kind: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A prepared step: what it rests on, what it made of it, and the serial it saw as the last one."""

    batch_id: int
    run: int
    positions: tuple[int, ...]
    pairs: dict[int, Pair]
    workshop: Workshop
    series: str
    seen: int
    made: tuple[Made, ...]
    outcomes: tuple[Outcome, ...]


def begin(session: Session, batch_id: int, run: int) -> bool:
    """Whether this run is to work at all: it was not replaced by a retry, and is not over."""
    batch = _locked(session, batch_id)
    if batch is None or batch.asked["run"] != run or batch.state not in batches.UNFINISHED:
        return False
    batch.state = BatchState.RUNNING.value
    batch.started_at = batch.started_at or clock.now()
    return True


def _locked(session: Session, batch_id: int) -> Batch | None:
    return session.get(Batch, batch_id, with_for_update=True, populate_existing=True)


def prepare(session: Session, batch_id: int, last: Workshop | None, *, taking: bool = False) -> Step | None:
    """The next step; None when nobody waits or a cancel was asked. `last`: the workshop of the step before.

    `taking`: the numbers are taken at once and for good; only for a session that also stores.
    """
    batch = session.get_one(Batch, batch_id, populate_existing=True)
    items = _waiting(session, batch_id)
    if not items or batch.cancel_asked_at is not None:
        return None
    actor = issuer(session, batch)
    bench = _bench(session, actor, batch)
    workshop = last if last is not None and last.bench.key == bench.key else issuing.workshop(session, bench)
    pairs = facts.interest_facts(session, {interest_id for _, interest_id in items})
    orders, outcomes = _sorted(workshop.bench, batch, items, pairs)
    series = numbers.series(session, bench.today)
    seen = numbers.take(session, series, 0) - 1 if taking else numbers.last(session, series)
    made, refused = workshop.make(orders, series, seen + 1)
    outcomes += [Outcome(one.order.position or 0, ItemState.FAILED.value, "R26", one.why) for one in refused]
    return Step(
        batch_id, batch.asked["run"], tuple(position for position, _ in items), pairs, workshop, series, seen,
        tuple(made), tuple(outcomes),
    )  # fmt: skip


def _waiting(session: Session, batch_id: int) -> list[tuple[int, int]]:
    query = (
        select(col(BatchItem.position), col(BatchItem.interest_id))
        .where(col(BatchItem.batch_id) == batch_id, col(BatchItem.state) == ItemState.WAITING.value)
        .order_by(col(BatchItem.position))
        .limit(STEP)
    )
    return [(position, interest_id) for position, interest_id in session.execute(query)]


def issuer(session: Session, batch: Batch) -> access.Actor:
    """Whoever started it, for the history; the command line is the system."""
    account = session.get(Account, batch.created_by_id) if batch.created_by_id else None
    if account is None or account.id is None:
        return access.system_actor("Command line" if batch.source == "cli" else "System")
    ip = str(batch.asked.get("ip", ""))
    return access.staff_actor(account.id, account.name, account.email, access.Role(account.role), ip)


def _bench(session: Session, actor: access.Actor, batch: Batch) -> Bench:
    """Of the master version and the template text that the run was started with."""
    master, version = masters.with_version(session, batch.master_version_id)
    wanted = Wording(description=batch.asked["description"])
    bench = judging.of_version(session, actor, master, version, wanted)
    return dataclasses.replace(bench, template=batch.asked["template"])


def _sorted(
    bench: Bench, batch: Batch, items: Iterable[tuple[int, int]], pairs: dict[int, Pair]
) -> tuple[list[Order], list[Outcome]]:
    orders: list[Order] = []
    outcomes: list[Outcome] = []
    papers = int(batch.asked["papers"])
    judged = {interest_id: bench.judged(*pair) for interest_id, pair in pairs.items()}
    for position, interest_id in items:
        found = judged.get(interest_id)
        if outcome := _hindered(position, found, bench, papers, batch.override_reason):
            outcomes.append(outcome)
        elif found is not None:
            orders.append(Order(found, position % papers, position))
    return orders, outcomes


def _hindered(position: int, judged: Judged | None, bench: Bench, papers: int, reason: str) -> Outcome | None:
    if judged is None or not judged.interest.active:
        why = "This holder is no longer an active additional interest."
        return Outcome(
            position, ItemState.BLOCKED.value, "", why, "Resume the additional interest, then retry."
        )
    if len(bench.papers) != papers:
        why = "The master's insurers changed while the batch ran."
        return Outcome(position, ItemState.BLOCKED.value, "R12", why, "Generate again.")
    verdict = judged.verdict
    if verdict.state is State.BLOCKED:
        return _blocked(position, verdict.findings[0])
    if verdict.state is State.WARNED and not reason:
        return _blocked(position, verdict.findings[0])
    return None


def _blocked(position: int, finding: Finding) -> Outcome:
    state = ItemState.BLOCKED.value
    return Outcome(position, state, finding.rule, finding.why, finding.cure, finding.cure_kind.value)


def commit(session: Session, step: Step, *, taken: bool = False) -> bool:
    """Store the step; False when what it rests on has changed meanwhile: nothing is stored then."""
    batch = _locked(session, step.batch_id)
    if batch is None or not _still_true(session, batch, step):
        return False
    count = len(step.made)
    if taken:
        numbers.take(session, step.series, count)
    elif count and not numbers.take_if_still(session, step.series, step.seen, count):
        return False
    _store(session, batch, step)
    return True


def _still_true(session: Session, batch: Batch, step: Step) -> bool:
    if batch.cancel_asked_at is not None or batch.asked["run"] != step.run:
        return False
    waiting = tuple(position for position, _ in _waiting(session, step.batch_id))
    bench = _bench(session, issuer(session, batch), batch)
    unchanged = bench.key == step.workshop.bench.key
    return waiting == step.positions and unchanged and facts.interest_facts(session, step.pairs) == step.pairs


def _store(session: Session, batch: Batch, step: Step) -> None:
    actor = issuer(session, batch)
    occasion = issuing.Occasion(batch.source, batch.override_reason, batch.save_to_sent, batch.id)
    issuing.store(session, actor, step.workshop.bench, occasion, step.made)
    issued = [one.order.position for one in step.made]
    session.execute(
        update(BatchItem)
        .where(col(BatchItem.batch_id) == batch.id, col(BatchItem.position).in_(issued))
        .values(state=ItemState.ISSUED.value)
    )
    _note(session, batch, step.outcomes)
    batch.issued += len(issued)
    batch.failed += len(step.outcomes)
    session.flush()


def _note(session: Session, batch: Batch, outcomes: Sequence[Outcome]) -> None:
    for one in outcomes:
        session.execute(
            update(BatchItem)
            .where(col(BatchItem.batch_id) == batch.id, col(BatchItem.position) == one.position)
            .values(state=one.state, rule=one.rule, why=one.why, cure=one.cure, cure_kind=one.cure_kind)
        )


def is_over(session: Session, batch_id: int, run: int) -> bool:
    """Whether the steps have come to their end: nobody waits, a cancel was asked, or a retry took over."""
    batch = session.get_one(Batch, batch_id, populate_existing=True)
    if batch.asked["run"] != run or batch.cancel_asked_at is not None:
        return True
    return not _waiting(session, batch_id)


def finish(session: Session, batch_id: int, run: int, stored: StoredFile | None, file_name: str) -> str:
    """Close the run with its file; gives the key of the file it replaces, "" when there is none."""
    batch = _locked(session, batch_id)
    if batch is None or batch.asked["run"] != run:
        return stored.key if stored else ""
    _cancel_waiting(session, batch)
    state = BatchState.DONE if batch.cancel_asked_at is None else BatchState.CANCELLED
    old = _keep_file(batch, stored, file_name)
    _close(batch, state, "")
    actor, failed = issuer(session, batch), f", {batch.failed:,} not" if batch.failed else ""
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
    batch = _locked(session, batch_id)
    if batch is None or batch.asked["run"] != run or batch.state not in batches.UNFINISHED:
        return
    _cancel_waiting(session, batch)
    _close(batch, BatchState.FAILED, sentence)
    actor = issuer(session, batch)
    said = f"Batch {batch.id} stopped: {sentence}"
    batch_service.record(session, actor, batch, ActivityKind.BATCH_FAILED, said, {"issued": batch.issued})
