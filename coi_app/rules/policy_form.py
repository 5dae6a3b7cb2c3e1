"""A policy as forms and imports give it: one reading, so both refuse the same. Its carrier the service looks up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coi_app.rules import coverage as cover
from coi_app.rules import coverage_form, fields, names
from coi_app.rules.facts import PolicyStatus

LONGEST_TERM_DAYS = 3 * 366


def read(form: fields.Reader) -> dict[str, Any]:
    """The policy's columns without insured and carrier; problems are collected in the form."""
    line = form.choice("line", "the line of business", cover.Line, cover.Line.OTHER)
    if form.is_empty("line"):
        form.add("line", "Choose the line of business.")
    number = form.code("number", "the policy number exactly as on the policy", required=True)
    return {
        "line": line.value,
        "number": number,
        "number_key": names.number_key(number),
        **_term(form),
        "coverage": _stored(coverage_form.read(form, line)),
    }


def _term(form: fields.Reader) -> dict[str, Any]:
    effective = form.day("effective_on", "the policy's effective date", required=True)
    expires = form.day("expires_on", "the policy's expiration date", required=True)
    form.days_in_order(effective, expires, "expires_on", "Enter an expiration date after the effective date.")
    if effective and expires and (expires - effective).days > LONGEST_TERM_DAYS:
        form.add("expires_on", "Check the dates: the term is longer than three years.")
    status = form.choice("status", "the status", PolicyStatus, PolicyStatus.ACTIVE)
    cancelled = form.day("cancelled_on", "the day of the cancellation")
    if status is not PolicyStatus.CANCELLED:
        cancelled = None
    elif not _falls_in(cancelled, effective, expires):
        form.add("cancelled_on", "Enter the day of the cancellation; it falls within the policy's term.")
    return {
        "effective_on": effective,
        "expires_on": expires,
        "status": status.value,
        "cancelled_on": cancelled,
    }


def _falls_in(day: date | None, first: date | None, last: date | None) -> bool:
    if day is None:
        return False
    return (first is None or first <= day) and (last is None or day <= last)


def _stored(coverage: cover.Coverage) -> Mapping[str, Any]:
    """As the column gives it back: JSON has no tuples, and what is the same must compare so."""
    stored = cover.coverage_to_json(coverage)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in stored.items()}
