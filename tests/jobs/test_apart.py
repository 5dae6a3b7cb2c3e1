"""Long jobs in a process of their own."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from io import BytesIO

import pytest

from coi_app import db, models
from coi_app.adapters import beside, file_store, job_engine
from coi_app.jobs import (
    apart,
    bulk_run,
    drawing_room,
    engine,
    generate_batch,
    process_beside,
    run_import,
    working_beside,
)
from coi_app.jobs.process_beside import ProcessBeside
from coi_app.queries.bulk_runs import BulkKind
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.services import batches, bulk_runs, imports
from tests import desk
from tests.cast import People
from tests.jobs.importing import ACME, BETA, count, received, run, table, verdicts
from tests.jobs.test_generate_batch import assert_whole

WAITS_SECONDS = 30
# A process beside that works for a minute, unless whoever started it ends.
LONG = """
import sys, time
from coi_app.adapters import beside
from coi_app.jobs import process_beside
beside.pipes()
process_beside.end_with(sys.stdin.buffer)
print('at work', file=sys.stderr, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def everything_is_long(house: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_import, "APART_FROM", 1)
    monkeypatch.setattr(drawing_room, "BESIDE_FROM", 1)
    monkeypatch.setattr(beside, "cores", lambda: 2)


@pytest.fixture
def asked(people: People) -> tuple[int, int, str]:
    """A dry run that waits to be done."""
    run_id = received(people, table(ACME, BETA)).id
    with db.writing() as session:
        imports.check(session, people.sam, run_id, run(people, run_id).places)
    return run_id, run(people, run_id).step, imports.CHECK


@pytest.fixture
def batch_id(people: People) -> int:
    with db.writing() as session:
        place = desk.ready(session, people.redwood)
        return batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Those that were started and answered that all is done."""
    answered: list[int] = []

    class Witness(ProcessBeside):
        def receive(self) -> None:
            assert super().receive() is None
            answered.append(self.process_id)

    monkeypatch.setattr(apart, "ProcessBeside", Witness)
    return answered


def test_an_import_is_done_there(people: People, asked: tuple[int, int, str], processes: list[int]) -> None:
    run_import.run_apart(*asked)
    found = run(people, asked[0])
    assert verdicts(found) == (2, 0, 0, 0) and found.state.value == "checked"
    with db.writing() as session:
        imports.apply(session, people.sam, found.id)
    run_import.run_apart(found.id, run(people, found.id).step, imports.APPLY)
    assert run(people, found.id).state.value == "applied" and count(models.Holder) == 2
    assert len(processes) == 2


def test_a_batch_is_done_there(batch_id: int, processes: list[int]) -> None:
    generate_batch.run_apart(batch_id, 1)
    assert_whole(batch_id, 3)
    assert len(processes) == 1


def test_an_export_is_done_there(
    people: People, batch_id: int, processes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    generate_batch.run(batch_id, 1)
    with db.writing() as session:
        every = CertificateSelection(everyone=True)
        run_id = bulk_runs.start(
            session, people.sam, BulkKind.CSV, every, {"request_key": "key"}, enqueue=False
        )
    bulk_run.run_apart(run_id)
    assert processes == []
    monkeypatch.setattr(bulk_run, "APART_FROM", 3)
    with db.writing() as session:
        session.get_one(models.BulkRun, run_id).state = "queued"
    bulk_run.run_apart(run_id)
    assert len(processes) == 1
    with db.reading() as session:
        found = session.get_one(models.BulkRun, run_id)
        assert (found.state, found.done) == ("done", 3) and file_store.batch_path(found.file_key).exists()


def test_the_server_does_them_so() -> None:
    assert engine.WORKFLOWS[bulk_runs.RUN_BULK] is bulk_run.run_apart
    assert engine.WORKFLOWS[imports.RUN_IMPORT] is run_import.run_apart
    assert engine.WORKFLOWS[batches.GENERATE_BATCH] is generate_batch.run_apart


@pytest.mark.parametrize(("least", "cores"), [(4, 2), (1, 1)])
def test_short_ones_and_one_core_stay_here(
    asked: tuple[int, int, str], people: People, batch_id: int, processes: list[int],
    monkeypatch: pytest.MonkeyPatch, least: int, cores: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(run_import, "APART_FROM", least)
    monkeypatch.setattr(drawing_room, "BESIDE_FROM", least)
    monkeypatch.setattr(beside, "cores", lambda: cores)
    run_import.run_apart(*asked)
    generate_batch.run_apart(batch_id, 1)
    assert verdicts(run(people, asked[0])) == (2, 0, 0, 0)
    assert_whole(batch_id, 3)
    assert processes == []


def test_what_is_gone_is_nothing_to_do() -> None:
    generate_batch.run_apart(404, 1)
    bulk_run.run_apart(404)


def test_when_it_is_killed_the_rest_is_done_here(
    batch_id: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Killed(ProcessBeside):
        def send(self, order: object) -> None:
            os.kill(self.process_id, signal.SIGKILL)
            super().send(order)

    monkeypatch.setattr(apart, "ProcessBeside", Killed)
    generate_batch.run_apart(batch_id, 1)
    assert_whole(batch_id, 3)
    assert "its process has ended" in caplog.text


def test_when_none_can_be_started_all_is_done_here(
    batch_id: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    monkeypatch.setattr(process_beside, "_may_copy", lambda: False)  # alone in a process it could
    generate_batch.run_apart(batch_id, 1)
    assert_whole(batch_id, 3)
    assert "no process draws beside this one" in caplog.text


def test_it_says_why_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_beside, "end_with", lambda orders: None)
    answers = BytesIO()
    working_beside.serve(BytesIO(pickle.dumps((int, ("seven",)))), answers)
    answers.seek(0)
    assert "invalid literal" in pickle.load(answers)


def test_both_end_when_the_server_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(ProcessBeside):
        def __init__(self, module: str) -> None:
            super().__init__(module)
            started.append(self._process)

    stopping = threading.Event()
    monkeypatch.setattr(job_engine, "_stopping", stopping)
    monkeypatch.setattr(apart, "ProcessBeside", Noted)
    threading.Timer(1, stopping.set).start()
    with pytest.raises(job_engine.Stopping):
        apart.run(time.sleep, 600)
    assert started[0].returncode == -signal.SIGKILL


@pytest.mark.parametrize("said", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_whoever_started_it_and_not_before(said: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LONG], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stderr is not None
        assert process.stderr.readline() == b"at work\n"
        process.send_signal(said)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        process.stdin.close()
        assert process.wait(WAITS_SECONDS) == 1
