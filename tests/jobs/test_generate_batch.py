import csv
import errno
import hashlib
import io
import itertools
import os
import threading
import zipfile
from pathlib import Path
from typing import Any

import pypdf
import pytest
from sqlmodel import func, select

from coi_app import db, models
from coi_app.documents import bundle
from coi_app.jobs import generate_batch
from coi_app.queries import batches as seen
from coi_app.services import batch_steps, batches
from tests import desk
from tests.cast import People
from tests.desk import Desk


@pytest.fixture
def holders() -> int:
    return 120


def started(people: People, place: Desk, key: str = "key", **given: object) -> int:
    with db.writing() as session:
        return batches.start(
            session, people.sam, people.redwood.id, place.master_id, desk.asked(key, **given)
        )


def progress(people: People, batch_id: int) -> seen.Progress:
    with db.reading() as session:
        return seen.progress(session, people.sam, batch_id)


def file_of(people: People, batch_id: int) -> batches.BatchFile:
    with db.writing() as session:
        return batches.file(session, people.sam, batch_id)


def test_the_zip_has_a_file_per_holder_and_a_receipt(people: People, place: Desk) -> None:
    with db.writing() as session:
        desk.blocked(session, place)
    batch_id = started(people, place)
    generate_batch.run(batch_id, 1)
    file = file_of(people, batch_id)
    assert hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256
    assert file.file_name.startswith("Redwood Ridge Builders LLC certificates") and file.media_type.endswith(
        "zip"
    )
    with zipfile.ZipFile(file.path) as opened:
        rows = list(csv.DictReader(io.TextIOWrapper(opened.open("manifest.csv"), "utf-8")))
        sums = dict(reversed(line.split("  ")) for line in opened.read("SHA256SUMS").decode().splitlines())
        assert {name: hashlib.sha256(opened.read(name)).hexdigest() for name in sums} == sums
        assert set(opened.namelist()) == {*sums, "SHA256SUMS"}
        for row in rows[:3]:
            page = pypdf.PdfReader(io.BytesIO(opened.read(row["file"]))).pages[0].extract_text()
            assert row["holder"] in page and row["certificate_number"] in page
    assert [row["outcome"] for row in rows[:-1]] == ["issued"] * 120
    assert rows[-1]["holder"] == "Pioneer Gulch Townhomes" and rows[-1]["outcome"].startswith("blocked: ")


def test_the_combined_pdf_has_a_bookmark_per_holder(people: People, place: Desk) -> None:
    batch_id = started(people, place, output="pdf")
    generate_batch.run(batch_id, 1)
    reader = pypdf.PdfReader(file_of(people, batch_id).path)
    assert [mark.title for mark in reader.outline] == [f"{n:03d} Sawtooth Homes LLC" for n in range(1, 121)]
    for number in (0, 57, 119):
        assert reader.outline[number].title in reader.pages[number].extract_text()


def test_a_run_that_is_over_does_nothing_again(people: People, place: Desk) -> None:
    batch_id = started(people, place)
    generate_batch.run(batch_id, 1)
    before = progress(people, batch_id)
    generate_batch.run(batch_id, 1)
    assert progress(people, batch_id) == before


def test_a_full_disk_stops_the_run_and_a_retry_finishes_it(
    people: People, place: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    batch_id = started(people, place)

    def full(_self: bundle.ZipOf, _name: str, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(bundle.ZipOf, "_write", full)
        generate_batch.run(batch_id, 1)
    stopped = progress(people, batch_id)
    assert (stopped.state, stopped.issued, stopped.has_file, stopped.can_retry) == (
        "failed",
        120,
        False,
        True,
    )
    assert "disk of the server is full" in stopped.error
    assert not list(tmp_path.rglob("*.part")) and not list(tmp_path.rglob("*.zip"))
    with db.writing() as session:
        batches.retry(session, people.sam, batch_id)
    generate_batch.run(batch_id, 2)
    done = progress(people, batch_id)
    assert (done.state, done.issued, done.error, done.has_file) == ("done", 120, "", True)


def test_a_disk_that_fills_up_in_mid_run_keeps_what_is_stored(
    people: People, place: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The file is written while the run goes on: the disk is full at the sixtieth, when a hundred are stored."""
    monkeypatch.setattr(batch_steps, "STEP", 50)
    batch_id = started(people, place)
    add, added = bundle.ZipOf.add, itertools.count(1)

    def fills_up(self: bundle.ZipOf, *given: Any) -> None:
        if next(added) == 60:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        add(self, *given)

    with monkeypatch.context() as patched:
        patched.setattr(bundle.ZipOf, "add", fills_up)
        generate_batch.run(batch_id, 1)
    stopped = progress(people, batch_id)
    assert (stopped.state, stopped.issued, stopped.can_retry) == ("failed", 100, True)
    assert not list(tmp_path.rglob("*.part")) and not list(tmp_path.rglob("*.zip"))
    with db.writing() as session:
        batches.retry(session, people.sam, batch_id)
    generate_batch.run(batch_id, 2)
    assert listed(people, batch_id) == [f"{n:03d} Sawtooth Homes LLC" for n in range(1, 121)]


def test_who_comes_with_a_retry_stands_at_its_place_in_the_file(
    people: People, place: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of them, in two steps: after the first, the file may not go on past the second."""
    nowhere = [place.links[10].holder_id, place.links[100].holder_id]
    streets = moved(dict.fromkeys(nowhere, ""))
    batch_id = started(people, place)
    generate_batch.run(batch_id, 1)
    everybody = [f"{n:03d} Sawtooth Homes LLC" for n in range(1, 121)]
    assert listed(people, batch_id) == everybody[:10] + everybody[11:100] + everybody[101:]
    moved(streets)
    with db.writing() as session:
        batches.retry(session, people.sam, batch_id)
    monkeypatch.setattr(batch_steps, "STEP", 1)
    generate_batch.run(batch_id, 2)
    assert listed(people, batch_id) == everybody


def moved(streets: dict[int, str]) -> dict[int, str]:
    """Holders to these streets; gives those where they were."""
    with db.writing() as session:
        holders = {number: session.get_one(models.Holder, number) for number in streets}
        before = {number: holder.address_line_one for number, holder in holders.items()}
        for number, holder in holders.items():
            holder.address_line_one = streets[number]
    return before


def listed(people: People, batch_id: int) -> list[str]:
    """The holders who have a certificate in the ZIP, in its order."""
    with zipfile.ZipFile(file_of(people, batch_id).path) as opened:
        assert opened.testzip() is None
        rows = list(csv.DictReader(io.TextIOWrapper(opened.open("manifest.csv"), "utf-8")))
        files = [row["file"] for row in rows if row["file"]]
        assert files == [name for name in opened.namelist() if name.endswith(".pdf")]
    return [row["holder"] for row in rows if row["outcome"] == "issued"]


def test_a_bug_ends_the_run_with_a_sentence(
    people: People, place: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = started(people, place)
    monkeypatch.setattr(generate_batch.batch_steps, "commit", lambda *_: 1 / 0)
    generate_batch.run(batch_id, 1)
    stopped = progress(people, batch_id)
    assert (stopped.state, stopped.error) == ("failed", generate_batch.UNEXPECTED)


def test_two_at_the_same_run_issue_everything_once(people: People, place: Desk) -> None:
    """Not wanted, but harmless: after a crash an old and a new runner may meet."""
    batch_id = started(people, place)
    both = [threading.Thread(target=generate_batch.run, args=(batch_id, 1)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert_whole(batch_id, 120)


def test_two_runs_side_by_side_share_the_numbers(people: People, place: Desk) -> None:
    with db.writing() as session:
        session.expire_on_commit = False
        other = desk.ready(session, people.harbor, holders=120)
        second = batches.start(session, people.ada, people.harbor.id, other.master_id, desk.asked("other"))
    first = started(people, place)
    both = [threading.Thread(target=generate_batch.run, args=(number, 1)) for number in (first, second)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    with db.reading() as session:
        numbers = session.exec(select(models.Certificate.number).order_by(models.Certificate.number)).all()
    assert [int(number[-5:]) for number in numbers] == list(range(1, 241))
    for batch_id in (first, second):
        assert_whole(batch_id, 120)


def test_two_agents_press_generate_at_once(people: People, place: Desk) -> None:
    outcomes: list[object] = []

    def press(key: str) -> None:
        try:
            outcomes.append(started(people, place, key))
        except seen.errors.Conflict as refusal:
            outcomes.append(str(refusal))

    both = [threading.Thread(target=press, args=(key,)) for key in ("one", "two")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(type(one).__name__ for one in outcomes) == ["int", "str"]
    with db.reading() as session:
        assert session.exec(select(func.count()).select_from(models.Batch)).one() == 1


def assert_whole(batch_id: int, count: int) -> None:
    """Nothing lost, nothing doubled: certificates, items, history and counters tell the same."""
    certificate, item = models.Certificate, models.BatchItem
    with db.reading() as session:
        batch = session.get_one(models.Batch, batch_id)
        positions = session.exec(
            select(certificate.batch_position).where(certificate.batch_id == batch_id)
        ).all()
        states = session.exec(select(item.state).where(item.batch_id == batch_id)).all()
        told = session.exec(
            select(models.Activity.details).where(models.Activity.kind == "certificate:issued")
        ).all()
        assert (batch.state, batch.issued, batch.failed) == ("done", count, 0)
    assert sorted(position or 0 for position in positions) == list(range(count))
    assert states == ["issued"] * count
    assert sum(details["batch"] == batch_id for details in told) == count
