"""Certificates that somebody asked the agency for: states, sources, and when the portal's own wait (R43)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coi_app.rules.certificate_content import Box
from coi_app.rules.findings import Verdict


class RequestStatus(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    ISSUED = "issued"
    REFUSED = "refused"


class RequestSource(StrEnum):
    DESK = "desk"
    PORTAL = "portal"
    LINK = "link"


class Approval(StrEnum):
    """Which certificates of the portal wait for an agent (R43)."""

    NEVER = "never"
    BOXES = "boxes"
    FREE_TEXT = "free_text"
    ALWAYS = "always"


STATUS_LABELS: dict[RequestStatus, str] = {
    RequestStatus.OPEN: "Open",
    RequestStatus.WAITING: "Waiting for approval",
    RequestStatus.ISSUED: "Issued",
    RequestStatus.REFUSED: "Refused",
}
SOURCE_LABELS: dict[RequestSource, str] = {
    RequestSource.DESK: "Desk",
    RequestSource.PORTAL: "Portal",
    RequestSource.LINK: "Request link",
}
APPROVAL_LABELS: dict[Approval, str] = {
    Approval.NEVER: "Never",
    Approval.BOXES: "When ADDL INSD or SUBR WVD is Y",
    Approval.FREE_TEXT: "When the description is their own words",
    Approval.ALWAYS: "Always",
}
UNANSWERED: frozenset[RequestStatus] = frozenset({RequestStatus.OPEN, RequestStatus.WAITING})


def needs_approval(approval: str, verdict: Verdict, *, is_free_text: bool) -> bool:
    """R43. A setting nobody knows any more asks an agent rather than not."""
    if approval == Approval.NEVER:
        return False
    if approval == Approval.BOXES:
        return bool(boxes_in_words(verdict))
    return is_free_text if approval == Approval.FREE_TEXT else True


def boxes_in_words(verdict: Verdict) -> str:
    """ "ADDL INSD", "SUBR WVD", both with "and", or "": which boxes the certificate would say Y in."""
    insured = any(box.additional_insured is Box.YES for box in verdict.boxes)
    waived = any(box.subrogation_waived is Box.YES for box in verdict.boxes)
    return " and ".join(words for words, is_yes in (("ADDL INSD", insured), ("SUBR WVD", waived)) if is_yes)


@dataclass(frozen=True, slots=True)
class Wish:
    """A certificate of the portal that waits (R43): all that issuing it takes, and what it said when it was asked.

    `holder` are the printed rows of name and address, `text` the resolved description, `verdict` as stored with
    certificates; no `to` means that it is only to be issued.
    """

    master_id: int
    master: str
    holder_id: int
    interest_id: int | None
    project: str | None
    template_id: int | None
    description: str | None
    holder: tuple[str, ...]
    text: str
    verdict: Mapping[str, Any]
    to: str = ""
    cc: tuple[str, ...] = ()
    subject: str = ""
    message: str = ""

    def to_json(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | {"holder": list(self.holder), "cc": list(self.cc), "verdict": dict(self.verdict)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Wish":
        return cls(**dict(stored) | {"holder": tuple(stored["holder"]), "cc": tuple(stored["cc"])})
