"""Bulk actions from the click to the file: what is asked again at each step, and what is left out."""

import csv
import hashlib
import io
import zipfile
from typing import Any

import pypdf
import pytest
from sqlmodel import Session, col, select

from coi_app import clock, db, models
from coi_app.adapters import file_store, job_engine
from coi_app.jobs import bulk_run
from coi_app.queries import bulk_runs as seen
from coi_app.queries import certificate_files, certificate_selection
from coi_app.queries.bulk_runs import BulkKind
from coi_app.queries.certificate_filters import CertificateFilter
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import access, errors
from coi_app.services import bulk_runs, bulk_steps, certificates
from tests import desk
from tests.cast import People

EVERY = CertificateSelection(everyone=True)
LETTER = {"subject": "{certificate.number} for {insured.name}", "message": "To {holder.name}."}
TEXTS = {BulkKind.WITHDRAW: {"reason": "Wrong project"}, BulkKind.RESEND: LETTER}


@pytest.fixture
def issued(people: People, place: desk.Desk, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Five certificates; steps of two."""
    monkeypatch.setattr(bulk_steps, "STEP", 2)
    monkeypatch.setattr(bulk_run, "AT_ONCE", 2)
    monkeypatch.setattr(bulk_run, "LIST_AT_ONCE", 2)
    with db.writing() as session:
        return [
            number
            for link in place.links[:5]
            for number in certificates.issue_one(
                session, people.sam, place.master_id, Recipient(interest_id=link.id), Wording()
            )
        ]


def start(actor: access.Actor, kind: str, selection: CertificateSelection = EVERY, **more: Any) -> int:
    values = {"request_key": "key", **TEXTS.get(kind, {}), **more}
    with db.writing() as session:
        return bulk_runs.start(session, actor, kind, selection, values, enqueue=False)


def done(
    actor: access.Actor, kind: str, selection: CertificateSelection = EVERY, **more: Any
) -> seen.BulkProgress:
    run_id = start(actor, kind, selection, **more)
    bulk_run.run(run_id)
    return progress(actor, run_id)


def progress(actor: access.Actor, run_id: int) -> seen.BulkProgress:
    with db.reading() as session:
        return seen.progress(session, actor, run_id)


def body(actor: access.Actor, run_id: int) -> bytes:
    with db.writing() as session:
        return bulk_runs.file(session, actor, run_id).path.read_bytes()


def kinds(session: Session) -> list[str]:
    return [one.kind for one in session.exec(select(models.Activity).order_by(col(models.Activity.id)))]


def test_a_zip_has_the_exact_copies_and_each_is_noted(people: People, issued: list[int]) -> None:
    found = done(people.vic, "zip", CertificateSelection(ids=frozenset(issued[:3])))
    assert (found.state, found.total, found.done, found.finished) == ("done", 3, 3, True)
    packed = zipfile.ZipFile(io.BytesIO(body(people.vic, found.id)))
    sums = {
        hashlib.sha256(packed.read(name)).hexdigest() for name in packed.namelist() if name.endswith(".pdf")
    }
    with db.reading() as session:
        assert sums == {certificate_files.exact(session, number).sha256 for number in issued[:3]}
        said = kinds(session)
    assert said[-5:] == ["certificate:downloaded"] * 3 + ["batch:finished", "batch:downloaded"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # a day apart, always
def test_its_name_has_the_day_of_the_agency(people: People, issued: list[int], zone: str) -> None:
    with db.writing() as session:
        session.get_one(models.Agency, 1).time_zone = zone
    assert done(people.sam, "csv").file_name.startswith(f"Certificates {clock.today(zone)} run ")


def test_one_pdf_has_a_page_for_each(people: People, issued: list[int]) -> None:
    but = CertificateSelection(everyone=True, except_ids=frozenset(issued[:1]))
    found = done(people.sam, "pdf", but)
    assert len(pypdf.PdfReader(io.BytesIO(body(people.sam, found.id))).pages) == 4


def test_what_is_issued_later_is_not_among_all_that_match(people: People, issued: list[int]) -> None:
    assert done(people.sam, "csv", CertificateSelection(everyone=True, upto=issued[1])).done == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_has_a_row_for_each(people: People, issued: list[int], kind: str) -> None:
    wanted = CertificateSelection(everyone=True, filters=CertificateFilter(source="manual"))
    found = done(people.vic, kind, wanted)
    assert (found.done, found.file_name.endswith(f".{kind}")) == (5, True)
    data = body(people.vic, found.id)
    if kind == "csv":
        head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        first = dict(zip(head, rows[0], strict=True))
        assert (first["Holder"], first["City, state"], first["Standing"]) == (
            "001 Sawtooth Homes LLC", "Boise, ID", "In force",
        )  # fmt: skip
        assert first["Verification link"].startswith("http") and len(first["SHA-256"]) == 64
    with db.reading() as session:
        assert kinds(session)[-2:] == ["list:exported", "batch:downloaded"]


def test_each_is_sent_to_its_last_recipient(people: People, place: desk.Desk, issued: list[int]) -> None:
    message = {"to": "last@a.example", "cc": "copy@a.example", "subject": "x", "message": "x"}
    with db.writing() as session:
        certificates.resend(session, people.sam, issued[0], message)
        session.get_one(models.Certificate, issued[1]).withdrawn_at = clock.now()
        session.get_one(models.Certificate, issued[2]).superseded_at = clock.now()
        nowhere = session.get_one(models.Holder, place.links[3].holder_id)
        nowhere.email = ""
    found = done(people.sam, "resend")
    assert (found.done, found.failed) == (2, 3)
    assert [why.split()[0] for _, why in found.left_out] == ["This", "A", "It"]
    with db.reading() as session:
        sent = session.exec(select(models.Mail).order_by(col(models.Mail.id))).all()[1:]
        assert [(one.to_email, one.cc) for one in sent] == [
            ("last@a.example", ["copy@a.example"]), ("certs@halvorsenpg.example", []),
        ]  # fmt: skip
        assert (
            sent[0].subject.endswith("for Redwood Ridge Builders LLC")
            and sent[0].body == "To 001 Sawtooth Homes LLC."
        )


def test_withdrawing_goes_on_where_it_was_killed(people: People, issued: list[int]) -> None:
    run_id = start(people.sam, "withdraw")
    with db.writing() as session:
        assert bulk_steps.step(session, run_id)
    bulk_run.run(run_id)
    bulk_run.run(run_id)
    with db.reading() as session:
        every = session.exec(select(models.Certificate)).all()
        assert {one.withdrawn_reason for one in every} == {"Wrong project"}
        assert kinds(session).count("certificate:withdrawn") == 5
    assert progress(people.sam, run_id).done == 5


def test_a_cancelled_run_keeps_what_is_done(people: People, issued: list[int]) -> None:
    run_id = start(people.sam, "withdraw")
    with db.writing() as session:
        bulk_steps.step(session, run_id)
        bulk_runs.cancel(session, people.sam, run_id)
    bulk_run.run(run_id)
    found = progress(people.sam, run_id)
    assert (found.state, found.done, found.can_cancel) == ("cancelled", 2, False)
    zipped = start(people.sam, "zip", request_key="another")
    with db.writing() as session:
        bulk_runs.cancel(session, people.sam, zipped)
    bulk_run.run(zipped)
    assert progress(people.sam, zipped).file_name == ""
    assert not file_store.batch_path(f"bulk-{zipped}.zip").exists()


def test_a_right_that_is_gone_stops_the_run(people: People, issued: list[int]) -> None:
    """R41: also between two steps."""
    run_id = start(people.sam, "withdraw")
    with db.writing() as session:
        bulk_steps.step(session, run_id)
        session.get_one(models.Account, people.sam.account_id).role = "viewer"
    bulk_run.run(run_id)
    found = progress(people.ada, run_id)
    assert (found.state, found.done) == ("failed", 2) and "not allowed" in found.error


@pytest.mark.parametrize("kind", list(BulkKind))
@pytest.mark.parametrize("who", ["vic", "ivy", "otto", "nia", "dee"])
def test_who_may_not(people: People, issued: list[int], kind: BulkKind, who: str) -> None:
    if who == "vic" and kind not in (BulkKind.RESEND, BulkKind.WITHDRAW):
        return
    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        start(getattr(people, who), kind)
    with db.reading() as session:
        assert session.exec(select(models.BulkRun)).all() == []


def test_one_that_is_out_of_sight_refuses_all(people: People, issued: list[int]) -> None:
    with pytest.raises(errors.NotFound):
        start(people.sam, "withdraw", CertificateSelection(ids=frozenset([*issued, 987_654])))
    with db.reading() as session:
        assert {one.withdrawn_at for one in session.exec(select(models.Certificate))} == {None}


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("withdraw", {"reason": " "}, "reason"),
        ("withdraw", {"reason": "x" * 501}, "reason"),
        ("resend", {"subject": ""}, "subject"),
        ("resend", {"message": "Dear {person}"}, "message"),
        ("zip", {"request_key": None}, "key"),
        ("burn", {}, "kind"),
    ],
)
def test_what_was_typed_wrong(
    people: People, issued: list[int], kind: str, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        start(people.sam, kind, **values)
    assert field in next(iter(wrong.value.problems))


def test_a_double_click_is_one_run_and_nothing_is_none(people: People, issued: list[int]) -> None:
    assert start(people.sam, "zip") == start(people.sam, "zip")
    with pytest.raises(errors.Refusal, match="No certificate"):
        start(people.sam, "zip", CertificateSelection(), request_key="none")
    with pytest.raises(errors.Refusal, match="at most"):
        many = frozenset(range(1, 10_002))
        start(people.sam, "zip", CertificateSelection(ids=many), request_key="many")


def test_a_stopping_process_leaves_it_pending(people: People, issued: list[int]) -> None:
    run_id = start(people.sam, "zip")
    job_engine._stopping.set()
    with pytest.raises(job_engine.Stopping):
        bulk_run.run(run_id)
    job_engine._stopping.clear()
    bulk_run.run(run_id)
    assert progress(people.sam, run_id).state == "done"


def test_a_selection_survives_its_journey() -> None:
    day = clock.today("UTC")
    wanted = CertificateSelection(
        True, frozenset(), frozenset({3}), CertificateFilter("a", day, None, "failed", master_id=4), 7, 9
    )
    assert certificate_selection.from_json(wanted.as_json()) == wanted
