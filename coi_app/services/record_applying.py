"""Carriers, insureds or policies of an import, written in the transaction that applies it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from coi_app import clock
from coi_app.models import Carrier, ImportRow, ImportRun, Insured, Policy, PolicyEndorsement
from coi_app.queries import tables
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.import_kinds import KIND_NOUNS, Kind, Verdict
from coi_app.services import activity, import_steps, new_ids, radar, record_stories, row_inserts
from coi_app.services.record_stories import Record, Values

ROWS_AT_ONCE = 2_000
MODELS: dict[Kind, type[Record]] = {
    Kind.CARRIERS: Carrier,
    Kind.INSUREDS: Insured,
    Kind.POLICIES: Policy,
}
DAYS = frozenset({"effective_on", "expires_on", "cancelled_on", "approved_on"})
_ALSO: dict[Kind, Values] = {
    Kind.CARRIERS: {"retired_at": None},
    Kind.INSUREDS: {"portal_open": True, "request_code": None, "revision": 1},
    Kind.POLICIES: {"renews_policy_id": None, "revision": 1},
}


def apply(session: Session, run: ImportRun) -> None:
    """Write what the dry run showed, and tell it in the histories."""
    entries = _Writer(session, run).write()
    _, nouns = KIND_NOUNS[Kind(run.kind)]
    sentence = (
        f"Imported {run.file_name}: {run.created:,} {nouns} created, {run.changed:,} changed, "
        f"{run.matched:,} rows were there already, {run.rejected:,} rejected"
    )
    import_steps.record(session, run, ActivityKind.IMPORT_APPLIED, sentence)
    activity.record_all(session, import_steps.asker(session, run), entries)


def with_days(values: Values) -> Values:
    """As the table takes them: days were kept as text."""
    return {
        name: date.fromisoformat(value) if name in DAYS and value else value for name, value in values.items()
    }


class _Writer:
    """Goes once through the rows that make or change something."""

    def __init__(self, session: Session, run: ImportRun) -> None:
        self._session, self._run, self._kind = session, run, Kind(run.kind)
        self._model: Any = MODELS[self._kind]
        self._now = clock.now()
        self._made: dict[int, int] = {}  # row → the record it made
        self._entries: list[activity.Entry] = []
        self._touched: set[int] = set()  # insureds whose certificates may have become untrue

    def write(self) -> list[activity.Entry]:
        for piece in pieces(self._session, self._run):
            self._create([one for one in piece if one.verdict == Verdict.CREATED])
            for one in piece:
                if one.verdict == Verdict.CHANGED:
                    self._change(one)
            self._endorse(piece)
        for insured_id in sorted(self._touched):
            radar.ask(self._session, insured_id)
        return self._entries

    def _create(self, new: Sequence[Any]) -> None:
        if not new:
            return
        ids = new_ids.taken(self._session, self._model, len(new))
        times = {} if self._kind is Kind.CARRIERS else {"created_at": self._now, "updated_at": self._now}
        also = _ALSO[self._kind] | times
        rows = [
            {**with_days(one.record["values"]), **also, "id": record_id}
            for one, record_id in zip(new, ids, strict=True)
        ]
        row_inserts.insert_all(self._session, self._model, rows)
        self._made |= zip((one.position for one in new), ids, strict=True)
        for one, record_id in zip(new, ids, strict=True):
            self._entries.append(
                record_stories.created(self._run, self._model, record_id, one.record["values"])
            )
        _note(self._session, self._run, list(zip(new, ids, strict=True)))

    def _change(self, one: Any) -> None:
        """A record that is here. What a row adds to one of its own file is an endorsement only."""
        after = one.record["values"]
        if not after:
            return
        record = self._session.get_one(self._model, one.record_id)
        write(record, after)
        entry = record_stories.changed(self._run, record, one.before["values"], after)
        self._entries.append(entry)
        if isinstance(record, Policy):
            self._touched.add(record.insured_id)

    def _endorse(self, piece: Sequence[Any]) -> None:
        news = [(one, values) for one in piece for values in one.record.get("endorsements", ())]
        if not news:
            return
        ids = new_ids.taken(self._session, PolicyEndorsement, len(news))
        rows = [
            {**with_days(values), "id": new_id, "policy_id": self._record_of(one), "created_at": self._now,
             "removed_at": None}
            for (one, values), new_id in zip(news, ids, strict=True)
        ]  # fmt: skip
        row_inserts.insert_all(self._session, PolicyEndorsement, rows)
        added: dict[int, list[int]] = {}
        for (one, values), row in zip(news, rows, strict=True):
            added.setdefault(one.position, []).append(row["id"])
            named = one.record["values"]
            if one.verdict == Verdict.CHANGED:
                policy = self._session.get_one(Policy, row["policy_id"])
                policy.updated_at = self._now
                self._touched.add(policy.insured_id)
                named = {"number": policy.number, "insured_id": policy.insured_id}
            self._entries.append(record_stories.endorsed(self._run, named, row["id"], values))
        _note_endorsements(self._session, self._run, [one for one in piece if one.position in added], added)

    def _record_of(self, one: Any) -> int:
        return int(one.record_id or self._made[one.same_as])


def write(record: Record, values: Values) -> None:
    """Set the record's columns; whoever has its form open is told that it changed."""
    for name, value in with_days(values).items():
        setattr(record, name, value)
    if not isinstance(record, Carrier):
        record.revision += 1
        record.updated_at = clock.now()


def pieces(session: Session, run: ImportRun) -> Iterator[Sequence[Any]]:
    """The rows that make or change something, in the order of the file."""
    row, last = tables.import_rows, 0
    shown = (row.position, row.verdict, row.record, row.record_id, row.same_as, row.before)
    makes = (Verdict.CREATED.value, Verdict.CHANGED.value)
    while True:
        chosen = (row.run_id == run.id, row.verdict.in_(makes), row.position > last)
        piece = session.execute(
            select(*shown).where(*chosen).order_by(row.position).limit(ROWS_AT_ONCE)
        ).all()
        if not piece:
            return
        yield piece
        last = piece[-1].position


def _note(session: Session, run: ImportRun, made: Sequence[tuple[Any, int]]) -> None:
    """Which record each row made, for undoing it."""
    _update_rows(session, run, "record_id", [(one.position, record_id) for one, record_id in made])


def _note_endorsements(
    session: Session, run: ImportRun, rows: Sequence[Any], added: dict[int, list[int]]
) -> None:
    noted = [(one.position, one.record | {"endorsement_ids": added[one.position]}) for one in rows]
    _update_rows(session, run, "record", noted)


def _update_rows(session: Session, run: ImportRun, column: str, values: Sequence[tuple[int, Any]]) -> None:
    table = import_steps.tables_of(ImportRow)
    here = (table.c.run_id == run.id, table.c.position == bindparam("at"))
    statement = update(table).where(*here).values({column: bindparam("value", type_=table.c[column].type)})
    session.connection().execute(statement, [{"at": at, "value": value} for at, value in values])
