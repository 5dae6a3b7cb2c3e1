"""New revisions of many live certificates from today's records, each superseding the old one (R30).

Like a batch: a step reads, judges and draws without holding up anybody, then looks again under the run's lock at
everything it rests on. Had anything changed, nothing is stored, and the step is prepared anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from coi_app import clock
from coi_app.models import BulkRun, Certificate
from coi_app.queries import certificate_selection, facts, judging, masters, revisions, tables
from coi_app.queries.facts import Pair
from coi_app.queries.judging import Bench, Wording
from coi_app.rules import access, errors, wording
from coi_app.rules.facts import PLAIN_HOLDER
from coi_app.services import activity, bulk_mails, bulk_steps, certificate_rows, issuing
from coi_app.services import revisions as revision_service
from coi_app.services.bulk_mails import Left
from coi_app.services.bulk_runs import KEEP, OWN
from coi_app.services.certificates import released
from coi_app.services.issuing import Made, Order, Replaced, Workshop

STEP = 100
WHY = "Reissued from the records of that day"


@dataclass(slots=True)
class Group:
    """Certificates of a step that share a master: they are drawn by one workshop."""

    workshop: Workshop
    master_id: int
    pairs: dict[int, Pair] = field(default_factory=dict)
    orders: dict[tuple[str, bool], list[Order]] = field(default_factory=dict)
    made: dict[tuple[str, bool], list[Made]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A prepared step: the certificates it takes, behind which one it began, and what it made of them."""

    run_id: int
    cursor: int
    ids: tuple[int, ...]
    groups: tuple[Group, ...]
    left: tuple[tuple[str, str], ...]


def prepare(session: Session, run_id: int) -> Step | None:
    """None when nothing is left to do, or somebody asked to stop."""
    run = bulk_steps.look(session, run_id)
    if run.cancel_asked_at is not None:
        return None
    actor = bulk_steps.issuer(session, run)
    ids = certificate_selection.after(session, actor, bulk_steps.selection(run), run.cursor, STEP)
    if not ids:
        return None
    rows = _rows(session, ids)
    pairs = facts.interest_facts(session, {row.interest_id for row in rows if row.interest_id is not None})
    desk = _Desk(session, actor, run, pairs)
    for row in rows:
        desk.take(row)
    return Step(run_id, run.cursor, tuple(ids), *desk.done())


def _rows(session: Session, ids: list[int]) -> Sequence[Any]:
    row = tables.certificates
    query = select(
        row.id, row.number, row.revision, row.insured_id, row.holder_id, row.interest_id, row.master_version_id,
        row.description, row.content, row.source, row.sent, row.superseded_at, row.withdrawn_at,
    ).where(row.id.in_(ids))  # fmt: skip
    return session.execute(query.order_by(row.id)).all()


class _Desk:
    """Sorts the certificates of a step by their masters; a refusal leaves one of them out with its reason."""

    def __init__(
        self, session: Session, actor: access.Actor, run: BulkRun, pairs: Mapping[int, Pair]
    ) -> None:
        self._session = session
        self._actor = actor
        self._pairs = pairs
        self._asked = run.asked
        self._groups: dict[int, Group] = {}
        self._left: list[tuple[str, str]] = []

    def take(self, row: Any) -> None:
        try:
            self._order(row)
        except errors.InvalidInput:
            self._left.append((row.number, "It has a warning. Give a reason, and reissue it once more."))
        except errors.Refusal as refusal:
            self._left.append((row.number, str(refusal)))

    def done(self) -> tuple[tuple[Group, ...], tuple[tuple[str, str], ...]]:
        """Everything drawn, and the number and reason of each that was left out."""
        for group in self._groups.values():
            for key, orders in group.orders.items():
                group.made[key], refused = group.workshop.make(orders)
                self._left += [(one.order.replaces.number, one.why) for one in refused if one.order.replaces]
        return tuple(self._groups.values()), tuple(self._left)

    def _order(self, row: Any) -> None:
        if row.withdrawn_at is not None or row.superseded_at is not None:
            raise Left("It is not live any more: superseded or withdrawn.")
        group = self._group(row)
        pair = self._pair(row)
        bench = group.workshop.bench
        kept = wording.plain(row.description) if self._asked["wording"] == KEEP else None
        judged = bench.judged(*pair, kept)
        paper = revisions.paper_of(row.content["boxes"], bench)
        if not revisions.have_policies_in_common(row.content["boxes"], bench, paper):
            raise Left(revisions.RENEWED)
        released(self._actor, bench, judged, self._asked["reason"])
        order = Order(judged, paper, replaces=Replaced(row.id, row.number, row.revision))
        group.orders.setdefault((row.source, row.sent), []).append(order)
        group.pairs[row.id] = pair

    def _group(self, row: Any) -> Group:
        master = masters.with_version(self._session, row.master_version_id)[0]
        if self._asked["master"]:
            master = masters.in_sight(self._session, self._actor, self._asked["master"])
            if master.insured_id != row.insured_id:
                raise Left("The chosen master is another insured's.")
        assert master.id is not None
        if master.id not in self._groups:
            bench = _bench(self._session, self._actor, master.id, self._asked["wording"])
            self._groups[master.id] = Group(issuing.workshop(self._session, bench), master.id)
        return self._groups[master.id]

    def _pair(self, row: Any) -> Pair:
        if row.interest_id is not None:
            return self._pairs[row.interest_id]
        return facts.holder_facts(self._session, row.holder_id), PLAIN_HOLDER


def _bench(session: Session, actor: access.Actor, master_id: int, wanted: str) -> Bench:
    """The master as it is now; a retired one can still be corrected, only not issued from anew."""
    master = masters.in_sight(session, actor, master_id)
    template = int(wanted) if wanted not in (KEEP, OWN) and wanted.isdecimal() else None
    version = masters.current_version(session, master)
    return judging.of_version(session, actor, master, version, Wording(template_id=template))


def commit(session: Session, step: Step) -> bool:
    """Store the step; False when what it rests on has changed meanwhile: nothing is stored then."""
    run = bulk_steps.begin(session, step.run_id)
    if run is None or run.cancel_asked_at is not None or run.cursor != step.cursor:
        return False
    actor = bulk_steps.issuer(session, run)
    if not all(_still_true(session, actor, run, group) for group in step.groups):
        return False
    for group in step.groups:
        for (source, sent), made in group.made.items():
            why = run.asked["reason"] or WHY
            occasion = issuing.Occasion(source, run.asked["reason"], sent, why=why)
            _store(session, actor, run, group, occasion, made)
    for number, why in step.left:
        bulk_steps.leave_out(run, number, why)
    run.cursor = step.ids[-1]
    return True


def _still_true(session: Session, actor: access.Actor, run: BulkRun, group: Group) -> bool:
    row, ids = tables.certificates, list(group.pairs)
    live = select(row.id).where(row.id.in_(ids), row.superseded_at.is_(None), row.withdrawn_at.is_(None))
    if len(session.execute(live.with_for_update()).all()) != len(ids):
        return False
    bench = _bench(session, actor, group.master_id, run.asked["wording"])
    if bench.key != group.workshop.bench.key:
        return False
    of_interest = [one.id for _, one in group.pairs.values() if one.id is not None]
    now = facts.interest_facts(session, of_interest)
    return all(
        now[interest.id] == (holder, interest) for holder, interest in group.pairs.values() if interest.id
    )


def _store(
    session: Session,
    actor: access.Actor,
    run: BulkRun,
    group: Group,
    occasion: issuing.Occasion,
    made: list[Made],
) -> None:
    new_ids = certificate_rows.issue(session, actor, group.workshop.bench, occasion, made)
    replaced = [one.order.replaces for one in made if one.order.replaces is not None]
    row, insured_id = tables.certificates, group.workshop.bench.master.insured_id
    old_ids = [one.id for one in replaced]
    session.execute(update(Certificate).where(row.id.in_(old_ids)).values(superseded_at=clock.now()))
    entries = [
        revision_service.superseded(old, insured_id, new_id)
        for old, new_id in zip(replaced, new_ids, strict=True)
    ]
    activity.record_all(session, actor, entries)
    if run.asked["mail"]:
        for number in bulk_mails.send_newer(session, actor, run, dict(zip(new_ids, old_ids, strict=True))):
            bulk_steps.note(run, number, "Reissued, but not e-mailed: its holder has no e-mail address.")
    run.done += len(new_ids)
