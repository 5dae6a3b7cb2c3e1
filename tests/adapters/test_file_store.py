import errno
import os
from pathlib import Path

import pytest

from coi_app.adapters import file_store


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(file_store, "root", lambda: tmp_path / "files")
    return tmp_path


def test_bytes_lie_under_their_hash(folder: Path) -> None:
    key = file_store.put(b"policy")
    assert file_store.put(b"policy") == key and file_store.get(key) == b"policy"
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [key]


def test_an_altered_file_does_not_leave(folder: Path) -> None:
    key = file_store.put(b"policy")
    next(path for path in folder.rglob(key)).write_bytes(b"forged")
    with pytest.raises(ValueError, match="altered"):
        file_store.get(key)


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b", "", "A.zip", "..", "batch-1.zip/..", "x" * 200])
def test_a_key_is_no_path(key: str) -> None:
    with pytest.raises(FileNotFoundError):
        file_store.batch_path(key)
    with pytest.raises(FileNotFoundError):
        file_store.get(key)


@pytest.mark.parametrize(
    ("number", "refusal"), [(errno.ENOSPC, file_store.NoSpace), (errno.EACCES, file_store.Unwritable)]
)
def test_a_full_disk_leaves_nothing_half_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, refusal: type[Exception]
) -> None:
    target = folder / "files" / "a.bin"

    def full(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(refusal):
        file_store.write_whole(target, b"x")
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_there_stays_when_the_new_one_fails(folder: Path) -> None:
    target = folder / "a.bin"
    file_store.write_whole(target, b"old")
    with pytest.raises(RuntimeError), file_store.replacing(target) as file:
        file.write(b"new")
        raise RuntimeError
    assert target.read_bytes() == b"old" and [path.name for path in folder.iterdir()] == ["a.bin"]
