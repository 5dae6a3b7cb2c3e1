from datetime import date, timedelta

import pytest

from coi_app.rules import standing
from coi_app.rules.standing import PolicyTerm, StandingKind
from tests.rules.redwood import GL, TODAY


def term(
    begins: int = -100, ends: int = 265, status: str = "active", cancelled: int | None = None
) -> PolicyTerm:
    """Days from today."""
    cancelled_on = None if cancelled is None else TODAY + timedelta(days=cancelled)
    return PolicyTerm(status, cancelled_on, TODAY + timedelta(days=begins), TODAY + timedelta(days=ends))


@pytest.mark.parametrize(
    ("policy", "kind", "label"),
    [
        (term(), StandingKind.IN_FORCE, "In force"),
        (term(status="bound"), StandingKind.IN_FORCE, "In force"),
        (term(begins=0), StandingKind.IN_FORCE, "In force"),
        (term(ends=31), StandingKind.IN_FORCE, "In force"),
        (term(ends=30), StandingKind.EXPIRES_SOON, "Expires in 30 days"),
        (term(ends=23), StandingKind.EXPIRES_SOON, "Expires in 23 days"),
        (term(ends=1), StandingKind.EXPIRES_SOON, "Expires in 1 day"),
        (term(ends=0), StandingKind.EXPIRED, "Expired"),
        (term(ends=-9), StandingKind.EXPIRED, "Expired"),
        (term(begins=1), StandingKind.PENDING, "Pending"),
        (term(status="cancelled", cancelled=-1), StandingKind.CANCELLED, "Cancelled on 03/04/2026"),
        (term(status="cancelled", cancelled=0), StandingKind.CANCELLED, "Cancelled on 03/05/2026"),
        (term(status="cancelled"), StandingKind.CANCELLED, "Cancelled"),
        (term(status="cancelled", cancelled=5), StandingKind.EXPIRES_SOON, "Cancelled in 5 days"),
        (term(status="cancelled", cancelled=99, ends=0), StandingKind.EXPIRED, "Expired"),
    ],
)
def test_a_policy_stands_as_its_dates_say(policy: PolicyTerm, kind: StandingKind, label: str) -> None:
    found = standing.policy_standing(policy, TODAY).standing
    assert (found.kind, found.label) == (kind, label)


def test_the_facts_of_the_verdict_and_the_standing_agree_on_every_day() -> None:
    for day in (GL.effective_on + timedelta(days=n) for n in range(-2, 370)):
        found = standing.policy_standing(GL, day).standing.kind
        dead = found in (StandingKind.EXPIRED, StandingKind.CANCELLED)
        assert dead != GL.is_alive(day)
        assert (found is StandingKind.PENDING) != (GL.has_begun(day) or dead)


@pytest.mark.parametrize(
    ("day", "elapsed"),
    [(date(2025, 1, 1), 0.0), (date(2025, 7, 1), 0.0), (date(2026, 7, 1), 1.0), (date(2030, 1, 1), 1.0)],
)
def test_the_term_bar_stays_between_its_ends(day: date, elapsed: float) -> None:
    assert standing.policy_standing(GL, day).elapsed == elapsed


def test_the_term_bar_is_half_full_at_half_time() -> None:
    assert standing.policy_standing(term(begins=-50, ends=50), TODAY).elapsed == 0.5


def test_a_term_without_length_has_a_bar_too() -> None:
    assert standing.policy_standing(term(begins=0, ends=0), TODAY).elapsed == 0.0


def test_a_certificate_stands_as_its_worst_policy() -> None:
    good, soon, sooner = term(), term(ends=20), term(ends=10)
    gone, off = term(ends=-1), term(status="cancelled", cancelled=-1)
    assert standing.standing([good, soon, sooner], TODAY).label == "Expires in 10 days"
    assert standing.standing([good, gone, soon], TODAY).kind is StandingKind.EXPIRED
    assert standing.standing([good, gone, off], TODAY).label == "Cancelled on 03/04/2026"
    assert standing.standing([good, term(begins=3)], TODAY).kind is StandingKind.PENDING
    assert standing.standing([], TODAY).kind is StandingKind.EXPIRED


def test_withdrawn_and_superseded_go_before_the_policies() -> None:
    gone = [term(ends=-1)]
    assert standing.standing(gone, TODAY, superseded=True).label == "Superseded"
    assert standing.standing(gone, TODAY, superseded=True, withdrawn=True).label == "Withdrawn"


@pytest.mark.parametrize(
    ("policies", "label"),
    [
        ([term()], "Current"),
        ([term(), term(ends=12)], "Expiring soon"),
        ([term(), term(ends=0)], "Expired"),
        ([term(), term(status="cancelled")], "Expired"),
        ([term(), term(begins=1)], "Pending"),
    ],
)
def test_a_master_says_how_its_policies_stand(policies: list[PolicyTerm], label: str) -> None:
    assert standing.master_status(policies, TODAY).label == label
