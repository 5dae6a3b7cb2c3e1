import pytest
from sqlmodel import Session

from tests import cast


@pytest.fixture
def people(session: Session) -> cast.People:
    return cast.of(session)
