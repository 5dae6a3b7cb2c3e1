"""The same seed at the same moment gives the same agency, down to the bytes of every certificate."""

import dataclasses
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, SQLModel

from coi_app import clock, db, models, settings
from coi_app.rules import access
from coi_app.services import demo, schema
from coi_app.services.demo import agency, client_rows, clients, dice, ledger, load
from coi_app.services.demo.office_hours import OfficeHours

BOISE = ZoneInfo(agency.ZONE)
NOON = datetime(2026, 3, 5, 19, 0, tzinfo=UTC)
SECRET = {"password_hash"}  # the only values that chance decides


def contents(engine: Engine, seed: int) -> dict[str, list[dict[str, Any]]]:
    """Every table after a fill that is rolled back."""
    with engine.connect() as opened:
        connection = opened.execution_options(coi_writes=True)
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            demo.fill_in(session, seed)
            found = {model.__name__: rows(session, model) for model in (*ledger.ORDER, models.ChainHead)}
        transaction.rollback()
    return found


def rows(session: Session, model: type[SQLModel]) -> list[dict[str, Any]]:
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    found = session.execute(select(table).order_by(*table.primary_key.columns))
    return [{name: value for name, value in row._mapping.items() if name not in SECRET} for row in found]


@pytest.fixture
def new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An installation of its own on SQLite: what is committed here is seen by nobody else."""
    monkeypatch.setenv("COI_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("COI_DATABASE_URL", raising=False)
    settings.current.cache_clear()
    db.engine.cache_clear()
    schema.migrate()
    yield tmp_path
    db.engine().dispose()
    monkeypatch.undo()
    settings.current.cache_clear()
    db.engine.cache_clear()


@pytest.mark.usefixtures("new_folder")
def test_a_seed_decides_everything_but_the_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    first, second = contents(db.engine(), 7), contents(db.engine(), 7)
    assert [name for name in first if first[name] != second[name]] == []
    assert len(first["Certificate"]) > 1_000


def test_another_seed_gives_another_agency() -> None:
    assert policy_numbers(7) == policy_numbers(7)
    assert set(policy_numbers(7)).isdisjoint(policy_numbers(8))


def policy_numbers(seed: int) -> list[str]:
    book, agent = ledger.Ledger(), access.system_actor()
    client_rows.write(book, OfficeHours(NOON, BOISE), agent, clients.CLIENTS[1], [], seed)
    return [row["number"] for row in book.rows[models.Policy]]


def test_filling_writes_the_accounts_for_this_user_only(
    new_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a larger scale ends with the very number of certificates it names."""
    monkeypatch.setitem(load.SCALES, "tiny", load.Scale(900, 400, 12, 3, 500))
    monkeypatch.setattr(load, "SUMMIT", dataclasses.replace(load.SUMMIT, asking=200))
    assert demo.is_empty()
    accounts = demo.fill("tiny", 3)
    path = new_folder / demo.ACCOUNTS_FILE
    assert [json.loads(line) for line in path.read_text().splitlines()] == accounts
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not demo.is_empty()
    with pytest.raises(demo.NotEmpty):
        demo.fill("small", 3)
    with db.reading() as session:
        loaded = session.connection().exec_driver_sql(
            "SELECT count(*) FROM certificates JOIN insureds ON insureds.id = insured_id "
            "WHERE insureds.id > (SELECT id FROM insureds WHERE legal_name = 'Sable Run Logistics LLC')"
        )
        assert loaded.scalar_one() == 900


def test_what_is_asked_before_the_office_opens_stays_in_its_day() -> None:
    hours = OfficeHours(NOON - timedelta(hours=11), BOISE)
    chance = dice.of(1, "early")
    moments = [hours.instant(hours.today, chance) for _ in range(50)]
    assert {hours.day_of(at) for at in moments} == {hours.today}
    assert max(moments) <= hours.now
