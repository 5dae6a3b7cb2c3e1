"""Backup and restore of an installation on SQLite: database and files, copied while it works, and proven."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url

from coi_app import clock, db, settings
from coi_app.adapters import file_store, snapshot
from coi_app.adapters.snapshot import Copied, Manifest
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, schema

FOLDERS = ("files", "outbox")
ON_POSTGRESQL = (
    "The database is PostgreSQL, which has its own tools: use pg_dump and pg_restore, and copy the data folder. "
    "docs/operations.md tells how."
)


def backup(to: Path) -> Manifest:
    """Make `to`, a folder that is not there yet or empty. It gets its name only when it is whole and proven.

    The database is copied first: every file that it knows of is there by then, and files are never changed.
    """
    source, to = _database(), to.resolve()
    if not source.is_file():
        raise errors.Refusal(f"There is no database at {source}. Set COI_DATA_DIR to the folder that has it.")
    _refuse_used(to, "Give a folder that does not exist yet.")
    if any(to.is_relative_to(settings.current().data_dir.resolve() / folder) for folder in FOLDERS):
        raise errors.Refusal(
            f"{to} lies among the files to be copied. Give a folder outside the data folder."
        )
    part = to.with_name(f"{to.name}.part")
    _refuse_used(part, "An earlier backup did not end: remove that folder.")
    try:
        manifest = _written(source, part)
        part.replace(to)
    except BaseException:
        snapshot.discard(part)
        raise
    said = f"Backed up the data: {len(manifest.files):,} files, {manifest.size:,} bytes"
    _record(ActivityKind.DATA_BACKED_UP, said, manifest)
    return manifest


def restore(source: Path) -> Manifest:
    """Into the data folder of the settings, which must be empty. The backup is proven before and after."""
    target, source = _database(), source.resolve()
    data = settings.current().data_dir.resolve()
    _refuse_used(data, "A restore never overwrites: set COI_DATA_DIR to an empty folder, or empty this one.")
    if target.exists():
        raise errors.Refusal(f"{target} is there already. A restore never overwrites a database.")
    manifest = snapshot.read(source)
    if not schema.is_known(manifest.schema):
        raise schema.NewerSchema
    snapshot.verify(source, manifest)
    _put_back(source, manifest, data, target)
    schema.migrate()
    _record(ActivityKind.DATA_RESTORED, f"Restored the backup made at {manifest.made_at}", manifest)
    return manifest


def _database() -> Path:
    if not settings.current().is_sqlite:
        raise errors.Refusal(ON_POSTGRESQL)
    return Path(make_url(settings.current().database).database or "").resolve()


def _refuse_used(folder: Path, cure: str) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise errors.Refusal(f"{folder} is not empty. {cure}")


def _written(source: Path, part: Path) -> Manifest:
    made_at = clock.now()
    part.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = part / snapshot.DATABASE
    snapshot.copy_database(source, database)
    own = Copied(snapshot.DATABASE, database.stat().st_size, file_store.sha256_of(database))
    manifest = Manifest(made_at.isoformat(), schema.revision() or "", (own, *_copied_files(part)))
    snapshot.seal(part, manifest)
    snapshot.verify(part, manifest)
    return manifest


def _copied_files(part: Path) -> Iterator[Copied]:
    for path, name in _files():
        with contextlib.suppress(FileNotFoundError):  # a batch file that a retry replaced meanwhile
            copied = snapshot.copy_file(path, part / name)
            yield Copied(name, copied.size, copied.sha256)


def _files() -> Iterator[tuple[Path, str]]:
    """What lies in the data folder beside the database, with its place in the copy."""
    data = settings.current().data_dir.resolve()
    for folder in FOLDERS:
        for path in snapshot.regular_files(data / folder):
            yield path, path.relative_to(data).as_posix()
    secret = data / "secret.key"
    if secret.is_file():
        yield secret, secret.name


def _put_back(source: Path, manifest: Manifest, data: Path, target: Path) -> None:
    """The database last, under its name only when it is whole: half a restore is never taken for a house."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    begun = target.with_name(f"{target.name}.part")
    begun.unlink(missing_ok=True)
    for one in sorted(manifest.files, key=lambda file: file.name == snapshot.DATABASE):
        to = begun if one.name == snapshot.DATABASE else data / one.name
        if snapshot.copy_file(source / one.name, to).sha256 != one.sha256:
            raise snapshot.Damaged(f"{one.name} changed while it was restored. Empty {data} and start again.")
    begun.replace(target)


def _record(kind: ActivityKind, said: str, manifest: Manifest) -> None:
    details = {"made": manifest.made_at, "files": len(manifest.files), "bytes": manifest.size}
    with db.writing() as session:
        activity.record(
            session, access.system_actor("Command line"), activity.Entry(kind, said, details=details)
        )
