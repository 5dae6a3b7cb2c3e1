import pytest
from sqlmodel import Session

from coi_app.queries import certificate_detail
from coi_app.queries import certificates as seen
from coi_app.rules import errors
from coi_app.services import certificate_corrections as corrections
from coi_app.services import certificates, masters
from tests import desk
from tests.cast import People
from tests.services.test_certificates import MESSAGE, issued


def test_a_revision_supersedes_and_the_old_one_stays(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    old = issued(session, people, place)
    before = certificates.exact_copy(session, people.sam, old).body
    new = corrections.revise(session, people.sam, old, "Now for {braces}.", reason="Typed by hand")
    shown = certificate_detail.detail(session, people.sam, new)
    assert (shown.row.revision, shown.row.description) == (1, "Now for {braces}.")
    assert [(one.revision, one.is_this) for one in shown.revisions] == [(0, False), (1, True)]
    old_row = seen.page(session, people.sam, insured_id=people.redwood.id).rows[1]
    assert (old_row.id, old_row.standing.label) == (old, "Superseded")
    assert certificates.exact_copy(session, people.sam, old).body == before
    with pytest.raises(errors.Conflict, match="newer revision"):
        corrections.revise(session, people.sam, old, "Again", reason="Again")


def test_an_unchanged_description_is_still_the_exact_copy(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    old = issued(session, people, place)
    assert corrections.revise(session, people.sam, old, "Re: 001 Sawtooth Homes LLC.") == old


def test_a_correction_works_after_the_master_was_retired(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    old = issued(session, people, place)
    masters.retire(session, people.sam, place.master_id)
    assert corrections.revise(session, people.sam, old, "Corrected.", reason="Typed by hand") != old


def test_withdrawn_needs_a_reason_and_is_final(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    number = issued(session, people, place)
    with pytest.raises(errors.InvalidInput):
        corrections.withdraw(session, people.sam, number, " ")
    corrections.withdraw(session, people.sam, number, "Wrong holder")
    shown = certificate_detail.detail(session, people.sam, number)
    assert (shown.row.standing.label, shown.withdrawn_reason) == ("Withdrawn", "Wrong holder")
    for refused in (
        lambda: corrections.withdraw(session, people.sam, number, "Again"),
        lambda: corrections.revise(session, people.sam, number, "Again"),
        lambda: certificates.resend(session, people.sam, number, MESSAGE),
    ):
        with pytest.raises(errors.Conflict, match="withdrawn"):
            refused()
