import subprocess
import sys

import pytest
from dbos import _migration
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session

from coi_app import db, settings
from coi_app.adapters import job_engine


def rows(session: Session) -> list[tuple[str, str]]:
    table = "workflow_status" if db.is_sqlite(session) else "dbos.workflow_status"
    found = session.execute(text(f"SELECT workflow_uuid, status FROM {table} ORDER BY 1"))
    return [(row[0], row[1]) for row in found]


def test_our_idea_of_the_engines_tables_is_that_of_the_pinned_release() -> None:
    """When this fails, the engine was upgraded: read its notes, then set both numbers."""
    assert len(_migration.sqlite_migrations) == job_engine.SQLITE_SCHEMA
    assert len(_migration.get_dbos_migrations("dbos", True, False)) == job_engine.POSTGRES_SCHEMA


def test_the_same_work_is_queued_once(session: Session) -> None:
    before = rows(session)
    for _ in range(2):
        job_engine.enqueue(session, "send_mail", job_engine.MAIL, "mail:9001:1", 9001, 1)
    job_engine.enqueue(session, "send_mail", job_engine.MAIL, "mail:9001:2", 9001, 2, delay_seconds=60)
    added = [row for row in rows(session) if row not in before]
    assert added == [("mail:9001:1", "ENQUEUED"), ("mail:9001:2", "DELAYED")]


def test_current_tables_cost_no_import_of_the_engine(engine: Engine) -> None:
    asked = (
        "import sys; from coi_app import db; from coi_app.adapters import job_engine;"
        "job_engine.prepare(db.engine()); print('dbos' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_without_its_tables_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = settings.Settings(database_url="sqlite:///elsewhere.db")
    monkeypatch.setattr(job_engine.settings, "current", lambda: elsewhere)
    engine = create_engine("sqlite://")
    with Session(engine) as session, pytest.raises(job_engine.NoJobTables, match="coi migrate"):
        job_engine.enqueue(session, "send_mail", job_engine.MAIL, "mail:1:1", 1, 1)
    engine.dispose()
