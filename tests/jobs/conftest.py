import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from coi_app import db
from coi_app.adapters import job_engine
from tests import cast, desk, own_house


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Committed data of its own: jobs open their own sessions. Gives the environment for child processes.

    An engine that an earlier test stopped in this process must not stop the jobs of this one.
    """
    monkeypatch.setattr(job_engine, "_stopping", threading.Event())
    with own_house.installed(tmp_path) as environment:
        yield environment


@pytest.fixture
def people(house: dict[str, str]) -> cast.People:
    with db.writing() as session:
        session.expire_on_commit = False
        return cast.of(session)


@pytest.fixture
def holders() -> int:
    """On the list of the place; modules whose runs have to take several steps want more."""
    return 12


@pytest.fixture
def place(people: cast.People, holders: int) -> desk.Desk:
    with db.writing() as session:
        session.expire_on_commit = False
        return desk.ready(session, people.redwood, holders=holders)
