"""Whom or what a row of an import is about, in words for a list."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coi_app.models import ImportRow
from coi_app.rules.coverage import LINE_LABELS, Line
from coi_app.rules.facts import shown_day
from coi_app.rules.import_kinds import OF_HOLDERS, Kind, Verdict

LONGEST = 120
# Columns for the name, and for the line under it.
_SHOWN: dict[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.CARRIERS: ("legal_name", ("naic",)),
    Kind.INSUREDS: ("legal_name", ("line_one", "city", "state")),
    Kind.POLICIES: ("number", ("line", "effective_on", "expires_on")),
}


def said(one: ImportRow, kind: Kind, places: Mapping[str, int]) -> tuple[str, str, str]:
    """Name, place, and the insured it belongs to."""
    if kind in OF_HOLDERS:
        return _of_holder(one)
    name, under = _SHOWN[kind]
    cells = {column: one.cells[at][:LONGEST] for column, at in places.items() if at < len(one.cells)}
    if kind is Kind.POLICIES and one.record and one.verdict == Verdict.CREATED:
        return cells.get(name, ""), _term(one.record["values"]), cells.get("insured_name", "")
    below = ", ".join(filter(None, (cells.get(column, "") for column in under)))
    return cells.get(name, ""), below, cells.get("insured_name", "")


def _term(values: Mapping[str, Any]) -> str:
    """Line and days as they were understood."""
    begins, ends = (shown_day(date.fromisoformat(values[day])) for day in ("effective_on", "expires_on"))
    return f"{LINE_LABELS[Line(values['line'])]}, {begins} to {ends}"


def _of_holder(one: ImportRow) -> tuple[str, str, str]:
    shown = [cell[:LONGEST] for cell in one.cells if cell.strip()]
    insured = str((one.link or {}).get("insured_name", ""))
    if one.holder:
        return str(one.holder["name"]), place(one.holder), insured
    return (shown[0] if shown else ""), ", ".join(shown[1:4]), insured


def place(holder: dict[str, Any] | None) -> str:
    told = holder or {}
    return ", ".join(filter(None, (str(told.get(one, "")) for one in ("address_line_one", "city", "state"))))
