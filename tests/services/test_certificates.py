import hashlib
import io
from collections.abc import Callable

import pypdf
import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from coi_app import models
from coi_app.queries import certificate_detail, certificate_files, judging
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import access, errors, wording
from coi_app.services import certificate_corrections as corrections
from coi_app.services import certificates, masters, templates
from coi_app.services.certificates import Use
from tests import desk, factories
from tests.cast import People

MESSAGE = {
    "to": "certs@halvorsenpg.example",
    "subject": "Your certificate",
    "message": "Attached.\n",
    "cc": "",
}


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def first_of(place: desk.Desk) -> Recipient:
    return Recipient(interest_id=place.links[0].id)


def issued(session: Session, people: People, place: desk.Desk, **given: object) -> int:
    (certificate_id,) = certificates.issue_one(
        session, people.sam, place.master_id, first_of(place), Wording(), **given
    )
    return certificate_id


def last_entry(session: Session) -> models.Activity:
    entry = session.exec(select(models.Activity).order_by(col(models.Activity.id).desc())).first()
    assert entry is not None
    return entry


def test_a_draft_has_a_mark_and_neither_number_nor_trace(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    draft = certificates.preview(session, people.vic, place.master_id, first_of(place), Wording())
    read = text_of(draft.pdf)
    assert "DRAFT" in read and "001 Sawtooth Homes LLC" in read and "KV-" not in read
    assert session.exec(select(models.Activity)).all() == []


def test_issued_means_numbered_stored_and_recorded(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    certificate = session.get_one(models.Certificate, issued(session, people, place))
    assert certificate.number == f"KV-{factories.today():%y}-00001"
    assert (certificate.issued_by_id, certificate.source, certificate.revision) == (
        people.sam.account_id,
        "manual",
        0,
    )
    assert certificate.description == "Re: 001 Sawtooth Homes LLC."
    assert len(certificate.verification_code) == 12
    assert last_entry(session).kind == "certificate:issued"


def test_the_exact_copy_is_the_exact_copy(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    number = issued(session, people, place)
    first = certificates.exact_copy(session, people.vic, number)
    again = certificates.exact_copy(session, people.sam, number, Use.PREVIEWED)
    assert first.body == again.body and hashlib.sha256(first.body).hexdigest() == first.sha256
    assert "001 Sawtooth Homes LLC" in text_of(first.body) and first.number in text_of(first.body)
    assert first.file_name == f"{first.number} 001 Sawtooth Homes LLC.pdf"
    assert last_entry(session).kind == "certificate:previewed"


@pytest.mark.parametrize("where", ["tail", "plate"])
def test_altered_bytes_do_not_leave(session: Session, people: People, where: str) -> None:
    place = desk.ready(session, people.redwood)
    number = issued(session, people, place)
    certificate = session.get_one(models.Certificate, number)
    if where == "tail":
        changed = certificate.tail[:-3] + bytes([certificate.tail[-3] ^ 1]) + certificate.tail[-2:]
        session.execute(update(models.Certificate).values(tail=changed))
    else:
        plate = session.get_one(models.Plate, certificate.plate_sha256)
        session.execute(update(models.Plate).values(body=plate.body.replace(b"%PDF", b"%PDG", 1)))
    for leave in (
        lambda: certificates.exact_copy(session, people.sam, number),
        lambda: certificate_files.exact(session, number),
    ):
        with pytest.raises(certificate_files.Altered, match="was altered"):
            leave()


def test_a_typed_project_goes_for_this_certificate_only(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    recipient = Recipient(interest_id=place.links[0].id, project="Cedar Street Lofts")
    asked = Wording(description="Project: {project}.")
    judged = judging.judge_for(session, people.sam, place.master_id, recipient, asked)
    assert judged.description.text == "Project: Cedar Street Lofts."
    assert place.links[0].project == ""


@pytest.mark.parametrize(
    ("follows", "printed"),
    [
        (False, "Approved for 001 Sawtooth Homes LLC."),
        (True, "Re: 001 Sawtooth Homes LLC.\nApproved for 001 Sawtooth Homes LLC."),
    ],
)
def test_a_template_replaces_the_default_or_follows_it(
    session: Session, people: People, follows: bool, printed: str
) -> None:
    place = desk.ready(session, people.redwood)
    values = {"name": "Approved", "body": "Approved for {holder.name}.", "follows_default": follows}
    asked = Wording(template_id=templates.create(session, people.ada, values))
    judged = judging.judge_for(session, people.sam, place.master_id, first_of(place), asked)
    assert judged.description.text == printed


def test_a_placeholder_without_a_value_refuses(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    asked = Wording(description="Project: {project}.")
    with pytest.raises(errors.Blocked, match="project"):
        certificates.issue_one(session, people.sam, place.master_id, first_of(place), asked, reason="Free")
    assert session.exec(select(models.Certificate)).all() == []


def test_the_longest_description_is_printed_whole(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    rooms = [f"Room {n:05d}." for n in range(20_000 // 12)]
    words = " ".join(rooms).ljust(20_000, "x")
    assert len(words) == wording.MAX_DESCRIPTION
    (made,) = certificates.issue_one(
        session,
        people.sam,
        place.master_id,
        first_of(place),
        Wording(description=words),
        reason="The list asks so.",
    )
    read = text_of(certificates.exact_copy(session, people.sam, made).body)
    assert [room for room in rooms if room.removeprefix("Room ") not in read] == []  # a row may end between


@pytest.mark.parametrize(
    ("recipient", "wanted", "field"),
    [
        ({}, {"description": "x" * 20_001}, "description"),
        ({}, {"description": ["a"]}, "description"),
        ({"project": "x" * 1_000}, {}, "project"),
        ({"project": {"a": 1}}, {}, "project"),
    ],
)
def test_hostile_wording_is_refused(
    session: Session, people: People, recipient: dict[str, object], wanted: dict[str, object], field: str
) -> None:
    place = desk.ready(session, people.redwood)
    whom = Recipient(interest_id=place.links[0].id, **recipient)
    with pytest.raises(errors.InvalidInput) as wrong:
        certificates.preview(session, people.sam, place.master_id, whom, Wording(**wanted))
    assert set(wrong.value.problems) == {field}


def test_a_holder_who_is_no_additional_interest(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    holder = factories.holder(session, "Walk-in Holder LLC")
    (number,) = certificates.issue_one(
        session, people.sam, place.master_id, Recipient(holder_id=str(holder.id)), Wording()
    )
    assert session.get_one(models.Certificate, number).interest_id is None


def test_another_insureds_link_is_not_there(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    foreign = desk.link(session, people.harbor, "Foreign Holder LLC")
    for recipient in (Recipient(interest_id=foreign.id), Recipient(holder_id="x"), Recipient()):
        with pytest.raises(errors.NotFound):
            certificates.issue_one(session, people.sam, place.master_id, recipient, Wording())


def test_a_block_cannot_be_overridden(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    nowhere = desk.blocked(session, place)
    with pytest.raises(errors.Blocked):
        certificates.issue_one(
            session,
            people.ada,
            place.master_id,
            Recipient(interest_id=nowhere.id),
            Wording(),
            reason="I say so",
        )


def test_issue_and_send_is_both_or_neither(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    with pytest.raises(errors.InvalidInput) as wrong:
        certificates.issue_and_send(
            session, people.sam, place.master_id, first_of(place), Wording(), MESSAGE | {"to": "nobody"}
        )
    assert set(wrong.value.problems) == {"to"}
    assert session.exec(select(models.Certificate)).all() == []
    (number,) = certificates.issue_and_send(
        session, people.sam, place.master_id, first_of(place), Wording(), MESSAGE
    )
    shown = certificate_detail.detail(session, people.vic, number)
    assert (shown.row.delivery, [one.to_email for one in shown.deliveries]) == ("queued", [MESSAGE["to"]])


def test_resend_goes_to_anybody_with_the_same_bytes(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    number = issued(session, people, place)
    certificates.resend(session, people.sam, number, MESSAGE | {"cc": "a@b.example; c@d.example"})
    assert len(session.exec(select(models.Certificate)).all()) == 1
    mail = session.exec(select(models.Mail)).one()
    assert mail.cc == ["a@b.example", "c@d.example"]
    assert last_entry(session).kind == "certificate:resent"


@pytest.mark.parametrize(
    "given",
    [
        {"to": "a@b.example\r\nBcc: x@y.example"},
        {"subject": "=?utf-8?q?a=0ABcc:_x@y.example?="},
        {"cc": "not an address"},
        {"message": ""},
        {"subject": "x" * 300},
        {"to": ["a@b.example"]},
    ],
)
def test_hostile_messages_are_refused(session: Session, people: People, given: dict[str, object]) -> None:
    place = desk.ready(session, people.redwood)
    number = issued(session, people, place)
    with pytest.raises(errors.InvalidInput) as wrong:
        certificates.resend(session, people.sam, number, MESSAGE | given)
    assert set(wrong.value.problems) <= {"to", "cc", "subject", "message"}
    assert session.exec(select(models.Mail)).all() == []


def test_a_line_break_in_a_subject_is_a_space(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    number = issued(session, people, place)
    certificates.resend(session, people.sam, number, MESSAGE | {"subject": "Hi\nBcc: x@y.example"})
    assert session.exec(select(models.Mail)).one().subject == "Hi Bcc: x@y.example"


DEEDS: dict[str, Callable[[Session, access.Actor, desk.Desk, int], object]] = {
    "issue": lambda s, a, d, c: certificates.issue_one(s, a, d.master_id, first_of(d), Wording()),
    "send": lambda s, a, d, c: certificates.issue_and_send(
        s, a, d.master_id, first_of(d), Wording(), MESSAGE
    ),
    "download": lambda s, a, d, c: certificates.exact_copy(s, a, c),
    "resend": lambda s, a, d, c: certificates.resend(s, a, c, MESSAGE),
    "revise": lambda s, a, d, c: corrections.revise(s, a, c, "New text"),
    "withdraw": lambda s, a, d, c: corrections.withdraw(s, a, c, "Because"),
}


@pytest.mark.parametrize(
    ("who", "deed"),
    [
        *(("vic", deed) for deed in DEEDS if deed != "download"),
        *(("otto", deed) for deed in DEEDS),
        *(("dee", deed) for deed in DEEDS),
        *(("ivy", deed) for deed in ("revise", "withdraw")),
        *(("nia", deed) for deed in ("issue", "send", "revise", "withdraw")),
    ],
)
def test_who_may_not(session: Session, people: People, who: str, deed: str) -> None:
    place = desk.ready(session, people.redwood)
    masters.share(session, people.sam, place.master_id, True)
    number = issued(session, people, place)
    before = last_entry(session).id
    with pytest.raises((errors.NotFound, errors.NotAllowed)) as refused:
        DEEDS[deed](session, getattr(people, who), place, number)
    if who == "otto":
        assert isinstance(refused.value, errors.NotFound) or deed == "send"
    assert last_entry(session).id == before


def test_an_insured_with_the_rights_sends_and_resends(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    masters.share(session, people.sam, place.master_id, True)
    (number,) = certificates.issue_and_send(
        session, people.ivy, place.master_id, first_of(place), Wording(), MESSAGE, source="portal"
    )
    certificates.resend(session, people.ivy, number, MESSAGE)
    assert certificates.exact_copy(session, people.nia, number).certificate_id == number
