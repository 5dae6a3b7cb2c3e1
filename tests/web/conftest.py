from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from coi_app import db
from tests import own_house


@pytest.fixture(scope="module")
def engine(installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Handlers commit: each module has a house of its own, so that nobody else finds what they left."""
    with own_house.installed(tmp_path_factory.mktemp("house")):
        yield db.engine()
