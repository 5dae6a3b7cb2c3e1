"""Whether the policies stand behind what the description says (R1, R3, R4, R6, R9, R11, R13, R15, R22, R23)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coi_app.rules import endorsement_grants as grants
from coi_app.rules import wording_promises
from coi_app.rules.coverage import (
    LINE_LABELS,
    AggregatePer,
    Endorsement,
    EndorsementKind,
    GeneralLiability,
    Line,
    Operations,
    Umbrella,
    WorkersCompensation,
)
from coi_app.rules.facts import PolicyFacts
from coi_app.rules.findings import CureKind, Finding, Severity
from coi_app.rules.promise_phrases import Promise
from coi_app.rules.verdict_figures import FiguresJudge
from coi_app.rules.wording_promises import Reading, Statement

_RULES: dict[Promise, tuple[str, str, str]] = {
    Promise.ADDITIONAL_INSURED: (
        "R4",
        "and no ADDL INSD box of this holder is Y",
        "Take it out, or see to the endorsement and the wish.",
    ),
    Promise.NAMED_INSURED: (
        "R13",
        "and only the declarations say who is a named insured",
        "Take it out, or say “additional insured” if an endorsement gives that.",
    ),
    Promise.WAIVER: (
        "R6",
        "and no SUBR WVD box of this holder is Y",
        "Take it out, or see to the endorsement and the wish.",
    ),
    Promise.PRIMARY: (
        "R9",
        "and no primary and non-contributory endorsement gives it to this holder",
        "Take it out, or add the endorsement to the policy.",
    ),
    Promise.COMPLETED: (
        "R9",
        "and no endorsement gives completed operations to this holder",
        "Take it out, or record which operations the endorsement covers.",
    ),
    Promise.PER_PROJECT: (
        "R9",
        "and General Liability has no aggregate per project",
        "Take it out, or correct the policy's aggregate.",
    ),
    Promise.PER_LOCATION: (
        "R9",
        "and General Liability has no aggregate per location",
        "Take it out, or correct the policy's aggregate.",
    ),
    Promise.NOTICE: (
        "R22",
        "and no endorsement gives this holder notice of cancellation",
        "Take it out, or add the endorsement to the policy.",
    ),
    Promise.COMPLIANCE: ("R23", "and a certificate never warrants that a contract is met", "Take it out."),
    Promise.HARMLESS: ("R23", "and a certificate never holds anybody harmless", "Take it out."),
    Promise.AMENDS: ("R1", "and a certificate never changes a policy", "Take it out."),
}


@dataclass(frozen=True, slots=True)
class Backing:
    """What the policies give one holder; `conditional`: what they give whoever has the written contract."""

    firm: frozenset[Promise]
    conditional: frozenset[Promise]
    additional_insured_on: frozenset[Line]
    waived_on: frozenset[Line]


def promise_of(endorsement: Endorsement) -> Promise | None:
    """What an endorsement gives beside the two boxes."""
    match endorsement.kind:
        case EndorsementKind.PRIMARY_NON_CONTRIBUTORY:
            return Promise.PRIMARY
        case EndorsementKind.NOTICE_OF_CANCELLATION:
            return Promise.NOTICE
        case EndorsementKind.ADDITIONAL_INSURED if endorsement.operations in _COMPLETED:
            return Promise.COMPLETED
    return None


_COMPLETED = frozenset({Operations.COMPLETED, Operations.BOTH})
_BOX_PROMISES = {
    EndorsementKind.ADDITIONAL_INSURED: Promise.ADDITIONAL_INSURED,
    EndorsementKind.WAIVER_OF_SUBROGATION: Promise.WAIVER,
}


def open_to_all(policies: tuple[PolicyFacts, ...], today: date) -> Iterator[tuple[Promise, Line]]:
    """What blanket endorsements of policies that are not over give, each with its line."""
    for policy in policies:
        if not policy.is_alive(today):
            continue
        for one in policy.endorsements:
            if grants.is_open_to_all(one, today):
                yield from ((promise, policy.line) for promise in _both(one) if promise)


def _both(one: Endorsement) -> tuple[Promise | None, Promise | None]:
    return _BOX_PROMISES.get(one.kind), promise_of(one)


def aggregates(policies: tuple[PolicyFacts, ...], today: date) -> frozenset[Promise]:
    """The aggregate is a limit of the policy itself: it holds for everybody."""
    of = {AggregatePer.PROJECT: Promise.PER_PROJECT, AggregatePer.LOCATION: Promise.PER_LOCATION}
    coverages = [policy.coverage for policy in policies if policy.is_alive(today)]
    return frozenset(
        of[one.aggregate_per]
        for one in coverages
        if isinstance(one, GeneralLiability) and one.aggregate_per in of
    )


class WordingJudge:
    """Reads descriptions against one set of policies."""

    def __init__(self, policies: tuple[PolicyFacts, ...], titles: tuple[str, ...], today: date) -> None:
        self._figures = FiguresJudge(policies)
        self._forms = frozenset(letters_of(one.form) for p in policies for one in p.endorsements)
        self._restrictions = [
            (policy.id, one.form, letters_of(one.form_number), title)
            for policy, title in zip(policies, titles, strict=True)
            if policy.is_alive(today)
            for one in policy.endorsements
            if one.kind is EndorsementKind.RESTRICTION
        ]
        self._excluded = [
            (policy.id, policy.coverage.who_is_excluded.strip())
            for policy in policies
            if isinstance(policy.coverage, WorkersCompensation) and policy.coverage.anyone_excluded
        ]
        open_lines = list(open_to_all(policies, today))
        self._open = {line for promise, line in open_lines if promise is Promise.ADDITIONAL_INSURED}
        self._open_waivers = {line for promise, line in open_lines if promise is Promise.WAIVER}
        self._open |= _following(policies, today) if self._open else set()

    def findings(self, text: str, plain: str, backing: Backing) -> list[Finding]:
        """`plain`: the text with this holder's names taken out, so that its sentences recur in a batch."""
        found: list[Finding] = []
        for sentence in wording_promises.sentences(plain):
            reading = wording_promises.read(sentence)
            if reading.statements or reading.limits or reading.days or reading.forms:
                found += self._sentence(reading, backing)
        return [*found, *self._listed(text)]

    def _sentence(self, reading: Reading, backing: Backing) -> Iterator[Finding]:
        for said in reading.statements:
            yield from self._statement(said, backing)
        yield from self._figures.findings(reading.limits, reading.days)
        for form in reading.forms:
            if not any(_same_form(form, known) for known in self._forms):
                why = f"The description names the form {_spaced_form(form)}, which no policy shown carries."
                yield _text("R9", Severity.WARN, why, "Take it out, or add the endorsement to the policy.")

    def _statement(self, said: Statement, backing: Backing) -> Iterator[Finding]:
        rule, lacking, cure = _RULES[said.promise]
        if said.promise not in backing.firm and not (
            said.conditional and said.promise in backing.conditional
        ):
            yield _text(rule, Severity.BLOCK, f"The description says “{said.words}”, {lacking}.", cure)
            return
        for line in sorted(said.lines - self._backed_lines(said, backing)):
            why = f"The description says “{said.words}” beside {LINE_LABELS[line]}, where the box is blank."
            yield _text(rule, Severity.WARN, why, "Name only the lines whose box is Y.")

    def _backed_lines(self, said: Statement, backing: Backing) -> frozenset[Line]:
        if said.promise is Promise.ADDITIONAL_INSURED:
            return backing.additional_insured_on | (self._open if said.conditional else set())
        if said.promise is Promise.WAIVER:
            return backing.waived_on | (self._open_waivers if said.conditional else set())
        return said.lines

    def _listed(self, text: str) -> Iterator[Finding]:
        """R11 and R15: what has to be in the description."""
        if not self._restrictions and not self._excluded:
            return
        for policy_id, form, form_letters, title in self._restrictions:
            listed = form in text or (bool(form_letters) and form_letters in letters_of(text))
            yield _restriction(policy_id, form, title, listed)
        for policy_id, who in self._excluded:
            if who and not _is_named(who, text):
                why = f"The description does not say who is excluded from Workers Comp: {who}."
                cure = "Add it, for example by {policy.wc.excluded}."
                yield _text("R11", Severity.WARN, why, cure, policy_id)


def _restriction(policy_id: int, form: str, title: str, listed: bool) -> Finding:
    if listed:
        why = f"{form} restricts {title}. It is listed in the description."
        return _text("R15", Severity.NOTE, why, "", policy_id)
    why = f"{form} restricts {title} and is not listed in the description."
    return _text("R15", Severity.WARN, why, "List it, or say why you issue it without.", policy_id)


def _text(rule: str, severity: Severity, why: str, cure: str, policy_id: int = 0) -> Finding:
    return Finding(rule, severity, "description", why, cure, CureKind.DESCRIPTION, policy_id)


def _following(policies: tuple[PolicyFacts, ...], today: date) -> set[Line]:
    return {
        policy.line
        for policy in policies
        if isinstance(policy.coverage, Umbrella) and policy.coverage.follows_form and policy.is_alive(today)
    }


_NO_LETTERS = re.compile(r"[\W_]+")


def letters_of(text: str) -> str:
    """Letters and digits only, small: "CG 22-94" is "cg2294"."""
    return _NO_LETTERS.sub("", text.casefold())


def _same_form(one: str, other: str) -> bool:
    """A form may be named with or without its edition."""
    return bool(other) and (one.startswith(other) or other.startswith(one))


def _spaced_form(form: str) -> str:
    letters, digits = form[:2].upper(), form[2:]
    return " ".join([letters, *(digits[at : at + 2] for at in range(0, len(digits), 2))])


def _is_named(who: str, text: str) -> bool:
    """The answer as it is, or each longer word of it somewhere in the text."""
    if who in text:
        return True
    said = set(re.findall(r"\w+", text.casefold()))
    words = [
        word for word in re.findall(r"\w+", who.casefold()) if len(word) > 2 and word not in {"and", "the"}
    ]
    return bool(words) and said.issuperset(words)
