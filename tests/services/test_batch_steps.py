"""Steps of a batch that meet others: prepared in time or too early, numbered while somebody else takes numbers."""

import pickle

from sqlmodel import Session, func, select

from coi_app import clock, models
from coi_app.queries import batches as seen
from coi_app.queries import certificate_files
from coi_app.services import batch_runs, batch_steps, batches, numbers
from coi_app.services.batch_steps import Behind, Preparer
from tests import desk, factories
from tests.cast import People
from tests.services.test_batches import run


def test_numbers_follow_each_other_without_a_gap(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood, holders=batch_steps.STEP + 5)
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    run(session, batch_id)
    numbers = session.exec(
        select(models.Certificate.number).order_by(models.Certificate.batch_position)
    ).all()
    year = f"{factories.today():%y}"
    assert list(numbers) == [f"KV-{year}-{n:05d}" for n in range(1, batch_steps.STEP + 6)]


def test_a_step_may_be_prepared_before_the_one_in_front_is_stored(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood, holders=batch_steps.STEP + 5)
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    assert batch_runs.begin(session, batch_id, 1)
    preparer = Preparer(batch_id)
    first = preparer.step(session)
    assert first is not None and first.end == Behind(batch_steps.STEP - 1, batch_steps.STEP)
    second = pickle.loads(pickle.dumps(preparer.step(session, first.end)))
    assert not batch_steps.commit(session, second)  # not before its turn
    assert batch_steps.commit(session, first) and batch_steps.commit(session, second)
    assert batch_runs.is_over(session, batch_id, 1)
    assert seen.progress(session, people.sam, batch_id).issued == batch_steps.STEP + 5


def _prepared(session: Session, people: People) -> tuple[desk.Desk, batch_steps.Step]:
    """A batch that has begun, and its first step."""
    place = desk.ready(session, people.redwood)
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    assert batch_runs.begin(session, batch_id, 1)
    step = Preparer(batch_id).step(session)
    assert step is not None
    return place, step


def test_a_plate_that_another_writer_stored_first_keeps_its_sample(session: Session, people: People) -> None:
    _, step = _prepared(session, people)
    first = step.issued[0]
    plate = models.Plate(
        sha256=first.row["plate_sha256"], body=first.plate, renderer="sheet 4", sample=b"BT (another tail) Tj ET",
        created_at=clock.now(),
    )  # fmt: skip
    session.add(plate)
    session.flush()
    assert batch_steps.commit(session, step)
    ids = session.exec(select(models.Certificate.id).order_by(models.Certificate.batch_position)).all()
    files = list(certificate_files.exact_files(session, [one for one in ids if one]))  # raises Altered
    assert [file.number for file in files] == [one.row["number"] for one in step.issued]


def test_a_policy_cancelled_in_mid_run_stops_the_rest(session: Session, people: People) -> None:
    place, step = _prepared(session, people)
    place.policies[0].status, place.policies[0].cancelled_on = "cancelled", factories.today()
    session.flush()
    assert not batch_steps.commit(session, step)  # it rests on what is no longer true
    run(session, step.batch_id)
    assert session.exec(select(models.Certificate)).all() == []
    assert {row.rule for row in seen.failures(session, people.sam, step.batch_id)} == {"R2"}


def test_numbers_taken_by_somebody_quicker_are_not_used_again(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    assert batch_runs.begin(session, batch_id, 1)
    preparer = Preparer(batch_id)
    slow = preparer.step(session)
    assert slow is not None
    assert numbers.take(session, slow.series, 7) == 1
    assert not batch_steps.commit(session, slow)
    alone = preparer.step(session, taking=True)
    assert alone is not None and batch_steps.commit(session, alone, taken=True)
    first = session.exec(select(func.min(models.Certificate.number))).one()
    assert first.endswith("-00008")
