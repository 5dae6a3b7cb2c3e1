"""Endorsement forms: number, edition and what they do, in words of our own."""

from dataclasses import dataclass

from coi_app.rules.coverage import EndorsementKind, Operations, Reach

CONTRACT = "Where required by written contract"


@dataclass(frozen=True, slots=True)
class Form:
    number: str
    edition: str
    kind: EndorsementKind
    title: str
    reach: Reach = Reach.BLANKET
    condition: str = ""
    operations: Operations = Operations.NOT_STATED


_INSURED, _WAIVER = EndorsementKind.ADDITIONAL_INSURED, EndorsementKind.WAIVER_OF_SUBROGATION

ONGOING = Form(
    "CG 20 10", "04 13", _INSURED, "Ongoing operations", Reach.BLANKET, CONTRACT, Operations.ONGOING
)
COMPLETED = Form(
    "CG 20 37", "04 13", _INSURED, "Completed operations", Reach.BLANKET, CONTRACT, Operations.COMPLETED
)
PREMISES = Form("CG 20 11", "04 13", _INSURED, "Managers or lessors of premises", Reach.SCHEDULED)
DESIGNATED = Form(
    "CG 20 26",
    "04 13",
    _INSURED,
    "Designated person or organization",
    Reach.BLANKET,
    CONTRACT,
    Operations.ONGOING,
)
WAIVER = Form("CG 24 04", "05 09", _WAIVER, "Transfer of rights of recovery", Reach.BLANKET, CONTRACT)
PRIMARY = Form(
    "CG 20 01", "04 13", EndorsementKind.PRIMARY_NON_CONTRIBUTORY, "Primary and noncontributory", Reach.BLANKET,
    CONTRACT,
)  # fmt: skip
NOTICE = Form(
    "CG 02 24", "10 93", EndorsementKind.NOTICE_OF_CANCELLATION, "Earlier notice of cancellation, 30 days"
)
SUBCONTRACTORS = Form(
    "CG 22 94", "10 01", EndorsementKind.RESTRICTION, "Damage to work performed by subcontractors"
)
AUTO_INSURED = Form("CA 20 48", "10 13", _INSURED, "Designated insured", Reach.BLANKET, CONTRACT)
AUTO_SCHEDULED = Form("CA 20 48", "10 13", _INSURED, "Designated insured", Reach.SCHEDULED)
AUTO_WAIVER = Form("CA 04 44", "10 13", _WAIVER, "Waiver of transfer of rights", Reach.BLANKET, CONTRACT)
WORKERS_WAIVER = Form(
    "WC 00 03 13", "04 84", _WAIVER, "Waiver of our right to recover", Reach.BLANKET, CONTRACT
)
