"""The job of a batch: steps until nobody waits, each followed by its part of the file. Killed anywhere, it goes on from
the rows."""

import logging
from contextlib import nullcontext
from functools import partial

from coi_app import db
from coi_app.adapters import job_engine
from coi_app.jobs import apart, batch_file, drawing_room, process_beside
from coi_app.jobs.batch_file import BatchFile
from coi_app.jobs.drawing_room import Beside, DrawingRoom
from coi_app.jobs.patience import patiently
from coi_app.rules import errors
from coi_app.services import batch_runs, batch_steps
from coi_app.services.batch_steps import Step

TRIES_BESIDE_OTHERS = 3
UNEXPECTED = (
    "Something unexpected happened on the server. Retry; if it happens again, tell your administrator."
)

log = logging.getLogger(__name__)


def run_apart(batch_id: int, run_number: int) -> None:
    """The same, of a long batch in a process of its own."""
    with db.reading() as session:
        holders = batch_runs.holders(session, batch_id)
    if process_beside.is_worth_it(holders, drawing_room.BESIDE_FROM):
        apart.run(run, batch_id, run_number)
    else:
        run(batch_id, run_number)


def run(batch_id: int, run_number: int, beside: Beside | None = None) -> None:
    """Ends the batch in every case but one: when the process stops, it goes on at the next start.

    `beside`: a process that draws, when whoever asks has started one.
    """
    try:
        _work(batch_id, run_number, beside)
    except errors.Refusal as error:
        _fail(batch_id, run_number, str(error))
    except Exception:
        log.exception("batch %s stopped", batch_id)
        _fail(batch_id, run_number, UNEXPECTED)


def _work(batch_id: int, run_number: int, beside: Beside | None) -> None:
    with db.writing() as session:
        if not batch_runs.begin(session, batch_id, run_number):
            return
        holders = batch_runs.holders(session, batch_id)
    with (
        nullcontext(beside) if beside else drawing_room.beside(holders) as process,
        BatchFile(batch_id, run_number) as file,
    ):
        room = DrawingRoom(batch_id, process)
        while not _is_over(batch_id, run_number):
            job_engine.leave_if_stopping()
            stored = patiently(f"batch {batch_id}", partial(_step, room))
            file.follow(stored)  # the next step is being drawn beside this meanwhile
        written = file.close()
    with db.writing() as session:
        replaced = batch_runs.finish(session, batch_id, run_number, written.stored, written.file_name)
    if replaced:
        batch_file.remove(replaced)


def _is_over(batch_id: int, run_number: int) -> bool:
    with db.reading() as session:
        return batch_runs.is_over(session, batch_id, run_number)


def _step(room: DrawingRoom) -> Step | None:
    """The step that is stored now; None when nobody waits."""
    for _ in range(TRIES_BESIDE_OTHERS):
        step = room.step()
        if step is None:
            return None
        with db.writing() as session:
            is_stored = batch_steps.commit(session, step)
        if is_stored:
            return step
        room.start_over()
    return _step_alone(room)


def _step_alone(room: DrawingRoom) -> Step | None:
    """Others were quicker each time: take the numbers first, and let them wait for once."""
    with db.writing() as session:
        step = room.preparer.step(session, taking=True)
        is_stored = step is not None and batch_steps.commit(session, step, taken=True)
    return step if is_stored else None


def _fail(batch_id: int, run_number: int, sentence: str) -> None:
    with db.writing() as session:
        batch_runs.fail(session, batch_id, run_number, sentence)
