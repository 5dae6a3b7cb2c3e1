"""From facts to the paper: insurers get their letters, rows their order, and a verdict its certificate."""

from dataclasses import replace
from datetime import date

from coi_app.rules.certificate_content import (
    INSURER_LETTERS,
    CertificateContent,
    HolderShown,
    Insurer,
    PolicyShown,
    SharedContent,
)
from coi_app.rules.coverage import Line
from coi_app.rules.errors import Blocked
from coi_app.rules.facts import HolderFacts, MasterFacts, PolicyFacts
from coi_app.rules.findings import State, Verdict

MAX_INSURERS = len(INSURER_LETTERS)
_ROW_ORDER = {line: position for position, line in enumerate(Line)}

Carrier = tuple[str, str]


def in_row_order(policies: tuple[PolicyFacts, ...]) -> tuple[PolicyFacts, ...]:
    """The lines in the order of `Line`; within a line as the master has them."""
    return tuple(sorted(policies, key=lambda policy: _ROW_ORDER[policy.line]))


def carriers_in_order(policies: tuple[PolicyFacts, ...]) -> tuple[Carrier, ...]:
    """Each carrier (legal name, NAIC) once, in the order of the rows: the order of the letters."""
    return tuple(dict.fromkeys(_carrier(policy) for policy in in_row_order(policies)))


def _carrier(policy: PolicyFacts) -> Carrier:
    return policy.carrier_name, policy.naic


def split_masters(master: MasterFacts) -> tuple[MasterFacts, ...]:
    """One part per six insurers, no policy dropped (R12); a master of at most six is its only part."""
    carriers = carriers_in_order(master.policies)
    if len(carriers) <= MAX_INSURERS:
        return (master,)
    starts = range(0, len(carriers), MAX_INSURERS)
    return tuple(_part(master, frozenset(carriers[start : start + MAX_INSURERS])) for start in starts)


def _part(master: MasterFacts, carriers: frozenset[Carrier]) -> MasterFacts:
    return replace(master, policies=tuple(p for p in master.policies if _carrier(p) in carriers))


def shared_contents(master: MasterFacts, today: date) -> tuple[SharedContent, ...]:
    """What is printed for this master today: one paper, or more when it has more than six insurers."""
    return tuple(shared_content(part, today) for part in split_masters(master))


def shared_content(master: MasterFacts, today: date) -> SharedContent:
    """One paper; ValueError when the insurers need more than one: ask `shared_contents` then."""
    carriers = carriers_in_order(master.policies)
    if len(carriers) > MAX_INSURERS:
        raise ValueError(f"{len(carriers)} insurers need more than one certificate")
    letters = dict(zip(carriers, INSURER_LETTERS, strict=False))
    return SharedContent(
        producer=master.producer,
        insured=master.insured,
        insurers=tuple(Insurer(letter, name, naic) for (name, naic), letter in letters.items()),
        policies=tuple(_shown(p, letters[_carrier(p)], today) for p in in_row_order(master.policies)),
    )


def _shown(policy: PolicyFacts, letter: str, today: date) -> PolicyShown:
    return PolicyShown(
        policy_id=policy.id,
        line=policy.line,
        letter=letter,
        number=policy.number,
        effective_on=policy.effective_on,
        expires_on=policy.expires_on,
        coverage=policy.coverage,
        pending=not policy.has_begun(today),
    )


def certificate_content(
    shared: SharedContent, holder: HolderFacts, verdict: Verdict, description: str
) -> CertificateContent:
    """A draft (R33): no number, no day. Of the verdict it takes the boxes of the policies on this paper."""
    on_paper = {policy.policy_id for policy in shared.policies}
    return CertificateContent(
        shared=shared,
        holder=HolderShown(holder.name, holder.attention, holder.address),
        boxes=tuple(box.boxes for box in verdict.boxes if box.policy_id in on_paper),
        description=description,
    )


def issued_content(
    draft: CertificateContent,
    verdict: Verdict,
    *,
    number: str,
    revision: int,
    issued_on: date,
    verification_url: str,
) -> CertificateContent:
    """The draft with its number; raises Blocked when the verdict blocks, whoever asks (R40)."""
    if verdict.state is State.BLOCKED:
        raise Blocked(verdict.findings[0].why)
    if not number:
        raise ValueError("an issued certificate has a number")
    return replace(
        draft, number=number, revision=revision, issued_on=issued_on, verification_url=verification_url
    )
