"""Brings the database to the schema this code was written for."""

from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from alembic import command
from coi_app import db, settings
from coi_app.adapters import job_engine
from coi_app.rules import errors

MIGRATIONS = Path(__file__).resolve().parents[2] / "alembic"
LOCK = 7_204_711  # any number: the same for everybody who migrates


class NewerSchema(errors.Refusal):
    """The database was written by a newer version; running this one on it would harm it."""

    def __init__(self) -> None:
        super().__init__(
            "This database was upgraded by a newer version of the program. Install that version, "
            "or restore a backup made before the upgrade."
        )


class NoDatabase(errors.Refusal):
    """The database cannot be opened or written; the text says which and what to do."""


def migrate() -> None:
    """Create or upgrade the schema. Raises `NewerSchema` or `NoDatabase`; two starts at once wait for each other."""
    _prepare_folder()
    try:
        with db.engine().connect().execution_options(coi_writes=True) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            _refuse_newer(connection)
            command.upgrade(_config(connection), "head")
            connection.commit()
        job_engine.prepare(db.engine())
    except OperationalError as error:
        raise NoDatabase(f"The database {db.database_name()} does not open: {error.orig}") from error


def revision() -> str | None:
    """The schema version the database has now; None when it is empty."""
    with db.engine().connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def expected_revision() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _prepare_folder() -> None:
    folder = settings.current().data_dir.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".write-probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise NoDatabase(
            f"The data folder {folder} cannot be written ({error.strerror}). Give this user the right to write "
            "there, or set COI_DATA_DIR to another folder."
        ) from error


def _refuse_newer(connection: Connection) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return
    try:
        ScriptDirectory(str(MIGRATIONS)).get_revision(current)
    except CommandError as error:
        raise NewerSchema from error


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
