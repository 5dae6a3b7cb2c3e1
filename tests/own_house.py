"""An installation of its own for tests that commit, run threads or kill processes: folder, database, settings."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from coi_app import db, settings
from coi_app.services import schema


@contextmanager
def installed(folder: Path, **environment: str) -> Iterator[dict[str, str]]:
    """Gives the environment that a child process needs to work in the same house.

    On PostgreSQL, when the tests run there, in a new database of the same server.
    """
    own = {"COI_DATA_DIR": str(folder), "COI_DATABASE_URL": "", "COI_SMTP_URL": ""}
    server = os.environ.get("COI_TEST_DATABASE_URL")
    name = f"house_{uuid.uuid4().hex[:12]}"
    if server:
        own["COI_DATABASE_URL"] = new_database(server, name)
    before = {key: os.environ.get(key) for key in own | environment}
    os.environ.update(own | environment)
    _forget()
    try:
        schema.migrate()
        yield dict(os.environ)
    finally:
        db.engine().dispose()
        for key, value in before.items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})
        _forget()
        if server:
            _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def new_database(server: str, name: str) -> str:
    """Make it on that PostgreSQL server; gives its address."""
    _administer(server, f"CREATE DATABASE {name}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _forget() -> None:
    settings.current.cache_clear()
    db.engine.cache_clear()


def _administer(server: str, statement: str) -> None:
    engine = create_engine(
        make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
