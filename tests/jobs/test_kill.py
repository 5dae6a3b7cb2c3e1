"""kill -9 in the middle of a batch, again and again: the engine goes on, nothing is lost or doubled."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable

from sqlmodel import select

from coi_app import db, models
from coi_app.adapters import file_store
from coi_app.services import activity, batches
from tests import desk
from tests.cast import People
from tests.jobs.test_generate_batch import assert_whole

HOLDERS = int(os.environ.get("COI_KILL_HOLDERS", "800"))
ROUNDS = int(os.environ.get("COI_KILL_ROUNDS", "3"))
PATIENCE_SECONDS = 90
WORK = "from coi_app.jobs import worker; worker.run_until_stopped('kill-test')"
# To this one every batch is long enough for a process of its own.
APART = f"""
from coi_app.adapters import beside
from coi_app.jobs import drawing_room
drawing_room.BESIDE_FROM = 1
beside.cores = lambda: 2
{WORK}
"""


def start_worker(environment: dict[str, str], work: str = WORK) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", work], env=environment, stdout=subprocess.DEVNULL)


def issued(batch_id: int) -> tuple[str, int]:
    with db.reading() as session:
        batch = session.get_one(models.Batch, batch_id)
        return batch.state, batch.issued


def until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert time.monotonic() < deadline, "the batch does not get on"
        time.sleep(0.02)


def kill_in_mid_batch(
    environment: dict[str, str], batch_id: int, chance: random.Random, work: str = WORK
) -> None:
    worker = start_worker(environment, work)
    try:
        _, before = issued(batch_id)
        until(lambda: issued(batch_id)[1] > before or issued(batch_id)[0] == "done")
        time.sleep(chance.uniform(0, 0.3))
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()


def let_finish(environment: dict[str, str], batch_id: int) -> None:
    if issued(batch_id)[0] == "done":
        return
    worker = start_worker(environment)
    until(lambda: issued(batch_id)[0] == "done")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0


def test_killed_again_and_again(house: dict[str, str], people: People) -> None:
    with db.writing() as session:
        place = desk.ready(session, people.redwood, holders=HOLDERS)
        batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    chance, killed = random.Random(7), 0
    while issued(batch_id)[0] != "done" and killed < ROUNDS:
        kill_in_mid_batch(house, batch_id, chance)
        killed += 1
    let_finish(house, batch_id)
    assert_whole(batch_id, HOLDERS)
    assert_file_whole(batch_id)
    assert_chain_whole()


def test_killed_while_a_process_of_its_own_does_it(house: dict[str, str], people: People) -> None:
    """That one ends too: the next start is alone with the batch."""
    with db.writing() as session:
        place = desk.ready(session, people.redwood, holders=HOLDERS)
        batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    kill_in_mid_batch(house, batch_id, random.Random(7), APART)
    time.sleep(1)  # a step that was under way may still be stored
    _, done = issued(batch_id)
    time.sleep(1)  # whoever went on would store several
    assert issued(batch_id) == ("running", done) and done < HOLDERS
    let_finish(house, batch_id)
    assert_whole(batch_id, HOLDERS)
    assert_file_whole(batch_id)
    assert_chain_whole()


def assert_file_whole(batch_id: int) -> None:
    with db.reading() as session:
        batch = session.get_one(models.Batch, batch_id)
        sums = set(session.exec(select(models.Certificate.sha256)).all())
        path = file_store.batch_path(batch.file_key)
        assert file_store.sha256_of(path) == batch.file_sha256
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    with zipfile.ZipFile(path) as opened:
        found = {
            hashlib.sha256(opened.read(one)).hexdigest() for one in opened.namelist() if one.endswith(".pdf")
        }
    assert found == sums


def assert_chain_whole() -> None:
    entry = models.Activity
    previous: dict[int, tuple[int, str]] = {}
    with db.reading() as session:
        for one in session.exec(select(entry).order_by(entry.chain, entry.sequence)):
            sequence, last = previous.get(one.chain, (0, ""))
            said = {name: getattr(one, name) for name in (*activity.CHAINED, "at")}
            assert (one.sequence, one.previous_hash) == (sequence + 1, last)
            assert activity.digest(last, said) == one.hash
            previous[one.chain] = one.sequence, one.hash
    assert previous


def test_a_stop_leaves_the_rest_for_the_next_start(house: dict[str, str], people: People) -> None:
    with db.writing() as session:
        place = desk.ready(session, people.redwood, holders=HOLDERS)
        batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    worker = start_worker(house)
    until(lambda: issued(batch_id)[1] > 0)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    state, done = issued(batch_id)
    assert state == "running" and done < HOLDERS
    let_finish(house, batch_id)
    assert_whole(batch_id, HOLDERS)
