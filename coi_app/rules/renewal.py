"""What a renewal brings one holder: the certificate of the last term beside the one of today's policies (R16, R32)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from coi_app.rules.certificate_content import Boxes
from coi_app.rules.certificate_difference import Difference, Paper
from coi_app.rules.findings import State, Verdict


class RenewalState(StrEnum):
    """`clean`: nothing is lost, and the verdict is ready. Everything else wants a person's eyes."""

    BLOCKED = "blocked"
    WARNED = "warned"
    LESS = "less"
    CLEAN = "clean"


STATE_LABELS: dict[RenewalState, str] = {
    RenewalState.BLOCKED: "Blocked",
    RenewalState.WARNED: "Warned",
    RenewalState.LESS: "Gets less",
    RenewalState.CLEAN: "Clean",
}


@dataclass(frozen=True, slots=True)
class Renewal:
    """`lost` is what the holder had and would not have any more, `other` what is otherwise new."""

    state: RenewalState
    lost: tuple[Difference, ...]
    other: tuple[Difference, ...]


def is_due(paper: Paper) -> bool:
    """Whether a certificate shows a policy that another has taken the place of, or that is not shown any more."""
    return any(now is None or now.id != policy_id for policy_id, now in paper.pairs.items())


def of_holder(paper: Paper | None, stated: Iterable[Boxes], found: Verdict) -> Renewal:
    """`paper` is None for somebody who had no certificate in the last term."""
    differences = () if paper is None else (*paper.shared, *paper.boxes(tuple(stated), found))
    lost = tuple(one for one in differences if one.claims_more)
    other = tuple(one for one in differences if not one.claims_more)
    return Renewal(_state(found.state, lost), lost, other)


def _state(verdict: State, lost: tuple[Difference, ...]) -> RenewalState:
    if verdict is State.BLOCKED:
        return RenewalState.BLOCKED
    if verdict is State.WARNED:
        return RenewalState.WARNED
    return RenewalState.LESS if lost else RenewalState.CLEAN
