"""Files on disk that survive a power cut: temporary file, fsync, rename, fsync of the folder.

Uploads lie under the SHA-256 of their bytes; batch files under a key of their own, streamed.
"""

import contextlib
import errno
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from coi_app import settings
from coi_app.rules import errors

_CHUNK = 1 << 20
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,80}(\.[a-z0-9]{1,8})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoSpace(errors.Refusal):
    """The disk is full; nothing half-written is left. The text says what to do."""

    def __init__(self) -> None:
        super().__init__("The disk of the server is full. Free some space, then try again; nothing was lost.")


class Unwritable(errors.Refusal):
    """The file cannot be written; nothing half-written is left. The text says why."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    key: str
    size: int
    sha256: str


def root() -> Path:
    return settings.current().data_dir.resolve() / "files"


def outbox() -> Path:
    return settings.current().data_dir.resolve() / "outbox"


def put(body: bytes) -> str:
    """Keep these bytes; gives their SHA-256, under which they are found again. Twice the same is one file."""
    sha256 = hashlib.sha256(body).hexdigest()
    path = _content_path(sha256)
    if not path.is_file():
        write_whole(path, body)
    return sha256


def get(sha256: str) -> bytes:
    """The bytes of that hash. Raises FileNotFoundError, or ValueError when the file was altered."""
    body = _content_path(sha256).read_bytes()
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ValueError("The stored file was altered since it was kept. Restore it from a backup.")
    return body


def _content_path(sha256: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise FileNotFoundError(sha256)
    return root() / "content" / sha256[:2] / sha256


def batch_path(key: str) -> Path:
    """Where the batch file of that key lies. Raises FileNotFoundError for what is no key."""
    if not _KEY.fullmatch(key):
        raise FileNotFoundError(key)
    return root() / "batches" / key


def write_whole(path: Path, body: bytes) -> None:
    with replacing(path) as file:
        file.write(body)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A binary file that becomes `path` when the block ends well, and leaves no trace when it does not."""
    part = path.with_name(path.name + ".part")
    with placing(path):
        try:
            with open(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            _remove(part)
            raise


@contextmanager
def placing(path: Path) -> Iterator[None]:
    """The folder of `path` is there for the block, and on disk after it.

    Raises `NoSpace` or `Unwritable` instead of the system's own errors.
    """
    try:
        _make_folder(path.parent)
        yield
        _sync_folder(path.parent)
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise NoSpace from error
        raise Unwritable(f"The file {path.name} cannot be written: {error.strerror or error}.") from error


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """Read in pieces: a batch file may be larger than the memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stored(key: str, path: Path) -> StoredFile:
    return StoredFile(key, path.stat().st_size, sha256_of(path))
