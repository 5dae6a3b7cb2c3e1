"""A policy's limits as a flat form: field name → what was typed, and back. One form per line of business.

Field names are those of the coverage values in `rules.coverage`; the up to three limits of an "other" policy
are `limit_1_label`, `limit_1_amount` … `limit_3_amount`.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
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
from coi_app.rules.fields import Reader

MOST_EXTRA_LIMITS = 3


@dataclass(frozen=True, slots=True)
class LimitField:
    name: str
    label: str


def _limits(*pairs: tuple[str, str]) -> tuple[LimitField, ...]:
    return tuple(LimitField(name, label) for name, label in pairs)


LIMITS: dict[Line, tuple[LimitField, ...]] = {
    Line.GENERAL_LIABILITY: _limits(
        ("each_occurrence", "Each occurrence"),
        ("damage_to_rented_premises", "Damage to rented premises"),
        ("medical_expense", "Medical expense"),
        ("personal_and_advertising_injury", "Personal & advertising injury"),
        ("general_aggregate", "General aggregate"),
        ("products_completed_operations_aggregate", "Products-completed operations aggregate"),
    ),
    Line.AUTOMOBILE: _limits(
        ("combined_single_limit", "Combined single limit"),
        ("bodily_injury_per_person", "Bodily injury per person"),
        ("bodily_injury_per_accident", "Bodily injury per accident"),
        ("property_damage", "Property damage"),
    ),
    Line.UMBRELLA: _limits(("each_occurrence", "Each occurrence"), ("aggregate", "Aggregate")),
    Line.WORKERS_COMPENSATION: _limits(
        ("each_accident", "E.L. each accident"),
        ("disease_each_employee", "E.L. disease, each employee"),
        ("disease_policy_limit", "E.L. disease, policy limit"),
    ),
    Line.OTHER: (),
}


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_ANSWERED = ""


def read(form: Reader, line: Line) -> Coverage:
    """The typed coverage; problems (R10, R11, missing limits) are collected in the form."""
    return _READERS[line](form)


def _amounts(form: Reader, line: Line) -> dict[str, Amount]:
    return {field.name: form.amount(field.name, f"the limit {field.label}") for field in LIMITS[line]}


def _other_limit(form: Reader) -> dict[str, Any]:
    return dict(zip(("other_label", "other_limit"), _pair(form, "other_label", "other_limit"), strict=True))


def _pair(form: Reader, label_field: str, amount_field: str) -> tuple[str, Amount]:
    """A limit of one's own wording needs both halves."""
    label = form.text(label_field, "the name of the other limit", max_length=40)
    amount = form.amount(amount_field, "the other limit")
    if label and amount is None:
        form.add(amount_field, f"Enter the amount of {label}, or clear its name.")
    if amount is not None and not label:
        form.add(label_field, "Enter what this limit is for.")
    return label, amount


def _options(form: Reader) -> dict[str, Any]:
    what = "the text of the box"
    return {name: form.text(name, what, max_length=40) for name in ("option_one", "option_two")}


def _general_liability(form: Reader) -> GeneralLiability:
    per = form.choice(
        "aggregate_per", "what the aggregate applies per", AggregatePer, AggregatePer.NOT_STATED
    )
    per_other = form.text("aggregate_per_other", "what the aggregate applies per", max_length=40)
    if per is AggregatePer.OTHER and not per_other:
        form.add("aggregate_per_other", "Enter what the aggregate applies per.")
    amounts: dict[str, Any] = _amounts(form, Line.GENERAL_LIABILITY)
    _require_limit(form, "each_occurrence", amounts["each_occurrence"], "each occurrence")
    return GeneralLiability(
        trigger=form.choice("trigger", "claims-made or occurrence", Trigger, Trigger.NOT_STATED),
        commercial=form.flag("commercial", "commercial general liability"),
        aggregate_per=per,
        aggregate_per_other=per_other if per is AggregatePer.OTHER else "",
        **_options(form),
        **amounts,
        **_other_limit(form),
    )


def _require_limit(form: Reader, field: str, amount: Amount, what: str) -> None:
    if amount is None:
        form.add(field, f"Enter the limit for {what}.")


def _automobile(form: Reader) -> Automobile:
    amounts: dict[str, Any] = _amounts(form, Line.AUTOMOBILE)
    split = [
        name for name, amount in amounts.items() if name != "combined_single_limit" and amount is not None
    ]
    if amounts["combined_single_limit"] is not None and split:
        form.add("combined_single_limit", "Enter either a combined single limit or split limits, not both.")
    if amounts["combined_single_limit"] is None and not split:
        form.add("combined_single_limit", "Enter the combined single limit, or the split limits.")
    autos: dict[str, Any] = {
        name: form.flag(name, f"{name.replace('_', '-')} autos")
        for name in ("any_auto", "owned", "hired", "scheduled", "non_owned")
    }
    return Automobile(**autos, **_options(form), **amounts, **_other_limit(form))


def _umbrella(form: Reader) -> Umbrella:
    share = form.choice("own_share", "deductible or retention", OwnShare, OwnShare.NONE)
    share_amount = form.amount("own_share_amount", "the deductible or retention")
    if share is OwnShare.NONE and share_amount is not None:
        form.add("own_share", "Choose whether this amount is a deductible or a retention.")
    if share is not OwnShare.NONE and share_amount is None:
        form.add("own_share_amount", f"Enter the {share.value}, or choose neither.")
    amounts: dict[str, Any] = _amounts(form, Line.UMBRELLA)
    _require_limit(form, "each_occurrence", amounts["each_occurrence"], "each occurrence")
    return Umbrella(
        excess=form.flag("excess", "excess liability"),
        trigger=form.choice("trigger", "claims-made or occurrence", Trigger, Trigger.NOT_STATED),
        follows_form=form.flag("follows_form", "follows form"),
        own_share=share,
        own_share_amount=share_amount,
        **amounts,
        **_other_limit(form),
    )


def _workers_compensation(form: Reader) -> WorkersCompensation:
    excluded = form.choice("anyone_excluded", "whether anyone is excluded", Answer, Answer.NOT_ANSWERED)
    who = form.text("who_is_excluded", "who is excluded", max_length=400)
    if excluded is Answer.YES and not who:
        form.add("who_is_excluded", "Enter who is excluded; the certificate must say so (R11).")
    basis = form.text("other_basis", "the other basis", max_length=40)
    per_statute = form.flag("per_statute", "per statute")
    amounts: dict[str, Any] = _amounts(form, Line.WORKERS_COMPENSATION)
    _require_limit(form, "each_accident", amounts["each_accident"], "E.L. each accident")
    return WorkersCompensation(
        per_statute=per_statute,
        other_basis=basis,
        anyone_excluded=None if excluded is Answer.NOT_ANSWERED else excluded is Answer.YES,
        who_is_excluded=who if excluded is Answer.YES else "",
        **amounts,
    )


def _other(form: Reader) -> OtherCoverage:
    pairs = [
        _pair(form, f"limit_{place}_label", f"limit_{place}_amount")
        for place in range(1, MOST_EXTRA_LIMITS + 1)
    ]
    return OtherCoverage(
        name=form.text(
            "name", "what this policy covers, for example Professional", max_length=60, required=True
        ),
        description=form.text("description", "the description", max_length=200),
        trigger=form.choice("trigger", "claims-made or occurrence", Trigger, Trigger.NOT_STATED),
        limits=tuple(ExtraLimit(label, amount) for label, amount in pairs if label),
    )


_READERS: dict[Line, Callable[[Reader], Coverage]] = {
    Line.GENERAL_LIABILITY: _general_liability,
    Line.AUTOMOBILE: _automobile,
    Line.UMBRELLA: _umbrella,
    Line.WORKERS_COMPENSATION: _workers_compensation,
    Line.OTHER: _other,
}


def values_of(coverage: Coverage) -> dict[str, Any]:
    """The form's values: ticked boxes as booleans, everything else as text ("1,000,000")."""
    if isinstance(coverage, OtherCoverage):
        plain = {
            "name": coverage.name,
            "description": coverage.description,
            "trigger": coverage.trigger.value,
        }
        return plain | _extra_values(coverage.limits)
    return {field.name: _value(getattr(coverage, field.name)) for field in dataclasses.fields(coverage)} | (
        {"anyone_excluded": _answer(coverage.anyone_excluded)}
        if isinstance(coverage, WorkersCompensation)
        else {}
    )


def _value(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, StrEnum):
        return value.value
    return shown(value) if isinstance(value, int) or value is None else value


def _answer(excluded: bool | None) -> str:
    if excluded is None:
        return Answer.NOT_ANSWERED.value
    return Answer.YES.value if excluded else Answer.NO.value


def _extra_values(limits: tuple[ExtraLimit, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for place in range(MOST_EXTRA_LIMITS):
        label, amount = (limits[place].label, limits[place].amount) if place < len(limits) else ("", None)
        values |= {f"limit_{place + 1}_label": label, f"limit_{place + 1}_amount": shown(amount)}
    return values


def shown(amount: Amount) -> str:
    """ "1,000,000", a word as it is, "" when not stated."""
    return f"{amount:,}" if isinstance(amount, int) else amount or ""


def limits_in_words(line: Line, coverage: Coverage) -> tuple[tuple[str, str], ...]:
    """Label and amount of every limit that is stated, in the order of the paper."""
    if isinstance(coverage, OtherCoverage):
        return tuple((limit.label, shown(limit.amount)) for limit in coverage.limits)
    stated = [(field.label, shown(getattr(coverage, field.name))) for field in LIMITS[line]]
    if not isinstance(coverage, WorkersCompensation) and coverage.other_label:
        stated.append((coverage.other_label, shown(coverage.other_limit)))
    return tuple((label, amount) for label, amount in stated if amount)
