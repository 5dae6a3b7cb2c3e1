"""Whether the policies have the limits and the days that a description states (R3)."""

from collections.abc import Iterable, Iterator
from datetime import date

from coi_app.rules import verdict_policies, wording_limits
from coi_app.rules.coverage import LINE_LABELS, coverage_to_json
from coi_app.rules.facts import PolicyFacts, shown_day
from coi_app.rules.findings import CureKind, Finding, Severity
from coi_app.rules.wording_days import Says, StatedDay
from coi_app.rules.wording_limits import StatedLimit

_OF_THE_POLICIES = "Take it out: limits come from the policies."
_DAYS_OF_THE_POLICIES = "Take it out, or write the policy's day, for example by {policy.gl.expires}."


class FiguresJudge:
    """Compares stated limits and days with one set of policies."""

    def __init__(self, policies: tuple[PolicyFacts, ...]) -> None:
        self._limits = {policy.id: _dollars(policy) for policy in policies}
        self._every = frozenset().union(*self._limits.values())
        self._policies = policies
        self._carrying = {
            label: [policy for policy in policies if _carries(policy, label)]
            for label in wording_limits.CARRIED
        }

    def findings(self, limits: Iterable[StatedLimit], days: Iterable[StatedDay]) -> Iterator[Finding]:
        for limit in limits:
            yield from self._limit(limit)
        for day in days:
            yield from self._day(day)

    def _limit(self, said: StatedLimit) -> Iterator[Finding]:
        named = f"The description names a limit of ${said.amount:,}"
        unknown = said.amount not in self._every
        missing = sorted(label for label in said.coverages if not self._carrying[label])
        if missing:
            why = f"{named} beside {' and '.join(missing)}, which no policy shown covers."
            cure = "Take it out, or show the policy that covers it."
            yield _finding(Severity.BLOCK if unknown else Severity.WARN, why, cure)
        elif said.firm and said.amount > self._highest(said.coverages):
            whose = (
                f"{' and '.join(sorted(said.coverages))} has" if said.coverages else "the policies shown have"
            )
            yield _finding(Severity.BLOCK, f"{named}, higher than any limit that {whose}.", _OF_THE_POLICIES)
        elif unknown:
            yield _finding(Severity.WARN, f"{named}, which no policy shown has.", _OF_THE_POLICIES)

    def _highest(self, coverages: frozenset[str]) -> int:
        ids = {one.id for label in coverages for one in self._carrying[label]} or self._limits.keys()
        return max((amount for one in ids for amount in self._limits[one]), default=0)

    def _day(self, said: StatedDay) -> Iterator[Finding]:
        days = [day for policy in self._policies for day in _days(policy)]
        last = max((policy.expires_on for policy in self._policies), default=date.min)
        if any(said.first <= day <= said.last for day in days):
            return
        if said.first > last and days:
            why = (
                f"The description says “{said.words}” of the coverage; "
                f"the last policy shown ends on {shown_day(last)}."
            )
            yield _finding(Severity.BLOCK, why, _DAYS_OF_THE_POLICIES)
        elif said.says is not Says.ON:
            why = f"The description says “{said.words}” of the coverage, which is no day of a policy shown."
            yield _finding(Severity.WARN, why, _DAYS_OF_THE_POLICIES)


def _carries(policy: PolicyFacts, label: str) -> bool:
    return (
        label == LINE_LABELS[policy.line] or wording_limits.CARRIED[label].search(_words(policy)) is not None
    )


def _words(policy: PolicyFacts) -> str:
    """All that the policy's row says in words."""
    row = coverage_to_json(policy.coverage)
    extra = [one["label"] for one in row.get("limits", ())]
    said = [value for value in row.values() if isinstance(value, str)]
    return " | ".join([policy.title, *said, *extra]).casefold()


def _dollars(policy: PolicyFacts) -> frozenset[int]:
    return frozenset(limit for limit in verdict_policies.limits_of(policy) if isinstance(limit, int))


def _days(policy: PolicyFacts) -> Iterator[date]:
    yield policy.effective_on
    yield policy.expires_on
    if policy.cancelled_on:
        yield policy.cancelled_on


def _finding(severity: Severity, why: str, cure: str) -> Finding:
    return Finding("R3", severity, "description", why, cure, CureKind.DESCRIPTION)
