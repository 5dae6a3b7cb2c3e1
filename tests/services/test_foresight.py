"""Who was judged before the batch was started is not judged again; whoever has changed is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlmodel import Session

from coi_app import models
from coi_app.jobs import generate_now
from coi_app.queries import batches as seen
from coi_app.queries import facts, judging
from coi_app.queries.judging import Bench, Wording
from coi_app.rules.facts import HolderFacts
from coi_app.services import batch_runs, batch_steps, batches, foresight
from coi_app.services.batch_steps import Preparer
from coi_app.services.foresight import Foreseen
from tests import desk, factories
from tests.cast import People
from tests.desk import Desk


@pytest.fixture
def place(session: Session, people: People) -> Desk:
    return desk.ready(session, people.redwood)


@pytest.fixture
def foreseen(session: Session, people: People, place: Desk) -> Foreseen:
    return foresight.of(session, people.sam, place.master_id, Wording())


@contextmanager
def judged(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of those who are judged meanwhile."""
    names: list[str] = []
    judge = Bench.judged

    def told(self: Bench, holder: HolderFacts, *more: Any) -> judging.Judged:
        names.append(holder.name)
        return judge(self, holder, *more)

    with monkeypatch.context() as patched:
        patched.setattr(Bench, "judged", told)
        yield names


@pytest.fixture
def batch_id(session: Session, people: People, place: Desk, foreseen: Foreseen) -> int:
    made = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    assert batch_runs.begin(session, made, 1)
    return made


def test_nobody_is_judged_twice(
    session: Session, foreseen: Foreseen, batch_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with judged(monkeypatch) as names:
        step = Preparer(batch_id, foreseen).step(session)
        assert names == []
        alone = Preparer(batch_id).step(session)
    assert step is not None and alone is not None
    assert names == [one.name for one in alone.issued]
    assert [one.row["verdict"] for one in step.issued] == [one.row["verdict"] for one in alone.issued]
    assert batch_steps.commit(session, step)


def test_the_command_line_foresees_what_its_batch_will_be(
    session: Session, place: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, master = generate_now.ACTOR, place.master_id
    foreseen = foresight.of(session, actor, master, Wording())
    made = batches.start(session, actor, place.insured.id, master, desk.asked(), source="cli", enqueue=False)
    assert batch_runs.begin(session, made, 1)
    with judged(monkeypatch) as names:
        assert Preparer(made, foreseen).step(session) is not None
    assert names == []


def test_a_holder_who_moved_meanwhile_is_judged_again(
    session: Session, people: People, place: Desk, foreseen: Foreseen, batch_id: int
) -> None:
    moved = session.get_one(models.Holder, place.links[1].holder_id)
    moved.address_line_one = moved.city = moved.state = moved.zip_code = ""
    session.flush()
    step = Preparer(batch_id, foreseen).step(session)
    assert step is not None
    assert [one.name for one in step.issued] == ["001 Sawtooth Homes LLC", "003 Sawtooth Homes LLC"]
    assert batch_steps.commit(session, step)
    assert [row.rule for row in seen.failures(session, people.sam, batch_id)] == ["R20"]


def test_a_policy_that_was_cancelled_meanwhile_is_seen(
    session: Session, people: People, place: Desk, foreseen: Foreseen
) -> None:
    place.policies[0].status, place.policies[0].cancelled_on = "cancelled", factories.today()
    session.flush()
    bench = judging.bench(session, people.sam, place.master_id, Wording())
    rows = facts.interest_rows(session, [link.id for link in place.links if link.id])
    found = foresight.judged(foreseen, bench, rows)
    assert {one.verdict.findings[0].rule for one in found.values()} == {"R2"}
    assert {one.verdict.findings[:1] for _, one in foreseen.judged.values()} == {()}
