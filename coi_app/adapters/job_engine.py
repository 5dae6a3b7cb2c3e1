"""Durable work: DBOS in the application's own database: a change and its job are committed together.

What runs again after a crash starts over from its first line: a job keeps its progress in our own tables.
"""

import functools
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from coi_app import clock, settings
from coi_app.rules import errors

APPLICATION = "coi-app"
# Pinned: a newer program takes up the jobs an older one left. Raise it when a job's arguments change.
VERSION = "1"
# The engine's tables of the pinned release: a start on a current database need not even import it.
SQLITE_SCHEMA = 125
POSTGRES_SCHEMA = 125
POLLING_SECONDS = 0.5
LISTENING_SECONDS = 0.1  # a stop waits for the end of one such look, which costs nothing
KEPT_FINISHED = timedelta(days=30)
FORGOTTEN_AT_ONCE = 500

BATCHES = "batches"
IMPORTS = "imports"
MAIL = "mail"
BULK = "bulk"
RADAR = "radar"
# Jobs of a queue at once in one process.
WORKERS: dict[str, int] = {BATCHES: 1, BULK: 1, IMPORTS: 1, MAIL: 4, RADAR: 1}
SOON_AFTER_MIDNIGHT = "10 0 * * *"

Workflow = Callable[..., None]


class _UnderWay:
    """How many jobs run in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        with self._lock:
            self._count += 1
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1


_under_way = _UnderWay()
_lock = threading.Lock()
_clients: dict[str, Any] = {}
_registered: dict[str, Workflow] = {}
_stopping = threading.Event()


class Stopping(BaseException):
    """The process ends: the job leaves and stays pending. An `Exception` would end it as failed."""


class NoJobTables(errors.Refusal):
    def __init__(self) -> None:
        super().__init__(
            "The tables of the job engine are missing or old. Run `coi migrate`, then try again."
        )


def prepare(engine: Engine) -> None:
    """Create or upgrade the engine's tables; cheap when they are current. Not while a writer holds SQLite."""
    sqlite = engine.dialect.name == "sqlite"
    if _schema_version(engine) == (SQLITE_SCHEMA if sqlite else POSTGRES_SCHEMA):
        return
    from dbos import DBOS

    _quiet()
    DBOS.migrate(engine.url.render_as_string(hide_password=False))


def _schema_version(engine: Engine) -> int:
    table = "dbos_migrations" if engine.dialect.name == "sqlite" else "dbos.dbos_migrations"
    try:
        with engine.connect() as connection:
            return int(connection.execute(text(f"SELECT version FROM {table}")).scalar() or 0)
    except DBAPIError:
        return 0


def enqueue(
    session: Session,
    workflow: str,
    queue: str,
    workflow_id: str,
    *arguments: Any,
    delay_seconds: float | None = None,
) -> None:
    """Run `workflow` once after the session's commit; the same `workflow_id` again changes nothing."""
    options: dict[str, Any] = {
        "workflow_name": workflow,
        "queue_name": queue,
        "workflow_id": workflow_id,
        "application_name": APPLICATION,
    }
    if delay_seconds is not None:
        options["delay_seconds"] = delay_seconds
    try:
        _client(settings.current().database).enqueue_in_transaction(session, options, *arguments)
    except DBAPIError as error:
        if "workflow_status" in str(error.orig):
            raise NoJobTables from error
        raise


def _client(url: str) -> Any:
    """Builds rows only; it opens no connection of its own."""
    with _lock:
        if url not in _clients:
            from dbos import DBOSClient

            _quiet()
            _clients[url] = DBOSClient(system_database_url=url, application_name=APPLICATION, lazy=True)
        return _clients[url]


def start(
    executor_id: str, workflows: Mapping[str, Workflow], *, daily: Sequence[str] = (), time_zone: str = "UTC"
) -> None:
    """Take up what this executor left pending, then work on the queues in threads of this process.

    `daily`: workflows that run each night of that time zone, once whatever the number of workers; each takes the
    instant it was planned for and a context.

    Two living processes must not share an `executor_id`: each would run the other's work again.
    """
    from dbos import DBOS

    _quiet()
    _stopping.clear()
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_url": settings.current().database,
            "application_version": VERSION,
            "executor_id": executor_id,
            "notification_listener_polling_interval_sec": LISTENING_SECONDS,
            "log_level": "WARNING",
        }
    )
    for name, function in workflows.items():
        if name not in _registered:
            _registered[name] = DBOS.workflow(name=name, max_recovery_attempts=1_000)(_counted(function))
    DBOS.launch()
    for name, workers in WORKERS.items():
        DBOS.register_queue(
            name,
            worker_concurrency=workers,
            polling_interval_sec=POLLING_SECONDS,
            on_conflict="always_update",
        )
    _plan(daily, time_zone)
    _forget_finished()


def _counted(function: Workflow) -> Workflow:
    @functools.wraps(function)
    def run(*arguments: Any) -> None:
        with _under_way.one_more():
            function(*arguments)

    return run


def _plan(daily: Sequence[str], time_zone: str) -> None:
    from dbos import DBOS

    DBOS.apply_schedules(
        [
            {
                "schedule_name": name,
                "workflow_fn": _registered[name],
                "schedule": SOON_AFTER_MIDNIGHT,
                "cron_timezone": time_zone,
                "queue_name": RADAR,
            }
            for name in daily
        ]
    )


def _forget_finished() -> None:
    """What ended a month ago: the engine keeps its rows for ever, and our own tables tell what became of it."""
    from dbos import DBOS

    before = (clock.now() - KEPT_FINISHED).isoformat()
    ended = ["SUCCESS", "ERROR", "CANCELLED"]
    while old := DBOS.list_workflows(
        status=ended, completed_before=before, limit=FORGOTTEN_AT_ONCE, load_input=False, load_output=False
    ):
        DBOS.delete_workflows([one.workflow_id for one in old])


def stop(timeout_seconds: int = 10) -> None:
    """Ask running jobs to leave at their next step; what is left goes on at the next start."""
    from dbos import DBOS

    _stopping.set()
    # The engine looks once a second whether all are over, for the first time after a second.
    DBOS.destroy(workflow_completion_timeout_sec=timeout_seconds if _under_way else 0)


def leave_if_stopping() -> None:
    """A long job calls this between its steps. Raises `Stopping`."""
    if _stopping.is_set():
        raise Stopping


def wait(seconds: float) -> None:
    """Sleep inside a job, but not beyond the end of the process. Raises `Stopping`."""
    _stopping.wait(seconds)
    leave_if_stopping()


def _quiet() -> None:
    """Warnings and worse only, through this program's log instead of the engine's own console."""
    logger = logging.getLogger("dbos")
    logger.setLevel(logging.WARNING)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
