"""R26: what is too long for its place is said before anything is issued, by the name of the place."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.documents import layout
from coi_app.queries import fitting, judging
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors
from coi_app.rules.certificate_content import Address, HolderShown
from coi_app.rules.findings import CureKind, State
from coi_app.services import certificates
from tests import desk, factories
from tests.cast import People
from tests.documents import samples

WIDEST = "W"
LONG = "Ωμέγα Συμμετοχές και Ακίνητα " * 7  # 200 characters


@pytest.mark.parametrize(("letter", "row"), [(WIDEST, 60), ("Ω", 200)])
def test_a_holder_who_does_not_fit_is_blocked_before_anything_is_drawn(
    session: Session, people: People, letter: str, row: int
) -> None:
    place = desk.ready(session, people.redwood)
    rows = {"attention": letter * 100, "address_line_one": letter * row, "address_line_two": letter * row}
    holder = factories.holder(session, letter * 200, **rows)
    link = factories.interest(session, people.redwood, holder)
    verdict = judged(session, people, place, link)
    assert verdict.state is State.BLOCKED
    first = verdict.blocks[0]
    assert (first.rule, first.field, first.cure_kind) == ("R26", "holder.name", CureKind.HOLDER_NAME)
    assert first.why.startswith("The holder's name is too long") and first.cure == "Shorten it."
    with pytest.raises(errors.Blocked, match="too long"):
        issued(session, people, place, link)
    assert judged(session, people, place, place.links[0]).state is State.READY


def judged(
    session: Session, people: People, place: desk.Desk, link: models.AdditionalInterest
) -> "judging.findings.Verdict":
    recipient = Recipient(interest_id=link.id)
    return judging.judge_for(session, people.sam, place.master_id, recipient, Wording()).verdict


def issued(session: Session, people: People, place: desk.Desk, link: models.AdditionalInterest) -> None:
    recipient = Recipient(interest_id=link.id)
    certificates.issue_one(session, people.sam, place.master_id, recipient, Wording())


def test_what_all_share_and_does_not_fit_blocks_everybody(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    agency = session.get_one(models.Agency, 1)
    plain, agency.name, agency.representative = agency.name, WIDEST * 200, WIDEST * 200
    for link in place.links:
        (finding,) = judged(session, people, place, link).blocks
        assert (finding.rule, finding.field, finding.cure_kind) == ("R26", "producer", CureKind.AGENCY)
    agency.name = agency.representative = plain
    people.redwood.legal_name, people.redwood.dba = WIDEST * 200, WIDEST * 100
    people.redwood.address_line_one = people.redwood.address_line_two = WIDEST * 60
    (finding,) = judged(session, people, place, place.links[0]).blocks
    assert (finding.field, finding.cure_kind) == ("insured", CureKind.INSURED)
    with pytest.raises(errors.Blocked, match="The insured's"):
        issued(session, people, place, place.links[0])


def test_long_names_that_fit_pass(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    link = desk.link(session, people.redwood, LONG.strip()[:200])
    assert judged(session, people, place, link).state is State.READY
    issued(session, people, place, link)
    assert factories.today() in set(session.exec(select(models.Certificate.issued_on)))


def test_what_is_not_measured_always_fits() -> None:
    """Every row as long as it may be, in the widest letters at once."""
    row = WIDEST * fitting.SHORT_ROW
    at = Address(row, row, row, WIDEST * 2, "97301-1234")
    holder = HolderShown(WIDEST * fitting.SHORT_NAME, row, at)
    for sample in (samples.DENSE, samples.MINIMAL, samples.NAMES):
        layout.Master(sample.shared, True).own(replace(sample, holder=holder))
