"""Which certificates became untrue, and by what: the radar. Judged by the same verdict that lets them leave.

A certificate is judged with the boxes it states as the wishes, so that a wish taken back makes nobody's paper untrue,
and with its holder's contract as it is recorded now. That the link to its holder ended changes no policy.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from coi_app.rules import verdict, wording, wording_promises
from coi_app.rules.certificate_content import Address, Box, Boxes, SharedContent
from coi_app.rules.certificate_difference import Difference, Paper
from coi_app.rules.coverage import EndorsementKind, Line, WorkersCompensation
from coi_app.rules.facts import HolderFacts, InterestFacts, MasterFacts
from coi_app.rules.findings import Finding, Severity, Verdict

# What a description can say that a policy has to stand behind (R9, R11, R15, R22, and the two boxes).
_BACKED = frozenset({"R4", "R6", "R9", "R11", "R15", "R22"})
_NOWHERE = Address()


@dataclass(frozen=True, slots=True)
class Said:
    """A certificate's own part. `acknowledged`: what was warned of when it was issued, with a reason."""

    holder_id: int
    holder_name: str
    boxes: tuple[Boxes, ...]
    description: str
    contract_on: date | None = None
    contract: str = ""
    acknowledged: frozenset[str] = frozenset()


class Radar:
    """For all certificates that share one content and one master version, on one day.

    Ten thousand of them have few kinds of boxes and few sentences that promise anything: each is judged once.
    """

    def __init__(self, stated: SharedContent, master: MasterFacts, today: date) -> None:
        self._paper = Paper(stated, master, today)
        self._today = today
        self._judge = verdict.Judge(self._paper.master, today)
        self._line_of = {policy.policy_id: policy.line for policy in stated.policies}
        self._shared = tuple(one for one in self._paper.shared if one.claims_more)
        endorsements = [one for policy in master.policies for one in policy.endorsements]
        self._named = frozenset(holder_id for one in endorsements for holder_id in one.holder_ids)
        self._must_list = any(one.kind is EndorsementKind.RESTRICTION for one in endorsements) or any(
            isinstance(policy.coverage, WorkersCompensation) and policy.coverage.anyone_excluded
            for policy in master.policies
        )
        self._judged: dict[Hashable, tuple[Difference, ...]] = {}

    @property
    def is_over(self) -> bool:
        """Whether these certificates are past: nothing they claim is of today or later."""
        return self._paper.is_over

    def untrue(self, said: Said) -> tuple[Difference, ...]:
        """Everything in which it claims more than the policies give; nothing while it is true, or past."""
        if self.is_over:
            return ()
        key = (*self._kind(said), self._promising(said), said.acknowledged)
        if key not in self._judged:
            self._judged[key] = self._differences(said)
        return self._judged[key]

    def _differences(self, said: Said) -> tuple[Difference, ...]:
        found = self._judge.judge(*self._asked(said), wording.plain(said.description))
        boxes = tuple(one for one in self._paper.boxes(said.boxes, found) if one.claims_more)
        return (*self._shared, *boxes, *_wording(found, said))

    def _kind(self, said: Said) -> tuple[Hashable, ...]:
        """What the boxes depend on: those it states, who holds it, the contract; its day only while it is to come."""
        coming_on = said.contract_on if said.contract_on and said.contract_on > self._today else None
        holder_id = said.holder_id if said.holder_id in self._named else 0
        return said.boxes, holder_id, said.contract_on is not None, coming_on, bool(said.contract)

    def _promising(self, said: Said) -> Hashable:
        """The sentences that a policy has to stand behind, or the whole text when something has to be in it."""
        if self._must_list:
            return said.description
        if not wording_promises.may_promise(said.description):
            return ()
        text = said.description
        if len(said.holder_name) > 3 and not wording_promises.promises_anything(said.holder_name):
            text = text.replace(said.holder_name, "the holder")
        return tuple(sentence for sentence in wording_promises.sentences(text) if _promises(sentence))

    def _asked(self, said: Said) -> tuple[HolderFacts, InterestFacts]:
        interest = InterestFacts(
            wants_additional_insured=self._lines(box.policy_id for box in said.boxes if _insured(box)),
            wants_waiver=self._lines(box.policy_id for box in said.boxes if _waived(box)),
            written_contract_on=said.contract_on,
            written_contract=said.contract,
        )
        return HolderFacts(said.holder_id, said.holder_name, "", _NOWHERE), interest

    def _lines(self, policy_ids: Iterable[int]) -> frozenset[Line]:
        return frozenset(self._line_of[one] for one in policy_ids if one in self._line_of)


def _promises(sentence: str) -> bool:
    reading = wording_promises.read(sentence)
    return bool(reading.statements or reading.forms)


def _insured(boxes: Boxes) -> bool:
    return boxes.additional_insured is Box.YES


def _waived(boxes: Boxes) -> bool:
    return boxes.subrogation_waived is Box.YES


def _wording(found: Verdict, said: Said) -> tuple[Difference, ...]:
    return tuple(
        Difference(one.rule, "description", "", "", one.why, True, one.policy_id)
        for one in found.findings
        if _is_unbacked(one) and one.why not in said.acknowledged
    )


def _is_unbacked(one: Finding) -> bool:
    return one.field == "description" and one.rule in _BACKED and one.severity is not Severity.NOTE
