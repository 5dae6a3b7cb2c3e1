"""One filled agency for all these tests, in a transaction that is rolled back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from coi_app.services import demo
from coi_app.services.demo.everyday import Filled

SEED = 1


@pytest.fixture(scope="module")
def filled_session(engine: Engine) -> Iterator[Session]:
    with engine.connect() as opened:
        connection = opened.execution_options(coi_writes=True)
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


@pytest.fixture(scope="module")
def filled(filled_session: Session) -> Filled:
    return demo.fill_in(filled_session, SEED)
