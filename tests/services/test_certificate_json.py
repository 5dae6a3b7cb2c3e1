"""The setting, the exact copy with its JSON, and the JSON by itself."""

import io
import json

import pypdf
import pytest
from sqlmodel import Session

from coi_app import models, settings
from coi_app.documents import attachment
from coi_app.documents.plate import TailPress, unpacked_tail
from coi_app.queries import certificate_files, public_check
from coi_app.rules import errors
from coi_app.services import agency, certificate_json
from tests import desk, schemas
from tests.cast import People
from tests.services.test_certificates import issued, last_entry


@pytest.fixture
def place(session: Session, people: People) -> desk.Desk:
    return desk.ready(session, people.redwood)


def test_off_until_an_admin_turns_it_on(session: Session, people: People, place: desk.Desk) -> None:
    before = issued(session, people, place)
    agency.attach_json(session, people.ada, True)
    assert last_entry(session).sentence == "Certificates carry their content as JSON"
    after = issued(session, people, place)
    files = [certificate_files.exact(session, one) for one in (before, after)]
    assert attachment.in_tail(files[0].drawn.tail) is None
    attached = attachment.in_tail(files[1].drawn.tail)
    assert attached is not None and json.loads(attached)["certificate"]["number"] == files[1].number
    assert schemas.problems(json.loads(attached), schemas.CERTIFICATE) == []
    assert pypdf.PdfReader(io.BytesIO(files[1].body)).attachments["certificate.json"] == [attached]
    agency.attach_json(session, people.ada, "off")
    assert not session.get_one(models.Agency, 1).attach_json
    assert certificate_files.exact(session, after).body == files[1].body  # what was issued stays


def test_an_altered_byte_of_it_does_not_leave(session: Session, people: People, place: desk.Desk) -> None:
    agency.attach_json(session, people.ada, True)
    row = session.get_one(models.Certificate, issued(session, people, place))
    plate = session.get_one(models.Plate, row.plate_sha256)
    tail = unpacked_tail(row.tail, plate.sample)
    at = tail.index(b"/EmbeddedFile") + 130
    row.tail = TailPress(plate.sample or b"").packed(tail[:at] + bytes([tail[at] ^ 1]) + tail[at + 1 :])
    session.flush()
    with pytest.raises(certificate_files.Altered):
        certificate_json.take(session, people.vic, row.id)


def test_by_itself_it_is_what_the_file_carries_for_ever(
    session: Session, people: People, place: desk.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = issued(session, people, place)
    made = json.loads(certificate_json.take(session, people.vic, without).body)
    assert schemas.problems(made, schemas.CERTIFICATE) == []
    agency.attach_json(session, people.ada, True)
    number = issued(session, people, place)
    attached = attachment.in_tail(certificate_files.exact(session, number).drawn.tail)
    moved = settings.from_environment({"COI_PUBLIC_URL": "https://elsewhere.example"})
    monkeypatch.setattr(settings, "current", lambda: moved)
    taken = certificate_json.take(session, people.vic, number)
    assert taken.body == attached and taken.file_name.endswith("001 Sawtooth Homes LLC.json")
    assert last_entry(session).sentence.endswith("as JSON")


def test_the_file_is_still_ours(session: Session, people: People, place: desk.Desk) -> None:
    agency.attach_json(session, people.ada, True)
    file = certificate_files.exact(session, issued(session, people, place))
    assert public_check.of_file(session, file.body).result is public_check.Result.EXACT


@pytest.mark.parametrize("who", ["ivy", "nia", "otto", "dee"])
def test_who_may_not(session: Session, people: People, place: desk.Desk, who: str) -> None:
    number = issued(session, people, place)
    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        certificate_json.take(session, getattr(people, who), number)
    for actor in (people.sam, people.vic, getattr(people, who)):
        with pytest.raises(errors.NotAllowed):
            agency.attach_json(session, actor, True)
