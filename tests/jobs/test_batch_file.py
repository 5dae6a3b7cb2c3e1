"""The file of a batch, written from what was drawn just now and from the rows."""

import hashlib
import io
import zipfile

import pypdf
import pytest
from sqlmodel import select

from coi_app import clock, db, models
from coi_app.adapters import file_store
from coi_app.jobs import batch_file, generate_batch
from coi_app.jobs.batch_file import BatchFile
from coi_app.services import batch_runs, batch_steps, batches
from coi_app.services.batch_steps import Preparer, Step
from tests import desk
from tests.cast import People
from tests.desk import Desk


@pytest.fixture
def holders() -> int:
    return 11


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_steps, "STEP", 4)


def started(people: People, place: Desk, output: str) -> int:
    with db.writing() as session:
        asked = desk.asked("key", output=output)
        return batches.start(session, people.sam, people.redwood.id, place.master_id, asked)


def issued(batch_id: int) -> list[tuple[str, str]]:
    """Number and SHA-256 of each, in the order of the batch."""
    row = models.Certificate
    with db.reading() as session:
        found = select(row.number, row.sha256).where(row.batch_id == batch_id)
        return [(number, sha256) for number, sha256 in session.exec(found.order_by(row.batch_position))]


def step(preparer: Preparer) -> Step:
    with db.writing() as session:
        prepared = preparer.step(session)
        assert prepared is not None and batch_steps.commit(session, prepared)
    return prepared


def assert_is_what_is_stored(batch_id: int, key: str) -> None:
    """File for file the bytes whose SHA-256 the rows have, in their order."""
    with zipfile.ZipFile(file_store.batch_path(key)) as opened:
        assert opened.testzip() is None
        names = [name for name in opened.namelist() if name.endswith(".pdf")]
        written = [hashlib.sha256(opened.read(name)).hexdigest() for name in names]
    assert written == [sha256 for _, sha256 in issued(batch_id)]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # a day apart, always
def test_its_name_has_the_day_of_the_agency(people: People, place: Desk, zone: str) -> None:
    with db.writing() as session:
        session.get_one(models.Agency, 1).time_zone = zone
    batch_id = started(people, place, "zip")
    generate_batch.run(batch_id, 1)
    with db.reading() as session:
        name = session.get_one(models.Batch, batch_id).file_name
    assert f"certificates {clock.today(zone)} batch" in name


def no_rows(*_: object) -> None:
    raise AssertionError("read again, though it was at hand")


def test_what_was_stored_just_now_is_not_read_again(
    people: People, place: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing() as session:
        desk.blocked(session, place, "005 Nowhere LLC")  # in the midst of them
    batch_id = started(people, place, "zip")
    with monkeypatch.context() as patched:
        patched.setattr(batch_file.certificate_files, "_proven", no_rows)
        generate_batch.run(batch_id, 1)
    assert len(issued(batch_id)) == 11
    assert_is_what_is_stored(batch_id, f"batch-{batch_id}-1.zip")


def test_one_pdf_of_what_was_stored_just_now(
    people: People, place: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = started(people, place, "pdf")
    with monkeypatch.context() as patched:
        patched.setattr(batch_file.certificate_files, "_proven", no_rows)
        generate_batch.run(batch_id, 1)
    body = file_store.batch_path(f"batch-{batch_id}-1.pdf").read_bytes()
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages]
    assert len(pages) == 11
    assert all(number in page for (number, _), page in zip(issued(batch_id), pages, strict=True))


def test_what_another_process_stored_in_between_is_in_it(people: People, place: Desk) -> None:
    """After a crash an old and a new runner may meet: each writes everything."""
    batch_id = started(people, place, "zip")
    with db.writing() as session:
        assert batch_runs.begin(session, batch_id, 1)
    with BatchFile(batch_id, 1) as file:
        preparer = Preparer(batch_id)
        file.follow(step(preparer))
        step(preparer)  # by the other one
        file.follow(step(preparer))
        file.close()
    assert len(issued(batch_id)) == 11
    assert_is_what_is_stored(batch_id, f"batch-{batch_id}-1.zip")
