"""A run whose steps a copy of its process draws: where nothing else is under way in it, as on the command line."""

import os
import subprocess
import sys
import time

import pytest

from coi_app import db
from coi_app.services import batch_steps, batches
from tests import desk
from tests.cast import People
from tests.desk import Desk
from tests.jobs.test_drawing_room import issued, numbered

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is copied")
ENDS_SECONDS = 10
# No process can be started anew, and nothing may be drawn in the original.
ONLY_A_COPY = """
import os, sys
from coi_app.adapters import beside
from coi_app.jobs import drawing_room, generate_batch, process_beside
from coi_app.services.batch_steps import Preparer

beside.cores, process_beside._started, drawing_room.BESIDE_FROM = lambda: 2, None, 1
original, prepare = os.getpid(), Preparer.step
def step(*asked, **more):
    assert os.getpid() != original, "drawn in the original"
    return prepare(*asked, **more)
Preparer.step = step
batch_id = int(sys.argv[1])
"""


@pytest.fixture
def holders() -> int:
    return 2 * batch_steps.STEP + 7


@pytest.fixture
def batch_id(people: People, place: Desk) -> int:
    with db.writing() as session:
        return batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked("key"))


def done(environment: dict[str, str], batch_id: int, work: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"{ONLY_A_COPY}\n{work}", str(batch_id)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_copy_draws_everything_once(house: dict[str, str], batch_id: int, holders: int) -> None:
    ran = done(house, batch_id, "generate_batch.run(batch_id, 1)")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert issued() == numbered(1, holders)


def test_without_the_copy_it_goes_on_alone(house: dict[str, str], batch_id: int, holders: int) -> None:
    killed = """
beside = drawing_room.Beside()
os.kill(beside.process_id, 9)
Preparer.step = prepare
generate_batch.run(batch_id, 1, beside)
beside.close()
"""
    ran = done(house, batch_id, killed)
    assert ran.returncode == 0 and "no process draws beside this one any more" in ran.stderr
    assert issued() == numbered(1, holders)


def test_the_copy_ends_with_its_original(house: dict[str, str], batch_id: int) -> None:
    killed = "print(drawing_room.Beside().process_id, flush=True); os.kill(original, 9)"
    ran = done(house, batch_id, killed)
    assert ran.returncode == -9
    deadline = time.monotonic() + ENDS_SECONDS
    while os.path.exists(f"/proc/{int(ran.stdout)}"):
        assert time.monotonic() < deadline, "the copy goes on for nobody"
        time.sleep(0.02)
