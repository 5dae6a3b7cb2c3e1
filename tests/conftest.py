"""The schema is made once by the real migrations; each test runs in a transaction that is rolled back."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from coi_app import db, settings

NO_MAIL_SERVER = ""


@pytest.fixture(scope="session", autouse=True)
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An own data folder and, unless PostgreSQL is given, an own SQLite file for this run."""
    folder = tmp_path_factory.mktemp("installation")
    os.environ["COI_DATA_DIR"] = str(folder)
    os.environ["COI_SMTP_URL"] = NO_MAIL_SERVER
    if url := os.environ.get("COI_TEST_DATABASE_URL"):
        os.environ["COI_DATABASE_URL"] = url
    settings.current.cache_clear()
    db.engine.cache_clear()
    yield folder
    db.engine().dispose()


@pytest.fixture(scope="session")
def engine(installation: Path) -> Engine:
    from coi_app.services import schema

    schema.migrate()
    return db.engine()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(coi_writes=True) as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """A session whose commits end in a rolled-back transaction."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield session
