"""Redwood Ridge Builders: a contractor with four policies, as the verdict is shown to agents."""

from dataclasses import replace
from datetime import date

from coi_app.rules import verdict, wording
from coi_app.rules.certificate_content import Address, InsuredShown, Producer
from coi_app.rules.coverage import (
    AggregatePer,
    Automobile,
    Coverage,
    Endorsement,
    EndorsementKind,
    ExtraLimit,
    GeneralLiability,
    Line,
    Operations,
    OtherCoverage,
    OwnShare,
    Reach,
    Umbrella,
    WorkersCompensation,
)
from coi_app.rules.facts import HolderFacts, InterestFacts, Issuer, MasterFacts, PolicyFacts, PolicyStatus
from coi_app.rules.findings import BoxVerdict, Finding, Verdict

TODAY = date(2026, 3, 5)
APPROVED = date(2025, 7, 8)
SIGNED = date(2026, 1, 14)

AI = EndorsementKind.ADDITIONAL_INSURED
WAIVER = EndorsementKind.WAIVER_OF_SUBROGATION
PRIMARY = EndorsementKind.PRIMARY_NON_CONTRIBUTORY
NOTICE = EndorsementKind.NOTICE_OF_CANCELLATION
RESTRICTION = EndorsementKind.RESTRICTION

HALVORSEN_ID = 7
ADDRESS = Address("800 W Main Street", "Suite 1460", "Boise", "ID", "83702")
HALVORSEN = HolderFacts(HALVORSEN_ID, "Halvorsen Property Group LLC", "Risk Management", ADDRESS)
PLAIN = wording.plain("Project: Cedar Street Lofts, Boise. Framing and exterior envelope.")


def endorsement(kind: EndorsementKind, form: str, edition: str = "", **facts: object) -> Endorsement:
    given: dict[str, object] = {"approved_on": APPROVED} | facts
    return Endorsement(1, kind, form, edition, **given)  # type: ignore[arg-type]  # facts are named by the test


ONGOING = endorsement(AI, "CG 20 10", "04 13", operations=Operations.ONGOING)
COMPLETED = endorsement(AI, "CG 20 37", "04 13", operations=Operations.COMPLETED)
GL_WAIVER = endorsement(WAIVER, "CG 24 04", "05 09")
DESIGNATED = endorsement(AI, "CA 20 48", "10 13", reach=Reach.SCHEDULED)
WC_WAIVER = endorsement(WAIVER, "WC 00 03 13", "04 84", approved_on=date(2026, 3, 12))


def policy(policy_id: int, coverage: Coverage, *endorsements: Endorsement, **facts: object) -> PolicyFacts:
    lines: dict[type[Coverage], tuple[Line, str, str, str]] = {
        GeneralLiability: (Line.GENERAL_LIABILITY, "GLP-4471902-03", "Cobalt Ridge Casualty Co", "99104"),
        Automobile: (Line.AUTOMOBILE, "BAP-2290417-03", "Cobalt Ridge Casualty Co", "99104"),
        Umbrella: (Line.UMBRELLA, "UMB-0087316-02", "Lodestar Indemnity Co", "99217"),
        WorkersCompensation: (
            Line.WORKERS_COMPENSATION,
            "WC-61-3380925",
            "Great Basin Workers Mutual",
            "99340",
        ),
        OtherCoverage: (Line.OTHER, "PLC-118204-01", "Summit Specialty Co", "99555"),
    }
    line, number, carrier, naic = lines[type(coverage)]
    made = PolicyFacts(
        policy_id,
        line,
        number,
        carrier,
        naic,
        PolicyStatus.ACTIVE,
        None,
        date(2025, 7, 1),
        date(2026, 7, 1),
        coverage,
        endorsements,
    )
    return replace(made, **facts)  # type: ignore[arg-type]  # facts are named by the test


GL = policy(
    1,
    GeneralLiability(
        aggregate_per=AggregatePer.PROJECT, each_occurrence=1_000_000, general_aggregate=2_000_000
    ),
    ONGOING,
    COMPLETED,
    GL_WAIVER,
)
AUTO = policy(2, Automobile(any_auto=True, combined_single_limit=1_000_000), DESIGNATED)
UMBRELLA = policy(
    3, Umbrella(each_occurrence=5_000_000, own_share=OwnShare.RETENTION, own_share_amount=10_000)
)
WC = policy(
    4,
    WorkersCompensation(
        anyone_excluded=False,
        each_accident=1_000_000,
        disease_each_employee=1_000_000,
        disease_policy_limit=1_000_000,
    ),
    WC_WAIVER,
)
PROFESSIONAL = policy(5, OtherCoverage(name="Professional", limits=(ExtraLimit("Each claim", 1_000_000),)))
MASTER = MasterFacts(
    Producer("Kestrel & Vane Insurance", Address("214 W Idaho Street", "", "Boise", "ID", "83702")),
    1,
    InsuredShown(
        "Redwood Ridge Builders LLC",
        "Redwood Ridge",
        Address("3175 E Boise Avenue", "", "Boise", "ID", "83706"),
    ),
    (GL, AUTO, UMBRELLA, WC),
    "All Lines",
    4,
)

BOXED_LINES = frozenset({Line.GENERAL_LIABILITY, Line.UMBRELLA})
WISHES = InterestFacts(
    1,
    wants_additional_insured=BOXED_LINES,
    wants_waiver=frozenset({Line.GENERAL_LIABILITY}),
    written_contract_on=SIGNED,
    written_contract="Subcontract 24-117",
    project="Cedar Street Lofts, Boise",
)


def master(*policies: PolicyFacts) -> MasterFacts:
    return replace(MASTER, policies=policies)


def judged(
    facts: MasterFacts = MASTER,
    interest: InterestFacts = WISHES,
    description: wording.Resolved | str = PLAIN,
    holder: HolderFacts = HALVORSEN,
    issuer: Issuer = Issuer.STAFF,
    today: date = TODAY,
) -> Verdict:
    text = wording.plain(description) if isinstance(description, str) else description
    return verdict.judge(facts, holder, interest, text, today, issuer)


def rules(found: Verdict, severity: str = "") -> list[str]:
    return [one.rule for one in found.findings if severity in ("", one.severity)]


def only(found: Verdict, rule: str) -> Finding:
    """The one finding of a rule; fails when there are none or several."""
    (one,) = [one for one in found.findings if one.rule == rule]
    return one


def box(found: Verdict, line: Line) -> BoxVerdict:
    """The boxes of the only policy of a line."""
    (one,) = [one for one in found.boxes if one.line is line]
    return one
