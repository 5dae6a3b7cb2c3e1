"""Brings the database to the schema this code was written for.

Importing Alembic takes a quarter of a second: nothing here does when there is nothing to upgrade.
"""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from coi_app import db, settings
from coi_app.adapters import job_engine
from coi_app.rules import errors

MIGRATIONS = Path(__file__).resolve().parents[2] / "alembic"
LOCK = 7_204_711  # any number: the same for everybody who migrates
NAMED = re.compile(r"""^(down_)?revision\b[^=\n]*= *["'](\w+)["']""", re.MULTILINE)


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
            if _revision(connection) != expected_revision():
                _upgrade(connection)
            connection.commit()
        job_engine.prepare(db.engine())
    except OperationalError as error:
        raise NoDatabase(f"The database {db.database_name()} does not open: {error.orig}") from error


def revision() -> str | None:
    """The schema version the database has now; None when it is empty."""
    with db.engine().connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def is_known(revision: str) -> bool:
    """Whether this version can upgrade a database of that revision."""
    return ("", revision) in _named()


@cache
def _named() -> tuple[tuple[str, str], ...]:
    """ "" or "down_", and the revision, of each migration."""
    found = [path.read_text() for path in (MIGRATIONS / "versions").glob("*.py")]
    return tuple(name for text in found for name in NAMED.findall(text))


@cache
def expected_revision() -> str:
    """The migration that no other is built on."""
    named = _named()
    (newest,) = {name for below, name in named if not below} - {name for below, name in named if below}
    return newest


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


def _upgrade(connection: Connection) -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    from alembic import command

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    if current := _revision(connection):
        try:
            ScriptDirectory(str(MIGRATIONS)).get_revision(current)
        except CommandError as error:
            raise NewerSchema from error
    command.upgrade(config, "head")
