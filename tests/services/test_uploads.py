"""Uploads judged as the server does it: in a process of its own."""

from pathlib import Path

import pytest

from coi_app.adapters import confined
from coi_app.rules import errors
from coi_app.rules.upload_kinds import MediaKind
from coi_app.services import uploads
from tests.documents import hostile_files as made


def judged(data: bytes, name: str) -> uploads.Upload:
    with uploads.arriving() as path:
        path.write_bytes(data)
        return uploads.accepted(path, name)


def test_a_good_file_comes_through_with_the_name_of_what_it_is() -> None:
    paper = made.pdf()
    assert judged(paper, "Policy.exe") == uploads.Upload("Policy.pdf", MediaKind.PDF, paper)


def test_a_bad_one_is_told_why() -> None:
    with pytest.raises(errors.InvalidInput, match="script"):
        judged(made.pdf(made.with_script), "Policy.pdf")


def test_too_large_a_file_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "run", lambda *_: pytest.fail("it was looked at"))
    with pytest.raises(errors.InvalidInput, match="larger than 25 MB"):
        judged(b"%PDF-" + b"0" * 50_000_000, "Policy.pdf")


def test_what_eats_time_or_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "_ROOT", tmp_path)
    (tmp_path / "sleeps.py").write_text("import time\ntime.sleep(60)")
    (tmp_path / "eats.py").write_text("print(len(b'a' * (600 << 20)))")
    with pytest.raises(confined.NoAnswer):
        confined.run("sleeps", seconds=1)
    with pytest.raises(confined.NoAnswer, match="MemoryError"):
        confined.run("eats")


def test_no_answer_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: str) -> bytes:
        raise confined.NoAnswer

    monkeypatch.setattr(confined, "run", run)
    with pytest.raises(errors.InvalidInput, match="cannot be checked"):
        judged(made.pdf(), "Policy.pdf")


def test_a_name_is_never_an_option_of_a_program() -> None:
    assert judged(b"hello", "--help").name == "help.txt"
