"""The schema is brought up to date, and told without Alembic when there is nothing to do."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlmodel import Session

from alembic import command
from coi_app import db, models, settings
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


def test_certificates_from_before_they_were_packed_stay_readable(empty: Engine, tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with empty.connect().execution_options(coi_writes=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.commit()
    verdict, content = {"findings": [], "boxes": [[7, "Y"]]}, {"holder": {"name": "Łódź Park LLC"}}
    with sqlite3.connect(tmp_path / "coi.db") as old:
        _insert_old(old, content=json.dumps(content), verdict=json.dumps(verdict))
    schema.migrate()
    with Session(empty) as session:
        kept = session.get_one(models.Certificate, 1)
        assert (kept.content, kept.verdict, kept.tail) == (content, verdict, b"tail")


def _insert_old(old: sqlite3.Connection, **given: str) -> None:
    """A row with something in every column that must have it; whom it refers to is not asked here."""
    values: dict[str, object] = {"id": 1, "tail": b"tail", "issued_at": "2026-01-02 03:04:05", **given}
    for _, name, kind, required, _, _ in old.execute("PRAGMA table_info(certificates)"):
        if required and name not in values:
            values[name] = (
                "2026-01-02" if kind == "DATE" else 0 if "INT" in kind or kind == "BOOLEAN" else "x"
            )
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    old.execute(f"INSERT INTO certificates ({names}) VALUES ({marks})", tuple(values.values()))


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
