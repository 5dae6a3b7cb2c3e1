"""The job of an import: one of its steps. Killed anywhere, it starts that step again; a step done is not done twice."""

import logging
from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from coi_app import db
from coi_app.jobs import apart, process_beside, reading_room
from coi_app.queries import tables
from coi_app.rules import errors
from coi_app.services import import_applying, import_steps, imports

UNEXPECTED = "Something unexpected happened on the server, and nothing was changed. Try again."
STEPS: dict[str, Callable[[int, int], None]] = {
    imports.CHECK: partial(import_steps.check, rows_of=reading_room.rows),
    imports.APPLY: partial(import_applying.apply, rows_of=reading_room.rows),
    imports.UNDO: import_applying.undo,
}

APART_FROM = 5_000  # rows

log = logging.getLogger(__name__)


def run_apart(run_id: int, number: int, step: str) -> None:
    """The same, of a long file in a process of its own."""
    if process_beside.is_worth_it(_rows(run_id), APART_FROM):
        apart.run(run, run_id, number, step)
    else:
        run(run_id, number, step)


def _rows(run_id: int) -> int:
    with db.reading() as session:
        return session.scalar(select(tables.import_runs.total).where(tables.import_runs.id == run_id)) or 0


def run(run_id: int, number: int, step: str) -> None:
    """Ends the step in every case but one: when the process stops, it goes on at the next start."""
    try:
        STEPS[step](run_id, number)
    except errors.Refusal as refusal:
        import_steps.fail(run_id, number, str(refusal))
    except Exception:
        log.exception("import %s stopped", run_id)
        import_steps.fail(run_id, number, UNEXPECTED)
