"""A run whose steps another process draws."""

import os
import pickle
import signal
from collections.abc import Iterator
from io import BytesIO

import pytest
from sqlmodel import select

from coi_app import db, models
from coi_app.jobs import drawing_beside, drawing_room, generate_batch
from coi_app.jobs.drawing_beside import Ask, Foresee
from coi_app.jobs.drawing_room import Beside, DrawingRoom
from coi_app.jobs.process_beside import Gone
from coi_app.queries.judging import Wording
from coi_app.services import batch_runs, batch_steps, batches, numbers
from tests import desk, factories
from tests.cast import People
from tests.desk import Desk

STEPS, MORE = 2, 7


@pytest.fixture
def holders() -> int:
    return STEPS * batch_steps.STEP + MORE


@pytest.fixture
def beside(house: dict[str, str]) -> Iterator[Beside]:
    process = Beside()
    yield process
    process.close()


@pytest.fixture
def batch_id(people: People, place: Desk) -> int:
    with db.writing() as session:
        return batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked("key"))


def issued() -> list[str]:
    with db.reading() as session:
        query = select(models.Certificate.number).order_by(models.Certificate.batch_position)
        return list(session.exec(query))


def numbered(first: int, count: int) -> list[str]:
    return [f"KV-{factories.today():%y}-{number:05d}" for number in range(first, first + count)]


def test_it_issues_everything_once_and_without_a_gap(batch_id: int, beside: Beside, holders: int) -> None:
    generate_batch.run(batch_id, 1, beside)
    assert issued() == numbered(1, holders)
    assert beside.answer(batch_id) is None  # it was at work to the end


def test_who_took_numbers_in_between_keeps_them(batch_id: int, beside: Beside, holders: int) -> None:
    room = begun(batch_id, beside)
    stored(room)
    with db.writing() as session:
        series = numbers.series(session, factories.today())
        assert numbers.take(session, series, 5) == batch_steps.STEP + 1
    generate_batch.run(batch_id, 1, beside)
    assert issued() == numbered(1, batch_steps.STEP) + numbered(
        batch_steps.STEP + 6, holders - batch_steps.STEP
    )


def test_everybody_is_judged_while_the_batch_is_started(
    people: People, place: Desk, beside: Beside, holders: int
) -> None:
    beside.foresee(Foresee(people.sam, place.master_id, Wording()))
    with db.writing() as session:
        batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked("key"))
    generate_batch.run(batch_id, 1, beside)
    assert issued() == numbered(1, holders)


def test_what_cannot_be_foreseen_stops_nothing(
    people: People, place: Desk, beside: Beside, holders: int, caplog: pytest.LogCaptureFixture
) -> None:
    beside.foresee(Foresee(people.sam, 404, Wording()))
    with db.writing() as session:
        batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked("key"))
    generate_batch.run(batch_id, 1, beside)
    assert issued() == numbered(1, holders)
    assert "no process draws beside this one any more" in caplog.text


def test_without_the_other_process_it_goes_on_alone(
    batch_id: int, beside: Beside, holders: int, caplog: pytest.LogCaptureFixture
) -> None:
    room = begun(batch_id, beside)
    stored(room)
    os.kill(beside.process_id, signal.SIGKILL)
    while (step := room.step()) is not None:
        stored(room, step)
    assert issued() == numbered(1, holders)
    assert "no process draws beside this one any more" in caplog.text


def test_an_order_that_nobody_takes_spoils_nothing(beside: Beside) -> None:
    """The run goes on alone and has to come to its end."""
    os.kill(beside.process_id, signal.SIGKILL)
    os.waitid(os.P_PID, beside.process_id, os.WEXITED | os.WNOWAIT)
    with pytest.raises(Gone):
        beside.ask(1, None)
    beside.close()


def begun(batch_id: int, beside: Beside) -> DrawingRoom:
    with db.writing() as session:
        assert batch_runs.begin(session, batch_id, 1)
    return DrawingRoom(batch_id, beside)


def stored(room: DrawingRoom, step: batch_steps.Step | None = None) -> None:
    step = step or room.step()
    assert step is not None
    with db.writing() as session:
        assert batch_steps.commit(session, step)


def test_it_says_why_it_cannot_and_ends(house: dict[str, str]) -> None:
    answers = BytesIO()
    drawing_beside.serve(BytesIO(pickle.dumps(Ask(404, None)) * 2), answers)
    answers.seek(0)
    assert "NoResultFound" in pickle.load(answers)
    assert answers.read() == b""


@pytest.mark.parametrize(
    ("count", "helped"), [(drawing_room.BESIDE_FROM - 1, False), (drawing_room.BESIDE_FROM, True)]
)
def test_few_are_drawn_here(
    house: dict[str, str], monkeypatch: pytest.MonkeyPatch, count: int, helped: bool
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    with drawing_room.beside(count) as process:
        assert (process is not None) is helped


def test_one_core_is_not_shared(house: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    with drawing_room.beside(100_000) as process:
        assert process is None
