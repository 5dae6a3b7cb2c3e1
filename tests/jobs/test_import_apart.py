"""A step of an import in a process of its own."""

import os
import pickle
import signal
import subprocess
import sys
from io import BytesIO

import pytest

from coi_app import db, models
from coi_app.jobs import engine, import_beside, process_beside, run_import
from coi_app.jobs.process_beside import ProcessBeside
from coi_app.services import imports
from tests.cast import People
from tests.jobs.importing import ACME, BETA, count, received, run, table, verdicts

WAITS_SECONDS = 30
# A process beside that works for a minute, unless whoever started it ends.
LONG = """
import sys, time
from coi_app.jobs import process_beside
process_beside.end_with(sys.stdin.buffer)
print('at work', flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def long_files(house: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_import, "APART_FROM", 1)
    monkeypatch.setattr(process_beside, "cores", lambda: 2)


@pytest.fixture
def asked(people: People) -> tuple[int, int, str]:
    """A dry run that waits to be done."""
    run_id = received(people, table(ACME, BETA)).id
    with db.writing() as session:
        imports.check(session, people.sam, run_id, run(people, run_id).places)
    return run_id, run(people, run_id).step, imports.CHECK


def test_it_is_done_there(
    people: People, asked: tuple[int, int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_import, "run", never)
    run_import.run_apart(*asked)
    found = run(people, asked[0])
    assert verdicts(found) == (2, 0, 0, 0) and found.state.value == "checked"
    with db.writing() as session:
        imports.apply(session, people.sam, found.id)
    run_import.run_apart(found.id, run(people, found.id).step, imports.APPLY)
    assert run(people, found.id).state.value == "applied" and count(models.Holder) == 2


def never(run_id: int, number: int, step: str) -> None:
    raise AssertionError("It was done here.")


@pytest.mark.parametrize(("rows", "cores"), [(3, 2), (1, 1)])
def test_short_files_and_one_core_stay_here(
    people: People, asked: tuple[int, int, str], monkeypatch: pytest.MonkeyPatch, rows: int, cores: int
) -> None:
    monkeypatch.setattr(run_import, "APART_FROM", rows)
    monkeypatch.setattr(process_beside, "cores", lambda: cores)
    monkeypatch.setattr(run_import, "ProcessBeside", never)
    run_import.run_apart(*asked)
    assert verdicts(run(people, asked[0])) == (2, 0, 0, 0)


def test_when_it_is_killed_the_step_is_done_here(
    people: People,
    asked: tuple[int, int, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Killed(ProcessBeside):
        def send(self, order: object) -> None:
            os.kill(self.process_id, signal.SIGKILL)
            super().send(order)

    monkeypatch.setattr(run_import, "ProcessBeside", Killed)
    run_import.run_apart(*asked)
    assert verdicts(run(people, asked[0])) == (2, 0, 0, 0)
    assert "its process has ended" in caplog.text


def test_it_says_why_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_import, "run", never)
    monkeypatch.setattr(process_beside, "end_with", lambda orders: None)
    answers = BytesIO()
    import_beside.serve(BytesIO(pickle.dumps((1, 1, imports.CHECK))), answers)
    answers.seek(0)
    assert "It was done here." in pickle.load(answers)


def test_it_ends_with_whoever_started_it() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LONG], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        assert process.stdout.readline() == b"at work\n"
        assert process.poll() is None
        process.stdin.close()
        assert process.wait(WAITS_SECONDS) == 1


def test_the_server_does_it_so() -> None:
    assert engine.WORKFLOWS[imports.RUN_IMPORT] is run_import.run_apart
