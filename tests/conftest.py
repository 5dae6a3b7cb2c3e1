"""The schema is made once by the real migrations; each test runs in a transaction that is rolled back."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from coi_app import db, settings
from coi_app.adapters import memory
from coi_app.documents import further_letters, installed_faces, typeface
from coi_app.services import schema
from tests import own_house

hypothesis.settings.register_profile("any machine", deadline=None)  # speed is measured by `make bench`
hypothesis.settings.load_profile("any machine")
NO_MAIL_SERVER = ""
FONT_FOLDERS = installed_faces.FOLDERS
installed_faces.FOLDERS = ()  # what is refused is the same on all machines
REACHES_THE_DATABASE = {"engine", "house"}


# Minutes of work in few tests: one process begins with them while the others do all the rest.
LONGEST_FIRST = ("test_socket.py", "test_kill.py", "test_serving.py", "test_seed.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first. On PostgreSQL only what reaches it; all the rest has run on SQLite already."""
    memory.look_rarely()  # what is loaded now stays
    items.sort(key=lambda one: one.path.name not in LONGEST_FIRST)
    if os.environ.get("COI_TEST_DATABASE_URL"):
        kept = [one for one in items if REACHES_THE_DATABASE.intersection(getattr(one, "fixturenames", ()))]
        config.hook.pytest_deselected(items=[one for one in items if one not in kept])
        items[:] = kept


@pytest.fixture(scope="session", autouse=True)
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder and a database of its own for each process that runs tests; SQLite unless PostgreSQL is given."""
    folder = tmp_path_factory.mktemp("installation")
    os.environ["COI_DATA_DIR"] = str(folder)
    os.environ["COI_SMTP_URL"] = NO_MAIL_SERVER
    if url := os.environ.get("COI_TEST_DATABASE_URL"):
        os.environ["COI_DATABASE_URL"] = own_house.new_database(url, f"tests_{uuid.uuid4().hex[:12]}")
    settings.current.cache_clear()
    db.engine.cache_clear()
    yield folder
    db.engine().dispose()


@pytest.fixture(scope="session")
def engine(installation: Path) -> Iterator[Engine]:
    schema.migrate()
    made = db.engine()  # kept here: tests with a house of their own make `db` forget it
    yield made
    made.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(coi_writes=True) as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """A session whose commits end in a rolled-back transaction."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield session


@pytest.fixture
def noto(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With the Noto fonts of this machine, as the application has them."""
    monkeypatch.setattr(installed_faces, "FOLDERS", FONT_FOLDERS)
    _forget_faces()
    if not {"NotoSansCJK", "NotoSansArabic", "NotoColorEmoji"} <= {*installed_faces.families()}:
        packages = "fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"
        said = f"Noto fonts are not installed. On Debian, as root: apt-get install {packages}"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)
    yield
    _forget_faces()


def _forget_faces() -> None:
    for known in (
        *(installed_faces._installed, installed_faces.face_for, further_letters.parts),
        *(typeface.thousandths, typeface.widths_of_words),
    ):
        known.cache_clear()
