import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from reflex.istate.data import HeaderData
from reflex.state import State
from reflex_base.event import Event
from sqlalchemy import Engine

from coi_app import db, models
from coi_app.services import sign_in
from coi_app.web import gate, session
from tests import factories, own_house


@pytest.fixture(scope="module")
def engine(installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Handlers commit: each module has a house of its own, so that nobody else finds what they left."""
    with own_house.installed(tmp_path_factory.mktemp("house")):
        yield db.engine()


@pytest.fixture
def tree_of_viewer(engine: Engine) -> Iterator[State]:
    """The states of a page that somebody with the role viewer has just opened."""
    with db.writing() as writing:
        if writing.get(models.Agency, 1) is None:
            factories.agency(writing)
        row = factories.account(writing, "Vic", "viewer")
        assert row.id is not None
        token = sign_in.open_after_link(writing, row.id, "192.0.2.7", "Test").token
    root = State(_reflex_internal_init=True)
    root.rx_router_headers = HeaderData(cookie=f"{session.cookie_name()}={token}")
    event = Event(name=f"{State.get_full_name()}.hydrate", payload={})
    asyncio.run(gate.Gate().preprocess(None, root, event))
    yield root
