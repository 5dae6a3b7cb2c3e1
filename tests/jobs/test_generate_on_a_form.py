"""Many certificates on a licensed form: from the desk and from the command line, read back one by one."""

import io
import zipfile
from pathlib import Path

import pypdf
import pytest
from sqlmodel import select

from coi_app import db, models
from coi_app.documents import attachment
from coi_app.jobs import generate_batch, generate_now
from coi_app.queries import batches as seen
from coi_app.queries import certificate_files
from coi_app.services import agency, batches, licensed_forms, masters
from tests import desk
from tests.cast import People
from tests.desk import Desk
from tests.documents import form_fixture
from tests.services.test_certificates import text_of


@pytest.fixture
def holders() -> int:
    return 120


@pytest.fixture
def form_id(people: People, place: Desk, tmp_path: Path) -> int:
    """The master is printed on it."""
    path = tmp_path / "form.pdf"
    path.write_bytes(form_fixture.pdf())
    taken = licensed_forms.taken(path)
    with db.writing() as session:
        added = licensed_forms.add(session, people.ada, {"name": "Liability", "licensed": "on"}, taken)
        chosen = {"policy_ids": [one.id for one in place.policies], "form_id": str(added)}
        values = {"name": "All Lines", "default_description": "Re: {holder.name}."} | chosen
        masters.change(session, people.sam, place.master_id, values, version=1)
    return added


def started(people: People, place: Desk, **given: object) -> int:
    with db.writing() as session:
        return batches.start(
            session, people.sam, people.redwood.id, place.master_id, desk.asked("key", **given)
        )


def test_every_one_of_a_batch_is_on_the_form(people: People, place: Desk, form_id: int) -> None:
    batch_id = started(people, place, output="pdf")
    generate_batch.run(batch_id, 1)
    with db.writing() as session:
        path = batches.file(session, people.sam, batch_id).path
    pages = [page.extract_text() for page in pypdf.PdfReader(path, strict=True).pages]
    assert len(pages) == 120
    for number, page in enumerate(pages, 1):
        assert "Sample of a form, page 1" in page and f"{number:03d} Sawtooth Homes LLC" in page
    with db.reading() as session:
        assert len(session.exec(select(models.Plate.sha256)).all()) == 1
        for key in session.exec(select(models.Certificate.id)).all()[:5]:
            assert key and certificate_files.exact(session, key).body.startswith(b"%PDF-")


def test_a_form_that_is_retired_stops_the_run_with_its_reason(
    people: People, place: Desk, form_id: int
) -> None:
    batch_id = started(people, place)
    with db.writing() as session:
        licensed_forms.retire(session, people.ada, form_id)
    generate_batch.run(batch_id, 1)
    with db.reading() as session:
        stopped = seen.progress(session, people.sam, batch_id)
    assert stopped.issued == 0 and "The form Liability is retired" in stopped.error


def test_the_command_line_prints_on_it(place: Desk, form_id: int, tmp_path: Path) -> None:
    summary = generate_now.run(
        insured="Redwood Ridge Builders LLC",
        master="All Lines",
        holders=None,
        output="zip",
        to=tmp_path / "a.zip",
    )
    assert summary["issued"] == 120
    with zipfile.ZipFile(summary["path"]) as opened:
        names = [name for name in opened.namelist() if name.endswith(".pdf")]
        read = pypdf.PdfReader(io.BytesIO(opened.read(names[0])), strict=True)
    assert "Sample of a form" in read.pages[0].extract_text()


def test_a_form_carries_the_content_for_machines_too(people: People, place: Desk, form_id: int) -> None:
    with db.writing() as session:
        agency.attach_json(session, people.ada, True)
    generate_batch.run(started(people, place), 1)
    with db.reading() as session:
        key = session.exec(select(models.Certificate.id)).first()
        file = certificate_files.exact(session, key or 0)
    assert attachment.in_tail(file.drawn.tail) and "Sample of a form" in text_of(file.body)
