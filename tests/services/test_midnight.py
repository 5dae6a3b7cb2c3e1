"""The agency's midnight, not the server's, decides whether a policy is in force and what day a certificate bears."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from coi_app import clock, models
from coi_app.queries import batches as seen
from coi_app.queries import judging, public_check
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors
from coi_app.rules.findings import State
from coi_app.rules.standing import StandingKind
from coi_app.services import batch_runs, batch_steps, batches, certificates
from coi_app.services.batch_steps import Preparer
from tests import desk, factories
from tests.cast import People
from tests.desk import Desk
from tests.services.test_batches import run

MINUTE = timedelta(minutes=1)
Set = Callable[[timedelta], None]


@pytest.fixture(params=["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Boise"])
def from_midnight(request: pytest.FixtureRequest, session: Session, monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets the clock to so long after the midnight on which the policies end, in the agency's zone."""
    zone = ZoneInfo(request.param)
    session.get_one(models.Agency, 1).time_zone = request.param

    def stand(after: timedelta) -> None:
        moment = datetime.combine(last_day(session), time(), zone).astimezone(UTC) + after
        monkeypatch.setattr(clock, "now", lambda: moment)

    return stand


def last_day(session: Session) -> date:
    (day,) = set(session.exec(select(models.Policy.expires_on)))
    return day


@pytest.fixture
def place(session: Session, people: People, from_midnight: Set) -> Desk:
    return desk.ready(session, people.redwood)


def judged(session: Session, people: People, place: Desk) -> State:
    recipient = Recipient(interest_id=place.links[0].id)
    return judging.judge_for(session, people.sam, place.master_id, recipient, Wording()).verdict.state


def issued(session: Session, people: People, place: Desk) -> models.Certificate:
    recipient = Recipient(interest_id=place.links[0].id)
    (number,) = certificates.issue_one(session, people.sam, place.master_id, recipient, Wording())
    return session.get_one(models.Certificate, number)


def test_a_minute_before_it_is_in_force_and_a_minute_after_it_is_not(
    session: Session, people: People, place: Desk, from_midnight: Set
) -> None:
    from_midnight(-MINUTE)
    assert judged(session, people, place) is State.READY
    certificate = issued(session, people, place)
    assert certificate.issued_on == last_day(session) - timedelta(days=1)
    code = certificate.verification_code
    assert told(session, code) is StandingKind.EXPIRES_SOON
    from_midnight(MINUTE)
    assert judged(session, people, place) is State.BLOCKED
    with pytest.raises(errors.Refusal, match="expired"):
        issued(session, people, place)
    assert told(session, code) is StandingKind.EXPIRED


def told(session: Session, code: str) -> StandingKind:
    found = public_check.by_code(session, code)
    assert found is not None
    return found.standing.kind


def test_a_step_prepared_before_midnight_is_not_stored_after_it(
    session: Session, people: People, place: Desk, from_midnight: Set
) -> None:
    from_midnight(-MINUTE)
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    assert batch_runs.begin(session, batch_id, 1)
    step = Preparer(batch_id).step(session)
    assert step is not None and len(step.issued) == len(place.links)
    from_midnight(MINUTE)
    assert not batch_steps.commit(session, step)
    run(session, batch_id)
    assert session.exec(select(models.Certificate)).all() == []
    assert {row.rule for row in seen.failures(session, people.sam, batch_id)} == {"R2"}


def test_who_is_issued_after_midnight_bears_the_new_day(
    session: Session, people: People, place: Desk, from_midnight: Set
) -> None:
    from_midnight(-MINUTE - timedelta(days=30))
    batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, desk.asked())
    assert batch_runs.begin(session, batch_id, 1)
    step = Preparer(batch_id).step(session)
    assert step is not None
    from_midnight(MINUTE - timedelta(days=30))
    assert not batch_steps.commit(session, step)
    run(session, batch_id)
    days = set(session.exec(select(models.Certificate.issued_on)))
    assert days == {last_day(session) - timedelta(days=30)}


def test_policies_of_the_tests_end_on_one_day(session: Session, place: Desk) -> None:
    assert last_day(session) > factories.today()
