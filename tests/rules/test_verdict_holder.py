from dataclasses import replace

import pytest

from coi_app.rules.certificate_content import Address
from coi_app.rules.facts import PLAIN_HOLDER
from coi_app.rules.findings import CureKind, Severity, State
from tests.rules.redwood import ADDRESS, HALVORSEN, MASTER, judged, only, rules


def test_pioneer_gulch_has_no_street_address() -> None:
    pioneer = replace(HALVORSEN, name="Pioneer Gulch Townhomes", address=Address("", "", "Boise", "ID", ""))
    block = only(judged(holder=pioneer), "R20")
    assert block.why == "The holder has no street address, and a holder box is never empty."
    assert (block.severity, block.cure_kind) == (Severity.BLOCK, CureKind.HOLDER_ADDRESS)


def test_a_holder_has_a_city() -> None:
    assert rules(judged(holder=replace(HALVORSEN, address=replace(ADDRESS, city=" "))), "block") == ["R20"]


def test_an_address_abroad_needs_no_state() -> None:
    abroad = Address("1 Harbour Road", "Hong Kong SAR", "Wan Chai")
    verdict = judged(holder=replace(HALVORSEN, address=abroad))
    assert verdict.state is State.READY and rules(verdict) == ["R20"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "To Whom It May Concern",
        "TO WHOM-SO-EVER IT MAY CONCERN".replace("-SO-", "so"),
        "For Information Only",
        "*** For Informational Purposes Only ***",
        "Proof of Insurance",
        "Evidence of coverage",
        "Certificate Holder",
        "TBD",
        "N/A",
        "Sample",
        "Insured’s Copy",
        "Any and all project owners",
        "All interested parties",
    ],
)
def test_a_certificate_is_made_out_to_somebody(name: str) -> None:
    block = only(judged(holder=replace(HALVORSEN, name=name)), "R20")
    assert (block.severity, block.cure_kind) == (Severity.BLOCK, CureKind.HOLDER_NAME)


def test_nobody_hides_in_the_attention_row() -> None:
    hidden = replace(HALVORSEN, attention="To whom it may concern")
    assert rules(judged(holder=hidden), "block") == ["R20"]


@pytest.mark.parametrize(
    "name",
    ["Sample Creek Apartments LP", "Holder Brothers Inc", "Concern America", "Tba Tech LLC", "NA Motors"],
)
def test_a_company_may_be_called_nearly_like_that(name: str) -> None:
    assert judged(holder=replace(HALVORSEN, name=name)).findings == ()


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("Redwood Ridge Builders LLC", Severity.BLOCK),
        ("REDWOOD RIDGE BUILDERS, L.L.C.", Severity.BLOCK),
        ("Redwood Ridge", Severity.BLOCK),
        ("Redwood Ridge Builders, Inc.", Severity.WARN),
        ("Redwood Ridge Builders", Severity.WARN),
    ],
)
def test_the_insured_is_not_its_own_holder(name: str, severity: Severity) -> None:
    assert only(judged(holder=replace(HALVORSEN, name=name)), "R20").severity is severity


def test_an_insured_without_dba_does_not_match_everybody() -> None:
    facts = replace(MASTER, insured=replace(MASTER.insured, dba=""))
    assert judged(facts, PLAIN_HOLDER).findings == ()
