"""A policy as rows of an export, which an import reads back as the same."""

from collections.abc import Iterable, Sequence
from typing import Any

from coi_app.rules import coverage as cover
from coi_app.rules import coverage_form
from coi_app.rules.facts import shown_day
from coi_app.rules.policy_columns import FORM_COLUMNS, LAYOUT, OF_LINE, SHOWN
from coi_app.rules.policy_import import FORM_FIELDS

Cells = dict[str, str]
_COLUMN_OF_KIND = {kind: column for column, kind in FORM_COLUMNS.items()}


def rows_of(
    policy: Cells, coverage: cover.Coverage, line: cover.Line, forms: Sequence[cover.Endorsement]
) -> list[Cells]:
    """One row; and one more for each further day of approval, condition or extent of its blanket endorsements."""
    limits = _coverage(coverage_form.values_of(coverage), line)
    return [policy | limits | group for group in _grouped(forms) or [{}]]


def in_order(row: Cells) -> list[str]:
    return [row.get(column, "") for column in LAYOUT.template]


def _coverage(values: dict[str, Any], line: cover.Line) -> Cells:
    cells = {
        column: _text(column, values.get(FORM_FIELDS.get(column, column), "")) for column in OF_LINE[line]
    }
    if line is cover.Line.AUTOMOBILE:
        cells["autos"] = "; ".join(word for name, word in SHOWN["autos"].items() if values[name])
    if line is cover.Line.UMBRELLA:
        cells["umbrella_or_excess"] = "Excess" if values["excess"] else "Umbrella"
        cells[values["own_share"] or "deductible"] = values["own_share_amount"]
    if values.get("aggregate_per") == cover.AggregatePer.OTHER:
        cells["aggregate_per"] = f"Other: {values['aggregate_per_other']}"
    return cells


def _text(column: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    shown = SHOWN.get(column, {}).get(value, str(value))
    return shown.capitalize() if column == "anyone_excluded" else shown


def _grouped(forms: Sequence[cover.Endorsement]) -> list[Cells]:
    """Those that share day, condition and extent stand in one row; what has no extent joins any row."""
    groups: dict[tuple[str, str], dict[str, list[cover.Endorsement]]] = {}
    for one in forms:
        day = shown_day(one.approved_on) if one.approved_on else ""
        by_extent = groups.setdefault((day, one.condition), {})
        by_extent.setdefault(one.operations.value, []).append(one)
    cells = []
    for (day, condition), by_extent in groups.items():
        for extent, several in _joined(by_extent).items():
            shared = {
                "approved_on": day,
                "condition": condition,
                "operations": SHOWN["operations"].get(extent, ""),
            }
            cells.append(shared | _by_column(several))
    return cells


def _joined(by_extent: dict[str, list[cover.Endorsement]]) -> dict[str, list[cover.Endorsement]]:
    """Only forms for additional insureds have an extent: the others share the row of the first that has one."""
    first = next((extent for extent in by_extent if extent), "")
    joined: dict[str, list[cover.Endorsement]] = {}
    for extent, several in by_extent.items():
        for one in several:
            insures = one.kind is cover.EndorsementKind.ADDITIONAL_INSURED
            joined.setdefault(extent if insures else first, []).append(one)
    return joined


def _by_column(several: Iterable[cover.Endorsement]) -> Cells:
    said: dict[str, list[str]] = {}
    for one in several:
        said.setdefault(_COLUMN_OF_KIND[one.kind], []).append(_form(one))
    return {column: "; ".join(forms) for column, forms in said.items()}


def _form(one: cover.Endorsement) -> str:
    """Without the marks that would part it: forms are compared without them."""
    number, edition = (part.translate(_PARTING) for part in (one.form_number, one.edition))
    return f"{number} ({edition})" if edition else number


_PARTING = str.maketrans({mark: " " for mark in ";,()\n"})
