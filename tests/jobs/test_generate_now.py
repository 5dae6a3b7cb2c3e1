import errno
import io
import json
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from sqlmodel import select

from coi_app import clock, db, models
from coi_app.jobs import generate_now
from coi_app.queries import certificate_files
from coi_app.rules import errors
from coi_app.services import agency
from tests import desk, signing
from tests.cast import People
from tests.desk import Desk

INSURED = "redwood ridge builders llc"


@pytest.fixture
def holders() -> int:
    return 120


def generate(to: Path, **given: object) -> generate_now.Summary:
    values = {"insured": INSURED, "master": "All Lines", "holders": None, "output": "zip", "to": to}
    return generate_now.run(**values | given)


def test_all_holders_into_a_file(place: Desk, tmp_path: Path) -> None:
    summary = generate(tmp_path / "all.zip")
    assert (summary["requested"], summary["issued"], summary["blocked"]) == (120, 120, 0)
    with zipfile.ZipFile(summary["path"]) as opened:
        assert sum(name.endswith(".pdf") for name in opened.namelist()) == 120
    with db.reading() as session:
        kinds = set(session.exec(select(models.Certificate.source, models.Certificate.sent)).all())
    assert kinds == {("cli", True)}


def test_some_holders_by_name_or_id_without_history(place: Desk, tmp_path: Path) -> None:
    ids = [str(place.insured.id), "001 sawtooth homes llc", str(place.links[4].holder_id)]
    summary = generate(tmp_path, insured=ids[0], holders=ids[1:], output="pdf", save_to_sent=False)
    assert summary["issued"] == 2 and Path(summary["path"]).read_bytes().startswith(b"%PDF")
    with db.reading() as session:
        assert set(session.exec(select(models.Certificate.sent)).all()) == {False}


def test_blocked_and_warned_ones_are_counted_and_left_out(place: Desk, tmp_path: Path) -> None:
    with db.writing() as session:
        desk.blocked(session, place)
        desk.warned(session, place)
    summary = generate(tmp_path / "a.zip")
    assert (summary["requested"], summary["issued"], summary["blocked"]) == (122, 120, 2)
    again = generate(tmp_path / "b.zip", override_reason="Agreed with the holder")
    assert (again["issued"], again["blocked"]) == (121, 1)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"insured": "Nobody Inc"}, "no insured called “Nobody Inc”"),
        ({"master": "Nothing"}, "no master of this insured called"),
        ({"holders": ["Nobody LLC"]}, "no active additional interest"),
        ({"holders": []}, "at least one"),
        ({"to": Path("/nowhere/at/all.zip")}, "does not exist"),
    ],
)
def test_what_is_wrong_is_said(
    people: People, place: Desk, given: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(errors.Refusal, match=sentence):
        generate(**{"to": tmp_path / "a.zip"} | given)
    with db.reading() as session:
        assert session.exec(select(models.Batch)).all() == []


def test_a_full_disk_where_the_copy_should_go(
    place: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(generate_now.shutil, "copyfileobj", full)
    with pytest.raises(errors.Refusal, match="disk of the server is full"):
        generate(tmp_path / "all.zip")
    assert not list(tmp_path.glob("all.zip*"))


def test_two_insureds_of_the_same_name(people: People, place: Desk, tmp_path: Path) -> None:
    with db.writing() as session:
        session.get_one(models.Insured, people.harbor.id).legal_name = "Redwood Ridge Builders LLC"
    with pytest.raises(errors.Refusal, match="More than one"):
        generate(tmp_path / "a.zip")


def test_the_setting_for_machines_holds_for_it_too(place: Desk, people: People, tmp_path: Path) -> None:
    with db.writing() as session:
        agency.attach_json(session, people.ada, True)
    zipped, joined = generate(tmp_path / "all.zip"), generate(tmp_path / "all.pdf", output="pdf")
    with zipfile.ZipFile(zipped["path"]) as opened:
        (body, *_) = (opened.read(name) for name in opened.namelist() if name.endswith(".pdf"))
    (carried,) = pypdf.PdfReader(io.BytesIO(body), strict=True).attachments["certificate.json"]
    assert json.loads(carried)["holder"]["name"].endswith("Sawtooth Homes LLC")
    assert len(pypdf.PdfReader(joined["path"], strict=True).attachments["certificate.json"]) == 120


def test_each_of_a_batch_is_signed_alone_and_the_joined_file_is_not(
    place: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing.turn_on(monkeypatch, tmp_path, signing.key_file())
    holders = [str(link.holder_id) for link in place.links[:3]]
    zipped = generate(tmp_path / "all.zip", holders=holders)
    joined = generate(tmp_path / "all.pdf", holders=holders, output="pdf")
    with zipfile.ZipFile(zipped["path"]) as opened:
        bodies = [opened.read(name) for name in opened.namelist() if name.endswith(".pdf")]
    assert len(bodies) == 3 and all(signing.judged(body).bottom_line for body in bodies)
    reader = pypdf.PdfReader(joined["path"], strict=True)
    assert len(reader.pages) == 3 and "/AcroForm" not in reader.trailer["/Root"]
    with db.reading() as session:
        for key in session.exec(select(models.Certificate.id)).all():
            assert signing.judged(certificate_files.exact(session, key or 0).body).bottom_line


def test_a_run_says_that_the_signing_certificate_has_ended(
    place: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing.turn_on(
        monkeypatch, tmp_path, signing.key_file(begins_at=clock.now() - timedelta(days=9), days=1)
    )
    with pytest.raises(errors.Refusal, match="The certificate that signs ended on"):
        generate(tmp_path / "all.zip")
    with db.reading() as session:
        assert session.exec(select(models.Certificate.id)).all() == []
