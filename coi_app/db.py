"""The engine and its two doors: `reading()` looks, `writing()` begins immediately and commits at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, create_engine

from coi_app import settings
from coi_app.rules import errors


def engine_for(url: str) -> Engine:
    """An engine as this house wants it; opens no connection yet (workers fork after import)."""
    if not url.startswith("sqlite"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        engine = create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)
        event.listen(engine, "connect", _prepare_postgres)
        return engine
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=24,
        connect_args={"timeout": 30, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgres(connection: Any, _record: Any) -> None:
    connection.autocommit = True  # else it would be taken back with the first look
    # To start a second process for a look takes 10 ms, several times as long as most looks; so does to compile it.
    connection.execute("SET max_parallel_workers_per_gather = 0; SET jit = off")
    connection.autocommit = False


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin late; `_begin_sqlite` begins itself
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # a certificate is a legal record: a commit survives a power cut
        "foreign_keys=ON",
        "busy_timeout=30000",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A deferred BEGIN that later writes fails at once with "database is locked": writers take the lock first.
    writes = connection.get_execution_options().get("coi_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@cache
def engine() -> Engine:
    return engine_for(settings.current().database)


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def database_name() -> str:
    """The database's address without its password, fit to be logged."""
    return make_url(settings.current().database).render_as_string(hide_password=True)


@contextmanager
def reading(*, one_view: bool = False) -> Iterator[Session]:
    """Looks only, rolled back at the end. `one_view`: all its statements see one state of the data.

    On SQLite they always do; PostgreSQL is asked for it only where it matters.
    """
    with Session(engine()) as session:
        if one_view and not is_sqlite(session):
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session
        session.rollback()


@contextmanager
def writing() -> Iterator[Session]:
    """One change: everything is committed at the end, or nothing.

    Raises `errors.Conflict` when somebody else made the same thing, of which there can be one, in that moment.
    """
    try:
        with (
            engine().connect() as connection,
            Session(connection.execution_options(coi_writes=True)) as session,
        ):
            yield session
            session.commit()
    except IntegrityError as clash:
        if "unique" not in str(clash.orig).lower():
            raise
        raise errors.Conflict(
            "Somebody else saved the same at this very moment. Look at it, and try again."
        ) from clash
