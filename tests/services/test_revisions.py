from typing import Any

import pytest
from sqlmodel import Session, col, select

from coi_app import models
from coi_app.queries import certificate_detail, certificate_files
from coi_app.queries import revisions as seen
from coi_app.queries.revisions import Asked
from coi_app.rules import certificate_content, errors
from coi_app.rules.coverage import Line
from coi_app.rules.findings import Box, Severity, State
from coi_app.rules.revision import Ground
from coi_app.services import agency, certificates, eo_files, masters, policies, revisions
from tests import desk, factories
from tests.cast import People
from tests.services.test_certificates import MESSAGE, issued, text_of

RECORDS = Asked(Ground.RECORDS)


@pytest.fixture
def place(session: Session, people: People) -> desk.Desk:
    return desk.ready(session, people.redwood)


@pytest.fixture
def old(session: Session, people: People, place: desk.Desk) -> int:
    return issued(session, people, place)


def raise_limit(session: Session, people: People, place: desk.Desk, amount: str = "2,000,000") -> None:
    policies.change(session, people.sam, place.policies[0].id, {"each_occurrence": amount})


def printed(session: Session, certificate_id: int) -> Any:
    row = session.get_one(models.Certificate, certificate_id)
    body = session.get_one(models.StoredContent, row.shared_digest).body
    return certificate_content.shared_from_json(body).policies[0].coverage


def fields_of(found: seen.RevisionShown) -> list[str]:
    return [one.field for one in found.differences]


def test_a_correction_changes_the_holders_part_alone(
    session: Session, people: People, place: desk.Desk, old: int
) -> None:
    raise_limit(session, people, place)
    asked = Asked(description="Lot 7.", attention="Risk Desk")
    shown = seen.shown(session, people.sam, old, asked)
    assert fields_of(shown) == ["attention", "description"]
    assert "DRAFT" in shown.draft.page and "KV-" not in shown.draft.page
    new = revisions.issue(session, people.sam, old, asked, why="Wrong lot", reason="Typed by hand")
    assert printed(session, new).each_occurrence == 1_000_000
    detail = certificate_detail.detail(session, people.sam, new)
    assert (detail.row.revision, detail.row.description) == (1, "Lot 7.")
    read = text_of(certificate_files.exact(session, new).body)
    assert "Risk Desk" in read and "Lot 7." in read


def test_from_records_states_what_the_policies_give_now(
    session: Session, people: People, place: desk.Desk, old: int
) -> None:
    raise_limit(session, people, place)
    agency.change(session, people.ada, {"representative": "Rae Vane"})
    shown = seen.shown(session, people.sam, old, RECORDS)
    assert fields_of(shown) == ["representative", "each_occurrence"]
    assert "was raised to $2,000,000" in shown.differences[1].sentence
    assert shown.draft.judged.verdict.state is State.READY  # the wording is the issued one: nothing typed
    new = revisions.issue(session, people.sam, old, RECORDS, why="Limit raised")
    assert printed(session, new).each_occurrence == 2_000_000
    assert "Rae Vane" in text_of(certificate_files.exact(session, new).body)


def test_a_correction_may_not_keep_what_is_not_so_any_more(
    session: Session, people: People, place: desk.Desk, old: int
) -> None:
    raise_limit(session, people, place, "500,000")
    asked = Asked(attention="Risk Desk")
    verdict = seen.shown(session, people.sam, old, asked).draft.judged.verdict
    assert verdict.state is State.BLOCKED and verdict.findings[0].rule == "R3"
    with pytest.raises(errors.Blocked, match="lowered to"):
        revisions.issue(session, people.sam, old, asked, why="Contact", reason="Whatever it says")
    new = revisions.issue(session, people.sam, old, RECORDS, why="Limit lowered")
    assert printed(session, new).each_occurrence == 500_000


def test_a_correction_warns_of_a_signature_that_was_replaced(
    session: Session, people: People, place: desk.Desk, old: int
) -> None:
    agency.change(session, people.ada, {"representative": "Rae Vane"})
    asked = Asked(attention="Risk Desk")
    (warning,) = seen.shown(session, people.sam, old, asked).draft.judged.verdict.warnings
    assert warning.rule == "R30" and "Rae Vane" in warning.why
    with pytest.raises(errors.InvalidInput) as wrong:
        revisions.issue(session, people.sam, old, asked, why=" ", message=MESSAGE | {"to": "nowhere"})
    assert set(wrong.value.problems) == {"why", "reason", "to"}  # all at once
    revisions.issue(session, people.sam, old, asked, why="Contact", reason="Rae knows")


def test_the_boxes_are_asked_for_and_still_decided_by_the_endorsements(
    session: Session, people: People, place: desk.Desk
) -> None:
    link = desk.link(
        session, people.redwood, "Cedar Lofts", written_contract_on=factories.today(), written_contract="C-7"
    )
    (old,) = certificates.issue_one(
        session, people.sam, place.master_id, seen.Recipient(interest_id=link.id), seen.Wording()
    )
    wished = frozenset({Line.GENERAL_LIABILITY, Line.AUTOMOBILE})
    asked = Asked(wants_additional_insured=wished)
    shown = seen.shown(session, people.sam, old, asked)
    boxes = [one.additional_insured for one in shown.draft.judged.verdict.boxes]
    assert boxes == [Box.YES, Box.BLANK, Box.ABSENT]
    assert fields_of(shown) == ["additional_insured"]
    new = revisions.issue(session, people.sam, old, asked, why="Contract came in", reason="Auto is asked for")
    assert session.get_one(models.Certificate, new).content["boxes"][0][1] == "Y"


def test_nothing_new_is_the_exact_copy(session: Session, people: People, place: desk.Desk, old: int) -> None:
    for asked in (Asked(), RECORDS, Asked(description="Re: 001 Sawtooth Homes LLC.")):
        assert seen.shown(session, people.sam, old, asked).is_same
        with pytest.raises(errors.Conflict, match="exact copy"):
            revisions.issue(session, people.sam, old, asked, why="No reason")


def test_a_colleague_was_quicker(session: Session, people: People, place: desk.Desk, old: int) -> None:
    asked = Asked(description="Lot 7.")
    revisions.issue(session, people.ada, old, asked, why="Wrong lot", reason="Typed by hand")
    with pytest.raises(errors.Conflict, match="newer revision"):
        revisions.issue(session, people.sam, old, asked, why="Wrong lot", reason="Typed by hand")
    with pytest.raises(errors.Conflict, match="newer revision"):
        seen.shown(session, people.sam, old)


def test_renewed_policies_want_a_new_number(
    session: Session, people: People, place: desk.Desk, old: int
) -> None:
    other = factories.policy(session, people.redwood, number="NEW-1")
    masters.change(session, people.sam, place.master_id, {"policy_ids": [other.id]}, version=1)
    with pytest.raises(errors.Conflict, match="renewal gets a new number"):
        seen.shown(session, people.sam, old, RECORDS)


def test_it_is_issued_and_mailed_both_or_neither(
    session: Session, people: People, place: desk.Desk, old: int
) -> None:
    raise_limit(session, people, place)
    wrong = MESSAGE | {"message": "{no.such}"}
    with pytest.raises(errors.InvalidInput):
        revisions.issue(session, people.sam, old, RECORDS, why="Limit", message=wrong)
    new = revisions.issue(session, people.sam, old, RECORDS, why="Limit", message=MESSAGE)
    (mailed,) = certificate_detail.detail(session, people.sam, new).deliveries
    assert mailed.to_email == MESSAGE["to"]


def test_why_stands_in_the_history_the_chain_and_the_eo_file(
    session: Session, people: People, place: desk.Desk, old: int
) -> None:
    raise_limit(session, people, place)
    new = revisions.issue(session, people.sam, old, RECORDS, why="Limit raised")
    chain = certificate_detail.detail(session, people.vic, old).revisions
    said = [(one.revision, one.issued_by, one.why, one.id) for one in chain]
    assert said == [(0, "Sam", "", old), (1, "Sam", "Limit raised", new)]
    query = select(models.Activity.sentence).order_by(col(models.Activity.id).desc())
    assert any(one.endswith("to 001 Sawtooth Homes LLC: Limit raised") for one in session.exec(query))
    assert "Limit raised" in text_of(eo_files.make(session, people.sam, new).body)


@pytest.mark.parametrize("who", ["vic", "ivy", "nia", "otto"])
def test_who_may_not(session: Session, people: People, place: desk.Desk, old: int, who: str) -> None:
    actor = getattr(people, who)
    for call in (
        lambda: seen.shown(session, actor, old),
        lambda: revisions.issue(session, actor, old, RECORDS, why="Because"),
    ):
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            call()
    assert session.get_one(models.Certificate, old).superseded_at is None


def test_more_that_is_given_now_is_a_note(
    session: Session, people: People, place: desk.Desk, old: int
) -> None:
    raise_limit(session, people, place)
    found = seen.shown(session, people.sam, old, Asked(attention="Risk Desk")).draft.judged.verdict.findings
    assert [(one.rule, one.severity) for one in found] == [("R3", Severity.NOTE)]
