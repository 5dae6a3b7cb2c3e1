"""Mails that somebody may do without: each person turns them off alone. The bell and the portal tell of it anyway."""

from dataclasses import dataclass
from enum import StrEnum


class Notice(StrEnum):
    """Stored: never rename one."""

    ANSWER = "request.answered"
    UNDELIVERED = "message.undelivered"
    REVIEW = "review.asked"
    REQUEST = "request.arrived"
    REVIEWED = "review.finished"


@dataclass(frozen=True, slots=True)
class Kind:
    label: str
    help: str
    for_insureds: bool


KINDS: dict[Notice, Kind] = {
    Notice.ANSWER: Kind(
        "Answers to my requests", "When the agency issued or refused what I asked for.", True
    ),
    Notice.UNDELIVERED: Kind(
        "Mail that did not arrive", "When a certificate that I sent could not be delivered.", True
    ),
    Notice.REVIEW: Kind("Holders to review", "When the agency asks to look through our holders.", True),
    Notice.REQUEST: Kind("New requests", "When a request comes in that I answer.", False),
    Notice.REVIEWED: Kind(
        "Reviewed holders", "When an insured has finished a review that I asked for.", False
    ),
}


def of(is_insured: bool) -> tuple[Notice, ...]:
    """Those that such a person gets."""
    return tuple(notice for notice, kind in KINDS.items() if kind.for_insureds == is_insured)
