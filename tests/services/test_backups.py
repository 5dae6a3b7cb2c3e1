"""Backup and restore: hot, consistent, proven, and never over anything."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from coi_app import db, models, settings
from coi_app.adapters import file_store, snapshot
from coi_app.rules import errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, audit, backups
from tests import cast, own_house

on_sqlite = pytest.mark.skipif(
    "os.environ.get('COI_TEST_DATABASE_URL')", reason="PostgreSQL has its own tools"
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Path]:
    """A house with an insured, a stored file, a batch file and a kept message."""
    with own_house.installed(tmp_path / "data"):
        with db.writing() as session:
            people = cast.of(session)
            activity.record(session, people.sam, activity.Entry(ActivityKind.AGENCY_CHANGED, "Moved"))
        file_store.put(b"a policy paper")
        file_store.write_whole(file_store.batch_path("batch-1-1.zip"), b"PK")
        file_store.write_whole(file_store.outbox() / "20260305-1.eml", b"To: a@b.example")
        yield tmp_path


def move_in(folder: Path) -> None:
    """The program's settings show another data folder from here on."""
    db.engine().dispose()
    settings.current.cache_clear()
    db.engine.cache_clear()
    os.environ["COI_DATA_DIR"] = str(folder)


def names(manifest: snapshot.Manifest) -> set[str]:
    return {one.name.rsplit("/", 1)[-1] for one in manifest.files}


@on_sqlite
def test_what_is_restored_is_what_was_backed_up(house: Path) -> None:
    made = backups.backup(house / "copy")
    sha256 = next(n for n in names(made) if len(n) == 64)
    assert names(made) == {"coi.db", sha256, "batch-1-1.zip", "20260305-1.eml"}
    move_in(house / "new")
    assert backups.restore(house / "copy").files == made.files
    assert file_store.get(sha256) == b"a policy paper"
    with db.reading() as session:
        kinds = [one.kind for one in session.exec(select(models.Activity).order_by("id"))]
        assert (audit.verify(session).broken, kinds) == (None, ["agency:changed", "data:restored"])


@on_sqlite
def test_a_backup_is_recorded_where_it_was_made(house: Path) -> None:
    backups.backup(house / "copy")
    with db.reading() as session:
        assert [one.kind for one in session.exec(select(models.Activity))][-1] == "data:backed_up"


@on_sqlite
def test_a_backup_while_others_write_is_one_state_of_the_data(house: Path) -> None:
    """Each change writes an entry and its chain's head together: a torn copy would not verify."""
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        while not stop.is_set():
            with db.writing() as session:
                actor = cast.access.system_actor()
                activity.record(session, actor, activity.Entry(ActivityKind.AGENCY_CHANGED, "Again"))
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        written.wait()
        backups.backup(house / "copy")
    finally:
        stop.set()
        writer.join()
    move_in(house / "new")
    backups.restore(house / "copy")
    with db.reading() as session:
        walk = audit.verify(session)
    assert walk.broken is None and walk.entries > 2


@on_sqlite
@pytest.mark.parametrize("harm", ["flipped", "shorter", "gone", "manifest", "outside"])
def test_a_damaged_backup_is_refused_and_nothing_is_restored(house: Path, harm: str) -> None:
    made = backups.backup(house / "copy")
    victim = house / "copy" / next(one.name for one in made.files if "content" in one.name)
    manifest = house / "copy" / snapshot.MANIFEST
    if harm == "flipped":
        victim.write_bytes(b"A policy paper")
    elif harm == "shorter":
        victim.write_bytes(b"a policy")
    elif harm == "gone":
        victim.unlink()
    elif harm == "manifest":
        manifest.write_text("{}")
    else:
        manifest.write_text(manifest.read_text().replace('"files/', '"../files/', 1))
    move_in(house / "new")
    with pytest.raises(snapshot.Damaged):
        backups.restore(house / "copy")
    assert not (house / "new").exists() or not any((house / "new").iterdir())


@on_sqlite
def test_a_backup_that_fails_leaves_nothing(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "verify", lambda *_: (_ for _ in ()).throw(snapshot.Damaged("x")))
    with pytest.raises(snapshot.Damaged):
        backups.backup(house / "copy")
    assert sorted(path.name for path in house.iterdir()) == ["data"]


@on_sqlite
def test_nothing_is_ever_overwritten(house: Path) -> None:
    backups.backup(house / "copy")
    with pytest.raises(errors.Refusal, match="not empty"):
        backups.backup(house / "copy")
    with pytest.raises(errors.Refusal, match="never overwrites"):
        backups.restore(house / "copy")
    with pytest.raises(errors.Refusal, match="outside the data folder"):
        backups.backup(house / "data" / "files" / "copy")


@on_sqlite
def test_a_backup_of_a_newer_version_is_refused(house: Path) -> None:
    backups.backup(house / "copy")
    manifest = house / "copy" / snapshot.MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"schema": "9999"}))
    move_in(house / "new")
    with pytest.raises(errors.Refusal, match="newer version"):
        backups.restore(house / "copy")


def test_on_postgresql_its_own_tools_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = settings.Settings(data_dir=tmp_path, database_url="postgresql://localhost/coi")
    monkeypatch.setattr(settings, "current", lambda: other)
    for deed in (backups.backup, backups.restore):
        with pytest.raises(errors.Refusal, match="pg_dump"):
            deed(tmp_path / "copy")


@on_sqlite
def test_the_commands(house: Path) -> None:
    """As an operator types them; a flipped byte in the history ends `coi audit verify` with 1."""

    def coi(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "coi_app", *arguments], check=False, capture_output=True, text=True
        )

    assert coi("backup", str(house / "copy")).returncode == 0
    assert coi("restore", str(house / "copy")).returncode == 1
    assert "hold. Seal" in coi("audit", "verify").stdout
    path = house / "data" / "coi.db"
    with sqlite3.connect(path) as database:
        database.execute("UPDATE activities SET sentence = 'Stayed' WHERE sentence = 'Moved'")
    told = coi("audit", "verify")
    assert (told.returncode, "BROKEN. Entry 1 of the agency" in told.stdout) == (1, True)
    assert json.loads(coi("audit", "verify", "--json").stdout)["broken"]["sequence"] == 1
