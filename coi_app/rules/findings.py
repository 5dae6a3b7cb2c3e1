"""What a verdict consists of: findings, and one answer per box of the paper."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coi_app.rules.certificate_content import Box, Boxes
from coi_app.rules.coverage import Line


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


class State(StrEnum):
    READY = "ready"
    WARNED = "warned"
    BLOCKED = "blocked"


STATE_LABELS: dict[State, str] = {
    State.READY: "Ready",
    State.WARNED: "Warned",
    State.BLOCKED: "Blocked",
}


class CureKind(StrEnum):
    """Where the repair is made, so that a screen can lead there."""

    NONE = ""
    HOLDER_NAME = "holder_name"
    HOLDER_ADDRESS = "holder_address"
    PROJECT = "project"
    LOAN_NUMBER = "loan_number"
    CONTRACT = "contract"
    INTEREST = "interest"
    POLICY = "policy"
    ENDORSEMENT = "endorsement"
    CARRIER = "carrier"
    INSURED = "insured"
    AGENCY = "agency"
    MASTER = "master"
    DESCRIPTION = "description"
    WAIT = "wait"


CURE_LABELS: dict[CureKind, str] = {
    CureKind.NONE: "",
    CureKind.HOLDER_NAME: "Correct the name",
    CureKind.HOLDER_ADDRESS: "Add the address",
    CureKind.PROJECT: "Fill in the project",
    CureKind.LOAN_NUMBER: "Fill in the loan number",
    CureKind.CONTRACT: "Record the contract",
    CureKind.INTEREST: "Open the additional interest",
    CureKind.POLICY: "Open the policy",
    CureKind.ENDORSEMENT: "Request endorsement",
    CureKind.CARRIER: "Open the carrier",
    CureKind.INSURED: "Open the insured",
    CureKind.AGENCY: "Open the settings",
    CureKind.MASTER: "Open the master",
    CureKind.DESCRIPTION: "Change the description",
    CureKind.WAIT: "Remind me",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule has to say; `policy_id` is 0 when it is about no single policy."""

    rule: str
    severity: Severity
    field: str
    why: str
    cure: str = ""
    cure_kind: CureKind = CureKind.NONE
    policy_id: int = 0


@dataclass(frozen=True, slots=True)
class BoxVerdict:
    """Both boxes of one policy's row, each with its ground. `title` is the row's name on the screen."""

    policy_id: int
    line: Line
    title: str
    additional_insured: Box
    additional_insured_why: str
    subrogation_waived: Box
    subrogation_why: str
    additional_insured_cure: CureKind = CureKind.NONE
    subrogation_cure: CureKind = CureKind.NONE

    @property
    def boxes(self) -> Boxes:
        return Boxes(self.policy_id, self.additional_insured, self.subrogation_waived)


_ORDER = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Blocks first, then warnings, then notes; otherwise as found, and nothing twice."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: _ORDER[finding.severity]))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Findings in order of weight, and the boxes in the order of the rows. Stored with the certificate."""

    findings: tuple[Finding, ...]
    boxes: tuple[BoxVerdict, ...]

    @property
    def state(self) -> State:
        if not self.findings or self.findings[0].severity is Severity.NOTE:
            return State.READY
        return State.BLOCKED if self.findings[0].severity is Severity.BLOCK else State.WARNED

    @property
    def blocks(self) -> tuple[Finding, ...]:
        return self._of(Severity.BLOCK)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return self._of(Severity.WARN)

    @property
    def notes(self) -> tuple[Finding, ...]:
        return self._of(Severity.NOTE)

    def _of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is severity)

    def to_json(self) -> dict[str, Any]:
        """Rows instead of named fields: ten thousand of these are stored in one go."""
        return {
            "findings": [_finding_row(one) for one in self.findings],
            "boxes": [_box_row(b) for b in self.boxes],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Verdict":
        findings = tuple(_finding(row) for row in stored["findings"])
        return cls(findings, tuple(_box(row) for row in stored["boxes"]))


def _finding_row(one: Finding) -> list[Any]:
    kind = one.cure_kind.value
    return [one.rule, one.severity.value, one.field, one.why, one.cure, kind, one.policy_id]


def _finding(row: list[Any]) -> Finding:
    rule, severity, field, why, cure, kind, policy_id = row
    return Finding(rule, Severity(severity), field, why, cure, CureKind(kind), policy_id)


def _box_row(box: BoxVerdict) -> list[Any]:
    return [
        box.policy_id,
        box.line.value,
        box.title,
        box.additional_insured.value,
        box.additional_insured_why,
        box.additional_insured_cure.value,
        box.subrogation_waived.value,
        box.subrogation_why,
        box.subrogation_cure.value,
    ]


def _box(row: list[Any]) -> BoxVerdict:
    policy_id, line, title, addl, addl_why, addl_cure, subr, subr_why, subr_cure = row
    return BoxVerdict(
        policy_id,
        Line(line),
        title,
        Box(addl),
        addl_why,
        Box(subr),
        subr_why,
        CureKind(addl_cure),
        CureKind(subr_cure),
    )
