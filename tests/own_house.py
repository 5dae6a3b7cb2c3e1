"""An installation of its own for tests that commit, run threads or kill processes: folder, database, settings."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
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
    server = os.environ.get("COI_TEST_DATABASE_URL", "")
    name = f"house_{uuid.uuid4().hex[:12]}"
    address = _copied(server, name, folder)
    with _settings(folder, address, environment):
        yield dict(os.environ)
    if server:
        _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def new_database(server: str, name: str, like: str = "") -> str:
    """Make it on that PostgreSQL server, as a copy of `like` if that is given; gives its address."""
    _administer(server, f"CREATE DATABASE {name}" + (f" TEMPLATE {like} STRATEGY FILE_COPY" if like else ""))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _copied(server: str, name: str, folder: Path) -> str:
    """A new house's folder and, on PostgreSQL, its database; gives the address of that."""
    if server:
        return new_database(server, name, like=_model_database(server))
    shutil.copytree(_model_folder().name, folder, dirs_exist_ok=True)
    return ""


@cache
def _model_folder() -> "tempfile.TemporaryDirectory[str]":
    """What every house on SQLite begins as: the migrations run once."""
    made = tempfile.TemporaryDirectory(prefix="coi-house-")
    with _settings(Path(made.name), "", {}):
        schema.migrate()
    return made


@cache
def _model_database(server: str) -> str:
    name = f"model_{uuid.uuid4().hex[:12]}"
    with (
        tempfile.TemporaryDirectory(prefix="coi-house-") as folder,
        _settings(Path(folder), new_database(server, name), {}),
    ):
        schema.migrate()
    return name


@contextmanager
def _settings(folder: Path, address: str, environment: Mapping[str, str]) -> Iterator[None]:
    own = {"COI_DATA_DIR": str(folder), "COI_DATABASE_URL": address, "COI_SMTP_URL": ""} | dict(environment)
    before = {key: os.environ.get(key) for key in own}
    os.environ.update(own)
    _forget()
    try:
        yield
    finally:
        for key, value in before.items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})
        _forget()


def _forget() -> None:
    if (
        db.engine.cache_info().currsize
    ):  # a house in a house: the outer one's connections are closed, not dropped
        db.engine().dispose()
    settings.current.cache_clear()
    db.engine.cache_clear()


def _administer(server: str, statement: str) -> None:
    engine = create_engine(
        make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
