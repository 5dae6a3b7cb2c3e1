"""An import of carriers, insureds or policies taken back, whole, while nothing uses what it made."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, delete, exists, select
from sqlmodel import Session, col

from coi_app.models import (
    Account,
    Contact,
    ImportRun,
    MasterPolicy,
    Policy,
    PolicyEndorsement,
    PolicyReminder,
    SharedFile,
    Vehicle,
)
from coi_app.queries import tables
from coi_app.rules import errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.import_kinds import KIND_NOUNS, Kind, Verdict
from coi_app.services import activity, import_steps, radar, record_applying, record_stories
from coi_app.services.record_judging import plain_values

Uses = list[tuple[str, Any]]  # a sentence, and the question to the database whether it is so


def refuse_used(session: Session, uses: Uses) -> None:
    """Raises Conflict with all that holds."""
    used = [sentence for sentence, question in uses if session.execute(select(question)).scalar()]
    if used:
        raise _refusal("; ".join(used))


def _refusal(why: str) -> errors.Conflict:
    return errors.Conflict(f"This import cannot be undone any more: {why}. Nothing was changed.")


def undo(session: Session, run: ImportRun) -> None:
    """Take away what it created and put back what it changed. Raises Conflict when something uses or changed any of
    it since, IntegrityError when other records refer to it."""
    kind, row = Kind(run.kind), tables.import_rows
    created = select(row.record_id).where(row.run_id == run.id, row.verdict == Verdict.CREATED.value)
    refuse_used(session, _USES[kind](created))
    undoing = _Undoing(session, run)
    for piece in record_applying.pieces(session, run):
        undoing.put_back(piece)
    undoing.look_again()
    if kind is Kind.POLICIES:
        session.execute(delete(PolicyReminder).where(col(PolicyReminder.policy_id).in_(created)))
    session.flush()
    table = import_steps.tables_of(record_applying.MODELS[kind])
    session.execute(delete(table).where(table.c.id.in_(created)))
    _, nouns = KIND_NOUNS[kind]
    sentence = (
        f"Undid {run.file_name}: {run.created:,} {nouns} taken back, changes of {run.changed:,} rows put back"
    )
    import_steps.record(session, run, ActivityKind.IMPORT_UNDONE, sentence)
    activity.record_all(session, import_steps.asker(session, run), undoing.entries)


class _Undoing:
    """Everything must still be as the import wrote it."""

    def __init__(self, session: Session, run: ImportRun) -> None:
        self._session, self._run = session, run
        self._noun, _ = KIND_NOUNS[Kind(run.kind)]
        self._model: Any = record_applying.MODELS[Kind(run.kind)]
        self._touched: set[int] = set()
        self.entries: list[activity.Entry] = []

    def put_back(self, piece: Sequence[Any]) -> None:
        ids = [one.record_id for one in piece if one.record_id]
        query = select(self._model).where(self._model.id.in_(ids))
        records = {record.id: record for record in self._session.execute(query).scalars()}
        for one in piece:
            if one.record_id:
                self._put_back(one, records.get(one.record_id))
        self._take_endorsements(piece)

    def _put_back(self, one: Any, record: Any) -> None:
        values = one.record["values"]
        now = plain_values({name: getattr(record, name) for name in values}) if record else None
        if now != values:
            raise _refusal(f"the {self._noun} of row {one.position} was changed since")
        if one.verdict == Verdict.CREATED:
            self.entries.append(record_stories.taken_back(self._run, self._model, record.id, values))
        elif values:
            before = one.before["values"]
            record_applying.write(record, before)
            self.entries.append(
                record_stories.changed(self._run, record, values, before, "Undid the change of")
            )
        if one.verdict == Verdict.CHANGED and isinstance(record, Policy):
            self._touched.add(record.insured_id)

    def _take_endorsements(self, piece: Sequence[Any]) -> None:
        expected = {
            new_id: values
            for one in piece
            for new_id, values in zip(
                one.record.get("endorsement_ids", ()), one.record.get("endorsements", ()), strict=True
            )
        }
        for some in _in_chunks(list(expected)):
            query = select(PolicyEndorsement).where(tables.endorsements.id.in_(some))
            found = {one.id: one for one in self._session.execute(query).scalars()}
            if any(_differs(found.get(new_id), expected[new_id]) for new_id in some):
                raise _refusal("an endorsement that it added was changed or removed since")
            self._session.execute(delete(PolicyEndorsement).where(tables.endorsements.id.in_(some)))

    def look_again(self) -> None:
        """Certificates that show a policy which is put back may have become untrue."""
        for insured_id in sorted(self._touched):
            radar.ask(self._session, insured_id)


def _differs(there: PolicyEndorsement | None, expected: Mapping[str, Any]) -> bool:
    if there is None or there.removed_at is not None:
        return True
    return plain_values({name: getattr(there, name) for name in expected}) != expected


def _in_chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[at : at + 500] for at in range(0, len(ids), 500))


def _of_carriers(created: Select[Any]) -> Uses:
    return [("its carriers have policies", exists().where(tables.policies.carrier_id.in_(created)))]


def _of_insureds(created: Select[Any]) -> Uses:
    return [
        ("its insureds have policies", exists().where(tables.policies.insured_id.in_(created))),
        ("its insureds have holders", exists().where(tables.additional_interests.insured_id.in_(created))),
        ("its insureds have portal accounts", exists().where(col(Account.insured_id).in_(created))),
        ("its insureds have contacts", exists().where(col(Contact.insured_id).in_(created))),
        ("its insureds have files", exists().where(col(SharedFile.insured_id).in_(created))),
        ("its insureds have masters", exists().where(tables.masters.insured_id.in_(created))),
        ("its insureds have certificates", exists().where(tables.certificates.insured_id.in_(created))),
    ]


def _of_policies(created: Select[Any]) -> Uses:
    return [
        ("masters show its policies", exists().where(col(MasterPolicy.policy_id).in_(created))),
        ("its policies list vehicles", exists().where(col(Vehicle.policy_id).in_(created))),
        ("its policies have files", exists().where(col(SharedFile.policy_id).in_(created))),
    ]


_USES: dict[Kind, Callable[[Select[Any]], Uses]] = {
    Kind.CARRIERS: _of_carriers,
    Kind.INSUREDS: _of_insureds,
    Kind.POLICIES: _of_policies,
}
