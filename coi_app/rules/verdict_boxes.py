"""The two boxes of every row: computed from endorsements and the additional interest, never typed (R4-R8)."""

from dataclasses import dataclass
from datetime import date

from coi_app.rules import endorsement_grants as grants
from coi_app.rules.certificate_content import Box
from coi_app.rules.coverage import LINE_LABELS, Endorsement, EndorsementKind, Line, Umbrella
from coi_app.rules.endorsement_grants import Claim, Hurdle
from coi_app.rules.facts import HolderFacts, InterestFacts, PolicyFacts
from coi_app.rules.findings import BoxVerdict, CureKind, Finding, Severity

ADDL, SUBR = "ADDL INSD", "SUBR WVD"
_UNDERLYING = frozenset({Line.GENERAL_LIABILITY, Line.AUTOMOBILE})
_LINKED_UNASKED = frozenset({CureKind.ENDORSEMENT, CureKind.WAIT})  # shown beside a box nobody asked for
_MISSING = {
    EndorsementKind.ADDITIONAL_INSURED: "no additional insured endorsement on this policy",
    EndorsementKind.WAIVER_OF_SUBROGATION: "no waiver endorsement on this policy",
}
_NO_SUCH_BOX = ("R4", Line.WORKERS_COMPENSATION)
_ASK = "Ask the carrier for an endorsement, or take back the wish."


@dataclass(frozen=True, slots=True)
class Answer:
    """One box. `why` has no full stop yet; `rule` is what keeps an asked-for box blank."""

    box: Box
    why: str
    rule: str = ""
    cure: str = ""
    cure_kind: CureKind = CureKind.NONE


@dataclass(frozen=True, slots=True)
class Asked:
    """A holder as the endorsements see it; equal ones get equal boxes, so a batch judges each kind once."""

    names: frozenset[tuple[int, int]]  # (position of the policy, of its endorsement) of schedules naming it
    claim: Claim
    wants_additional_insured: frozenset[Line]
    wants_waiver: frozenset[Line]

    def shape(self, today: date) -> "Asked":
        """The same for all holders who differ only in the day of a contract that is on record."""
        signed_on = self.claim.contract_on
        if self.claim.any_past_day or signed_on is None or signed_on > today:
            return self
        claim = Claim(today, True, self.claim.active, any_past_day=True)
        return Asked(self.names, claim, self.wants_additional_insured, self.wants_waiver)


@dataclass(frozen=True, slots=True)
class BoxesOutcome:
    boxes: tuple[BoxVerdict, ...]
    findings: tuple[Finding, ...]

    def dated(self, claim: Claim) -> "BoxesOutcome":
        """The outcome of a shape, with this holder's day in the sentences that name it."""
        day = claim.day
        return BoxesOutcome(tuple([_dated(box, day) for box in self.boxes]), self.findings)


class BoxesJudge:
    """Answers for one set of policies on one day."""

    def __init__(self, policies: tuple[PolicyFacts, ...], titles: tuple[str, ...], today: date) -> None:
        self._policies = policies
        self._titles = titles
        self._today = today
        self._lines = frozenset(policy.line for policy in policies)
        self._named: dict[int, frozenset[tuple[int, int]]] = _schedules(policies)

    def asked(self, holder: HolderFacts, interest: InterestFacts) -> Asked:
        return Asked(
            self._named.get(holder.id, frozenset()),
            Claim(interest.written_contract_on, bool(interest.written_contract), interest.active),
            interest.wants_additional_insured,
            interest.wants_waiver,
        )

    def judge(self, asked: Asked) -> BoxesOutcome:
        """The boxes in the order of the policies, and a warning for each wish that stays blank."""
        own = [self._additional_insured(at, asked) for at in range(len(self._policies))]
        addl = [self._with_underlying(at, asked, own) for at in range(len(self._policies))]
        subr = [self._waiver(at, asked) for at in range(len(self._policies))]
        findings = [*self._unfulfilled(asked, addl, subr), *self._not_shown(asked)]
        return BoxesOutcome(tuple(map(self._row, range(len(addl)), addl, subr)), tuple(findings))

    def granted(self, at: int, kind: EndorsementKind, asked: Asked) -> tuple[Endorsement, ...]:
        """Those of a policy's endorsements of a kind that reach this holder today."""
        return tuple(one for one, missing in self._standing(at, kind, asked) if missing is Hurdle.NONE)

    def _standing(self, at: int, kind: EndorsementKind, asked: Asked) -> list[tuple[Endorsement, Hurdle]]:
        return [
            (one, grants.hurdle(one, (at, position) in asked.names, asked.claim, self._today))
            for position, one in enumerate(self._policies[at].endorsements)
            if one.kind is kind
        ]

    def _additional_insured(self, at: int, asked: Asked) -> Answer:
        policy = self._policies[at]
        if policy.line is Line.WORKERS_COMPENSATION:
            return Answer(Box.ABSENT, f"{LINE_LABELS[policy.line]} has no {ADDL} box", "R8")
        wished = policy.line in asked.wants_additional_insured
        return self._answer(at, EndorsementKind.ADDITIONAL_INSURED, asked, wished, "R4")

    def _waiver(self, at: int, asked: Asked) -> Answer:
        wished = self._policies[at].line in asked.wants_waiver
        return self._answer(at, EndorsementKind.WAIVER_OF_SUBROGATION, asked, wished, "R6")

    def _answer(self, at: int, kind: EndorsementKind, asked: Asked, wished: bool, rule: str) -> Answer:
        if not self._policies[at].is_alive(self._today):
            return Answer(Box.BLANK, "this policy is not in force", "R2")
        standing = self._standing(at, kind, asked)
        if not standing:
            cure_kind = CureKind.ENDORSEMENT if wished else CureKind.NONE
            return Answer(Box.BLANK, _MISSING[kind], rule, _ASK, cure_kind)
        nearest = max(missing for _, missing in standing)
        those = tuple(one for one, missing in standing if missing is nearest)
        if nearest is Hurdle.NONE:
            return _given(grants.grounds(those, asked.claim), grants.forms(those), wished)
        return self._obstructed(nearest, those, asked, wished, rule)

    def _obstructed(
        self, nearest: Hurdle, those: tuple[Endorsement, ...], asked: Asked, wished: bool, rule: str
    ) -> Answer:
        cure, cure_kind = grants.CURES[nearest]
        unapproved = nearest in (Hurdle.NOT_APPROVED, Hurdle.STARTS_LATER)
        return Answer(
            Box.BLANK,
            grants.obstacle(nearest, those, asked.claim, self._today),
            "R5" if unapproved and rule == "R4" else rule,
            cure,
            cure_kind if wished or cure_kind in _LINKED_UNASKED else CureKind.NONE,
        )

    def _with_underlying(self, at: int, asked: Asked, own: list[Answer]) -> Answer:
        """R7: an umbrella has it through its own endorsement, or by following a line that has it."""
        policy, answer = self._policies[at], own[at]
        if not isinstance(policy.coverage, Umbrella) or answer.box is Box.YES or answer.rule in ("", "R2"):
            return answer
        if not policy.coverage.follows_form:
            return _unfollowed(answer)
        under = [self._titles[i] for i in range(len(own)) if own[i].box is Box.YES and self._carries(i, at)]
        if not under and answer.why != _MISSING[EndorsementKind.ADDITIONAL_INSURED]:
            return answer
        if not under:
            why = f"follows form, but no line under it on this certificate has {ADDL}"
            return Answer(Box.BLANK, why, "R7", "See to the line under it first.")
        has = f"{grants.in_a_row(under)} {'has' if len(set(under)) == 1 else 'have'} it"
        wished = policy.line in asked.wants_additional_insured
        return _given(f"Follows form, and {has}.", f"Following form, {policy.title}", wished)

    def _carries(self, under: int, umbrella: int) -> bool:
        """An umbrella in force cannot lean on a line that has not begun."""
        lower, upper = self._policies[under], self._policies[umbrella]
        begun = lower.has_begun(self._today) or not upper.has_begun(self._today)
        return lower.line in _UNDERLYING and begun

    def _row(self, at: int, addl: Answer, subr: Answer) -> BoxVerdict:
        policy = self._policies[at]
        return BoxVerdict(
            policy.id,
            policy.line,
            self._titles[at],
            addl.box,
            _sentence(addl),
            subr.box,
            _sentence(subr),
            addl.cure_kind,
            subr.cure_kind,
        )

    def _unfulfilled(self, asked: Asked, addl: list[Answer], subr: list[Answer]) -> list[Finding]:
        found = []
        for at, policy in enumerate(self._policies):
            if policy.line in asked.wants_additional_insured:
                found += self._blank(at, ADDL, "additional_insured", addl[at])
            if policy.line in asked.wants_waiver:
                found += self._blank(at, SUBR, "subrogation_waived", subr[at])
        return found

    def _blank(self, at: int, box: str, field: str, answer: Answer) -> list[Finding]:
        if answer.box is Box.YES or answer.rule == "R2":
            return []  # nothing blank, or the policy itself is what blocks
        if answer.box is Box.ABSENT:
            return [Finding("R8", Severity.NOTE, field, f"{answer.why}.")]
        why = f"{box} stays blank on {self._titles[at]}: {answer.why}."
        policy_id = self._policies[at].id
        return [Finding(answer.rule, Severity.WARN, field, why, answer.cure, answer.cure_kind, policy_id)]

    def _not_shown(self, asked: Asked) -> list[Finding]:
        """Wishes for lines that this master does not show."""
        return [
            Finding(
                rule,
                Severity.WARN,
                field,
                f"{box} is asked for on {LINE_LABELS[line]}, and this master shows no such policy.",
                "Choose a master that shows it, or take back the wish.",
                CureKind.MASTER,
            )
            for rule, box, field, wishes in (
                ("R4", ADDL, "additional_insured", asked.wants_additional_insured),
                ("R6", SUBR, "subrogation_waived", asked.wants_waiver),
            )
            for line in Line
            if line in wishes and line not in self._lines and (rule, line) != _NO_SUCH_BOX
        ]


def _dated(box: BoxVerdict, day: str) -> BoxVerdict:
    addl, subr = box.additional_insured_why, box.subrogation_why
    if grants.SOME_DAY not in addl and grants.SOME_DAY not in subr:
        return box
    # Told out: `dataclasses.replace` takes several times as long, and 10,000 holders have days of their own.
    return BoxVerdict(
        box.policy_id,
        box.line,
        box.title,
        box.additional_insured,
        addl.replace(grants.SOME_DAY, day),
        box.subrogation_waived,
        subr.replace(grants.SOME_DAY, day),
        box.additional_insured_cure,
        box.subrogation_cure,
    )


def _given(why: str, by: str, wished: bool) -> Answer:
    if wished:
        return Answer(Box.YES, why)
    return Answer(Box.BLANK, f"not asked for on this line; {by} would give it")


def _unfollowed(answer: Answer) -> Answer:
    if answer.why != _MISSING[EndorsementKind.ADDITIONAL_INSURED]:
        return answer
    why = "this policy does not follow form and has no additional insured endorsement of its own"
    return Answer(Box.BLANK, why, "R7", answer.cure, answer.cure_kind)


def _sentence(answer: Answer) -> str:
    if answer.box is Box.YES:
        return answer.why
    said = f"{answer.why[0].upper()}{answer.why[1:]}."
    return said if answer.box is Box.ABSENT else f"Blank. {said}"


def _schedules(policies: tuple[PolicyFacts, ...]) -> dict[int, frozenset[tuple[int, int]]]:
    """Holder → the endorsements that name it, so that a batch looks this up instead of searching."""
    named: dict[int, set[tuple[int, int]]] = {}
    for at, policy in enumerate(policies):
        for position, one in enumerate(policy.endorsements):
            for holder_id in one.holder_ids:
                named.setdefault(holder_id, set()).add((at, position))
    return {holder_id: frozenset(those) for holder_id, those in named.items()}
