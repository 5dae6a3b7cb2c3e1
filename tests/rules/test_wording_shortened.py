"""Promises as the trade shortens and misspells them (R4, R6, R9, R13, R22)."""

from dataclasses import replace

import pytest

from coi_app.rules import wording_promises
from coi_app.rules.coverage import AggregatePer, GeneralLiability, Line
from coi_app.rules.facts import PLAIN_HOLDER
from coi_app.rules.findings import Severity, State
from tests.rules import redwood
from tests.rules.redwood import AUTO, GL_WAIVER, ONGOING, UMBRELLA, WC, judged, master, only, rules
from tests.rules.test_verdict_wording import BARE, PER_POLICY, PROMISES_WITHOUT_GRANT

SHORTENED = [
    ("R4", "Halvorsen is AI on GL"),
    ("R4", "Halvorsen is A.I. on GL."),
    ("R4", "Halvorsen is an A.I."),
    ("R4", "Holder is A.I. Project: Cedar Street Lofts"),
    ("R4", "Holder is an A/I"),
    ("R4", "Halvorsen (A/I)"),
    ("R4", "Holder is\nAI"),
    ("R4", "Holder: AI"),
    ("R4", "Holder has AI status"),
    ("R4", "Holders are AIs on GL"),
    ("R4", "Holder is AI, ongoing ops"),
    ("R4", "Holder is named AI under the GL."),
    ("R4", "Halvorsen Property Group LLC (AI)"),
    ("R4", "AI: Halvorsen Property Group LLC"),
    ("R4", "AI on CGL and auto for the owner"),
    ("R4", "AI as required by written contract"),
    ("R4", "Blanket AI applies"),
    ("R4", "GL includes AI"),
    ("R4", "Root AI LLC is an AI"),
    ("R4", "Holder is an Additional-Insured"),
    ("R4", "Holder is an Additional\u2013Insured"),
    ("R4", "Holder is an Additional \u2014 Insured"),
    ("R4", "Holder is an additional\u2011insured"),
    ("R4", "Holder is an Additional/Insured"),
    ("R4", "Halvorsen is an\nAdditional\nInsured"),
    ("R4", "Holder is aditional insured"),
    ("R4", "Holder is additonal insured"),
    ("R4", "Holder is addtl insd"),
    ("R4", "Holder is additional insurd"),
    ("R4", "Holder is an additional named insured"),
    ("R4", "The owner is insured."),
    ("R4", "Re contract No. 24-117 holder is additional insured"),
    ("R13", "Holder is named insured"),
    ("R13", "Holder is the named insured"),
    ("R13", "Halvorsen is added as a named-insured."),
    ("R13", "Named insured: Halvorsen Property Group LLC"),
    ("R6", "WOS applies"),
    ("R6", "W.O.S. applies in favor of the holder"),
    ("R6", "Waiver of subro applies"),
    ("R6", "Waiver of subrog. applies"),
    ("R6", "Waver of subrogration applies"),
    ("R6", "Waiver/subrogation"),
    ("R6", "Subro waived"),
    ("R6", "Waiver of sub. applies"),
    ("R6", "Subrogation waiver applies"),
    ("R6", "Waiver in favor of the holder"),
    ("R6", "Insurer waives all rights of recovery"),
    ("R22", "30-day NOC"),
    ("R22", "30 day NOC"),
    ("R22", "30\u2011day N.O.C."),
    ("R22", "Thirty (30) days prior NOC"),
    ("R22", "NOC applies"),
    ("R22", "NOC to holder"),
    ("R22", "NOC: 30 days"),
    ("R22", "Policy includes NOC"),
    ("R22", "30 days' cancellation notice"),
    ("R9", "Primary/Non-contrib applies"),
    ("R9", "Prim/noncon"),
    ("R9", "primary & nc"),
    ("R9", "Noncontrib basis"),
    ("R9", "P/NC"),
    ("R9", "P-NC"),
    ("R9", "PNC wording applies"),
    ("R9", "General agg per project/loc"),
    ("R9", "Agg per loc"),
    ("R9", "Gen. agg. per project"),
    ("R9", "Per project/location aggregate"),
    ("R9", "Comp ops included"),
]


@pytest.mark.parametrize(("rule", "text"), SHORTENED)
def test_a_shortened_promise_blocks_like_the_whole_one(rule: str, text: str) -> None:
    verdict = judged(BARE, PLAIN_HOLDER, text)
    assert verdict.state is State.BLOCKED
    assert set(rules(verdict, "block")) == {rule}


@pytest.mark.parametrize("text", [text for _, text in [*SHORTENED, *PROMISES_WITHOUT_GRANT]])
def test_the_quick_look_misses_no_promise(text: str) -> None:
    assert wording_promises.may_promise(text)


def test_a_list_of_shortenings_promises_each() -> None:
    for text in ("AI, WOS, P&NC, NOC", "GL: AI/WOS/P&NC/NOC", "AI. WOS. P&NC. 30-day NOC."):
        assert set(rules(judged(BARE, PLAIN_HOLDER, text), "block")) == {"R4", "R6", "R9", "R22"}


HARMLESS = [
    # "AI" is also a trade and part of names: it promises only beside words that say so.
    "AI Root Company is the owner.",
    "A.I. Root Company, 12 Oak Street",
    "Tenant is A.I. Root Company.",
    "Holder is an AI company in Boise.",
    "Halvorsen is an AI-powered research firm.",
    "Root AI LLC, 77 Ai Street",
    "Root AI Auto Repair, 12 Elm",
    "Landlord: AI Realty Partners LLC",
    "Artificial intelligence (AI) laboratory, Main Street.",
    "Installation of AI software is included.",
    "Project: AI data center, phase 2",
    "Renovation of the AI for Good Foundation offices",
    "Repair of airport aisle, Maine Avenue.",
    "Holder is not an AI.",
    "Not an AI",
    "AI: no",
    "AI: none",
    "AI status is not granted",
    "Additional-insured: none",
    # The named insured may be named, only nobody else as such.
    "The named insured is Redwood Ridge Builders LLC.",
    "Redwood Ridge Builders LLC is the named insured.",
    "Named insured: Redwood Ridge Builders LLC",
    "Named insured's operations at the site.",
    "The owner is insured by others.",
    # "WOS" has no other sense in the trade, so it promises unless it is denied or begins a name.
    "No WOS",
    "WOS: none",
    "WOS Construction Inc is the owner",
    "Subrogation is not waived.",
    "Sub has waived lien rights, owner waives retention of sub.",
    "Lien waiver in favor of the owner is attached.",
    # A network operations center is built, and gives no notice.
    "NOC building, 4th floor",
    "Remodel of the NOC and server room.",
    "Network operations center (NOC) staff",
    "Work at NOC campus, Noc Engineering, Inc.",
    "No NOC",
    "NOC: none",
    # A bank, a school, a line of insurance, and other languages.
    "PNC Bank NA ISAOA, Cleveland",
    "Waverly Street, primary school, primed steel",
    "Workers comp operations in Idaho",
    "J'ai visité le chantier. Via Roma 30, ai sensi del contratto. Noc i dzień. Halle Ai Weiwei.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_shortening_passes(text: str) -> None:
    assert judged(BARE, PLAIN_HOLDER, text).findings == ()


def test_shortenings_are_true_when_the_policies_give_them() -> None:
    gl = GeneralLiability(
        aggregate_per=AggregatePer.PROJECT, each_occurrence=1_000_000, general_aggregate=2_000_000
    )
    primary = redwood.endorsement(redwood.PRIMARY, "CG 20 01")
    notice = redwood.endorsement(redwood.NOTICE, "IL 02 75")
    granted = replace(PER_POLICY, coverage=gl, endorsements=(ONGOING, GL_WAIVER, primary, notice))
    text = "Holder is A.I. on GL. WOS applies on GL. Prim/noncon. 30-day NOC. Agg per project."
    assert judged(master(granted, AUTO, UMBRELLA, WC), redwood.WISHES, text).findings == ()


def test_nobody_becomes_a_named_insured_by_an_endorsement() -> None:
    assert rules(judged(description="Holder is a named insured."), "block") == ["R13"]


def test_a_shortening_beside_the_wrong_line_is_noticed() -> None:
    warning = only(judged(description="Holder is A.I. on GL and auto liability."), "R4")
    assert warning.severity is Severity.WARN
    assert "beside Automobile, where the box is blank" in warning.why
    wishes = replace(redwood.WISHES, wants_additional_insured=frozenset({Line.GENERAL_LIABILITY}))
    assert judged(interest=wishes, description="Holder is A.I. on GL.").findings == ()


def test_a_holder_named_like_a_shortening_hides_none() -> None:
    hostile = replace(redwood.HALVORSEN, name="an AI on GL")
    assert judged(BARE, PLAIN_HOLDER, "Halvorsen is an AI on GL", hostile).state is State.BLOCKED
