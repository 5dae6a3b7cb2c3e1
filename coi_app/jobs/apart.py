"""Long jobs in a process of their own: the one that answers people goes on doing that (decision 0012)."""

import logging
from collections.abc import Callable
from contextlib import closing

from coi_app.adapters import job_engine
from coi_app.jobs.process_beside import Gone, ProcessBeside

MODULE = "coi_app.jobs.working_beside"
LOOKS_SECONDS = 0.5  # at whether this process is to end

Work = Callable[..., None]  # by its name in its module; may be done again, and goes on from where it was

log = logging.getLogger(__name__)


def run(work: Work, *arguments: object) -> None:
    """Do it there; here when the other process fails.

    Raises `Stopping`: both end, and the job stays pending.
    """
    try:
        _there(work, arguments)
    except Gone as gone:
        job_engine.leave_if_stopping()
        log.warning("%s%s: its process has ended, it is done here. %s", work.__module__, arguments, gone)
        work(*arguments)


def _there(work: Work, arguments: tuple[object, ...]) -> None:
    with closing(ProcessBeside(MODULE)) as process:
        process.send((work, arguments))
        while not process.has_answer(LOOKS_SECONDS):
            job_engine.leave_if_stopping()
        process.receive()
