"""The job of an import: one of its steps. Killed anywhere, it starts that step again; a step done is not done twice."""

import logging

from coi_app.rules import errors
from coi_app.services import import_applying, import_steps, imports

UNEXPECTED = "Something unexpected happened on the server, and nothing was changed. Try again."
STEPS = {
    imports.CHECK: import_steps.check,
    imports.APPLY: import_applying.apply,
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
