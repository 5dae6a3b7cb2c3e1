"""What the verdict looks at: frozen facts about policies, a holder and its additional interest.

Queries build these values from the tables; nothing here reads a database or a clock.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coi_app.rules.certificate_content import Address, InsuredShown, Producer
from coi_app.rules.coverage import LINE_LABELS, Coverage, Endorsement, Line, OtherCoverage


def shown_day(day: date) -> str:
    """A day as the trade writes it, "03/04/2026"."""
    return f"{day.month:02}/{day.day:02}/{day.year}"


def title_of(line: Line, coverage: Coverage) -> str:
    """The name of a policy's row: the line, or what an "other" policy covers."""
    if isinstance(coverage, OtherCoverage) and coverage.name:
        return coverage.name
    return LINE_LABELS[line]


class PolicyStatus(StrEnum):
    BOUND = "bound"
    ACTIVE = "active"
    CANCELLED = "cancelled"


POLICY_STATUS_LABELS: dict[PolicyStatus, str] = {
    PolicyStatus.BOUND: "Bound",
    PolicyStatus.ACTIVE: "Active",
    PolicyStatus.CANCELLED: "Cancelled",
}


class InterestType(StrEnum):
    CERTIFICATE_HOLDER = "certificate_holder"
    ADDITIONAL_INSURED = "additional_insured"
    LOSS_PAYEE = "loss_payee"
    MORTGAGEE = "mortgagee"
    LIENHOLDER = "lienholder"
    LENDERS_LOSS_PAYABLE = "lenders_loss_payable"
    OWNER = "owner"
    LESSOR = "lessor"
    TRUSTEE = "trustee"
    OTHER = "other"


INTEREST_LABELS: dict[InterestType, str] = {
    InterestType.CERTIFICATE_HOLDER: "Certificate holder",
    InterestType.ADDITIONAL_INSURED: "Additional insured",
    InterestType.LOSS_PAYEE: "Loss payee",
    InterestType.MORTGAGEE: "Mortgagee",
    InterestType.LIENHOLDER: "Lienholder",
    InterestType.LENDERS_LOSS_PAYABLE: "Lender's loss payable",
    InterestType.OWNER: "Owner",
    InterestType.LESSOR: "Lessor",
    InterestType.TRUSTEE: "Trustee",
    InterestType.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """One policy as it stands today.

    It is in force from `effective_on` up to, not on, `expires_on`: policies end at 12:01 AM of that day.
    """

    id: int
    line: Line
    number: str
    carrier_name: str
    naic: str
    status: PolicyStatus
    cancelled_on: date | None
    effective_on: date
    expires_on: date
    coverage: Coverage
    endorsements: tuple[Endorsement, ...] = ()

    @property
    def title(self) -> str:
        return title_of(self.line, self.coverage)

    def has_begun(self, today: date) -> bool:
        return self.effective_on <= today

    def has_expired(self, today: date) -> bool:
        return self.expires_on <= today

    def is_cancelled(self, today: date) -> bool:
        """A cancellation without its day counts from the start; one of a later day does not count yet."""
        if self.status is not PolicyStatus.CANCELLED:
            return False
        return self.cancelled_on is None or self.cancelled_on <= today

    def is_alive(self, today: date) -> bool:
        """In force, or not begun yet: neither cancelled nor expired (R2)."""
        return not self.has_expired(today) and not self.is_cancelled(today)


@dataclass(frozen=True, slots=True)
class HolderFacts:
    id: int
    name: str
    attention: str
    address: Address
    email: str = ""


@dataclass(frozen=True, slots=True)
class InterestFacts:
    """The link of an insured and a holder. A wish on line OTHER goes for every "other" row.

    `written_contract_on` is the day of the contract that blanket endorsements ask for (R4).
    """

    id: int | None = None
    types: frozenset[InterestType] = frozenset({InterestType.CERTIFICATE_HOLDER})
    other_type: str = ""
    wants_additional_insured: frozenset[Line] = frozenset()
    wants_waiver: frozenset[Line] = frozenset()
    written_contract_on: date | None = None
    written_contract: str = ""
    project: str = ""
    loan_number: str = ""
    description: str = ""
    active: bool = True

    @property
    def type_label(self) -> str:
        """The types in words, in the order of the list: "Additional insured, Lessor"."""
        labels = [INTEREST_LABELS[kind] for kind in InterestType if kind in self.types]
        if InterestType.OTHER in self.types and self.other_type:
            labels[-1] = self.other_type
        return ", ".join(labels)


PLAIN_HOLDER = InterestFacts()


@dataclass(frozen=True, slots=True)
class MasterFacts:
    """One version of a master with today's state of the policies it shows (R3, R16)."""

    producer: Producer
    insured_id: int
    insured: InsuredShown
    policies: tuple[PolicyFacts, ...]
    master_name: str
    version: int = 1


class Issuer(StrEnum):
    """On whose word a certificate leaves: only staff may override a warning (R40)."""

    STAFF = "staff"
    INSURED = "insured"
