"""A database that is away for a moment is waited for: the work of a job is not lost to a lock or a restart."""

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from coi_app.adapters import job_engine

PAUSES_SECONDS = (1, 2, 4, 8, 15, 30)

Result = TypeVar("Result")

log = logging.getLogger(__name__)


def patiently(what: str, step: Callable[[], Result]) -> Result:
    """The step's answer. It is one transaction, so it can be tried again. Raises what does not pass by itself."""
    for pause in PAUSES_SECONDS:
        try:
            return step()
        except DBAPIError as error:
            if not _may_pass(error):
                raise
            log.warning("%s waits for the database: %s", what, error.orig)
            job_engine.wait(pause)
    return step()


def _may_pass(error: DBAPIError) -> bool:
    """A lost connection, a lock, a deadlock; not a statement that is wrong."""
    said = str(error.orig).lower()
    return error.connection_invalidated or any(
        word in said for word in ("lock", "connection", "shut", "full")
    )
