"""Certificates are signed as they are issued, when a key is set; without a valid one nothing is issued."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from coi_app import clock, models, settings
from coi_app.documents import signed_tail
from coi_app.queries import certificate_files, public_check
from coi_app.queries.judging import Wording
from coi_app.rules import errors
from coi_app.services import certificates, doctor, revisions, signatures
from tests import desk, signing
from tests.cast import People
from tests.services.test_certificates import first_of, issued


@pytest.fixture
def place(session: Session, people: People) -> desk.Desk:
    return desk.ready(session, people.redwood)


def test_off_by_default(session: Session, people: People, place: desk.Desk) -> None:
    file = certificate_files.exact(session, issued(session, people, place))
    assert not signed_tail.is_signed(file.drawn)
    assert signatures.seal() is None and "off" in signatures.told()


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    signing.turn_on(monkeypatch, tmp_path, signing.key_file())
    return tmp_path


def test_the_exact_copy_is_the_signed_file(
    session: Session, people: People, place: desk.Desk, on: Path
) -> None:
    first, second = issued(session, people, place), issued(session, people, place)
    session.expire_all()
    file = certificate_files.exact(session, first)
    assert signing.judged(file.body).bottom_line
    assert certificates.exact_copy(session, people.sam, first).body == file.body
    assert public_check.of_file(session, file.body).result is public_check.Result.EXACT
    assert signing.judged(certificate_files.exact(session, second).body).bottom_line
    assert len(session.exec(select(models.Plate.sha256)).all()) == 1  # the plate is still shared


def test_a_revision_is_signed_anew(session: Session, people: People, place: desk.Desk, on: Path) -> None:
    old = issued(session, people, place)
    asked = revisions.Asked(attention="Risk Desk")
    new = revisions.issue(session, people.sam, old, asked, why="Contact")
    bodies = [certificate_files.exact(session, one).body for one in (old, new)]
    assert bodies[0] != bodies[1] and all(signing.judged(one).bottom_line for one in bodies)


def test_an_altered_signature_does_not_leave(
    session: Session, people: People, place: desk.Desk, on: Path
) -> None:
    row = session.get_one(models.Certificate, issued(session, people, place))
    row.tail = row.tail[:-200] + bytes([row.tail[-200] ^ 1]) + row.tail[-199:]
    session.flush()
    with pytest.raises(certificate_files.Altered):
        certificates.exact_copy(session, people.sam, row.id)


@pytest.mark.parametrize(("begins", "words"), [(-400, "ended on"), (2, "begins on")])
def test_out_of_its_term_it_refuses_to_issue_and_still_drafts(
    session: Session,
    people: People,
    place: desk.Desk,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    begins: int,
    words: str,
) -> None:
    key = signing.key_file(begins_at=clock.now() + timedelta(days=begins))
    signing.turn_on(monkeypatch, tmp_path, key)
    with pytest.raises(errors.Refusal, match=words):
        issued(session, people, place)
    assert session.exec(select(models.Certificate.id)).all() == []
    draft = certificates.preview(session, people.sam, place.master_id, first_of(place), Wording())
    assert draft.pdf.startswith(b"%PDF")
    found = next(one for one in doctor.examine() if one.what == "signature")
    assert not found.is_well and words in found.finding


def test_the_doctor_says_who_signs_and_that_the_end_is_near(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    signing.turn_on(monkeypatch, tmp_path, signing.key_file(days=20))
    assert signing.NAME in signatures.told() and "get the next one" in signatures.told()


def test_the_settings_page_says_how_it_is(
    session: Session, people: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "not signed" in signatures.shown(session, people.vic).words
    signing.turn_on(monkeypatch, tmp_path, signing.key_file())
    assert signing.NAME in signatures.shown(session, people.vic).words
    (tmp_path / "COI_SIGNING_PASSPHRASE_FILE").write_bytes(b"wrong one")
    found = signatures.shown(session, people.vic)
    assert found.is_problem and "passphrase" in found.words
    with pytest.raises(errors.NotAllowed):
        signatures.shown(session, people.ivy)


def test_a_replaced_file_is_read_anew_and_a_missing_one_is_named(on: Path) -> None:
    first = signatures.seal()
    assert first is not None and signatures.seal() is first
    (on / "COI_SIGNING_FILE").write_bytes(signing.key_file(kind="rsa"))
    second = signatures.seal()
    assert second is not None and second.certificate != first.certificate
    (on / "COI_SIGNING_FILE").unlink()
    with pytest.raises(errors.Refusal, match="COI_SIGNING_FILE cannot be read"):
        signatures.seal()
    assert settings.current().signing_file
