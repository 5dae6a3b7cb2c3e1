"""Typed limits by kind of cover and size of business. `Cover` is finer than a line: "other" has several."""

from collections.abc import Callable
from enum import StrEnum

from coi_app.rules import coverage as cover
from coi_app.rules.coverage import Coverage, ExtraLimit, Line

MILLION = 1_000_000


class Cover(StrEnum):
    LIABILITY = "liability"
    AUTO = "auto"
    UMBRELLA = "umbrella"
    WORKERS = "workers"
    PROFESSIONAL = "professional"
    POLLUTION = "pollution"
    CARGO = "cargo"
    CYBER = "cyber"


LINE_OF: dict[Cover, Line] = {
    Cover.LIABILITY: Line.GENERAL_LIABILITY,
    Cover.AUTO: Line.AUTOMOBILE,
    Cover.UMBRELLA: Line.UMBRELLA,
    Cover.WORKERS: Line.WORKERS_COMPENSATION,
    Cover.PROFESSIONAL: Line.OTHER,
    Cover.POLLUTION: Line.OTHER,
    Cover.CARGO: Line.OTHER,
    Cover.CYBER: Line.OTHER,
}
PREFIX_OF: dict[Cover, str] = {
    Cover.LIABILITY: "GLP",
    Cover.AUTO: "BAP",
    Cover.UMBRELLA: "UMB",
    Cover.WORKERS: "WC",
    Cover.PROFESSIONAL: "PLC",
    Cover.POLLUTION: "CPL",
    Cover.CARGO: "MTC",
    Cover.CYBER: "CYB",
}


def _liability(size: int) -> Coverage:
    return cover.GeneralLiability(
        aggregate_per=cover.AggregatePer.PROJECT if size > 1 else cover.AggregatePer.POLICY,
        each_occurrence=(1 if size < 3 else 2) * MILLION,
        damage_to_rented_premises=(100_000, 300_000, 500_000)[size - 1],
        medical_expense=(5_000, 10_000, 10_000)[size - 1],
        personal_and_advertising_injury=(1 if size < 3 else 2) * MILLION,
        general_aggregate=(2 if size < 3 else 4) * MILLION,
        products_completed_operations_aggregate=(2 if size < 3 else 4) * MILLION,
    )


def _auto(size: int) -> Coverage:
    return cover.Automobile(
        any_auto=size > 1,
        scheduled=size == 1,
        hired=size == 1,
        non_owned=size == 1,
        combined_single_limit=MILLION,
    )


def _umbrella(size: int) -> Coverage:
    return cover.Umbrella(
        own_share=cover.OwnShare.RETENTION,
        own_share_amount=10_000,
        each_occurrence=(1, 5, 10)[size - 1] * MILLION,
        aggregate=(1, 5, 10)[size - 1] * MILLION,
    )


def _workers(size: int) -> Coverage:
    limit = 500_000 if size == 1 else MILLION
    return cover.WorkersCompensation(
        anyone_excluded=False, each_accident=limit, disease_each_employee=limit, disease_policy_limit=limit
    )


def _professional(size: int) -> Coverage:
    return cover.OtherCoverage(
        name="Professional",
        description="Professional liability, claims-made",
        trigger=cover.Trigger.CLAIMS_MADE,
        limits=(
            ExtraLimit("Each claim", size * MILLION),
            ExtraLimit("Aggregate", size * MILLION),
            ExtraLimit("Retention", 10_000),
        ),
    )


def _pollution(size: int) -> Coverage:
    return cover.OtherCoverage(
        name="Pollution",
        description="Contractors’ pollution liability",
        trigger=cover.Trigger.OCCURRENCE,
        limits=(ExtraLimit("Each condition", size * MILLION), ExtraLimit("Aggregate", size * MILLION)),
    )


def _cargo(size: int) -> Coverage:
    return cover.OtherCoverage(
        name="Motor truck cargo",
        description="Goods of others in transit",
        limits=(ExtraLimit("Any one vehicle", 100_000 * size), ExtraLimit("Deductible", 2_500)),
    )


def _cyber(size: int) -> Coverage:
    return cover.OtherCoverage(
        name="Cyber",
        description="Network security and privacy, claims-made",
        trigger=cover.Trigger.CLAIMS_MADE,
        limits=(ExtraLimit("Each claim", size * MILLION), ExtraLimit("Aggregate", size * MILLION)),
    )


_LIMITS: dict[Cover, Callable[[int], Coverage]] = {
    Cover.LIABILITY: _liability,
    Cover.AUTO: _auto,
    Cover.UMBRELLA: _umbrella,
    Cover.WORKERS: _workers,
    Cover.PROFESSIONAL: _professional,
    Cover.POLLUTION: _pollution,
    Cover.CARGO: _cargo,
    Cover.CYBER: _cyber,
}


def limits(kind: Cover, size: int) -> Coverage:
    """`size`: 1 a shop, 2 a firm, 3 a large one."""
    return _LIMITS[kind](size)
