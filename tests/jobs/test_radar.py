"""The radar from the change to the mended paper: the look, the daily look, reissue, withdraw, notify."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from coi_app import db, models
from coi_app.jobs import bulk_run, radar_look
from coi_app.queries import bulk_runs as seen
from coi_app.queries import radar, revisions
from coi_app.queries.certificate_filters import CertificateFilter
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors
from coi_app.services import bulk_reissue, bulk_runs, certificates, masters, policies, radar_daily
from coi_app.services import radar as service
from tests import desk, factories
from tests.cast import People

UNTRUE = CertificateSelection(everyone=True, filters=CertificateFilter(only_sent=False, standing="untrue"))
LETTER = {"subject": "Changed: {certificate.number}", "message": "{holder.name}: {changes} See {link}"}


@pytest.fixture
def issued(people: People, place: desk.Desk, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Five certificates that a lowered limit made untrue; steps of two."""
    monkeypatch.setattr(bulk_reissue, "STEP", 2)
    with db.writing() as session:
        made = [
            number
            for link in place.links[:5]
            for number in certificates.issue_one(
                session, people.sam, place.master_id, Recipient(interest_id=link.id), Wording()
            )
        ]
    lower(people, place, "500,000")
    return made


def lower(people: People, place: desk.Desk, limit: str) -> None:
    with db.writing() as session:
        policies.change(session, people.sam, place.policies[0].id, {"each_occurrence": limit})
    look(people)


def look(people: People) -> None:
    with db.reading() as session:
        asked = session.get_one(models.RadarLook, people.redwood.id).asked
    radar_look.run(people.redwood.id or 0, asked)


def count(people: People) -> int:
    with db.reading() as session:
        return radar.count(session, people.sam)


def done(people: People, kind: str, **values: Any) -> seen.BulkProgress:
    with db.writing() as session:
        run_id = bulk_runs.start(
            session, people.sam, kind, UNTRUE, {"request_key": f"{kind}{values}", **values}, enqueue=False
        )
    bulk_run.run(run_id)
    with db.reading() as session:
        return seen.progress(session, people.sam, run_id)


def every(session: Session) -> list[models.Certificate]:
    return list(session.exec(select(models.Certificate).order_by(col(models.Certificate.id))))


def mails(session: Session) -> list[models.Mail]:
    return list(session.exec(select(models.Mail).order_by(col(models.Mail.id))))


def test_reissued_ones_are_true_and_supersede(people: People, place: desk.Desk, issued: list[int]) -> None:
    assert count(people) == 5
    found = done(people, "reissue", mail="on", subject="{certificate.number}", message="For {holder.name}")
    assert (found.state, found.done, found.failed, found.left_out) == ("done", 5, 0, ())
    with db.reading() as session:
        old, new = every(session)[:5], every(session)[5:]
        assert all(one.superseded_at is not None for one in old)
        assert [(one.number, one.revision, one.supersedes_id) for one in new] == [
            (one.number, 1, one.id) for one in old
        ]
        assert {one.description for one in new} == {one.description for one in old}
        assert [one.to_email for one in mails(session)] == ["certs@halvorsenpg.example"] * 5
        kinds = [one.kind for one in session.exec(select(models.Activity))]
        assert kinds.count("certificate:superseded") == kinds.count("certificate:revised") == 5
    assert count(people) == 0


def test_another_wording_and_master_for_many(people: People, place: desk.Desk, issued: list[int]) -> None:
    with db.writing() as session:
        values = {
            "name": "GL only",
            "policy_ids": [place.policies[0].id],
            "default_description": "For {holder.name}",
        }
        other = masters.create(session, people.sam, people.redwood.id, values)
    assert done(people, "reissue", wording="own", master=str(other)).done == 5
    with db.reading() as session:
        assert {one.description[:7] for one in every(session)[5:]} == {
            "For 001",
            "For 002",
            "For 003",
            "For 004",
            "For 005",
        }
        assert all(len(one.content["boxes"]) == 1 for one in every(session)[5:])


def test_what_the_policies_do_not_give_is_left_out_and_named(
    people: People, place: desk.Desk, issued: list[int]
) -> None:
    with db.writing() as session:
        policies.cancel(session, people.sam, place.policies[0].id, factories.today())
    found = done(people, "reissue")
    assert (found.done, found.failed) == (0, 5)
    assert all("was cancelled" in why for _, why in found.left_out)
    with db.reading() as session:
        assert len(every(session)) == 5


def test_a_renewal_is_no_revision(people: People, place: desk.Desk, issued: list[int]) -> None:
    """R32: other policies, another number."""
    with db.writing() as session:
        new = factories.policy(session, people.redwood, number="GLP-NEXT")
        other = masters.create(
            session, people.sam, people.redwood.id, {"name": "Next", "policy_ids": [new.id]}
        )
    found = done(people, "reissue", master=str(other))
    assert (found.done, found.left_out[0][1]) == (0, revisions.RENEWED)


def test_a_killed_run_goes_on_and_nothing_is_doubled(
    people: People, place: desk.Desk, issued: list[int]
) -> None:
    with db.writing() as session:
        run_id = bulk_runs.start(session, people.sam, "reissue", UNTRUE, {"request_key": "k"}, enqueue=False)
    with db.reading() as session:
        step = bulk_reissue.prepare(session, run_id)
    assert step is not None
    with db.writing() as session:
        assert bulk_reissue.commit(session, step)
        assert not bulk_reissue.commit(session, step)
    bulk_run.run(run_id)
    bulk_run.run(run_id)
    with db.reading() as session:
        assert len(every(session)) == 10


def test_a_step_that_rests_on_old_records_is_drawn_anew(
    people: People, place: desk.Desk, issued: list[int]
) -> None:
    with db.writing() as session:
        run_id = bulk_runs.start(session, people.sam, "reissue", UNTRUE, {"request_key": "k"}, enqueue=False)
    with db.reading() as session:
        step = bulk_reissue.prepare(session, run_id)
    assert step is not None
    lower(people, place, "400,000")
    with db.writing() as session:
        assert not bulk_reissue.commit(session, step)
    bulk_run.run(run_id)
    assert count(people) == 0


def test_holders_are_told_what_changed(people: People, place: desk.Desk, issued: list[int]) -> None:
    found = done(people, "notify", **LETTER)
    assert (found.done, found.failed) == (5, 0)
    with db.reading() as session:
        first = mails(session)[0]
        assert first.subject.startswith("Changed: KV-")
        assert (
            "Each occurrence was lowered to $500,000, from $1,000,000." in first.body and "/v/" in first.body
        )
        (cause,) = radar.causes(session, people.sam)
        assert cause.notified == 5
        assert {one.delivery for one in every(session)} == {"none"}  # a word about it is no delivery of it
        kinds = [one.kind for one in session.exec(select(models.Activity))]
        assert kinds.count("certificate:holder_notified") == 5


def test_withdrawn_ones_leave_the_radar(people: People, place: desk.Desk, issued: list[int]) -> None:
    assert done(people, "withdraw", reason="Limit lowered").done == 5
    assert count(people) == 0


def test_one_cause_alone(people: People, place: desk.Desk, issued: list[int]) -> None:
    with db.reading() as session:
        (cause,) = radar.causes(session, people.sam)
    wanted = CertificateSelection(
        everyone=True, filters=CertificateFilter(only_sent=False, cause=cause.id + 1)
    )
    with db.writing() as session, pytest.raises(errors.Refusal, match="No certificate"):
        bulk_runs.start(session, people.sam, "notify", wanted, {"request_key": "x", **LETTER})


@pytest.mark.parametrize("kind", ["reissue", "notify"])
@pytest.mark.parametrize("who", ["vic", "ivy", "otto", "nia", "dee"])
def test_who_may_not(people: People, issued: list[int], kind: str, who: str) -> None:
    values = {"request_key": "key", **LETTER}
    with db.writing() as session, pytest.raises((errors.NotAllowed, errors.NotFound)):
        bulk_runs.start(session, getattr(people, who), kind, UNTRUE, values, enqueue=False)
    with db.reading() as session:
        assert session.exec(select(models.BulkRun)).all() == []


def test_a_cancellation_comes_into_effect_on_its_day(people: People, place: desk.Desk) -> None:
    """Known before, untrue from that day on; nobody touches anything that day."""
    with db.writing() as session:
        certificates.issue_one(
            session, people.sam, place.master_id, Recipient(interest_id=place.links[0].id), Wording()
        )
        tomorrow = factories.today() + timedelta(days=1)
        policies.cancel(session, people.sam, place.policies[0].id, tomorrow)
    look(people)
    assert count(people) == 0
    with db.writing() as session:
        session.get_one(models.Policy, place.policies[0].id).cancelled_on = factories.today()
    radar_look.run_daily()
    look(people)
    assert count(people) == 1


def ending(people: People, place: desk.Desk, days: int) -> None:
    with db.writing() as session:
        certificates.issue_one(
            session,
            people.sam,
            place.master_id,
            Recipient(interest_id=place.links[0].id),
            Wording(),
            reason="ok then",
        )
        policy = session.get_one(models.Policy, place.policies[0].id)
        policy.expires_on = factories.today() + timedelta(days=days)
        session.get_one(models.Agency, 1).email = "office@kestrelvane.example"


def remind() -> int:
    with db.writing() as session:
        return radar_daily.remind(session)


def test_the_agent_is_reminded_of_what_ends_once_a_stage(people: People, place: desk.Desk) -> None:
    ending(people, place, 25)
    assert (remind(), remind()) == (1, 0)
    with db.writing() as session:
        (mail,) = mails(session)
        assert mail.to_email == "office@kestrelvane.example"
        assert "ends on" in mail.body and "in 25 days. 1 live certificate." in mail.body
        session.add(models.InsuredAgent(insured_id=people.redwood.id, account_id=people.sam.account_id))
        policy = session.get_one(models.Policy, place.policies[0].id)
        policy.expires_on = factories.today() + timedelta(days=6)
    assert remind() == 1
    with db.reading() as session:
        assert mails(session)[-1].to_email == people.sam.email


def test_nobody_is_reminded_of_what_no_certificate_shows(people: People, place: desk.Desk) -> None:
    with db.writing() as session:
        session.get_one(models.Policy, place.policies[0].id).expires_on = factories.today() + timedelta(
            days=9
        )
    assert remind() == 0


def test_a_lost_look_is_asked_for_again(people: People, place: desk.Desk, issued: list[int]) -> None:
    with db.writing() as session:
        service.ask(session, people.redwood.id or 0)
        asked = session.get_one(models.RadarLook, people.redwood.id).asked
    radar_look.run_daily()
    with db.reading() as session:
        assert session.get_one(models.RadarLook, people.redwood.id).asked == asked + 1
