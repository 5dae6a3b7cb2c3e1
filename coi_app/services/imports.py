"""Records from a file: received, its columns confirmed, a dry run, then all of it or nothing, and undone.

The steps that take long (`import_steps`) are jobs; what the page shows lies in the run and its rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col

from coi_app import clock
from coi_app.adapters import file_store, job_engine
from coi_app.documents import spreadsheet
from coi_app.models import ImportHeading, ImportRow, ImportRun
from coi_app.queries import imports
from coi_app.queries.imports import RunState
from coi_app.rules import access, errors, fields, import_layout, import_layouts
from coi_app.rules.import_kinds import Kind
from coi_app.services.import_judging import SAME
from coi_app.services.row_inserts import insert_missing

RUN_IMPORT = "run_import"
LARGEST_FILE = spreadsheet.LARGEST_FILE
CHECK, APPLY, UNDO = "check", "apply", "undo"
NEW = "new"
SAMPLES = 3
LONGEST_SAMPLE = 80
RIGHTS: dict[Kind, tuple[access.Right, ...]] = {
    Kind.HOLDERS: (access.Right.HOLDERS_CHANGE,),
    Kind.LINKS: (access.Right.HOLDERS_CHANGE, access.Right.INTERESTS_CHANGE),
    Kind.BOTH: (access.Right.HOLDERS_CHANGE, access.Right.INTERESTS_CHANGE),
    Kind.CARRIERS: (access.Right.CARRIERS_CHANGE,),
    Kind.INSUREDS: (access.Right.INSUREDS_CHANGE,),
    Kind.POLICIES: (access.Right.POLICIES_CHANGE,),
}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was looked through once and kept: its first rows, and how many there are."""

    file_name: str
    size: int
    sha256: str
    note: str
    top: tuple[spreadsheet.Row, ...]
    count: int


def look_through(file_name: str, data: bytes) -> Incoming:
    """Takes seconds for a large file: not inside a transaction. Raises Unreadable."""
    sheet = spreadsheet.opened(data)
    top = tuple(islice(sheet.rows(), import_layout.HEADER_WITHIN))
    count = sheet.row_count()
    name = _clean(file_name)[-200:] or "file"
    return Incoming(name, len(data), file_store.put(data), sheet.note, top, count)


def receive(
    session: Session, actor: access.Actor, file: Incoming, kind: str = "both", source: str = "desk"
) -> int:
    """Guess the columns of a file that `look_through` gave; gives the run's id."""
    access.require(actor, access.Right.IMPORTS_RUN)
    chosen = fields.Reader({"kind": kind}).choice("kind", "the kind", Kind, Kind.BOTH)
    run = ImportRun(
        kind=chosen.value, source=source, file_name=file.file_name, file_size=file.size,
        file_sha256=file.sha256, note=file.note, total=file.count,
        created_by_id=actor.account_id, created_at=clock.now(),
    )  # fmt: skip
    _set_headings(session, run, file.top)
    session.add(run)
    session.flush()
    assert run.id is not None
    return run.id


def _clean(text: str) -> str:
    return "".join(char for char in text if char.isprintable()).strip()


def _set_headings(session: Session, run: ImportRun, top: Sequence[spreadsheet.Row]) -> None:
    place = _header_place(session, Kind(run.kind), [row.cells for row in top])
    width = max((len(row.cells) for row in top), default=0)
    if place is None:
        run.header_row, run.headings, below = 0, import_layout.column_names(width), top
    else:
        run.header_row, below = top[place].number, top[place + 1 :]
        run.headings = [_clean(cell)[:100] or f"Column {at + 1}" for at, cell in enumerate(top[place].cells)]
        run.total -= place + 1
    run.samples = [
        [_clean(row.cells[at])[:LONGEST_SAMPLE] for row in below[:SAMPLES] if at < len(row.cells)]
        for at in range(len(run.headings))
    ]
    run.places = imports.guessed(session, Kind(run.kind), run.headings) if place is not None else {}


def _header_place(session: Session, kind: Kind, top: Sequence[Sequence[str]]) -> int | None:
    """By the words of that kind of file; when none are known, it may be a file of another kind."""
    for one in (kind, *Kind):
        layout = import_layouts.of(one)
        place = layout.header_place(top, imports.remembered(session, layout))
        if place is not None:
            return place
    return None


def check(
    session: Session,
    actor: access.Actor,
    run_id: object,
    places: Mapping[str, int | None],
    kind: str = "",
    *,
    enqueue: bool = True,
) -> None:
    """Start the dry run with these columns: column of the kind's layout → place of its heading. They are remembered."""
    run = imports.in_sight(session, actor, run_id, for_change=True)
    access.require(actor, access.Right.IMPORTS_RUN)
    _require(run, RunState.READY, RunState.CHECKED, RunState.FAILED)
    form = fields.Reader({"kind": kind or run.kind})
    run.kind = form.choice("kind", "the kind", Kind, Kind.BOTH).value
    run.places = _read_places(form, run, places)
    form.raise_if_wrong()
    _remember(session, run)
    session.execute(delete(ImportRow).where(col(ImportRow.run_id) == run.id))
    _start(session, actor, run, RunState.CHECKING, CHECK, enqueue)


def _read_places(form: fields.Reader, run: ImportRun, places: Mapping[str, int | None]) -> dict[str, int]:
    read: dict[str, int] = {}
    layout = import_layouts.of(Kind(run.kind))
    for column in layout.columns:
        place = places.get(column)
        if place is None:
            continue
        if type(place) is not int or not 0 <= place < len(run.headings):
            form.add(column, "Choose a column of the file from the list.")
        elif place in read.values():
            form.add(column, f"“{run.headings[place]}” is chosen twice. Choose it once.")
        else:
            read[str(column)] = place
    for needed in import_layouts.NEEDS[Kind(run.kind)]:
        if needed not in read:
            form.add(needed, f"Choose which column of the file has the {layout.headings[needed]}.")
    return read


def _remember(session: Session, run: ImportRun) -> None:
    """Only what the guess would not have found by itself, and what was decided otherwise."""
    if not run.header_row:
        return
    layout = import_layouts.of(Kind(run.kind))
    keys = {import_layout.heading_key(run.headings[place]): column for column, place in run.places.items()}
    rows = {layout.remembered_as(key): (key, column) for key, column in keys.items() if key}
    session.execute(delete(ImportHeading).where(col(ImportHeading.heading).in_(rows)))
    news = [
        {"heading": heading, "column": column}
        for heading, (key, column) in rows.items()
        if layout.known.get(key) != column
    ]
    insert_missing(session, ImportHeading, news)


def decide(
    session: Session, actor: access.Actor, run_id: object, position: int | None, decision: str
) -> None:
    """Rows that look like another holder: `same` takes that one, `new` makes another. None is all of them."""
    run = imports.in_sight(session, actor, run_id, for_change=True)
    access.require(actor, access.Right.IMPORTS_RUN)
    _require(run, RunState.CHECKED)
    if decision not in (SAME, NEW):
        raise errors.InvalidInput({"decision": "Choose whether it is the same holder."})
    row = (
        col(ImportRow.run_id) == run.id,
        or_(col(ImportRow.alike_id).is_not(None), col(ImportRow.alike_row).is_not(None)),
    )
    chosen = row if position is None else (*row, col(ImportRow.position) == position)
    session.execute(update(ImportRow).where(*chosen).values(decision=decision))
    run.fingerprint = ""  # the rows are judged anew with it


def judge_again(session: Session, actor: access.Actor, run_id: object, *, enqueue: bool = True) -> None:
    """A new dry run with the decisions made so far."""
    run = imports.in_sight(session, actor, run_id, for_change=True)
    access.require(actor, access.Right.IMPORTS_RUN)
    _require(run, RunState.CHECKED)
    _start(session, actor, run, RunState.CHECKING, CHECK, enqueue)


def apply(session: Session, actor: access.Actor, run_id: object, *, enqueue: bool = True) -> None:
    """Start to carry it out: everything in one transaction, or nothing."""
    run = imports.in_sight(session, actor, run_id, for_change=True)
    access.require(actor, access.Right.IMPORTS_RUN)
    for right in RIGHTS[Kind(run.kind)]:
        access.require(actor, right)
    _require(run, RunState.CHECKED)
    if not run.created + run.changed + run.linked:
        raise errors.Conflict("This file brings nothing new: there is nothing to apply.")
    _start(session, actor, run, RunState.APPLYING, APPLY, enqueue)


def undo(session: Session, actor: access.Actor, run_id: object, *, enqueue: bool = True) -> None:
    """Start to take everything back that it made. Refused in the job when something uses it."""
    run = imports.in_sight(session, actor, run_id, for_change=True)
    access.require(actor, access.Right.IMPORTS_RUN)
    for right in RIGHTS[Kind(run.kind)]:
        access.require(actor, right)
    _require(run, RunState.APPLIED)
    _start(session, actor, run, RunState.UNDOING, UNDO, enqueue)


def discard(session: Session, actor: access.Actor, run_id: object) -> None:
    """Forget a file that was not applied."""
    run = imports.in_sight(session, actor, run_id, for_change=True)
    access.require(actor, access.Right.IMPORTS_RUN)
    _require(run, RunState.READY, RunState.CHECKED, RunState.FAILED)
    session.execute(delete(ImportRow).where(col(ImportRow.run_id) == run.id))
    session.delete(run)


def _require(run: ImportRun, *states: RunState) -> None:
    if run.state not in {state.value for state in states}:
        now = imports.STATE_LABELS[RunState(run.state)].lower()
        raise errors.Conflict(f"This import has moved on ({now}). Look at it again.")


def _start(
    session: Session, actor: access.Actor, run: ImportRun, state: RunState, step: str, enqueue: bool
) -> None:
    run.state, run.error, run.done, run.step = state.value, "", 0, run.step + 1
    run.asked_by_id = actor.account_id
    session.flush()
    if enqueue:
        key = f"import:{run.id}:{run.step}"
        job_engine.enqueue(session, RUN_IMPORT, job_engine.IMPORTS, key, run.id, run.step, step)
