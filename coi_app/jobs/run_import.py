"""The job of an import: one of its steps. Killed anywhere, it starts that step again; a step done is not done twice."""

import logging
from collections.abc import Callable
from functools import partial

from coi_app.jobs import reading_room
from coi_app.rules import errors
from coi_app.services import import_applying, import_steps, imports

UNEXPECTED = "Something unexpected happened on the server, and nothing was changed. Try again."
STEPS: dict[str, Callable[[int, int], None]] = {
    imports.CHECK: partial(import_steps.check, rows_of=reading_room.rows),
    imports.APPLY: partial(import_applying.apply, rows_of=reading_room.rows),
    imports.UNDO: import_applying.undo,
}

log = logging.getLogger(__name__)


def run(run_id: int, number: int, step: str) -> None:
    """Ends the step in every case but one: when the process stops, it goes on at the next start."""
    try:
        STEPS[step](run_id, number)
    except errors.Refusal as refusal:
        import_steps.fail(run_id, number, str(refusal))
    except Exception:
        log.exception("import %s stopped", run_id)
        import_steps.fail(run_id, number, UNEXPECTED)
