"""What a certificate states beside what the policies give now: one value for each thing that differs.

A certificate is *untrue* only where it claims more than the policies give: cancelled, ended early, a lower limit,
another carrier, a box that is no longer granted. A raised limit or a longer term is a difference, and no lie. What a
certificate says of a term that is over as it says itself is past, and is not compared with the same policy any more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from coi_app.rules import composition, coverage_difference, verdict_policies
from coi_app.rules.certificate_content import Box, Boxes, Insurer, PolicyShown, SharedContent
from coi_app.rules.coverage import LINE_LABELS, Line, OtherCoverage
from coi_app.rules.coverage_difference import Change
from coi_app.rules.facts import MasterFacts, PolicyFacts, PolicyStatus, shown_day
from coi_app.rules.findings import BoxVerdict, Verdict

ADDL, SUBR = "ADDL INSD", "SUBR WVD"
_NO_INSURER = Insurer("", "", "")


@dataclass(frozen=True, slots=True)
class Difference:
    """`claims_more`: the paper says more than is given now. `policy_id` is the policy on the paper, 0 for none."""

    rule: str
    field: str
    before: str
    after: str
    sentence: str
    claims_more: bool
    policy_id: int = 0

    def to_row(self) -> list[Any]:
        return [
            self.rule, self.field, self.before, self.after, self.sentence, self.claims_more, self.policy_id,
        ]  # fmt: skip


def from_row(row: list[Any]) -> Difference:
    return Difference(*row)


class Paper:
    """A stored content beside the policies of a master as they are now: what ten thousand certificates share.

    `shared` are the differences of the policies' rows. A policy is compared with itself; when the master does not
    show it any more, with the one of the same line that has taken its place.
    """

    def __init__(self, stated: SharedContent, master: MasterFacts, today: date) -> None:
        self._today = today
        self.stated = stated
        given = composition.in_row_order(master.policies)
        titles = verdict_policies.titles(given)
        self._titles = {policy.id: title for policy, title in zip(given, titles, strict=True)}
        self.pairs = _pairs(stated.policies, given)
        self.shared = (*self._shared(master, given),)
        self.master = replace(master, policies=tuple(map(self._as_stated, master.policies)))
        # Whether every term it states has run out: it claims nothing for today or later.
        self.is_over = all(policy.expires_on <= today for policy in stated.policies)

    def boxes(self, stated: tuple[Boxes, ...], found: Verdict) -> Iterator[Difference]:
        """What became of each box; of a policy that does not count any more the row has said so."""
        given = {box.policy_id: box for box in found.boxes}
        shown = {policy.policy_id: policy for policy in self.stated.policies}
        for boxes in stated:
            policy, now = shown.get(boxes.policy_id), self.pairs.get(boxes.policy_id)
            if policy is None or now is None or self._is_past(policy, now) or now.is_cancelled(self._today):
                continue
            yield from self._row_boxes(boxes, given.get(now.id), self._titles[now.id])

    def _shared(self, master: MasterFacts, given: tuple[PolicyFacts, ...]) -> Iterator[Difference]:
        before, after = self.stated.insured.name, master.insured.name
        if before != after:
            yield Difference(
                "R13", "insured", before, after, f"The insured is named {after} now, not {before}.", False
            )
        insurers = {insurer.letter: insurer for insurer in self.stated.insurers}
        for policy in self.stated.policies:
            now = self.pairs[policy.policy_id]
            if now is None:
                yield _gone(policy)
            elif not self._is_past(policy, now):
                insurer = insurers.get(policy.letter, _NO_INSURER)
                yield from _pair(policy, insurer, now, self._titles[now.id], self._today)
        taken = {now.id for now in self.pairs.values() if now is not None}
        for one in given:
            if one.id not in taken:
                yield _added(one, self._titles[one.id])

    def _is_past(self, policy: PolicyShown, now: PolicyFacts) -> bool:
        return policy.policy_id == now.id and policy.expires_on <= self._today

    def _as_stated(self, policy: PolicyFacts) -> PolicyFacts:
        """One that ended as the paper says still stands behind what the paper says of that term."""
        stated = next((one for one in self.stated.policies if one.policy_id == policy.id), None)
        if (stated or policy).expires_on > self._today:
            return policy
        tomorrow = self._today + timedelta(days=1)
        return replace(policy, status=PolicyStatus.ACTIVE, cancelled_on=None, expires_on=tomorrow)

    def _row_boxes(self, stated: Boxes, given: BoxVerdict | None, title: str) -> Iterator[Difference]:
        addl, subr = (given.additional_insured, given.subrogation_waived) if given else (Box.BLANK, Box.BLANK)
        whys = (given.additional_insured_why, given.subrogation_why) if given else ("", "")
        is_umbrella = given is not None and given.line is Line.UMBRELLA
        rule, policy_id = "R7" if is_umbrella else "R4", stated.policy_id
        for name, number, field, before, after, why in (
            (ADDL, rule, "additional_insured", stated.additional_insured, addl, whys[0]),
            (SUBR, "R6", "subrogation_waived", stated.subrogation_waived, subr, whys[1]),
        ):
            if (before is Box.YES) != (after is Box.YES):
                lost = before is Box.YES
                said = "is no longer given" if lost else "is given now"
                sentence = f"{name} on {title} {said}. {why.removeprefix('Blank. ')}".strip()
                yield Difference(number, field, before.value, after.value, sentence, lost, policy_id)


def _pairs(
    stated: tuple[PolicyShown, ...], given: tuple[PolicyFacts, ...]
) -> Mapping[int, PolicyFacts | None]:
    """Policy on the paper → itself, or the one that took its place: of the same name, the last to end."""
    of_id = {policy.id: policy for policy in given}
    pairs: dict[int, PolicyFacts | None] = {
        one.policy_id: of_id[one.policy_id] for one in stated if one.policy_id in of_id
    }
    free = sorted((p for p in given if p.id not in pairs), key=lambda p: (p.expires_on, p.id))
    for one in stated:
        if one.policy_id not in pairs:
            same = [policy for policy in free if policy.title == title_of(one)]
            pairs[one.policy_id] = same[-1] if same else None
            free = [policy for policy in free if not same or policy.id != same[-1].id]
    return pairs


def title_of(policy: PolicyShown) -> str:
    """The row's name, as `PolicyFacts.title`."""
    if isinstance(policy.coverage, OtherCoverage) and policy.coverage.name:
        return policy.coverage.name
    return LINE_LABELS[policy.line]


def _gone(policy: PolicyShown) -> Difference:
    title = title_of(policy)
    sentence = f"{title} {policy.number} is not shown any more, and nothing has taken its place."
    return Difference("R2", "policies", policy.number, "", sentence, True, policy.policy_id)


def _added(policy: PolicyFacts, title: str) -> Difference:
    return Difference("R16", "policies", "", policy.number, f"{title} {policy.number} is new.", False)


def _pair(
    policy: PolicyShown, insurer: Insurer, now: PolicyFacts, title: str, today: date
) -> Iterator[Difference]:
    if policy.policy_id == now.id:
        yield from _itself(policy, now, title, today)
    else:
        yield _replaced(policy, now, title)
    yield from _carrier(policy, insurer, now, title)
    for change in coverage_difference.changes(policy.line, policy.coverage, now.coverage):
        yield _coverage(policy, change, title)


def _itself(policy: PolicyShown, now: PolicyFacts, title: str, today: date) -> Iterator[Difference]:
    """The same policy: cancelled, its number, its dates."""
    named, policy_id = f"{title} {policy.number}", policy.policy_id
    if now.is_cancelled(today):
        on = shown_day(now.cancelled_on) if now.cancelled_on else ""
        sentence = f"{named} was cancelled{f' on {on}' if on else ''}."
        yield Difference("R2", "status", "in force", "cancelled", sentence, True, policy_id)
    elif now.status is PolicyStatus.CANCELLED and now.cancelled_on:
        sentence = f"{named} will be cancelled on {shown_day(now.cancelled_on)}."
        yield Difference("R2", "status", "in force", "to be cancelled", sentence, False, policy_id)
    if now.number != policy.number:
        sentence = f"{title} has the number {now.number} now, not {policy.number}."
        yield Difference("R13", "number", policy.number, now.number, sentence, True, policy_id)
    for field, verb, before, after, more in (
        ("effective_on", "begins", policy.effective_on, now.effective_on, now.effective_on > policy.effective_on),
        ("expires_on", "ends", policy.expires_on, now.expires_on, now.expires_on < policy.expires_on),
    ):  # fmt: skip
        if before != after:
            sentence = f"{named} {verb} on {shown_day(after)}, not on {shown_day(before)}."
            yield Difference("R3", field, shown_day(before), shown_day(after), sentence, more, policy_id)


def _replaced(policy: PolicyShown, now: PolicyFacts, title: str) -> Difference:
    """A renewal: another number and another term are as it should be."""
    term = f"{shown_day(now.effective_on)} to {shown_day(now.expires_on)}"
    sentence = f"{title} {policy.number} is renewed as {now.number}, {term}."
    return Difference("R16", "number", policy.number, now.number, sentence, False, policy.policy_id)


def _carrier(policy: PolicyShown, insurer: Insurer, now: PolicyFacts, title: str) -> Iterator[Difference]:
    """Another company has another name and another NAIC code; with one of the two it was only written otherwise."""
    if (insurer.name, insurer.naic) == (now.carrier_name, now.naic):
        return
    before, after = f"{insurer.name} ({insurer.naic})", f"{now.carrier_name} ({now.naic})"
    same = insurer.naic == now.naic or insurer.name.casefold() == now.carrier_name.casefold()
    sentence = f"{title} is with {after} now, not with {before}."
    yield Difference("R12", "carrier", before, after, sentence, not same, policy.policy_id)


_RULES = {"trigger": "R10", "excess": "R10", "own_share_amount": "R10", "anyone_excluded": "R11"}


def _coverage(policy: PolicyShown, change: Change, title: str) -> Difference:
    how = "is"
    if change.is_limit:
        how = "was lowered to" if change.claims_more else "was raised to"
    if coverage_difference.NONE in (change.before, change.after):
        how = "is"
    sentence = f"{title}: {change.label} {how} {change.after}, not {change.before}."
    if how != "is":
        sentence = f"{title}: {change.label} {how} {change.after}, from {change.before}."
    return Difference(
        _RULES.get(change.field, "R3"), change.field, change.before, change.after, sentence, change.claims_more,
        policy.policy_id,
    )  # fmt: skip
