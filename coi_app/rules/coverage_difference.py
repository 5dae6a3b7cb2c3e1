"""What two coverages of one line say differently, and where the first says more than the second gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coi_app.rules.coverage import (
    AggregatePer,
    Amount,
    Automobile,
    Coverage,
    ExtraLimit,
    GeneralLiability,
    Line,
    OtherCoverage,
    OwnShare,
    Trigger,
    Umbrella,
    WorkersCompensation,
)
from coi_app.rules.coverage_form import LIMITS, shown

NONE = "none"
_YES = "Yes"
_SHARES = {OwnShare.DEDUCTIBLE: "deductible", OwnShare.RETENTION: "retention", OwnShare.NONE: NONE}
_TRIGGERS = {Trigger.OCCURRENCE: "occurrence", Trigger.CLAIMS_MADE: "claims-made", Trigger.NOT_STATED: NONE}
_ANY_AUTO_COVERS = frozenset({"owned", "hired", "scheduled", "non_owned"})


@dataclass(frozen=True, slots=True)
class Change:
    """One field of the paper. `claims_more`: what was stated is more than what is given now.

    `is_limit`: both are amounts, so that it can be told whether a limit was lowered or raised.
    """

    field: str
    label: str
    before: str
    after: str
    claims_more: bool
    is_limit: bool = False


def changes(line: Line, stated: Coverage, given: Coverage) -> tuple[Change, ...]:
    """In the order of the paper; nothing when both say the same. Raises ValueError for two lines."""
    match stated, given:
        case GeneralLiability(), GeneralLiability():
            found = _general_liability(stated, given)
        case Automobile(), Automobile():
            found = _automobile(stated, given)
        case Umbrella(), Umbrella():
            found = _umbrella(stated, given)
        case WorkersCompensation(), WorkersCompensation():
            found = _workers_compensation(stated, given)
        case OtherCoverage(), OtherCoverage():
            return (*_other(stated, given),)
        case _:
            raise ValueError("two coverages of different lines have no fields in common")
    return (*found, *_limits(line, stated, given))


def is_more(stated: Amount, given: Amount) -> bool:
    """Dollars are compared; a word such as "Included" holds only while it stays the same word."""
    if stated is None or stated == given:
        return False
    if isinstance(stated, int) and isinstance(given, int):
        return stated > given
    return True


def _general_liability(stated: GeneralLiability, given: GeneralLiability) -> Iterator[Change]:
    yield from _trigger(stated, given)
    yield from _flag(stated, given, "commercial", "Commercial general liability")
    yield from _options(stated, given)
    yield from _aggregate(stated, given)


def _aggregate(stated: GeneralLiability, given: GeneralLiability) -> Iterator[Change]:
    """An aggregate per project or location is more than one for the whole policy."""
    before, after = (
        one.aggregate_per_other if one.aggregate_per is AggregatePer.OTHER else one.aggregate_per.value
        for one in (stated, given)
    )
    if before != after:
        is_plain = stated.aggregate_per in (AggregatePer.POLICY, AggregatePer.NOT_STATED)
        yield Change("aggregate_per", "The aggregate per", before or NONE, after or NONE, not is_plain)


def _automobile(stated: Automobile, given: Automobile) -> Iterator[Change]:
    labels = {
        "any_auto": "Any auto",
        "owned": "Owned autos",
        "hired": "Hired autos",
        "scheduled": "Scheduled autos",
        "non_owned": "Non-owned autos",
    }
    for field, label in labels.items():
        covered_all_the_same = given.any_auto and field in _ANY_AUTO_COVERS
        yield from _flag(stated, given, field, label, harmless=covered_all_the_same)
    yield from _options(stated, given)


def _umbrella(stated: Umbrella, given: Umbrella) -> Iterator[Change]:
    if stated.excess != given.excess:
        before, after = ("excess" if one.excess else "umbrella" for one in (stated, given))
        yield Change("excess", "Umbrella or excess", before, after, given.excess)
    yield from _trigger(stated, given)
    yield from _own_share(stated, given)


def _own_share(stated: Umbrella, given: Umbrella) -> Iterator[Change]:
    """What the insured bears first: here the smaller amount is the larger promise."""
    if (stated.own_share, stated.own_share_amount) == (given.own_share, given.own_share_amount):
        return
    more = is_more(given.own_share_amount, stated.own_share_amount)
    kind_changed = stated.own_share is not given.own_share and given.own_share is not OwnShare.NONE
    yield Change(
        "own_share_amount", "Deductible or retention", _share(stated), _share(given), more or kind_changed
    )


def _share(umbrella: Umbrella) -> str:
    amount = _dollars(umbrella.own_share_amount)
    return f"{_SHARES[umbrella.own_share]} {amount}" if umbrella.own_share is not OwnShare.NONE else amount


def _workers_compensation(stated: WorkersCompensation, given: WorkersCompensation) -> Iterator[Change]:
    yield from _flag(stated, given, "per_statute", "Per statute")
    yield from _words(stated, given, "other_basis", "The other basis")
    before, after = (_excluded(one) for one in (stated, given))
    if before != after:
        yield Change("anyone_excluded", "Who is excluded", before, after, bool(given.anyone_excluded))


def _excluded(coverage: WorkersCompensation) -> str:
    if not coverage.anyone_excluded:
        return "nobody" if coverage.anyone_excluded is False else "not answered"
    return coverage.who_is_excluded or "somebody"


def _other(stated: OtherCoverage, given: OtherCoverage) -> Iterator[Change]:
    yield from _words(stated, given, "name", "What is covered")
    yield from _words(stated, given, "description", "The description")
    yield from _trigger(stated, given)
    yield from _extra_limits(stated.limits, given.limits)


def _extra_limits(stated: tuple[ExtraLimit, ...], given: tuple[ExtraLimit, ...]) -> Iterator[Change]:
    before, after = ({one.label: one.amount for one in limits} for limits in (stated, given))
    for place, label in enumerate(dict.fromkeys([*before, *after]), start=1):
        yield from _limit(f"limit_{place}", label, before.get(label), after.get(label))


def _trigger(stated: Any, given: Any) -> Iterator[Change]:
    """Occurrence is the broader one: it covers what happens in the term, whenever it is claimed."""
    if stated.trigger is not given.trigger:
        more = stated.trigger is Trigger.OCCURRENCE
        yield Change(
            "trigger", "Claims-made or occurrence", _TRIGGERS[stated.trigger], _TRIGGERS[given.trigger], more
        )


def _flag(stated: Any, given: Any, field: str, label: str, *, harmless: bool = False) -> Iterator[Change]:
    before, after = getattr(stated, field), getattr(given, field)
    if before != after:
        said = [_YES if one else NONE for one in (before, after)]
        yield Change(field, label, said[0], said[1], before and not harmless)


def _options(stated: Any, given: Any) -> Iterator[Change]:
    for field in ("option_one", "option_two"):
        yield from _words(stated, given, field, "The other box")


def _words(stated: Any, given: Any, field: str, label: str) -> Iterator[Change]:
    before, after = getattr(stated, field), getattr(given, field)
    if before != after:
        yield Change(field, label, before or NONE, after or NONE, bool(before))


def _limits(line: Line, stated: Any, given: Any) -> Iterator[Change]:
    for field in LIMITS[line]:
        yield from _limit(field.name, field.label, getattr(stated, field.name), getattr(given, field.name))
    if line is Line.WORKERS_COMPENSATION:
        return
    if stated.other_label == given.other_label:
        yield from _limit("other_limit", stated.other_label, stated.other_limit, given.other_limit)
        return
    if stated.other_label:
        yield from _limit("other_limit", stated.other_label, stated.other_limit, None)
    if given.other_label:
        yield from _limit("other_limit", given.other_label, None, given.other_limit)


def _limit(field: str, label: str, stated: Amount, given: Amount) -> Iterator[Change]:
    if stated != given:
        yield Change(field, label, _dollars(stated), _dollars(given), is_more(stated, given), is_limit=True)


def _dollars(amount: Amount) -> str:
    return f"${amount:,}" if isinstance(amount, int) else shown(amount) or NONE
