"""A certificate that fills nearly every field of a form, to try it with. Nobody in it is real but the agency."""

from datetime import date

from coi_app.rules import coverage as cover
from coi_app.rules.certificate_content import (
    Address,
    Box,
    Boxes,
    CertificateContent,
    HolderShown,
    InsuredShown,
    Insurer,
    PolicyShown,
    Producer,
    SharedContent,
)

_COVERAGES: tuple[tuple[str, str, cover.Line, cover.Coverage], ...] = (
    ("A", "GL-1000001", cover.Line.GENERAL_LIABILITY, cover.GeneralLiability(
        option_one="Contractual", aggregate_per=cover.AggregatePer.PROJECT,
        each_occurrence=1_000_000, damage_to_rented_premises=300_000, medical_expense=10_000,
        personal_and_advertising_injury=1_000_000, general_aggregate=2_000_000,
        products_completed_operations_aggregate=2_000_000)),
    ("A", "BA-1000002", cover.Line.AUTOMOBILE, cover.Automobile(any_auto=True, combined_single_limit=1_000_000)),
    ("B", "UM-1000003", cover.Line.UMBRELLA, cover.Umbrella(
        own_share=cover.OwnShare.RETENTION, own_share_amount=10_000, each_occurrence=5_000_000, aggregate=5_000_000)),
    ("C", "WC-1000004", cover.Line.WORKERS_COMPENSATION, cover.WorkersCompensation(
        anyone_excluded=False, each_accident=1_000_000, disease_each_employee=1_000_000,
        disease_policy_limit=1_000_000)),
    ("D", "PL-1000005", cover.Line.OTHER, cover.OtherCoverage(
        "Professional liability", trigger=cover.Trigger.CLAIMS_MADE,
        limits=(cover.ExtraLimit("Each claim", 1_000_000), cover.ExtraLimit("Aggregate", 2_000_000)))),
)  # fmt: skip
INSURERS = (
    "Example Casualty Company",
    "Example Indemnity Company",
    "Example Workers Mutual",
    "Example Specialty Company",
)


def content(producer: Producer, today: date) -> CertificateContent:
    """As a draft; every box that can be Y is."""
    begun = date(today.year, 1, 1)
    policies = tuple(
        PolicyShown(n, line, letter, number, begun, date(today.year + 1, 1, 1), coverage)
        for n, (letter, number, line, coverage) in enumerate(_COVERAGES, 1)
    )
    shared = SharedContent(
        producer,
        InsuredShown(
            "Example Builders LLC", "", Address("200 Example Avenue", "Suite 5", "Anytown", "ID", "83702")
        ),
        tuple(
            Insurer(letter, name, f"9999{n}")
            for n, (letter, name) in enumerate(zip("ABCD", INSURERS, strict=True), 1)
        ),
        policies,
    )
    boxes = (Boxes(one.policy_id, _box(one.line), Box.YES) for one in policies)
    return CertificateContent(
        shared,
        HolderShown(
            "Certificate Holder",
            "Attn: Risk Management",
            Address("123 Main Street", "", "Anytown", "ID", "83702"),
        ),
        tuple(boxes),
        "Example project, 411 Example Street, Anytown. Framing and exterior envelope.",
    )


def _box(line: cover.Line) -> Box:
    return Box.ABSENT if line is cover.Line.WORKERS_COMPENSATION else Box.YES
