"""The job of a batch: steps until nobody waits, then the file. Killed anywhere, it goes on from the rows."""

import logging
from functools import partial

from coi_app import db
from coi_app.adapters import job_engine
from coi_app.jobs import batch_file
from coi_app.jobs.patience import patiently
from coi_app.rules import errors
from coi_app.services import batch_runs
from coi_app.services.issuing import Workshop

TRIES_BESIDE_OTHERS = 3
UNEXPECTED = (
    "Something unexpected happened on the server. Retry; if it happens again, tell your administrator."
)

log = logging.getLogger(__name__)


def run(batch_id: int, run_number: int) -> None:
    """Ends the batch in every case but one: when the process stops, it goes on at the next start."""
    try:
        _work(batch_id, run_number)
    except errors.Refusal as error:
        _fail(batch_id, run_number, str(error))
    except Exception:
        log.exception("batch %s stopped", batch_id)
        _fail(batch_id, run_number, UNEXPECTED)


def _work(batch_id: int, run_number: int) -> None:
    with db.writing() as session:
        if not batch_runs.begin(session, batch_id, run_number):
            return
    workshop: Workshop | None = None
    while not _is_over(batch_id, run_number):
        job_engine.leave_if_stopping()
        workshop = patiently(f"batch {batch_id}", partial(_step, batch_id, workshop))
    written = batch_file.write(batch_id, run_number)
    with db.writing() as session:
        replaced = batch_runs.finish(session, batch_id, run_number, written.stored, written.file_name)
    if replaced:
        batch_file.remove(replaced)


def _is_over(batch_id: int, run_number: int) -> bool:
    with db.reading() as session:
        return batch_runs.is_over(session, batch_id, run_number)


def _step(batch_id: int, workshop: Workshop | None) -> Workshop | None:
    for _ in range(TRIES_BESIDE_OTHERS):
        with db.reading() as session:
            step = batch_runs.prepare(session, batch_id, workshop)
        if step is None:
            return workshop
        workshop = step.workshop
        with db.writing() as session:
            if batch_runs.commit(session, step):
                return workshop
    return _step_alone(batch_id, workshop)


def _step_alone(batch_id: int, workshop: Workshop | None) -> Workshop | None:
    """Others were quicker each time: take the numbers first, and let them wait for once."""
    with db.writing() as session:
        step = batch_runs.prepare(session, batch_id, workshop, taking=True)
        if step is None:
            return workshop
        batch_runs.commit(session, step, taken=True)
        return step.workshop


def _fail(batch_id: int, run_number: int, sentence: str) -> None:
    with db.writing() as session:
        batch_runs.fail(session, batch_id, run_number, sentence)
