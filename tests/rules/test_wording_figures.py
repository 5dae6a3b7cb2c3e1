"""Limits and days in the wording are those of the policies (R3)."""

from dataclasses import replace
from datetime import date

import pytest

from coi_app.rules import errors, verdict
from coi_app.rules.facts import PLAIN_HOLDER, Issuer
from coi_app.rules.findings import CureKind, Severity, State
from tests.rules import redwood
from tests.rules.redwood import AUTO, GL, PROFESSIONAL, WC, judged, master, only, rules
from tests.rules.test_verdict_wording import BARE, PER_POLICY

TOO_HIGH = [
    "Each occurrence 10M",
    "EACH OCCURRENCE: 10MM",
    "Each Occurrence\n10,000,000",
    "Umbrella limit $10,000,000",
    "Umbrella limit:\n$10,000,000",
    "Umbrella 10M",
    "$10M umbrella",
    "Aggregate 10000000",
    "Aggregate limit USD 10.5 million",
    "limits of ten million dollars",
    "limits of ten (10) million",
    "limits of twenty-five million",
    "Umbrella of one hundred million",
    "Limits: $1M/$20M",
    "GL 2M/10M",
    "GL each occurrence 5M",
    "General liability limit $5,000,000, umbrella $5,000,000",
    "Umbrella 5M and auto liability 3M",
    "Limits required by contract of $10,000,000",
    "Liability up to $10,000,000 per claim",
    "insured for 10 million",
    "Professional liability of 6M is included",
]


@pytest.mark.parametrize("text", TOO_HIGH)
def test_a_limit_higher_than_the_policies_have_blocks(text: str) -> None:
    found = judged(BARE, PLAIN_HOLDER, text)
    assert found.state is State.BLOCKED and set(rules(found)) == {"R3"}
    assert {one.cure_kind for one in found.blocks} == {CureKind.DESCRIPTION}


def test_it_says_which_limit_and_higher_than_what() -> None:
    found = only(judged(BARE, PLAIN_HOLDER, "Umbrella limit $10,000,000."), "R3")
    assert (
        found.why == "The description names a limit of $10,000,000, higher than any limit that Umbrella has."
    )
    without_umbrella = master(PER_POLICY, AUTO, WC)
    found = only(judged(without_umbrella, PLAIN_HOLDER, "limits of five million dollars"), "R3")
    assert found.severity is Severity.BLOCK
    assert found.why.endswith("$5,000,000, higher than any limit that the policies shown have.")
    assert found.cure == "Take it out: limits come from the policies."


def test_a_limit_of_a_line_that_is_not_shown_is_found() -> None:
    text = "Professional liability of 5M is included"
    warning = only(judged(BARE, PLAIN_HOLDER, text), "R3")
    assert warning.severity is Severity.WARN
    assert warning.why == (
        "The description names a limit of $5,000,000 beside Professional, which no policy shown covers."
    )
    assert judged(master(PER_POLICY, AUTO, WC), PLAIN_HOLDER, text).state is State.BLOCKED
    shown = master(PER_POLICY, PROFESSIONAL)
    assert judged(shown, PLAIN_HOLDER, "Professional liability of 1M is included").findings == ()
    assert judged(shown, PLAIN_HOLDER, "Auto liability of 1M is included").state is State.WARNED


@pytest.mark.parametrize(
    "text", ["Aggregate 2.5M", "Rigging sublimit of five hundred thousand", "GL 1M; aggregate 1,500,000"]
)
def test_another_limit_below_the_highest_is_noticed(text: str) -> None:
    assert rules(judged(BARE, PLAIN_HOLDER, text), "warn") == ["R3"]


LATER = [
    "Coverage is in force through 12/31/2030",
    "Coverage is in force through 12-31-30.",
    "Coverage in force through\n12/31/2030",
    "Policies effective until 2030-12-31",
    "Insurance is valid to December 31, 2030.",
    "GL covered through Dec. 31 2030",
    "Coverage is in force through 31 December 2030",
    "Coverage is in force through 02/30/2030",
    "Policy exp. 12/31/2030",
    "Policy expiration date: 12/31/2030",
    "Expires 12/31/2030",
    "All policies remain in force until the end of 2030",
    "Through 12/31/2030 all policies remain in force.",
    "Until 12/31/2030 coverage is in force",
    "Policy period: 07/01/2025-07/01/2027",
    "Coverage for the project is in force through 12/31/2030",
    "Coverage through December 2030",
    "Coverage is in effect on 12/31/2030",
    "Policy No. 12-A is in force through 12/31/2030",
]


@pytest.mark.parametrize("text", LATER)
def test_a_day_of_the_coverage_after_its_end_blocks(text: str) -> None:
    found = only(judged(BARE, PLAIN_HOLDER, text), "R3")
    assert found.severity is Severity.BLOCK and found.cure_kind is CureKind.DESCRIPTION
    assert found.why.endswith("of the coverage; the last policy shown ends on 07/01/2026.")


@pytest.mark.parametrize(
    "text", ["Coverage is in force through 06/30/2026", "General liability effective 07/01/2020"]
)
def test_another_day_before_the_end_is_noticed(text: str) -> None:
    found = only(judged(BARE, PLAIN_HOLDER, text), "R3")
    assert found.severity is Severity.WARN
    assert found.why.endswith("of the coverage, which is no day of a policy shown.")


def test_the_last_day_is_that_of_the_last_policy_shown() -> None:
    text = "Coverage is in force through 12/31/2030."
    assert judged(master(GL, replace(AUTO, expires_on=date(2030, 12, 31))), PLAIN_HOLDER, text).blocks == ()


def test_an_insured_cannot_state_a_lower_limit_or_an_earlier_day() -> None:
    for text in ("Aggregate 2.5M", "Coverage is in force through 06/30/2026"):
        found = judged(BARE, PLAIN_HOLDER, text, issuer=Issuer.INSURED)
        assert found.state is State.WARNED
        with pytest.raises(errors.NotAllowed):
            verdict.release(found, Issuer.INSURED)


HARMLESS = [
    # Sums that are no limits.
    "Contract value 12.5M",
    "Project cost 12.5 million, general liability applies",
    "General liability applies to contract of $12,500,000.",
    "General liability on 12 million dollar project",
    "Loan of $10,000,000. Loan number 1000000, policy no. 2000000.",
    "Building valued at $10M, 4,000,000 sq ft.",
    "Umbrella applies over auto for a 4,000,000 gallon tank farm.",
    "Work within city limits, 10m high scaffold.",
    "Liability for an event of 150,000 attendees",
    "General liability deductible $250,000",
    "Evidence of liability insurance, bid amount $12,500,000",
    "3M Company, 84 Lumber, Ten Million Tacos LLC, One Million Street",
    "Proyecto: edificio de 10 millones, 12 000 000 pesos.",
    # Days that are not of the coverage.
    "Project runs through 12/31/2030.",
    "Contract 12/31/2030. Lease expires 12/31/2030. Event on 12/31/2030.",
    "Lease term 01/01/2024 to 12/31/2033",
    "Contract dated 05/01/2024. Permit valid until 12/31/2030.",
    "Insurance for the lease dated 01/01/2020",
    "Certificate for lease beginning 01/01/2027 and ending 12/31/2036.",
    "Project completion 12/31/2030, all policies as listed.",
    "Rental period from 12/30/2030 through 01/02/2031",
    "Season 2026 through 2027, contract No. 12-31-30",
    "Effective 03/05/2026 the holder moved.",
    "Coverage is not in force through 12/31/2030",
    # What the policies do have.
    "Umbrella limit $5,000,000; GL $1M/$2M",
    "$1M general liability and $5M umbrella",
    "General liability limits of one million dollars",
    "limits of five million dollars",
    "Policies expire 07/01/2026.",
    "Coverage is in force through July 1, 2026 and 07-01-26.",
    "Policy period 07/01/2025 to 2026-07-01",
    "Coverage through July 2026",
    "Coverage is in force as of 03/05/2026",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_figures_of_something_else_and_those_of_the_policies_pass(text: str) -> None:
    assert judged(BARE, PLAIN_HOLDER, text).findings == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [("Ten Million", "Umbrella limit Ten Million"), ("12/31/2030", "Coverage is valid through 12/31/2030")],
)
def test_a_holder_named_like_a_figure_hides_none(name: str, text: str) -> None:
    hostile = replace(redwood.HALVORSEN, name=name)
    assert judged(BARE, PLAIN_HOLDER, text, hostile).state is State.BLOCKED


@pytest.mark.parametrize(
    "piece", ["1,000", "$1M/", "limit 1m ", "through 12/31/2030 ", "coverage is on the "]
)
def test_endless_figures_are_read(piece: str) -> None:
    assert judged(BARE, PLAIN_HOLDER, (piece * 20_000)[:20_000]).findings
