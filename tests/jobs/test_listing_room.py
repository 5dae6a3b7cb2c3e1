"""The rows of an export, read in two processes."""

import os
import pickle
import signal
from collections.abc import Iterator
from io import BytesIO

import pytest
from sqlmodel import select

from coi_app import db, models
from coi_app.adapters import beside
from coi_app.jobs import bulk_run, generate_batch, listing_beside, listing_room, process_beside
from coi_app.jobs.process_beside import ProcessBeside
from coi_app.queries import agency, certificate_export
from coi_app.queries.bulk_runs import BulkKind
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.rules import errors
from coi_app.services import batches, bulk_runs
from tests import desk
from tests.cast import People

TEXTS = {"request_key": "key"}


@pytest.fixture
def holders() -> int:
    return 40


@pytest.fixture
def run_id(people: People, place: desk.Desk, monkeypatch: pytest.MonkeyPatch) -> int:
    """An export of forty certificates, in pieces of two."""
    monkeypatch.setattr(bulk_run, "LIST_AT_ONCE", 2)
    monkeypatch.setattr(beside, "cores", lambda: 2)
    with db.writing() as session:
        batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked("batch"))
    generate_batch.run(batch_id, 1)
    with db.writing() as session:
        every = CertificateSelection(everyone=True)
        return bulk_runs.start(session, people.sam, BulkKind.CSV, every, TEXTS, enqueue=False)


@pytest.fixture
def expected(people: People, run_id: int) -> list[tuple[str, ...]]:
    with db.reading() as session:
        ids = sorted(number or 0 for number in session.exec(select(models.Certificate.id)))
        return certificate_export.rows(session, people.sam, ids, agency.time_zone(session))


def pieces(run_id: int) -> Iterator[list[int]]:
    return bulk_run._pieces(run_id, 2)


def read(run_id: int, total: int = listing_room.BESIDE_FROM) -> list[tuple[str, ...]]:
    return [row for rows in listing_room.lists(run_id, total, pieces(run_id)) for row in rows]


class Slow(ProcessBeside):
    """Not ready when it is looked at: this process reads as far ahead as it may."""

    def has_answer(self, within_seconds: float) -> bool:
        return False


class Quick(ProcessBeside):
    """Always ready: it reads everything."""

    def has_answer(self, within_seconds: float) -> bool:
        return True


@pytest.mark.parametrize("beside", [ProcessBeside, Slow, Quick])
def test_the_same_in_the_same_order(
    run_id: int, expected: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, beside: type
) -> None:
    monkeypatch.setattr(listing_room, "ProcessBeside", beside)
    if beside is Quick:
        monkeypatch.setattr(listing_room, "rows", never)
    assert read(run_id) == expected and len(expected) == 40


def never(*_: object) -> None:
    raise AssertionError("It was read here.")


@pytest.mark.parametrize(
    ("total", "cores"), [(listing_room.BESIDE_FROM - 1, 2), (listing_room.BESIDE_FROM, 1)]
)
def test_short_ones_and_one_core_are_read_here(
    run_id: int, expected: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, total: int, cores: int
) -> None:
    monkeypatch.setattr(beside, "cores", lambda: cores)
    monkeypatch.setattr(listing_room, "ProcessBeside", never)
    assert read(run_id, total) == expected


@pytest.mark.parametrize("answers", [0, 1])
def test_when_it_is_killed_nothing_is_lost_or_doubled(
    run_id: int,
    expected: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    answers: int,
) -> None:
    class Killed(Slow):
        left = answers

        def receive(self) -> object:
            if not self.left:
                os.kill(self.process_id, signal.SIGKILL)
            self.left -= 1
            return super().receive()

    monkeypatch.setattr(listing_room, "ProcessBeside", Killed)
    assert read(run_id) == expected
    assert "all is read here from now on" in caplog.text


def test_a_right_that_is_gone_ends_it_there_and_here(people: People, run_id: int) -> None:
    """R41."""
    with db.writing() as session:
        session.get_one(models.Account, people.sam.account_id).status = "deactivated"
    answers = BytesIO()
    process_beside.answer_each(
        BytesIO(pickle.dumps((run_id, [1]))), answers, lambda order: listing_beside.rows(*order)
    )
    assert "NotAllowed" in pickle.loads(answers.getvalue())
    with pytest.raises(errors.NotAllowed):
        read(run_id)


def test_a_cancelled_export_ends_the_other_process(
    people: People, run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[ProcessBeside] = []

    class Noted(ProcessBeside):
        def __init__(self, module: str) -> None:
            super().__init__(module)
            started.append(self)

    monkeypatch.setattr(listing_room, "ProcessBeside", Noted)
    rows = listing_room.lists(run_id, listing_room.BESIDE_FROM, pieces(run_id))
    next(rows)
    with db.writing() as session:
        bulk_runs.cancel(session, people.sam, run_id)
    with pytest.raises(bulk_run.Cancelled):
        list(rows)
    assert started[0]._process.returncode == -signal.SIGKILL
