"""The verdict in the few words that the portal has room for."""

from collections.abc import Sequence
from dataclasses import dataclass

from coi_app.rules.certificate_content import Box
from coi_app.rules.findings import Severity, Verdict


@dataclass(frozen=True)
class Stop:
    """Why it cannot leave from here; `is_block`: not from the agency either."""

    rule: str
    why: str
    is_block: bool


def stops(verdict: Verdict) -> list[Stop]:
    """Blocks first; a sentence that holds for several policies once."""
    found = (one for one in verdict.findings if one.severity is not Severity.NOTE)
    return list(dict.fromkeys(Stop(one.rule, one.why, one.severity is Severity.BLOCK) for one in found))


def additional_insured(verdict: Verdict) -> str:
    """The lines that carry ADDL INSD: "General Liability and Umbrella"."""
    return in_words([box.title for box in verdict.boxes if box.additional_insured is Box.YES])


def waiver(verdict: Verdict) -> str:
    """The lines that carry SUBR WVD."""
    return in_words([box.title for box in verdict.boxes if box.subrogation_waived is Box.YES])


def in_words(names: Sequence[str]) -> str:
    """ "One, Two and Three"."""
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last
