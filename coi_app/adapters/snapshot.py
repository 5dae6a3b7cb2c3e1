"""A folder that holds a copy of an installation: a SQLite database, files, and a manifest that proves them."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coi_app.adapters import file_store
from coi_app.rules import errors

MANIFEST = "manifest.json"
FORMAT = 1
DATABASE = "coi.db"
_CHUNK = 1 << 20
_NAME = re.compile(r"(?!.*(^|/)\.{1,2}(/|$))[^/\\\0][^\\\0]*")
_SUMS = re.compile(r"[0-9a-f]{64}")


class Damaged(errors.Refusal):
    """A copy that is not what was written; the text names the file."""


@dataclass(frozen=True, slots=True)
class Copied:
    """One file of the copy; `name` is its path inside the folder, with slashes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy consists of. `made_at`: ISO instant; `schema`: the database's revision."""

    made_at: str
    schema: str
    files: tuple[Copied, ...]

    @property
    def size(self) -> int:
        return sum(one.size for one in self.files)


def copy_database(source: Path, target: Path) -> None:
    """While others write: all pages in one read transaction of SQLite's own backup, then one plain file."""
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=30)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
    target.chmod(0o600)
    _sync(target)


def check_database(path: Path) -> None:
    """Raises Damaged when SQLite finds fault with it."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as copy:
            (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise Damaged(f"The database {path.name} in the copy is damaged: {said}.")


def copy_file(source: Path, target: Path) -> Copied:
    """Copied, on disk, and its SHA-256 as it was read. `Copied.name` is the target's own name."""
    _make_folder(target.parent)
    digest, size = hashlib.sha256(), 0
    with (
        source.open("rb") as given,
        open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept,
    ):
        while piece := given.read(_CHUNK):
            digest.update(piece)
            size += kept.write(piece)
        kept.flush()
        os.fsync(kept.fileno())
    return Copied(target.name, size, digest.hexdigest())


def regular_files(folder: Path) -> Iterator[Path]:
    """Whole files below the folder, in order; parts that are being written, links and devices are none."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix != ".part":
            yield path


def seal(folder: Path, manifest: Manifest) -> None:
    body = json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1, ensure_ascii=False)
    file_store.write_whole(folder / MANIFEST, body.encode())


def read(folder: Path) -> Manifest:
    """Raises Damaged for what is no manifest of ours."""
    try:
        said: Any = json.loads((folder / MANIFEST).read_text("utf-8"))
        files = tuple(_copied(one) for one in said["files"])
        manifest = Manifest(str(said["made_at"]), str(said["schema"]), files)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Damaged(
            f"{folder} is no backup of this program: {MANIFEST} is missing or cannot be read."
        ) from error
    if said.get("format") != FORMAT or DATABASE not in {one.name for one in files}:
        raise Damaged(f"{folder} is no backup that this version can read.")
    return manifest


def _copied(said: Mapping[str, Any]) -> Copied:
    name, size, sha256 = said["name"], said["size"], said["sha256"]
    if not (
        isinstance(name, str) and _NAME.fullmatch(name) and _SUMS.fullmatch(sha256) and type(size) is int
    ):
        raise ValueError(name)
    return Copied(name, size, sha256)


def verify(folder: Path, manifest: Manifest) -> None:
    """Read every file again. Raises Damaged, naming the first that is not what the manifest says."""
    for one in manifest.files:
        path = folder / one.name
        if not path.is_file():
            raise Damaged(f"The backup lacks {one.name}.")
        if path.stat().st_size != one.size or file_store.sha256_of(path) != one.sha256:
            raise Damaged(f"{one.name} in the backup is not the file that was written. Use another backup.")
    check_database(folder / DATABASE)


def discard(folder: Path) -> None:
    """What was begun and did not become whole."""
    shutil.rmtree(folder, ignore_errors=True)


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
