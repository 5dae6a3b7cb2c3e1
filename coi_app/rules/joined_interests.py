"""Two links of an insured whose holders turn out to be one: what the one link that stays says.

Values are those of `services.additional_interests`: lists for types and wishes, "" and None say nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from coi_app.rules.coverage import LINE_LABELS, Line
from coi_app.rules.facts import INTEREST_LABELS, InterestType

Values = Mapping[str, Any]
_LISTS: dict[str, tuple[str, ...]] = {
    "types": tuple(one.value for one in InterestType),
    "wants_additional_insured": tuple(one.value for one in Line),
    "wants_waiver": tuple(one.value for one in Line),
}
# What belongs together comes from one of the two: a contract's day is never another contract's.
_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("other_type",), ("written_contract", "written_contract_on"), ("description",), ("delivery_email",),
    ("preferred_master_id",),
)  # fmt: skip
FIELDS: tuple[str, ...] = (*_LISTS, *(name for group in _TOGETHER for name in group))
LABELS: dict[str, str] = {
    "types": "Type",
    "wants_additional_insured": "ADDL INSD",
    "wants_waiver": "SUBR WVD",
    "other_type": "Other type",
    "written_contract": "Written contract",
    "description": "Description of operations",
    "delivery_email": "E-mail for certificates",
    "preferred_master_id": "Preferred master",
}
_WORDS: dict[str, str] = {
    **{one.value: words for one, words in INTEREST_LABELS.items()},
    **{one.value: words for one, words in LINE_LABELS.items()},
}


def joined(kept: Values, other: Values) -> dict[str, Any]:
    """Types and wishes of both; for the rest the kept one's word, and the other's where that says nothing."""
    values: dict[str, Any] = {
        name: [one for one in order if one in kept[name] or one in other[name]]
        for name, order in _LISTS.items()
    }
    for group in _TOGETHER:
        source = kept if _says(kept, group) else other
        values |= {name: source[name] for name in group}
    return values


def sentences(kept: Values, other: Values) -> tuple[str, ...]:
    """What two links that become one say differently, to be read before; nothing when they agree."""
    lists = (_of_list(name, kept[name], other[name]) for name in _LISTS)
    return tuple(filter(None, (*lists, *(_of_group(group, kept, other) for group in _TOGETHER))))


def _of_list(name: str, kept: Iterable[str], other: Iterable[str]) -> str:
    if set(kept) == set(other):
        return ""
    said = [_listed(name, those) for those in (kept, other)]
    return f"{LABELS[name]}: {said[0]} and {said[1]} become one." if all(said) else ""


def _listed(name: str, values: Iterable[str]) -> str:
    return ", ".join(_WORDS[one] for one in _LISTS[name] if one in set(values))


def _of_group(group: tuple[str, ...], kept: Values, other: Values) -> str:
    """Said only where something of the other is lost."""
    is_lost = _says(kept, group) and _says(other, group) and any(kept[one] != other[one] for one in group)
    if not is_lost:
        return ""
    label = LABELS[group[0]]
    if group[0] == "preferred_master_id":
        return f"{label}: the one of the holder that stays is kept."
    return f"{label}: “{_first(kept, group)}” stays, “{_first(other, group)}” goes into Activity History."


def _first(values: Values, group: tuple[str, ...]) -> str:
    return next(str(values[name]) for name in group if values[name])


def _says(values: Values, group: tuple[str, ...]) -> bool:
    return any(values[name] for name in group)
