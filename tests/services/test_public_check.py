"""What whoever has the code is told, on both databases, and that guessing codes leads nowhere."""

import copy
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from coi_app import clock, models
from coi_app.queries import certificate_files, issued_content
from coi_app.queries import public_check as seen
from coi_app.queries.judging import Recipient, Wording
from coi_app.queries.public_check import Result
from coi_app.rules.standing import StandingKind
from coi_app.services import certificate_corrections as corrections
from coi_app.services import certificates, public_check, tries
from tests import desk, factories
from tests.cast import IP, People

GUESSER = "198.51.100.9"


@pytest.fixture
def paper(session: Session, people: People) -> models.Certificate:
    """An issued certificate of three policies."""
    place = desk.ready(session, people.redwood)
    (made,) = certificates.issue_one(
        session, people.sam, place.master_id, Recipient(interest_id=place.links[0].id), Wording()
    )
    return session.exec(select(models.Certificate).where(models.Certificate.id == made)).one()


def public(session: Session, paper: models.Certificate) -> seen.PublicCertificate:
    found = seen.by_code(session, paper.verification_code)
    assert found is not None
    return found


def test_it_says_what_stands_on_the_paper(session: Session, paper: models.Certificate) -> None:
    found = public(session, paper)
    assert (found.number, found.revision, found.sha256) == (paper.number, 0, paper.sha256)
    assert (found.insured, found.holder) == ("Redwood Ridge Builders LLC", "001 Sawtooth Homes LLC")
    assert (found.standing.kind, found.told.head) == (StandingKind.IN_FORCE, "In force")
    assert [line.title for line in found.lines] == ["General Liability", "Automobile", "Workers Comp"]
    assert [line.additional_insured for line in found.lines] == ["", "", "-"]
    assert all(line.insurer and not line.trouble for line in found.lines)


def test_a_policy_cancelled_today_is_told_today(session: Session, paper: models.Certificate) -> None:
    policy = session.exec(select(models.Policy).where(models.Policy.line == "automobile")).one()
    policy.status, policy.cancelled_on = "cancelled", factories.today()
    session.flush()
    found = public(session, paper)
    assert found.standing.kind is StandingKind.CANCELLED
    assert [bool(line.trouble) for line in found.lines] == [False, True, False]


def test_the_newest_revision_is_offered(session: Session, people: People, paper: models.Certificate) -> None:
    for words in ("Re: Lot 1", "Re: Lot 2"):
        newest = session.exec(select(models.Certificate).order_by(col(models.Certificate.id).desc())).first()
        assert newest is not None
        corrections.revise(session, people.sam, newest.id, words, reason="The lot was missing")
    found = public(session, paper)
    assert found.newest is not None and found.newest.revision == 2
    last = seen.by_code(session, found.newest.code)
    assert last is not None and last.newest is None and last.standing.kind is StandingKind.IN_FORCE
    assert found.told.sentence.startswith("Revision 2 replaced this certificate on ")


def test_why_it_was_withdrawn_stays_inside(
    session: Session, people: People, paper: models.Certificate
) -> None:
    corrections.withdraw(session, people.ada, paper.id, "Premium was not paid")
    found = public(session, paper)
    assert found.told.head == "Withdrawn" and "Premium" not in repr(found)


@pytest.mark.parametrize(
    "code",
    ["", " ", "ABCDEFGHJKMN", "%", "_" * 12, "\x00", "\ud800", "' OR 1=1 --", "x" * 5_000, "١٢٣٤٥٦٧٨٩٠١٢"],
)
def test_other_codes_are_nothing(session: Session, paper: models.Certificate, code: str) -> None:
    assert seen.by_code(session, code) is None
    assert seen.by_code(session, paper.verification_code.lower() + "x") is None


def test_a_file_is_exact_changed_or_unknown(session: Session, paper: models.Certificate) -> None:
    assert paper.id is not None
    body = certificate_files.exact(session, paper.id).body
    exact = seen.of_file(session, body)
    assert (exact.result, exact.certificate and exact.certificate.number) == (Result.EXACT, paper.number)
    for place in (10, len(body) // 2, len(body) - 2):
        altered = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        changed = seen.of_file(session, altered)
        assert changed.result is Result.CHANGED and changed.as_json()["number"] == paper.number
    unknown = seen.of_file(session, b"%PDF-1.7 of somebody else")
    assert unknown.result is Result.UNKNOWN and unknown.certificate is None
    assert set(unknown.as_json()) == {"result", "sha256"}


def test_an_altered_plate_is_found_by_its_file(session: Session, paper: models.Certificate) -> None:
    """Whoever alters the database cannot make the altered file pass."""
    assert paper.id is not None
    body = certificate_files.exact(session, paper.id).body
    session.execute(update(models.Plate).values(body=b"%PDF-1.7 forged"))
    with pytest.raises(certificate_files.Altered):
        certificate_files.exact(session, paper.id)
    assert seen.of_file(session, body).result is Result.EXACT


def test_guessing_ends_for_right_codes_too(session: Session) -> None:
    for _ in range(public_check.WRONG_CODES):
        public_check.refuse_guessing(session, GUESSER)
        public_check.note_wrong_code(session, GUESSER)
    with pytest.raises(public_check.TooManyCodes, match="Wait 15 minutes"):
        public_check.refuse_guessing(session, GUESSER)
    public_check.refuse_guessing(session, IP)


def test_wrong_codes_are_forgotten(session: Session) -> None:
    for _ in range(public_check.WRONG_CODES):
        public_check.note_wrong_code(session, GUESSER)
    session.execute(update(models.SignInAttempt).values(at=clock.now() - public_check.WINDOW))
    public_check.refuse_guessing(session, GUESSER)
    session.execute(update(models.SignInAttempt).values(at=clock.now() - tries.KEPT - timedelta(seconds=1)))
    public_check.note_wrong_code(session, GUESSER)
    assert len(session.exec(select(models.SignInAttempt)).all()) == 1


def test_altered_content_is_not_told(session: Session, paper: models.Certificate) -> None:
    """Whoever raises a limit or a date in the database cannot make the public page say so."""
    stored = session.get_one(models.StoredContent, paper.shared_digest)
    body = copy.deepcopy(stored.body)
    body["policies"][0]["expires_on"] = "2031-01-01"
    session.execute(update(models.StoredContent).values(body=body))
    session.expire_all()
    assert paper.id is not None
    file = certificate_files.exact(session, paper.id).body
    for look in (lambda: seen.by_code(session, paper.verification_code), lambda: seen.of_file(session, file)):
        with pytest.raises(issued_content.AlteredContent, match=f"{paper.number} was altered"):
            look()
