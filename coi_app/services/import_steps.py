"""The long steps of an import, as its jobs run them: the dry run in pieces, the rest in one transaction each."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

from sqlalchemy import case, delete, func, select, text
from sqlmodel import Session, col

from coi_app import db
from coi_app.models import Account, ImportRow, ImportRun
from coi_app.queries import imports, tables
from coi_app.queries.imports import RunState
from coi_app.rules import access
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.import_kinds import Kind, Verdict
from coi_app.services import activity, import_judges, import_reading, row_inserts
from coi_app.services.import_reading import AnyRow, Reading
from coi_app.services.import_verdicts import Judge, Judged

ROWS_AT_ONCE = 2_500
LOCK = 7_204_712  # two imports are applied or undone one after the other
Put = Callable[[Sequence[Judged]], None]
RowsOf = Callable[[Reading], Generator[AnyRow, None, None]]


class _Gone(Exception):
    """The run went on to something else, or is no longer there: nothing is left to do."""


def is_current(session: Session, run_id: int, step: int) -> bool:
    """Whether this very step is still to be done: after a crash a job starts again."""
    run = session.get(ImportRun, run_id)
    return run is not None and run.step == step and RunState(run.state) in imports.AT_WORK


def check(run_id: int, step: int, rows_of: RowsOf = import_reading.rows) -> None:
    """The dry run. Its rows are written in pieces, so that the progress is seen and nobody waits."""
    judge_in_pieces(run_id, step, rows_of)
    with db.writing() as session:
        if is_current(session, run_id, step):
            run = session.get_one(ImportRun, run_id)
            run.state = RunState.CHECKED.value
            _record_check(session, run)


def judge_in_pieces(run_id: int, step: int, rows_of: RowsOf = import_reading.rows) -> None:
    """Judge all rows anew; the run's state stays as it is."""
    with db.writing() as session:
        if not is_current(session, run_id, step):
            return
        decisions = forget_rows(session, run_id)
    with db.reading() as session:
        run = session.get_one(ImportRun, run_id)
        judge, fingerprint = _judge(session, run, decisions), imports.fingerprint(session)
        reading = _reading(run)

    def put(piece: Sequence[Judged]) -> None:
        with db.writing() as writing:
            if not is_current(writing, run_id, step):
                raise _Gone
            _put(writing, run_id, piece)
            writing.get_one(ImportRun, run_id).done += len(piece)

    try:
        with closing(rows_of(reading)) as rows:
            _each_piece(judge, rows, put)
    except _Gone:
        return
    with db.writing() as session:
        if is_current(session, run_id, step):
            _count(session, session.get_one(ImportRun, run_id), fingerprint)


def judge_at_once(session: Session, run: ImportRun) -> None:
    """The same inside a transaction that goes on to apply it."""
    assert run.id is not None
    run_id = run.id
    judge = _judge(session, run, forget_rows(session, run_id))
    _each_piece(judge, import_reading.rows(_reading(run)), lambda piece: _put(session, run_id, piece))
    _count(session, run, imports.fingerprint(session))


def forget_rows(session: Session, run_id: int) -> dict[int, str]:
    """Take away what an earlier dry run said; gives the decisions people made on it."""
    row = tables.import_rows
    decided = select(row.position, row.decision).where(row.run_id == run_id, row.decision != "")
    decisions = {position: decision for position, decision in session.execute(decided)}
    session.execute(delete(ImportRow).where(col(ImportRow.run_id) == run_id))
    session.get_one(ImportRun, run_id).done = 0
    return decisions


def _judge(session: Session, run: ImportRun, decisions: Mapping[int, str]) -> Judge:
    return import_judges.of(session, Kind(run.kind), run.headings, run.places, decisions)


def _reading(run: ImportRun) -> Reading:
    return Reading(run.kind, run.file_sha256, run.header_row, run.headings, run.places, run.total)


def _each_piece(judge: Judge, rows: Iterable[AnyRow], put: Put) -> None:
    rows = iter(rows)
    while piece := [judge.judge(row) for row in islice(rows, ROWS_AT_ONCE)]:
        put(piece)


def _put(session: Session, run_id: int, piece: Sequence[Judged]) -> None:
    row_inserts.insert_all(session, ImportRow, [{**one, "run_id": run_id} for one in piece])


def tables_of(model: type[Any]) -> Any:
    """The table itself: rows without models cost half."""
    return model.__table__


def _count(session: Session, run: ImportRun, fingerprint: str) -> None:
    """Each row counts once: created + changed + linked + matched + rejected are all rows."""
    row = tables.import_rows
    verdicts = {
        verdict: number
        for verdict, number in session.execute(
            select(row.verdict, func.count()).where(row.run_id == run.id).group_by(row.verdict)
        )
    }
    alike = func.count(case((row.alike_id.is_not(None) | row.alike_row.is_not(None), 1)))
    links = func.count(case((row.link_of == row.position, 1)))
    run.alike, run.links_created = session.execute(select(alike, links).where(row.run_id == run.id)).one()
    run.created, run.changed, run.linked, run.matched, run.rejected = (
        verdicts.get(one.value, 0) for one in Verdict
    )
    run.total = run.done = sum(verdicts.values())
    run.fingerprint = fingerprint


def take_turn(session: Session) -> None:
    """Imports are carried out one after the other; on SQLite whoever writes is alone anyway."""
    if not db.is_sqlite(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def asker(session: Session, run: ImportRun) -> access.Actor:
    """Whoever asked for the step, for the history."""
    account = session.get(Account, run.asked_by_id) if run.asked_by_id else None
    if account is None or account.id is None:
        return access.system_actor("Command line" if run.source == "cli" else "System")
    return access.staff_actor(account.id, account.name, account.email, access.Role(account.role))


def record(
    session: Session,
    run: ImportRun,
    kind: ActivityKind,
    sentence: str,
    of_insureds: Mapping[int, activity.Entry] | None = None,
) -> None:
    """One entry for the agency, and one for each insured that it concerns."""
    details = {
        "file": run.file_name, "sha256": run.file_sha256, "rows": run.total, "created": run.created,
        "changed": run.changed, "linked": run.linked, "matched": run.matched,
        "rejected": run.rejected, "links": run.links_created,
    }  # fmt: skip
    entries = [activity.Entry(kind, sentence, None, "import", run.id, details), *(of_insureds or {}).values()]
    activity.record_all(session, asker(session, run), entries)


def _record_check(session: Session, run: ImportRun) -> None:
    said = f"Checked {run.file_name}: {run.total:,} rows, {run.rejected:,} rejected"
    record(session, run, ActivityKind.IMPORT_CHECKED, said)


def fail(run_id: int, step: int, sentence: str) -> None:
    """Nothing was changed: the import can be tried again. One that could not be undone stays applied."""
    with db.writing() as session:
        if not is_current(session, run_id, step):
            return
        run = session.get_one(ImportRun, run_id)
        back = RunState.APPLIED if run.state == RunState.UNDOING else RunState.FAILED
        back = RunState.CHECKED if run.state == RunState.APPLYING else back
        run.state, run.error = back.value, sentence
        session.flush()
        record(session, run, ActivityKind.IMPORT_FAILED, f"{run.file_name}: {sentence}")
