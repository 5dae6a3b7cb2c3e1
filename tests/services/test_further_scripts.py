"""A holder whose name is in another script: judged, issued and handed out like every other."""

from pathlib import Path

import pytest
from sqlmodel import Session

from coi_app import models
from coi_app.documents.bundle import OnePdfOf
from coi_app.queries import certificate_files, judging
from coi_app.queries.judging import Recipient, Wording
from coi_app.services import certificates, doctor
from tests import desk
from tests.cast import People
from tests.documents import reading

NAMES = ("株式会社山田建設", "شركة الخليج للتأمين", "Tacos 🌮 Boise")


def linked(session: Session, place: desk.Desk) -> list[Recipient]:
    links = [desk.link(session, place.insured, name) for name in NAMES]
    session.flush()
    return [Recipient(interest_id=one.id) for one in links]


@pytest.mark.usefixtures("noto")
def test_it_is_issued_and_an_exact_copy_leaves(session: Session, people: People, tmp_path: Path) -> None:
    place = desk.ready(session, people.redwood)
    made = []
    for one in linked(session, place):
        made += certificates.issue_one(session, people.sam, place.master_id, one, Wording())
    copies = [certificates.exact_copy(session, people.sam, number) for number in made]
    for name, copy in zip(NAMES, copies, strict=True):
        assert name in reading.words(copy.body) and name.split()[0] in copy.file_name
    with OnePdfOf(tmp_path / "all.pdf", "All") as joined:
        for file in certificate_files.exact_files(session, made):
            joined.add(file.drawn, file.number)
    said = reading.words((tmp_path / "all.pdf").read_bytes())
    assert [name for name in NAMES if name not in said] == []


@pytest.mark.usefixtures("noto")
def test_altered_bytes_do_not_leave(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    (number,) = certificates.issue_one(
        session, people.sam, place.master_id, linked(session, place)[0], Wording()
    )
    plate = session.get_one(models.Plate, session.get_one(models.Certificate, number).plate_sha256)
    plate.body = plate.body[:-20] + bytes([plate.body[-20] ^ 1]) + plate.body[-19:]
    session.flush()
    with pytest.raises(certificate_files.Altered):
        certificates.exact_copy(session, people.sam, number)


def test_without_a_font_the_verdict_names_the_letters(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    for one, letter in zip(linked(session, place), "株ش🌮", strict=True):
        judged = judging.judge_for(session, people.sam, place.master_id, one, Wording())
        assert ("R26", "holder.name") in [(one.rule, one.field) for one in judged.verdict.blocks]
        assert any(letter in one.why for one in judged.verdict.blocks)


def told() -> str:
    return doctor._run("fonts", doctor.CHECKS["fonts"]).finding


def test_the_operator_is_told_that_there_are_none() -> None:
    assert told() == "the certificate fonts are complete; no Noto fonts are installed for further scripts"


@pytest.mark.usefixtures("noto")
def test_the_operator_is_told_which_scripts_are_installed() -> None:
    assert "installed for further scripts: CJK, Arabic, Hebrew, Thai, Devanagari, " in told()
