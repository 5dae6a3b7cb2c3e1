"""The engine is stopped: a job that is on its way comes to its end first."""

import threading
import time

import pytest

from coi_app import db
from coi_app.adapters import job_engine

PATIENCE_SECONDS = 30


@pytest.fixture
def begun() -> threading.Event:
    return threading.Event()


@pytest.fixture
def ended(house: dict[str, str], begun: threading.Event) -> threading.Event:
    """Set by the one job, which goes on for a moment after it was told to leave."""
    done = threading.Event()

    def linger() -> None:
        begun.set()
        job_engine._stopping.wait(PATIENCE_SECONDS)
        time.sleep(0.3)
        done.set()

    job_engine.prepare(db.engine())
    job_engine.start("stop-test", {"linger": linger})
    with db.writing() as session:
        job_engine.enqueue(session, "linger", job_engine.MAIL, "linger:1")
    return done


def test_what_is_under_way_ends_first(begun: threading.Event, ended: threading.Event) -> None:
    assert begun.wait(PATIENCE_SECONDS)
    job_engine.stop(PATIENCE_SECONDS)
    assert ended.is_set()
    assert not job_engine._under_way
