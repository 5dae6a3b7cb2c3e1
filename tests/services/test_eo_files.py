"""The E&O file: what a lawyer is handed years later, read back."""

import hashlib
import io
import json
import zipfile

import pypdf
import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from coi_app import clock, models
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors
from coi_app.services import activity, certificate_corrections, certificates, eo_files
from tests import desk
from tests.cast import People

MESSAGE = {"to": "certs@halvorsenpg.example", "subject": "Your certificate", "message": "Attached."}


@pytest.fixture
def number(session: Session, people: People) -> int:
    """Asked for in the portal, issued over a warning, mailed, withdrawn."""
    place = desk.ready(session, people.redwood)
    warned = desk.warned(session, place)
    (made,) = certificates.issue_and_send(
        session, people.sam, place.master_id, Recipient(interest_id=warned.id),
        Wording(description="Cedar Street Lofts"), MESSAGE, reason="The endorsement is ordered",
    )  # fmt: skip
    session.add(
        models.CertificateRequest(
            insured_id=people.redwood.id, certificate_id=made, holder_text="Alder Creek", asked_by_text="Ivy",
            requirements="Before 3 pm", created_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()
    certificate_corrections.withdraw(session, people.ada, made, "Wrong project")
    return made


def text_of(body: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages).split())


def test_it_tells_the_whole_story(session: Session, people: People, number: int) -> None:
    certificate = session.get_one(models.Certificate, number)
    read = text_of(eo_files.make(session, people.vic, number).body)
    for said in (
        f"E&O file of certificate {certificate.number}", "Alder Creek Apartments LP", "Ivy (portal) asked for",
        "Before 3 pm", "Warned, R4", "The endorsement is ordered", "ADDL INSD", "Cedar Street Lofts",
        certificate.sha256, "certs@halvorsenpg.example", "Sam (192.0.2.7): Issued", "Ada (192.0.2.7): Withdrew",
        "Wrong project", "unbroken from its first entry",
    ):  # fmt: skip
        assert said in read, said


def test_a_broken_chain_is_said(session: Session, people: People, number: int) -> None:
    session.execute(
        update(models.Activity).where(col(models.Activity.sequence) == 1).values(sentence="Nothing happened")
    )
    assert "BROKEN" in text_of(eo_files.make(session, people.vic, number).body)


def test_the_zip_holds_the_exact_bytes_and_checks(session: Session, people: People, number: int) -> None:
    made = eo_files.make(session, people.sam, number, zipped=True)
    bundle = zipfile.ZipFile(io.BytesIO(made.body))
    sums = dict(reversed(row.split("  ")) for row in bundle.read("SHA256SUMS").decode().splitlines())
    assert {name: hashlib.sha256(bundle.read(name)).hexdigest() for name in sums} == sums and len(sums) == 5
    assert session.get_one(models.Certificate, number).sha256 in sums.values()
    history = json.loads(bundle.read("history.json"))["entries"]
    assert [one["kind"] for one in history] == [
        "certificate:issued", "certificate:warning_overridden", "delivery:queued", "certificate:withdrawn",
    ]  # fmt: skip
    for one in history:
        entry = session.exec(
            select(models.Activity).where(
                models.Activity.sequence == one["sequence"], models.Activity.chain == one["chain"]
            )
        ).one()
        assert activity.digest(one["previous_hash"], entry.model_dump()) == one["hash"]


def test_letters_that_no_font_has_are_named(session: Session, people: People, number: int) -> None:
    session.get_one(models.Certificate, number).withdrawn_reason = "خطأ"
    session.flush()
    assert "[U+062E]" in text_of(eo_files.make(session, people.vic, number).body)


def test_taking_it_is_recorded(session: Session, people: People, number: int) -> None:
    eo_files.record_taken(session, people.vic, number, "E&O file.pdf")
    read = text_of(eo_files.make(session, people.vic, number).body)
    assert "Vic (192.0.2.7): Took the E&O file" in read


@pytest.mark.parametrize("who", ["ivy", "nia", "otto", "dee"])
def test_who_may_not(session: Session, people: People, number: int, who: str) -> None:
    for deed in (
        lambda actor: eo_files.make(session, actor, number),
        lambda actor: eo_files.record_taken(session, actor, number, "x"),
    ):
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            deed(getattr(people, who))
    with pytest.raises(errors.NotFound):
        eo_files.make(session, people.ada, 987_654)
