"""The steps of a batch: prepared outside a transaction, stored in one, all of it or nothing.

To prepare is to read, judge and draw, here or in another process. Then everything a step rests on is looked at
again under the batch's lock; had anything changed, or somebody taken the numbers, it is prepared anew.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, update
from sqlmodel import Session, col

from coi_app.models import Account, Batch, BatchItem
from coi_app.queries import facts, judging, masters
from coi_app.queries.batches import ItemState
from coi_app.queries.judging import Bench, Judged, Wording
from coi_app.rules import access
from coi_app.rules.findings import Finding, State
from coi_app.services import batch_pieces, certificate_rows, foresight, issuing, numbers
from coi_app.services.batch_pieces import Piece
from coi_app.services.certificate_rows import Ready
from coi_app.services.foresight import Foreseen
from coi_app.services.issuing import Occasion, Order, Workshop

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
class Behind:
    """Where a step is to begin when the one before it is not stored yet: after which position and which serial."""

    position: int
    serial: int


@dataclass(frozen=True, slots=True)
class Step:
    """A prepared step: what it rests on, what it made of it, and the serial it saw as the last one.

    `pieces` are what is issued for the file of the batch. Plain values, for it may come from another process.
    """

    batch_id: int
    run: int
    positions: tuple[int, ...]
    read: dict[int, tuple[Any, ...]]
    bench_key: tuple[object, ...]
    series: str
    seen: int
    issued: tuple[Ready, ...]
    pieces: tuple[Piece, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def end(self) -> Behind:
        return Behind(self.positions[-1], self.seen + len(self.issued))


def locked(session: Session, batch_id: int) -> Batch | None:
    return session.get(Batch, batch_id, with_for_update=True, populate_existing=True)


class Preparer:
    """Prepares the steps of a batch, one after the other: what they have in common is set up once."""

    def __init__(self, batch_id: int, foreseen: Foreseen = foresight.NOTHING) -> None:
        self._batch_id = batch_id
        self._foreseen = foreseen
        self._workshop: Workshop | None = None
        self._presses = certificate_rows.Presses()

    def step(self, session: Session, behind: Behind | None = None, *, taking: bool = False) -> Step | None:
        """The next step; None when nobody waits or a cancel was asked.

        `taking`: the numbers are taken at once and for good; only for a session that also stores.
        """
        batch = session.get_one(Batch, self._batch_id, populate_existing=True)
        items = waiting(session, self._batch_id, behind.position if behind else -1)
        if not items or batch.cancel_asked_at is not None:
            return None
        workshop = self._set_up(session, batch)
        bench = workshop.bench
        rows = facts.interest_rows(session, {interest_id for _, interest_id in items})
        judged = foresight.judged(self._foreseen, bench, rows)
        orders, outcomes = _sorted(bench, batch, items, judged)
        series = numbers.series(session, bench.today)
        seen = behind.serial if behind else _last_serial(session, series, taking)
        made, refused = workshop.make(orders, series, seen + 1)
        outcomes += [
            Outcome(one.order.position or 0, ItemState.FAILED.value, "R26", one.why) for one in refused
        ]
        issued = certificate_rows.ready(session, _occasion(batch), made, self._presses)
        return Step(
            self._batch_id, batch.asked["run"], tuple(position for position, _ in items), _plain(rows), bench.key,
            series, seen, tuple(issued), batch_pieces.of_made(made), tuple(outcomes),
        )  # fmt: skip

    def _set_up(self, session: Session, batch: Batch) -> Workshop:
        bench = _bench(session, issuer(session, batch), batch)
        if self._workshop is None or self._workshop.bench.key != bench.key:
            self._workshop = issuing.workshop(session, bench)
        return self._workshop


def _last_serial(session: Session, series: str, taking: bool) -> int:
    return numbers.take(session, series, 0) - 1 if taking else numbers.last(session, series)


def _plain(rows: Mapping[int, Row[Any]]) -> dict[int, tuple[Any, ...]]:
    return {interest_id: tuple(row) for interest_id, row in rows.items()}


def waiting(session: Session, batch_id: int, after: int = -1) -> list[tuple[int, int]]:
    query = (
        select(col(BatchItem.position), col(BatchItem.interest_id))
        .where(col(BatchItem.batch_id) == batch_id, col(BatchItem.state) == ItemState.WAITING.value)
        .where(col(BatchItem.position) > after)
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
    bench: Bench, batch: Batch, items: Iterable[tuple[int, int]], judged: Mapping[int, Judged]
) -> tuple[list[Order], list[Outcome]]:
    orders: list[Order] = []
    outcomes: list[Outcome] = []
    papers = int(batch.asked["papers"])
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
    batch = locked(session, step.batch_id)
    if batch is None or not _still_waiting(session, batch, step):
        return False
    bench = _bench(session, issuer(session, batch), batch)
    if bench.key != step.bench_key:
        return False
    count = len(step.issued)
    if taken:
        numbers.take(session, step.series, count)
    elif count and not numbers.take_if_still(session, step.series, step.seen, count):
        return False
    _store(session, batch, bench, step)
    return True


def _still_waiting(session: Session, batch: Batch, step: Step) -> bool:
    """The same holders, and nothing that is known of them has changed."""
    if batch.cancel_asked_at is not None or batch.asked["run"] != step.run:
        return False
    positions = tuple(position for position, _ in waiting(session, step.batch_id))
    return positions == step.positions and _plain(facts.interest_rows(session, step.read)) == step.read


def _occasion(batch: Batch) -> Occasion:
    return Occasion(batch.source, batch.override_reason, batch.save_to_sent, batch.id)


def _store(session: Session, batch: Batch, bench: Bench, step: Step) -> None:
    certificate_rows.store(session, issuer(session, batch), bench, _occasion(batch), step.issued)
    issued = [one.row["batch_position"] for one in step.issued]
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
