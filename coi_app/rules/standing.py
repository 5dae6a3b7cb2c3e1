"""How policies, masters and certificates stand today. Always computed, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from coi_app.rules.facts import PolicyStatus, shown_day

SOON = 30  # days before the end


class PolicyDates(Protocol):
    """Anything that has a policy's status and dates."""

    @property
    def status(self) -> str: ...
    @property
    def cancelled_on(self) -> date | None: ...
    @property
    def effective_on(self) -> date: ...
    @property
    def expires_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class PolicyTerm:
    """The least that a standing is computed from."""

    status: str
    cancelled_on: date | None
    effective_on: date
    expires_on: date


class StandingKind(StrEnum):
    IN_FORCE = "in_force"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Standing:
    """`label` is what the badge says; `days` until the end where it nears, `on` the day it is about."""

    kind: StandingKind
    label: str
    days: int | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class PolicyStanding:
    """`elapsed`: the part of the term that has passed, 0 to 1."""

    standing: Standing
    elapsed: float


WORST_FIRST = (
    StandingKind.CANCELLED,
    StandingKind.EXPIRED,
    StandingKind.EXPIRES_SOON,
    StandingKind.PENDING,
    StandingKind.IN_FORCE,
)


def standing(
    policies: Sequence[PolicyDates], today: date, *, superseded: bool = False, withdrawn: bool = False
) -> Standing:
    """A certificate's standing: withdrawn and superseded win, then the worst of its policies."""
    if withdrawn:
        return Standing(StandingKind.WITHDRAWN, "Withdrawn")
    if superseded:
        return Standing(StandingKind.SUPERSEDED, "Superseded")
    if not policies:
        return Standing(StandingKind.EXPIRED, "No policies")
    each = [of_policy(policy, today) for policy in policies]
    return min(each, key=lambda one: (WORST_FIRST.index(one.kind), one.on or date.max))


def of_policy(policy: PolicyDates, today: date) -> Standing:
    """R2: in force from the effective day up to, not on, the expiration day."""
    cancelled = policy.status == PolicyStatus.CANCELLED
    if cancelled and (policy.cancelled_on is None or policy.cancelled_on <= today):
        return _cancelled(policy.cancelled_on)
    ends_on = min(policy.expires_on, policy.cancelled_on or date.max) if cancelled else policy.expires_on
    days = (ends_on - today).days
    if days <= 0:
        return Standing(StandingKind.EXPIRED, "Expired", days, ends_on)
    if policy.effective_on > today:
        return Standing(StandingKind.PENDING, "Pending", on=policy.effective_on)
    if cancelled:
        return Standing(StandingKind.EXPIRES_SOON, f"Cancelled in {_in_days(days)}", days, ends_on)
    if days <= SOON:
        return Standing(StandingKind.EXPIRES_SOON, f"Expires in {_in_days(days)}", days, ends_on)
    return Standing(StandingKind.IN_FORCE, "In force", days, ends_on)


def _cancelled(on: date | None) -> Standing:
    return Standing(StandingKind.CANCELLED, f"Cancelled on {shown_day(on)}" if on else "Cancelled", on=on)


def _in_days(days: int) -> str:
    return f"{days} {'day' if days == 1 else 'days'}"


def policy_standing(policy: PolicyDates, today: date) -> PolicyStanding:
    """With the elapsed part of the term, for the bar under it."""
    term = max((policy.expires_on - policy.effective_on).days, 1)
    elapsed = min(max((today - policy.effective_on).days / term, 0.0), 1.0)
    return PolicyStanding(of_policy(policy, today), elapsed)


MASTER_LABELS = {
    StandingKind.IN_FORCE: "Current",
    StandingKind.EXPIRES_SOON: "Expiring soon",
    StandingKind.EXPIRED: "Expired",
    StandingKind.CANCELLED: "Expired",
    StandingKind.PENDING: "Pending",
}


def master_status(policies: Sequence[PolicyDates], today: date) -> Standing:
    """A master's badge: current, expiring soon, expired or pending, from the worst of its policies."""
    worst = standing(policies, today)
    return Standing(worst.kind, MASTER_LABELS[worst.kind], worst.days, worst.on)
