"""A policy changes: exactly the certificates that became untrue are found, with how and for whom."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from coi_app import models
from coi_app.queries import public_check, radar, untrue
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import access, errors
from coi_app.rules.coverage import EndorsementKind, Line
from coi_app.services import (
    additional_interests,
    certificate_corrections,
    certificates,
    endorsements,
    policies,
)
from coi_app.services import radar as service
from tests import desk, factories
from tests.cast import People

SIGNED = {"written_contract": "Subcontract 7", "written_contract_on": factories.today()}


@pytest.fixture
def place(session: Session, people: People) -> desk.Desk:
    """Three holders; the first is an additional insured by contract."""
    made = desk.ready(session, people.redwood)
    first = made.links[0]
    first.types, first.wants_additional_insured = ["additional_insured"], [Line.GENERAL_LIABILITY.value]
    first.written_contract, first.written_contract_on = (
        SIGNED["written_contract"],
        SIGNED["written_contract_on"],
    )
    session.flush()
    return made


@pytest.fixture
def issued(session: Session, people: People, place: desk.Desk) -> list[int]:
    return [
        number
        for link in place.links
        for number in certificates.issue_one(
            session, people.sam, place.master_id, Recipient(interest_id=link.id), Wording()
        )
    ]


def look(session: Session, people: People) -> int:
    """What the job does when the change is committed; gives how many are new."""
    insured_id = people.redwood.id
    assert insured_id is not None
    asked = session.get(models.RadarLook, insured_id, populate_existing=True)
    assert asked is not None and service.is_latest(session, insured_id, asked.asked)
    return service.keep(session, insured_id, asked.asked, untrue.of_insured(session, insured_id))


def hits(session: Session) -> list[int]:
    row = col(models.RadarHit.certificate_id)
    return list(session.exec(select(row).order_by(row)))


def test_a_cancelled_policy_makes_all_that_show_it_untrue(
    session: Session, people: People, place: desk.Desk, issued: list[int]
) -> None:
    policies.cancel(session, people.sam, place.policies[0].id, factories.today())
    assert radar.is_looking(session, people.vic, people.redwood.id)
    assert (look(session, people), hits(session)) == (3, issued)
    (cause,) = radar.causes(session, people.vic)
    assert (cause.certificates, cause.holders, cause.notified) == (3, 3, 0)
    assert [one.rule for one in cause.differences] == ["R2"] and "was cancelled" in cause.differences[
        0
    ].sentence
    assert radar.count(session, people.vic) == radar.number_of(session, people.redwood.id or 0) == 3
    assert not radar.is_looking(session, people.vic)


def test_an_endorsement_that_is_gone_is_found_where_it_was_used(
    session: Session, people: People, place: desk.Desk, issued: list[int]
) -> None:
    row = session.exec(select(models.PolicyEndorsement)).one()
    endorsements.remove(session, people.sam, row.id)
    assert (look(session, people), hits(session)) == (1, issued[:1])
    (cause,) = radar.causes(session, people.vic, people.redwood.id)
    assert [(one.rule, one.field) for one in cause.differences] == [("R4", "additional_insured")]


def test_a_contract_that_is_taken_off_the_record_counts(
    session: Session, people: People, place: desk.Desk, issued: list[int]
) -> None:
    additional_interests.change(session, people.sam, place.links[0].id, {"written_contract_on": ""})
    assert (look(session, people), hits(session)) == (1, issued[:1])


def test_what_is_put_right_again_is_true_again(
    session: Session, people: People, place: desk.Desk, issued: list[int]
) -> None:
    policies.cancel(session, people.sam, place.policies[0].id, factories.today())
    look(session, people)
    policies.reinstate(session, people.sam, place.policies[0].id)
    assert (look(session, people), hits(session)) == (0, [])
    assert radar.causes(session, people.vic) == () and session.exec(select(models.RadarCause)).all() == []


@pytest.mark.parametrize(
    "change",
    [{"each_occurrence": "2,000,000"}, {"expires_on": factories.today() + timedelta(days=300)}],
)
def test_more_than_before_makes_nothing_untrue(
    session: Session, people: People, place: desk.Desk, issued: list[int], change: dict[str, Any]
) -> None:
    policies.change(session, people.sam, place.policies[0].id, change)
    assert (look(session, people), hits(session)) == (0, [])


def test_a_lowered_limit_does(session: Session, people: People, place: desk.Desk, issued: list[int]) -> None:
    policies.change(session, people.sam, place.policies[0].id, {"each_occurrence": "500,000"})
    assert look(session, people) == 3
    assert radar.reasons(session, issued[:1])[issued[0]][0].field == "each_occurrence"


def test_superseded_and_withdrawn_ones_leave_at_once(
    session: Session, people: People, place: desk.Desk, issued: list[int]
) -> None:
    policies.change(session, people.sam, place.policies[0].id, {"each_occurrence": "500,000"})
    look(session, people)
    certificate_corrections.withdraw(session, people.sam, issued[0], "Limit lowered")
    certificate_corrections.revise(session, people.sam, issued[1], "Re: new", reason="Limit")
    assert radar.count(session, people.sam) == 1
    assert untrue.of_insured(session, people.redwood.id or 0).keys() == {issued[2]}


def test_a_look_that_came_too_late_stores_nothing(
    session: Session, people: People, place: desk.Desk, issued: list[int]
) -> None:
    """The policy was changed once more while it was being looked at: the newer look tells."""
    insured_id = people.redwood.id or 0
    policies.cancel(session, people.sam, place.policies[0].id, factories.today())
    found = untrue.of_insured(session, insured_id)
    policies.reinstate(session, people.sam, place.policies[0].id)
    assert service.keep(session, insured_id, 1, found) == 0 and hits(session) == []
    assert not service.is_latest(session, insured_id, 1) and service.is_latest(session, insured_id, 2)


def test_it_is_in_the_history_once_for_each_reason(
    session: Session, people: People, place: desk.Desk, issued: list[int]
) -> None:
    policies.cancel(session, people.sam, place.policies[0].id, factories.today())
    look(session, people)
    service.ask(session, people.redwood.id or 0)
    look(session, people)
    kind = "certificate:became_stale"
    (entry,) = session.exec(select(models.Activity).where(col(models.Activity.kind) == kind)).all()
    assert entry.sentence.startswith("3 certificates became untrue. General Liability")
    assert (entry.actor_name, entry.details["count"], len(entry.details["certificates"])) == ("Radar", 3, 3)


def test_nobody_is_looked_at_who_has_no_certificates(
    session: Session, people: People, place: desk.Desk
) -> None:
    policies.cancel(session, people.sam, place.policies[0].id, factories.today())
    assert session.exec(select(models.RadarLook)).all() == []


def test_the_public_page_says_so_too(
    session: Session, people: People, place: desk.Desk, issued: list[int]
) -> None:
    policies.change(session, people.sam, place.policies[0].id, {"each_occurrence": "500,000"})
    code = session.get_one(models.Certificate, issued[0]).verification_code
    before = public_check.by_code(session, code)
    look(session, people)
    after = public_check.by_code(session, code)
    assert before is not None and after is not None
    assert (before.told.head, after.told.head) == ("In force", "Changed since")


@pytest.mark.parametrize("who", ["ivy", "otto", "nia", "dee"])
def test_the_radar_is_the_agencys(session: Session, people: People, who: str) -> None:
    actor: access.Actor = getattr(people, who)
    for asked in (
        lambda: radar.causes(session, actor),
        lambda: radar.count(session, actor),
        lambda: radar.is_looking(session, actor),
    ):
        with pytest.raises(errors.NotAllowed):
            asked()


def test_another_insureds_certificates_are_left_alone(
    session: Session, people: People, place: desk.Desk, issued: list[int]
) -> None:
    other = desk.ready(session, people.harbor)
    factories.endorsement(session, other.policies[0], EndorsementKind.WAIVER_OF_SUBROGATION)
    policies.cancel(session, people.sam, other.policies[0].id, factories.today())
    assert session.exec(select(models.RadarLook)).all() == []
