"""What the policies of a master say before any holder is known (R2, R3, R10 to R13)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from coi_app.rules import composition
from coi_app.rules.coverage import (
    Amount,
    Automobile,
    GeneralLiability,
    OtherCoverage,
    OwnShare,
    Trigger,
    Umbrella,
    WorkersCompensation,
)
from coi_app.rules.facts import MasterFacts, PolicyFacts, PolicyStatus, shown_day
from coi_app.rules.findings import CureKind, Finding, Severity

SOON = 30  # days
HIGHEST_BELIEVABLE = 1_000_000_000  # dollars
_NOT_YET = frozenset(
    {"tbd", "tba", "pending", "to be determined", "to be assigned", "binder", "unknown", "n/a"}
)


def titles(policies: tuple[PolicyFacts, ...]) -> tuple[str, ...]:
    """The row names; with the number behind when two rows would have the same."""
    often = Counter(policy.title for policy in policies)
    return tuple(
        policy.title if often[policy.title] == 1 else f"{policy.title} {policy.number}" for policy in policies
    )


def findings(master: MasterFacts, policies: tuple[PolicyFacts, ...], today: date) -> list[Finding]:
    """`policies` are those of the master in the order of the rows."""
    found = [*_master(master, policies)]
    for policy, title in zip(policies, titles(policies), strict=True):
        found += _dates(policy, title, today)
        found += _identity(policy, title)
        found += _coverage(policy, title)
    return [*found, *_doubles(policies)]


def _finding(
    rule: str, severity: Severity, policy: PolicyFacts, why: str, cure: str, kind: CureKind = CureKind.POLICY
) -> Finding:
    return Finding(rule, severity, "policies", why, cure, kind, policy.id)


def _master(master: MasterFacts, policies: tuple[PolicyFacts, ...]) -> Iterator[Finding]:
    if not policies:
        why = "This master shows no policy, so there is nothing to certify."
        yield Finding("R2", Severity.BLOCK, "policies", why, "Tick its policies.", CureKind.MASTER)
    if not master.insured.name.strip():
        why = "The insured has no legal name."
        cure = "Enter it exactly as on the declarations."
        yield Finding("R13", Severity.BLOCK, "insured", why, cure, CureKind.INSURED)
    if not master.insured.address.rows():
        why = "The insured has no address."
        yield Finding("R13", Severity.WARN, "insured", why, "Enter the address.", CureKind.INSURED)
    if not master.producer.name.strip():
        why = "The agency has no name in the settings."
        yield Finding("R3", Severity.BLOCK, "producer", why, "Enter the agency's name.", CureKind.AGENCY)
    papers = len(composition.split_masters(master))
    if papers > 1:
        insurers = len(composition.carriers_in_order(policies))
        why = (
            f"{insurers} insurers need {papers} certificates; each shows at most {composition.MAX_INSURERS}."
        )
        yield Finding("R12", Severity.NOTE, "insurers", why)


def _dates(policy: PolicyFacts, title: str, today: date) -> Iterator[Finding]:
    """R2: at most one block for a policy, the most telling."""
    if policy.effective_on >= policy.expires_on:
        why = f"{title} ends on {shown_day(policy.expires_on)}, not after it begins."
        yield _finding("R2", Severity.BLOCK, policy, why, "Correct the policy's dates.")
    elif policy.is_cancelled(today):
        on = f" on {shown_day(policy.cancelled_on)}" if policy.cancelled_on else ""
        cure = "Use a master with the policy that replaces it."
        yield _finding("R2", Severity.BLOCK, policy, f"{title} was cancelled{on}.", cure, CureKind.MASTER)
    elif policy.has_expired(today):
        why = f"{title} expired on {shown_day(policy.expires_on)}."
        yield _finding("R2", Severity.BLOCK, policy, why, "Show the renewal instead.", CureKind.MASTER)
    elif not policy.has_begun(today):
        why = f"{title} begins only on {shown_day(policy.effective_on)} and is shown as pending."
        yield _finding("R2", Severity.WARN, policy, why, "Say why it is shown before it begins.")
    else:
        yield from _end(policy, title, today)


def _end(policy: PolicyFacts, title: str, today: date) -> Iterator[Finding]:
    if policy.status is PolicyStatus.CANCELLED and policy.cancelled_on:
        why = f"{title} will be cancelled on {shown_day(policy.cancelled_on)}."
        yield _finding("R2", Severity.WARN, policy, why, "Say why it is shown until then.")
    days = (policy.expires_on - today).days
    if days <= SOON:
        unit = "day" if days == 1 else "days"
        why = f"{title} expires on {shown_day(policy.expires_on)}, in {days} {unit}."
        yield _finding("R2", Severity.NOTE, policy, why, "Send the renewal when it is there.")


def _identity(policy: PolicyFacts, title: str) -> Iterator[Finding]:
    number = policy.number.strip()
    if not number:
        why = f"{title} has no policy number."
        yield _finding("R13", Severity.BLOCK, policy, why, "Enter it exactly as on the policy.")
    elif number.casefold() in _NOT_YET:
        why = f"{title} has “{number}” for a policy number."
        yield _finding("R13", Severity.WARN, policy, why, "Enter the number once the carrier has given it.")
    if not policy.carrier_name.strip():
        why = f"The carrier of {title} has no name."
        yield _finding("R12", Severity.BLOCK, policy, why, "Enter its legal name.", CureKind.CARRIER)
    if not (len(policy.naic) == 5 and policy.naic.isascii() and policy.naic.isdigit()):
        why = f"The carrier of {title} has no NAIC code of 5 digits."
        yield _finding("R12", Severity.BLOCK, policy, why, "Enter the carrier's NAIC code.", CureKind.CARRIER)


def _coverage(policy: PolicyFacts, title: str) -> Iterator[Finding]:
    limits, missing = limits_of(policy), _missing(policy)
    if missing:
        why = f"{title} has no limit for {', '.join(missing)}."
        yield _finding("R3", Severity.WARN, policy, why, "Enter it from the declarations.")
    if any(isinstance(limit, int) and limit < 0 for limit in limits):
        why = f"{title} has a limit below zero."
        yield _finding("R3", Severity.BLOCK, policy, why, "Enter it from the declarations.")
    if any(isinstance(limit, int) and (limit == 0 or limit > HIGHEST_BELIEVABLE) for limit in limits):
        why = f"{title} has a limit that is hard to believe."
        yield _finding("R3", Severity.WARN, policy, why, "Compare it with the declarations.")
    yield from _exclusives(policy, title)
    if isinstance(policy.coverage, WorkersCompensation):
        yield from _excluded(policy, policy.coverage)


def limits_of(policy: PolicyFacts) -> tuple[Amount, ...]:
    """Every amount the row shows, in no particular order."""
    match policy.coverage:
        case GeneralLiability() as gl:
            return (
                gl.each_occurrence,
                gl.damage_to_rented_premises,
                gl.medical_expense,
                gl.personal_and_advertising_injury,
                gl.general_aggregate,
                gl.products_completed_operations_aggregate,
                gl.other_limit,
            )
        case Automobile() as auto:
            return (auto.combined_single_limit, *_split_limits(auto), auto.other_limit)
        case Umbrella() as umbrella:
            return (
                umbrella.each_occurrence,
                umbrella.aggregate,
                umbrella.own_share_amount,
                umbrella.other_limit,
            )
        case WorkersCompensation() as wc:
            return (wc.each_accident, wc.disease_each_employee, wc.disease_policy_limit)
        case OtherCoverage() as other:
            return tuple(limit.amount for limit in other.limits)


def _split_limits(auto: Automobile) -> tuple[Amount, ...]:
    return auto.bodily_injury_per_person, auto.bodily_injury_per_accident, auto.property_damage


def _missing(policy: PolicyFacts) -> list[str]:
    match policy.coverage:
        case GeneralLiability() as gl:
            needed = {"each occurrence": gl.each_occurrence, "general aggregate": gl.general_aggregate}
        case Automobile() as auto:
            limits = (auto.combined_single_limit, *_split_limits(auto))
            needed = {"any accident": next((limit for limit in limits if limit is not None), None)}
        case Umbrella() as umbrella:
            needed = {"each occurrence": umbrella.each_occurrence}
        case WorkersCompensation() as wc:
            needed = {
                "each accident": wc.each_accident,
                "disease, each employee": wc.disease_each_employee,
                "disease, policy limit": wc.disease_policy_limit,
            }
        case OtherCoverage() as other:
            needed = {
                "its coverage": next((one.amount for one in other.limits if one.amount is not None), None)
            }
    return [name for name, limit in needed.items() if limit is None]


def _exclusives(policy: PolicyFacts, title: str) -> Iterator[Finding]:
    """R10. Where the types allow only one of two, what is left is that neither is said."""
    match policy.coverage:
        case Automobile(combined_single_limit=single) as auto if single is not None and any(
            limit is not None for limit in _split_limits(auto)
        ):
            why = f"{title} has a combined single limit and split limits; only one can be."
            yield _finding("R10", Severity.BLOCK, policy, why, "Keep those of the declarations.")
        case GeneralLiability(trigger=Trigger.NOT_STATED) | Umbrella(trigger=Trigger.NOT_STATED):
            why = f"{title} says neither claims-made nor occurrence."
            yield _finding("R10", Severity.WARN, policy, why, "Choose one of the two.")
        case Umbrella(own_share=OwnShare.NONE, own_share_amount=amount) if amount is not None:
            why = f"{title} has an amount that is neither called deductible nor retention."
            yield _finding("R10", Severity.WARN, policy, why, "Choose one of the two.")


def _excluded(policy: PolicyFacts, coverage: WorkersCompensation) -> Iterator[Finding]:
    """R11, as far as the policy answers it; whether the description says who is seen with the description."""
    if coverage.anyone_excluded is None:
        why = "Workers Comp does not say whether any proprietor, partner, officer or member is excluded."
        yield _finding("R11", Severity.BLOCK, policy, why, "Answer it on the policy.")
    elif coverage.anyone_excluded and not coverage.who_is_excluded.strip():
        why = "Workers Comp excludes somebody and does not say whom."
        yield _finding("R11", Severity.BLOCK, policy, why, "Enter who is excluded on the policy.")


def _doubles(policies: tuple[PolicyFacts, ...]) -> Iterator[Finding]:
    """The same number twice for the same days is a slip (R13); a renewal beside its predecessor is none."""
    for at, policy in enumerate(policies):
        for other in policies[:at]:
            overlap = policy.effective_on < other.expires_on and other.effective_on < policy.expires_on
            if overlap and policy.number == other.number and policy.line is other.line:
                why = f"Policy {policy.number} is shown twice for the same days."
                cure = "Take one of the two off the master."
                yield _finding("R13", Severity.WARN, policy, why, cure, CureKind.MASTER)
