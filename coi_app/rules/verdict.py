"""The verdict: facts and wording in, findings and boxes out, the same for dialog, bulk, portal and CLI.

`Judge` looks at the policies once, so that ten thousand holders of one master cost only their own part.
"""

from dataclasses import dataclass
from datetime import date

from coi_app.rules import (
    composition,
    field_values,
    findings,
    verdict_holder,
    verdict_policies,
    verdict_text,
    verdict_wording,
    wording,
    wording_promises,
)
from coi_app.rules.certificate_content import Box
from coi_app.rules.coverage import EndorsementKind
from coi_app.rules.errors import Blocked, InvalidInput, NotAllowed
from coi_app.rules.facts import HolderFacts, InterestFacts, Issuer, MasterFacts
from coi_app.rules.findings import Finding, State, Verdict
from coi_app.rules.promise_phrases import Promise
from coi_app.rules.verdict_boxes import Asked, BoxesJudge, BoxesOutcome
from coi_app.rules.verdict_text import Unprintable
from coi_app.rules.verdict_wording import Backing, WordingJudge

MAX_REASON, LEAST_REASON = 500, 3  # characters; letters and digits
_REMEMBERED = 2_000  # kinds of holders per batch; each has its own boxes


@dataclass(frozen=True, slots=True)
class _Given:
    """What one kind of holder gets from the policies."""

    outcome: BoxesOutcome
    backing: Backing


class Judge:
    """One master on one day for one kind of issuer.

    `may_write_freely`: an insured with the right to edit the description (R24). `unprintable_in` answers
    which characters of a text the certificate's fonts lack ("" for none).
    """

    def __init__(
        self,
        master: MasterFacts,
        today: date,
        issuer: Issuer = Issuer.STAFF,
        *,
        may_write_freely: bool = False,
        unprintable_in: Unprintable | None = None,
    ) -> None:
        self._policies = composition.in_row_order(master.policies)
        titles = verdict_policies.titles(self._policies)
        self._today = today
        self._writer = issuer, may_write_freely
        self._unprintable_in = unprintable_in
        self._insured_name = master.insured.name
        self._holders = verdict_holder.HolderJudge(master.insured.name, master.insured.dba)
        self._boxes = BoxesJudge(self._policies, titles, today)
        self._wordings = WordingJudge(self._policies, titles, today)
        self._of_kind: dict[Asked, _Given] = {}
        self._shared = verdict_policies.findings(master, self._policies, today)
        if unprintable_in:
            self._shared += verdict_text.unprintable_master(master, unprintable_in)
        open_to_all = {promise for promise, _ in verdict_wording.open_to_all(self._policies, today)}
        self._aggregates = verdict_wording.aggregates(self._policies, today)
        self._conditional = self._aggregates | open_to_all

    def judge(self, holder: HolderFacts, interest: InterestFacts, description: wording.Resolved) -> Verdict:
        """The verdict on one holder's certificate."""
        given = self._given(self._boxes.asked(holder, interest))
        found = [
            *self._shared,
            *self._holders.findings(holder),
            *verdict_holder.interest_findings(interest),
            *given.outcome.findings,
            *self._description(holder, description, given.backing),
        ]
        if self._unprintable_in:
            found += verdict_text.unprintable_holder(holder, description.text, self._unprintable_in)
        return Verdict(findings.in_order(found), given.outcome.boxes)

    def _given(self, asked: Asked) -> _Given:
        given = self._of_kind.get(asked)
        if given is None:
            shape = asked.shape(self._today)
            given = self._judged(asked) if shape is asked else self._dated(shape, asked)
            self._remember(asked, given)
        return given

    def _dated(self, shape: Asked, asked: Asked) -> _Given:
        given = self._given(shape)
        return _Given(given.outcome.dated(asked.claim), given.backing)

    def _judged(self, asked: Asked) -> _Given:
        outcome = self._boxes.judge(asked)
        return _Given(outcome, self._backing(asked, outcome))

    def _remember(self, asked: Asked, given: _Given) -> None:
        if len(self._of_kind) >= _REMEMBERED:
            self._of_kind.clear()
        self._of_kind[asked] = given

    def _backing(self, asked: Asked, outcome: BoxesOutcome) -> Backing:
        insured_on = frozenset(box.line for box in outcome.boxes if box.additional_insured is Box.YES)
        waived_on = frozenset(box.line for box in outcome.boxes if box.subrogation_waived is Box.YES)
        firm = set(self._aggregates)
        firm |= {Promise.ADDITIONAL_INSURED} if insured_on else set()
        firm |= {Promise.WAIVER} if waived_on else set()
        for at, policy in enumerate(self._policies):
            if policy.is_alive(self._today):
                firm |= self._granted_promises(at, asked)
        return Backing(frozenset(firm), frozenset(self._conditional | firm), insured_on, waived_on)

    def _granted_promises(self, at: int, asked: Asked) -> set[Promise]:
        granted = (one for kind in EndorsementKind for one in self._boxes.granted(at, kind, asked))
        return {promise for one in granted if (promise := verdict_wording.promise_of(one))}

    def _description(
        self, holder: HolderFacts, description: wording.Resolved, backing: Backing
    ) -> list[Finding]:
        text = description.text
        found = [*verdict_text.placeholders(description), *verdict_text.length(text)]
        if description.free:
            found += verdict_text.free(*self._writer, text)
        return found + self._wordings.findings(text, self._without_names(text, holder), backing)

    def _without_names(self, text: str, holder: HolderFacts) -> str:
        """Names that promise nothing themselves give way to "the holder": sentences then recur in a batch."""
        for name, word in ((holder.name, "the holder"), (self._insured_name, "the insured")):
            if len(name) > 3 and name in text and not wording_promises.promises_anything(name):
                text = text.replace(name, word)
        return text


def judge(
    master: MasterFacts,
    holder: HolderFacts,
    interest: InterestFacts,
    description: wording.Resolved,
    today: date,
    issuer: Issuer = Issuer.STAFF,
    *,
    may_write_freely: bool = False,
    unprintable_in: Unprintable | None = None,
) -> Verdict:
    """One certificate; for many of one master keep a `Judge`."""
    bench = Judge(master, today, issuer, may_write_freely=may_write_freely, unprintable_in=unprintable_in)
    return bench.judge(holder, interest, description)


def can_override(verdict: Verdict, issuer: Issuer) -> bool:
    """R40: staff may override warnings; an insured nothing, and a block nobody."""
    return verdict.state is State.WARNED and issuer is Issuer.STAFF


def release(verdict: Verdict, issuer: Issuer, reason: object = "") -> str:
    """Let it leave, or raise: Blocked, NotAllowed (an insured, a warning), InvalidInput (no reason given).

    Returns the reason to keep with the certificate; "" when the verdict is ready and needs none.
    """
    if verdict.state is State.BLOCKED:
        raise Blocked(" ".join(finding.why for finding in verdict.blocks))
    if verdict.state is State.READY:
        return ""
    if not can_override(verdict, issuer):
        raise NotAllowed(f"send this certificate: {verdict.warnings[0].why}")
    return override_reason(reason)


def override_reason(typed: object) -> str:
    """The cleaned reason for issuing in spite of warnings; InvalidInput unless it says something."""
    try:
        reason = field_values.text(typed, "the reason", max_length=MAX_REASON, lines=True)
    except field_values.Wrong as wrong:
        raise InvalidInput({"reason": str(wrong)}) from None
    if sum(char.isalnum() for char in reason) < LEAST_REASON:
        raise InvalidInput({"reason": "Say why you issue it with a warning."})
    return reason
