"""A renewal run: per holder what changes, the clean ones at once, the others on the list."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coi_app import db, models
from coi_app.jobs import generate_batch
from coi_app.queries import renewals as seen
from coi_app.queries import renewed_masters
from coi_app.queries.judging import Recipient, Wording
from coi_app.queries.renewals import Preview, Who
from coi_app.rules import errors
from coi_app.rules.coverage import Line
from coi_app.rules.renewal import RenewalState
from coi_app.services import certificates, renewals
from coi_app.services.renewals import Asked
from tests import desk, factories
from tests.cast import People

ENDED = factories.today() - timedelta(days=1)
NEXT = {"effective_on": ENDED, "expires_on": ENDED + timedelta(days=365)}


@pytest.fixture
def renewed(people: People, place: desk.Desk) -> list[int]:
    """Four holders of the last term, one of them linked no more; the new policies are on the master."""
    with db.writing() as session:
        for link in place.links[:3]:
            issue(session, people, place, Recipient(interest_id=link.id))
        stranger = factories.holder(session, "Zephyr Lending LLC")
        issue(session, people, place, Recipient(holder_id=stranger.id))
        for old in place.policies:
            session.get_one(models.Policy, old.id).expires_on = ENDED
        new = [
            factories.policy(
                session, people.redwood, Line(old.line), number=f"{old.number}-N", carrier_id=old.carrier_id, **NEXT
            )
            for old in place.policies
        ]  # fmt: skip
        session.flush()
        assert renewals.show_renewals(session, people.sam, place.master_id) == 2
        return [one.id or 0 for one in new]


def issue(session: Session, people: People, place: desk.Desk, recipient: Recipient) -> None:
    certificates.issue_one(session, people.sam, place.master_id, recipient, Wording())


def preview(people: People, place: desk.Desk, who: str = Who.HISTORICAL) -> Preview:
    with db.reading() as session:
        return seen.preview(session, people.vic, place.master_id, who)


def start(people: People, place: desk.Desk, asked: Asked | None = None) -> int:
    with db.writing() as session:
        batch_id = renewals.start(
            session,
            people.sam,
            people.redwood.id,
            place.master_id,
            asked or Asked(request_key="key"),
            enqueue=False,
        )
    generate_batch.run(batch_id, 1)
    return batch_id


def lower_limit(policy_id: int) -> None:
    with db.writing() as session:
        policy = session.get_one(models.Policy, policy_id)
        policy.coverage = {**policy.coverage, "each_occurrence": 500_000}


def test_the_master_to_renew_is_found_with_its_holders(
    people: People, place: desk.Desk, renewed: list[int]
) -> None:
    with db.reading() as session:
        (found,) = renewed_masters.found(session, people.vic)
        assert (found.master_id, found.holders, found.behind) == (place.master_id, 4, ())
        assert [policy.id for policy in found.renewed] == renewed
        day = factories.today() + timedelta(days=400)
        assert renewed_masters.found(session, people.vic, renewed_masters.Range(day, day)) == ()
        assert renewed_masters.found(session, people.vic, None, people.harbor.id) == ()


def test_a_master_that_is_behind_says_so(people: People, place: desk.Desk) -> None:
    with db.writing() as session:
        issue(session, people, place, Recipient(interest_id=place.links[0].id))
        old = session.get_one(models.Policy, place.policies[0].id)
        old.expires_on = ENDED
        new = factories.policy(session, people.redwood, number="GLP-N", **NEXT)
        session.flush()
        (found,) = renewed_masters.found(session, people.sam)
        assert [(number, policy.id) for number, policy in found.behind] == [(old.number, new.id)]
        renewals.show_renewals(session, people.sam, place.master_id)
        with pytest.raises(errors.Conflict, match="already"):
            renewals.show_renewals(session, people.sam, place.master_id)


def test_clean_ones_get_new_numbers_at_once(people: People, place: desk.Desk, renewed: list[int]) -> None:
    before = preview(people, place)
    assert [row.state for row in before.rows] == [RenewalState.CLEAN] * 4
    assert all(any("is renewed as" in sentence for _, sentence in row.other) for row in before.rows)
    batch_id = start(people, place)
    after = preview(people, place)
    assert (after.rows, after.done) == ((), 4)
    with db.reading() as session:
        row = col(models.Certificate.batch_id)
        made = session.exec(select(models.Certificate).where(row == batch_id)).all()
        assert {one.source for one in made} == {"renewal"} and len({one.number for one in made}) == 4
        assert all(one.supersedes_id is None for one in made)
        kinds = [one.kind for one in session.exec(select(models.Activity))]
        assert kinds.count("renewal:started") == kinds.count("interest:added") == 1


def test_who_gets_less_waits_until_somebody_says_why(
    people: People, place: desk.Desk, renewed: list[int]
) -> None:
    lower_limit(renewed[0])
    rows = preview(people, place).rows
    assert {row.state for row in rows} == {RenewalState.LESS}
    assert "Each occurrence was lowered to $500,000" in rows[0].lost[0][1]
    with pytest.raises(errors.InvalidInput, match="Nobody is chosen"):
        start(people, place)
    one = Asked(keys=frozenset({rows[0].key}), request_key="one")
    with pytest.raises(errors.InvalidInput) as wrong:
        start(people, place, one)
    assert "reason" in wrong.value.problems
    start(people, place, Asked(keys=one.keys, request_key="one", reason="Agreed with the holder"))
    assert (len(preview(people, place).rows), preview(people, place).done) == (3, 1)


def test_everybody_means_the_whole_list(people: People, place: desk.Desk, renewed: list[int]) -> None:
    assert len(preview(people, place, Who.EVERYBODY).rows) == len(place.links) + 1
    new = [row for row in preview(people, place, Who.EVERYBODY).rows if not row.last_number]
    assert len(new) == len(place.links) - 3 and {row.other for row in new} == {()}


def test_it_is_mailed_when_the_run_is_done(people: People, place: desk.Desk, renewed: list[int]) -> None:
    letter = {"subject": "Renewed: {certificate.number}", "message": "For {holder.name}"}
    batch_id = start(people, place, Asked(request_key="key", mail=letter))
    with db.reading() as session:
        (run,) = session.exec(select(models.BulkRun)).all()
        assert (run.kind, run.total, run.asked["selection"]["filters"]["batch_id"]) == ("resend", 4, batch_id)
    with pytest.raises(errors.InvalidInput, match="placeholder"):
        start(people, place, Asked(request_key="other", mail={"subject": "{x}", "message": "y"}))


def test_a_second_click_is_the_same_run(people: People, place: desk.Desk, renewed: list[int]) -> None:
    assert start(people, place) == start(people, place)


@pytest.mark.parametrize("who", ["vic", "ivy", "otto", "nia", "dee"])
def test_who_may_not(people: People, place: desk.Desk, renewed: list[int], who: str) -> None:
    actor = getattr(people, who)
    for change in (
        lambda session: renewals.start(
            session, actor, people.redwood.id, place.master_id, Asked(request_key="k")
        ),
        lambda session: renewals.show_renewals(session, actor, place.master_id),
    ):
        with db.writing() as session, pytest.raises((errors.NotAllowed, errors.NotFound)):
            change(session)
    with db.reading() as session:
        assert session.exec(select(models.Batch)).all() == []
