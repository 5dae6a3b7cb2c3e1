"""The schema is brought up to date, and told without Alembic when there is nothing to do."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from coi_app import db, settings
from coi_app.services import schema


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A new SQLite file in a new data folder."""
    monkeypatch.setenv("COI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COI_DATABASE_URL", f"sqlite:///{tmp_path / 'coi.db'}")
    settings.current.cache_clear()
    own = db.engine_for(settings.current().database)
    monkeypatch.setattr(db, "engine", lambda: own)
    yield own
    own.dispose()
    settings.current.cache_clear()


def test_the_expected_revision_is_alembics_head() -> None:
    assert schema.expected_revision() == ScriptDirectory(str(schema.MIGRATIONS)).get_current_head()


def test_an_empty_database_is_brought_to_it(empty: Engine) -> None:
    assert schema.revision() is None
    schema.migrate()
    assert schema.revision() == schema.expected_revision()
    schema.migrate()
    assert schema.revision() == schema.expected_revision()


def test_a_newer_schema_is_refused_and_left_alone(empty: Engine) -> None:
    schema.migrate()
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.NewerSchema):
        schema.migrate()
    assert schema.revision() == "9999"


def test_a_start_on_a_current_database_imports_neither_alembic_nor_the_job_engine(empty: Engine) -> None:
    schema.migrate()
    heavy = "{'alembic', 'dbos', 'reflex'} & set(sys.modules)"
    asked = f"import sys; from coi_app.services import schema; schema.migrate(); print(sorted({heavy}))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert told == "[]\n"
