from collections.abc import Callable

import pytest
from sqlmodel import Session, col, func, select

from coi_app import models
from coi_app.queries import batches as seen
from coi_app.queries import certificates, verdicts
from coi_app.queries.judging import Wording
from coi_app.queries.verdicts import Selection
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import batch_runs, batch_steps, batches, masters
from coi_app.services.batch_steps import Preparer
from tests import desk, factories
from tests.cast import People


def run(session: Session, batch_id: int, number: int = 1) -> None:
    """The job's steps in the test's own transaction."""
    assert batch_runs.begin(session, batch_id, number)
    preparer = Preparer(batch_id)
    while not batch_runs.is_over(session, batch_id, number):
        step = preparer.step(session)
        assert step is not None and batch_steps.commit(session, step)


def kinds(session: Session) -> list[str]:
    return list(session.exec(select(models.Activity.kind).order_by(models.Activity.id)))


def test_everybody_ready_gets_one_and_the_blocked_are_listed(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    desk.blocked(session, place)
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    run(session, batch_id)
    batch_runs.finish(session, batch_id, 1, None, "")
    done = seen.progress(session, people.vic, batch_id)
    assert (done.state, done.total, done.issued, done.failed, done.waiting) == ("done", 4, 3, 1, 0)
    (left_out,) = seen.failures(session, people.sam, batch_id)
    assert (left_out.holder, left_out.rule, left_out.cure_label) == (
        "Pioneer Gulch Townhomes", "R20", "Add the address",
    )  # fmt: skip
    issued = certificates.page(session, people.sam, insured_id=people.redwood.id, sort="holder").rows
    assert [row.holder for row in issued] == [f"{n:03d} Sawtooth Homes LLC" for n in (1, 2, 3)]
    assert kinds(session) == ["batch:started", *["certificate:issued"] * 3, "batch:finished"]


def test_a_double_click_makes_one_run(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    first = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    second = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    assert first == second
    assert session.exec(select(func.count()).select_from(models.Batch)).one() == 1


def test_another_agent_at_the_same_holders_is_told(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    with pytest.raises(errors.Conflict, match=f"Batch {batch_id} is generating"):
        batches.start(session, people.ada, people.redwood.id, place.master_id, desk.asked("another"))


def test_other_holders_may_be_done_at_the_same_time(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    first, *rest = (link.id for link in place.links)
    for key, ids in (("a", {first}), ("b", set(rest))):
        chosen = Selection(ids=frozenset(ids))
        batches.start(
            session, people.sam, people.redwood.id, place.master_id, desk.asked(key, selection=chosen)
        )
    assert session.exec(select(func.count()).select_from(models.BatchItem)).one() == 3


def test_a_master_whose_policies_ended_meanwhile_is_refused(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    for policy in place.policies:
        policy.expires_on = factories.today()
    session.flush()
    with pytest.raises(errors.Blocked, match=r"None of these 3 certificates can be issued\..*expired"):
        batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    assert session.exec(select(models.Batch)).all() == []


def test_a_warning_needs_a_reason_which_is_kept(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood, holders=1)
    desk.warned(session, place)
    with pytest.raises(errors.InvalidInput) as wrong:
        batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    assert set(wrong.value.problems) == {"reason"}
    asked = desk.asked(reason="Blank box agreed with the holder")
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, asked)
    run(session, batch_id)
    rows = session.exec(
        select(models.Certificate.override_reason).order_by(models.Certificate.batch_position)
    )
    assert list(rows) == ["", "Blank box agreed with the holder"]
    assert ActivityKind.CERTIFICATE_WARNING_OVERRIDDEN in kinds(session)


def test_warned_ones_can_be_left_out(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood, holders=1)
    desk.warned(session, place)
    batch_id = batches.start(
        session, people.sam, people.redwood.id, place.master_id, desk.asked(leave_out_warned=True)
    )
    run(session, batch_id)
    assert [row.state for row in seen.results(session, people.sam, batch_id)] == ["issued", "blocked"]


def test_not_saved_to_certificates_sent_is_still_in_the_history(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood, holders=1)
    asked = desk.asked(save_to_sent=False)
    run(session, batches.start(session, people.sam, people.redwood.id, place.master_id, asked))
    assert certificates.page(session, people.sam, insured_id=people.redwood.id).rows == ()
    assert kinds(session)[-1] == "certificate:issued"


def test_cancel_keeps_what_is_issued_and_retry_does_the_rest(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood, holders=batch_steps.STEP + 2)
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    assert batch_runs.begin(session, batch_id, 1)
    step = Preparer(batch_id).step(session)
    assert step is not None and batch_steps.commit(session, step)
    batches.cancel(session, people.sam, batch_id)
    session.flush()
    assert batch_runs.is_over(session, batch_id, 1)
    batch_runs.finish(session, batch_id, 1, None, "")
    stopped = seen.progress(session, people.sam, batch_id)
    assert (stopped.state, stopped.issued, stopped.failed, stopped.can_retry) == (
        "cancelled", batch_steps.STEP, 2, True,
    )  # fmt: skip
    batches.retry(session, people.sam, batch_id)
    session.flush()
    assert not batch_runs.begin(session, batch_id, 1)  # the first run is over for good
    run(session, batch_id, 2)
    assert seen.progress(session, people.sam, batch_id).issued == batch_steps.STEP + 2


def test_the_failed_are_retried_after_the_cure(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood, holders=1)
    nowhere = desk.blocked(session, place)
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    run(session, batch_id)
    batch_runs.finish(session, batch_id, 1, None, "")
    holder = session.get_one(models.Holder, nowhere.holder_id)
    holder.address_line_one, holder.city, holder.state, holder.zip_code = (
        "1 Gulch Road",
        "Boise",
        "ID",
        "83702",
    )
    batches.retry(session, people.sam, batch_id)
    run(session, batch_id, 2)
    batch_runs.finish(session, batch_id, 2, None, "")
    done = seen.progress(session, people.sam, batch_id)
    assert (done.total, done.issued, done.failed) == (2, 2, 0)


def test_all_but_some_of_a_search(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    desk.link(session, people.redwood, "Harbor Freight Storage LP")
    chosen = Selection(
        everyone=True,
        except_ids=frozenset({place.links[1].id or 0}),
        filters=verdicts.InterestFilter(text="sawtooth"),
    )
    batch_id = batches.start(
        session, people.sam, people.redwood.id, place.master_id, desk.asked(selection=chosen)
    )
    assert [row.holder[:3] for row in seen.results(session, people.sam, batch_id)] == ["001", "003"]


def test_an_unknown_output_and_an_empty_selection(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    for given in ({"output": "exe"}, {"selection": Selection()}, {"request_key": ""}):
        with pytest.raises(errors.InvalidInput):
            batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked(**given))


def test_a_master_of_another_insured_is_not_there(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    with pytest.raises(errors.NotFound):
        batches.start(session, people.sam, people.harbor.id, place.master_id, desk.asked())


def test_more_than_six_insurers_make_two_papers_each(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood, holders=2)
    more = [factories.policy(session, people.redwood) for _ in range(5)]
    ids = [policy.id for policy in (*place.policies, *more)]
    master_id = masters.create(
        session, people.sam, people.redwood.id, {"name": "Everything", "policy_ids": ids}
    )
    batch_id = batches.start(
        session, people.sam, people.redwood.id, master_id, desk.asked(reason="Two papers")
    )
    run(session, batch_id)
    shown = session.exec(select(models.Certificate).order_by(col(models.Certificate.batch_position))).all()
    assert [len(one.content["boxes"]) for one in shown] == [6, 2, 6, 2]


@pytest.mark.parametrize("who", ["vic", "ivy", "nia", "otto", "dee"])
@pytest.mark.parametrize("deed", ["start", "cancel", "retry"])
def test_who_may_not(session: Session, people: People, who: str, deed: str) -> None:
    place = desk.ready(session, people.redwood, holders=1)
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    actor: access.Actor = getattr(people, who)
    deeds: dict[str, Callable[[], object]] = {
        "start": lambda: batches.start(
            session, actor, people.redwood.id, place.master_id, desk.asked("other")
        ),
        "cancel": lambda: batches.cancel(session, actor, batch_id),
        "retry": lambda: batches.retry(session, actor, batch_id),
    }
    before = kinds(session)
    with pytest.raises(errors.NotFound if who == "otto" else errors.NotAllowed):
        deeds[deed]()
    assert kinds(session) == before


def test_the_dialog_shows_blocked_then_warned_then_ready(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood, holders=2)
    desk.blocked(session, place)
    desk.warned(session, place)
    found = verdicts.page(session, people.vic, people.redwood.id, place.master_id, Wording())
    assert [row.state for row in found.rows] == ["blocked", "warned", "ready", "ready"]
    assert (found.counts.ready, found.counts.warned, found.counts.blocked) == (2, 1, 1)
    (only,) = verdicts.page(
        session, people.vic, people.redwood.id, place.master_id, Wording(), state="warned"
    ).rows
    assert (only.holder, only.rule) == ("Alder Creek Apartments LP", "R4")


def test_the_dialog_sees_a_change_at_once(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood, holders=1)

    def states() -> list[str]:
        shown = verdicts.page(session, people.sam, people.redwood.id, place.master_id, Wording())
        return [row.state for row in shown.rows]

    assert states() == ["ready"]
    link = place.links[0]
    link.wants_additional_insured, link.revision = ["automobile"], link.revision + 1
    session.flush()
    assert states() == ["warned"]
    place.policies[1].expires_on = factories.today()
    session.flush()
    assert states() == ["blocked"]
