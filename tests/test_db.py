import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from coi_app import db
from coi_app.models import Carrier, HolderName
from coi_app.rules import errors

TWIN = {"legal_name": "Twin Forks Mutual", "naic": "99999"}


def test_a_twin_of_the_same_moment_is_a_conflict_and_nothing_is_kept(engine: Engine) -> None:
    with pytest.raises(errors.Conflict, match="try again"), db.writing() as session:
        session.add(Carrier(**TWIN))
        session.flush()
        session.add(Carrier(**TWIN))
    with db.reading() as session:
        assert session.exec(select(Carrier).where(col(Carrier.naic) == TWIN["naic"])).all() == []


def test_what_refers_to_nothing_is_no_conflict(engine: Engine) -> None:
    with pytest.raises(IntegrityError), db.writing() as session:
        session.add(HolderName(holder_id=-1, name="Nobody", name_key="nobody"))


@pytest.mark.skipif("not os.environ.get('COI_TEST_DATABASE_URL')", reason="SQLite starts no processes")
def test_postgresql_starts_no_second_process_for_a_look_and_compiles_none(engine: Engine) -> None:
    for _ in range(2):  # also of a connection that was given back
        with db.reading() as session:
            assert session.execute(text("SHOW max_parallel_workers_per_gather")).scalar() == "0"
            assert session.execute(text("SHOW jit")).scalar() == "off"
