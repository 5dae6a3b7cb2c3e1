from datetime import date

import pytest

from coi_app.rules import public_standing
from coi_app.rules.facts import PolicyStatus
from coi_app.rules.public_standing import Fate, Tone
from coi_app.rules.standing import PolicyTerm, StandingKind, standing

TODAY = date(2026, 3, 6)
IN_FORCE = PolicyTerm("active", None, date(2025, 7, 1), date(2026, 7, 1))
FATE = Fate(2, date(2026, 3, 5), date(2026, 3, 4))
CANCELLED = PolicyStatus.CANCELLED.value


def told(*policies: PolicyTerm, superseded: bool = False, withdrawn: bool = False) -> public_standing.Told:
    stands = standing(policies, TODAY, superseded=superseded, withdrawn=withdrawn)
    return public_standing.told(stands, FATE)


def test_in_force_says_that_every_policy_is() -> None:
    said = told(IN_FORCE)
    assert (said.head, said.tone) == ("In force", Tone.GOOD)
    assert said.sentence == "Every policy on this certificate is in force today."


@pytest.mark.parametrize(
    ("term", "head", "tone", "part"),
    [
        (PolicyTerm("active", None, date(2025, 3, 20), date(2026, 3, 20)), "In force", Tone.GOOD, "on Mar 20, 2026"),
        (PolicyTerm("active", None, date(2025, 3, 6), date(2026, 3, 6)), "Expired", Tone.BAD, "ended on Mar 6, 2026"),
        (PolicyTerm("active", None, date(2026, 4, 1), date(2027, 4, 1)), "Not yet in force", Tone.CAREFUL, "Apr 1,"),
        (
            PolicyTerm(CANCELLED, date(2026, 3, 2), date(2025, 7, 1), date(2026, 7, 1)),
            "Cancelled", Tone.BAD, "was cancelled on Mar 2, 2026. Do not rely",
        ),
        (
            PolicyTerm(CANCELLED, date(2026, 3, 9), date(2025, 7, 1), date(2026, 7, 1)),
            "In force", Tone.CAREFUL, "one is cancelled as of Mar 9, 2026",
        ),
        (PolicyTerm(CANCELLED, None, date(2025, 7, 1), date(2026, 7, 1)), "Cancelled", Tone.BAD, "was cancelled."),
    ],
)  # fmt: skip
def test_the_worst_policy_speaks(term: PolicyTerm, head: str, tone: Tone, part: str) -> None:
    said = told(IN_FORCE, term)
    assert (said.head, said.tone) == (head, tone)
    assert part in said.sentence


def test_what_became_of_the_certificate_comes_before_its_policies() -> None:
    expired = PolicyTerm("active", None, date(2025, 3, 6), date(2026, 3, 6))
    assert told(expired, superseded=True).sentence == (
        "Revision 2 replaced this certificate on Mar 5, 2026. Do not rely on this one."
    )
    withdrawn = told(IN_FORCE, superseded=True, withdrawn=True)
    assert withdrawn.head == "Withdrawn" and "on Mar 4, 2026" in withdrawn.sentence
    assert withdrawn.tone is Tone.BAD


def test_nothing_on_it_is_nothing_to_rely_on() -> None:
    assert told().tone is Tone.BAD


def test_every_kind_has_words() -> None:
    assert set(public_standing._WORDS) == set(StandingKind)
