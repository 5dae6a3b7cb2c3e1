from dataclasses import replace
from datetime import date, timedelta

import pytest

from coi_app.rules.coverage import (
    Automobile,
    Coverage,
    GeneralLiability,
    OwnShare,
    Trigger,
    Umbrella,
    WorkersCompensation,
)
from coi_app.rules.facts import PLAIN_HOLDER, MasterFacts, PolicyFacts, PolicyStatus
from coi_app.rules.findings import Severity, State
from tests.rules import redwood
from tests.rules.redwood import AUTO, GL, MASTER, TODAY, UMBRELLA, WC, judged, master, only, rules


def plainly(facts: MasterFacts) -> list[tuple[str, str]]:
    found = judged(facts, PLAIN_HOLDER).findings
    return [(one.rule, one.severity.value) for one in found]


def test_four_good_policies_say_nothing() -> None:
    assert plainly(MASTER) == []


@pytest.mark.parametrize(
    ("gone", "why"),
    [
        (
            replace(GL, status=PolicyStatus.CANCELLED, cancelled_on=date(2026, 3, 4)),
            "General Liability was cancelled on 03/04/2026.",
        ),
        (
            replace(GL, status=PolicyStatus.CANCELLED, cancelled_on=TODAY),
            "General Liability was cancelled on 03/05/2026.",
        ),
        (replace(GL, status=PolicyStatus.CANCELLED), "General Liability was cancelled."),
        (replace(GL, expires_on=TODAY), "General Liability expired on 03/05/2026."),
        (
            replace(GL, effective_on=date(2026, 7, 1), expires_on=date(2025, 7, 1)),
            "General Liability ends on 07/01/2025, not after it begins.",
        ),
    ],
)
def test_a_policy_that_is_not_in_force_blocks(gone: PolicyFacts, why: str) -> None:
    verdict = judged(master(gone, AUTO), PLAIN_HOLDER)
    assert verdict.state is State.BLOCKED
    assert only(verdict, "R2").why == why


def test_one_dead_policy_blocks_the_whole_certificate() -> None:
    dead = replace(WC, expires_on=TODAY - timedelta(days=1))
    assert judged(master(GL, AUTO, dead), PLAIN_HOLDER).state is State.BLOCKED


def test_the_last_day_of_cover_is_the_day_before_the_expiration_date() -> None:
    tomorrow = replace(GL, expires_on=TODAY + timedelta(days=1))
    note = only(judged(master(tomorrow), PLAIN_HOLDER), "R2")
    assert (note.severity, note.why) == (
        Severity.NOTE,
        "General Liability expires on 03/06/2026, in 1 day.",
    )


def test_a_future_policy_is_shown_as_pending_with_a_warning() -> None:
    future = replace(GL, effective_on=TODAY + timedelta(days=1))
    warning = only(judged(master(future), PLAIN_HOLDER), "R2")
    assert (warning.severity, warning.why) == (
        Severity.WARN,
        "General Liability begins only on 03/06/2026 and is shown as pending.",
    )


def test_a_cancellation_to_come_warns() -> None:
    leaving = replace(GL, status=PolicyStatus.CANCELLED, cancelled_on=TODAY + timedelta(days=5))
    assert only(judged(master(leaving), PLAIN_HOLDER), "R2").severity is Severity.WARN


def test_a_master_without_policies_certifies_nothing() -> None:
    assert plainly(master()) == [("R2", "block")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"number": " "}, ("R13", "block")),
        ({"number": "TBD"}, ("R13", "warn")),
        ({"carrier_name": ""}, ("R12", "block")),
        ({"naic": "9910"}, ("R12", "block")),
        ({"naic": "٩٩١٠٤"}, ("R12", "block")),
    ],
)
def test_a_policy_without_its_names_and_numbers(facts: dict[str, str], expected: tuple[str, str]) -> None:
    assert plainly(master(replace(GL, **facts))) == [expected]  # type: ignore[arg-type]  # only text fields


@pytest.mark.parametrize(
    ("coverage", "expected"),
    [
        (GeneralLiability(each_occurrence=1_000_000), ("R3", "warn")),
        (GeneralLiability(each_occurrence=0, general_aggregate=2_000_000), ("R3", "warn")),
        (GeneralLiability(each_occurrence=-1, general_aggregate=2_000_000), ("R3", "block")),
        (GeneralLiability(each_occurrence=10**15, general_aggregate=2_000_000), ("R3", "warn")),
        (
            GeneralLiability(trigger=Trigger.NOT_STATED, each_occurrence=1, general_aggregate=2),
            ("R10", "warn"),
        ),
        (Automobile(), ("R3", "warn")),
        (Automobile(combined_single_limit=1_000_000, property_damage=100_000), ("R10", "block")),
        (Umbrella(each_occurrence=1, own_share=OwnShare.NONE, own_share_amount=10_000), ("R10", "warn")),
    ],
)
def test_limits_that_cannot_be_so(coverage: Coverage, expected: tuple[str, str]) -> None:
    assert plainly(master(redwood.policy(1, coverage))) == [expected]


def test_a_limit_in_words_is_a_limit() -> None:
    included = GeneralLiability(each_occurrence="Included", general_aggregate=2_000_000)
    assert plainly(master(redwood.policy(1, included))) == []


def test_split_limits_alone_are_fine() -> None:
    split = Automobile(bodily_injury_per_person=250_000, bodily_injury_per_accident=500_000)
    assert plainly(master(redwood.policy(1, split))) == []


@pytest.mark.parametrize(
    ("anyone", "who", "expected"),
    [(None, "", ["R11"]), (True, " ", ["R11"]), (False, "", [])],
)
def test_who_is_excluded_from_workers_compensation_is_answered(
    anyone: bool | None, who: str, expected: list[str]
) -> None:
    coverage = WorkersCompensation(
        anyone_excluded=anyone,
        who_is_excluded=who,
        each_accident=1,
        disease_each_employee=1,
        disease_policy_limit=1,
    )
    assert rules(judged(master(redwood.policy(1, coverage)), PLAIN_HOLDER), "block") == expected


def test_a_policy_shown_twice_is_noticed_but_a_renewal_beside_it_is_not() -> None:
    assert plainly(master(GL, replace(GL, id=9))) == [("R13", "warn")]
    renewal = replace(GL, id=9, effective_on=GL.expires_on, expires_on=date(2027, 7, 1))
    assert plainly(master(GL, renewal)) == [("R2", "warn")]


def test_more_than_six_insurers_go_on_a_second_certificate() -> None:
    many = [
        replace(redwood.PROFESSIONAL, id=n, number=f"P-{n}", carrier_name=f"Carrier {n}") for n in range(7)
    ]
    note = only(judged(master(*many), PLAIN_HOLDER), "R12")
    assert (note.severity, note.why) == (
        Severity.NOTE,
        "7 insurers need 2 certificates; each shows at most 6.",
    )


def test_the_insured_and_the_agency_are_named() -> None:
    nameless = replace(MASTER, insured=replace(MASTER.insured, name=" "))
    assert plainly(nameless) == [("R13", "block")]
    agencyless = replace(MASTER, producer=replace(MASTER.producer, name=""))
    assert plainly(agencyless) == [("R3", "block")]


def test_an_umbrella_without_limit_is_incomplete() -> None:
    bare = replace(UMBRELLA, coverage=Umbrella())
    assert plainly(master(bare)) == [("R3", "warn")]
