"""Data folders with the demo agency: filled once for a version of its sources, copied for each measurement."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import processes
from coi_app import db, settings

ROOT = Path(__file__).parents[1]
# What decides what a filled database looks like.
SOURCES = ("coi_app/services/demo", "alembic/versions")
DATABASE = "coi.db"
REDWOOD, REDWOODS_MASTER = "Redwood Ridge Builders LLC", "All Lines"
SUMMIT, SUMMITS_MASTER = "Summit Peak Contractors Inc", "All Lines"


@contextmanager
def demo(scale: str) -> Iterator[Path]:
    """A data folder of its own, thrown away at the end. The first of a scale is slow: "medium" takes minutes."""
    kept = _filled(scale)
    with tempfile.TemporaryDirectory(prefix="coi-bench-") as folder:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        yield Path(folder)


def _filled(scale: str) -> Path:
    kept = Path(tempfile.gettempdir()) / "coi-benchmarks" / f"{scale}-{_fingerprint()}"
    if not kept.is_dir():
        part = Path(tempfile.mkdtemp(prefix="coi-bench-fill-"))
        processes.run(processes.COI, "demo-data", "--scale", scale, data_dir=part)
        _settle(part / DATABASE)
        kept.parent.mkdir(exist_ok=True)
        shutil.move(part, kept)
    return kept


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _settle(database: Path) -> None:
    """Everything into the one file that gets copied and weighed."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def weight(data_dir: Path) -> int:
    """Bytes of the settled database."""
    _settle(data_dir / DATABASE)
    return (data_dir / DATABASE).stat().st_size


@contextmanager
def opened(data_dir: Path) -> Iterator[None]:
    """This process works on that data folder until the block ends."""
    os.environ["COI_DATA_DIR"] = str(data_dir)
    _forget()
    try:
        yield
    finally:
        db.engine().dispose()
        del os.environ["COI_DATA_DIR"]
        _forget()


def _forget() -> None:
    settings.current.cache_clear()
    db.engine.cache_clear()
