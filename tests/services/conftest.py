from pathlib import Path

import pytest
from sqlmodel import Session

from coi_app.services import licensed_forms
from tests import cast
from tests.documents import form_fixture


@pytest.fixture
def people(session: Session) -> cast.People:
    return cast.of(session)


@pytest.fixture
def own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The files of one test."""
    monkeypatch.setattr("coi_app.adapters.file_store.root", lambda: tmp_path)


@pytest.fixture(scope="session")
def taken(tmp_path_factory: pytest.TempPathFactory) -> licensed_forms.Taken:
    """A licensed form as the server takes it apart."""
    path = tmp_path_factory.mktemp("form") / "form.pdf"
    path.write_bytes(form_fixture.pdf())
    return licensed_forms.taken(path)
