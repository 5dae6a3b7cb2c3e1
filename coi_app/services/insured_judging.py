"""Rows of insureds against those that are here: the same name at the same place is the same client."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from coi_app.queries import tables
from coi_app.rules import fields, holder_keys, insured_form, names
from coi_app.rules.record_import import INSUREDS, RecordRead
from coi_app.services.import_verdicts import Judged, Rejected
from coi_app.services.record_judging import Values, changed, contradicted, created, matched

HEADINGS = INSUREDS.headings
COLUMN_OF = {"address_line_one": "line_one", "address_line_two": "line_two"}  # a table's column → the file's
FIELD_OF = {field: column for column, field in COLUMN_OF.items()}
KEPT = (
    "legal_name", "dba", "kind", "address_line_one", "address_line_two", "city", "state", "zip_code", "phone", "email",
    "portal_approval", "name_key", "search_key",
)  # fmt: skip
PLACE = ("line_one", "city", "zip_code")


class InsuredShelf:
    """A target is an insured's id, or minus the number of the row that makes it."""

    def __init__(self, session: Session) -> None:
        row = tables.insureds
        self._named: dict[str, list[int]] = defaultdict(list)
        self._known: dict[int, Values] = {}
        self._told_by: dict[int, int] = {}  # an insured that is here → the row that changes it
        columns = [getattr(row, name) for name in KEPT]
        for insured_id, *said in session.execute(select(row.id, *columns).order_by(row.id)):
            self._keep(insured_id, dict(zip(KEPT, said, strict=True)))

    def _keep(self, target: int, values: Values) -> None:
        self._named[holder_keys.name_key(values["legal_name"])].append(target)
        self._known[target] = values

    def verdict(self, number: int, read: RecordRead) -> Judged:
        target = self._target(read.values)
        if target is None:
            wanted = _read(read.values)
            self._keep(-number, wanted)
            return created(number, wanted)
        there = self._known[target]
        news = {name: typed for name, typed in read.values.items() if not _says_same(name, typed, there)}
        wanted = _read(_form(there) | news)
        after = {name: value for name, value in wanted.items() if value != there[name]}
        if not after:
            return matched(target)
        return self._changed(number, target, after)

    def _changed(self, number: int, target: int, after: Values) -> Judged:
        there = self._known[target]
        shown = [name for name in after if not name.endswith("_key")]
        teller = -target if target < 0 else self._told_by.get(target)
        if teller:
            raise contradicted(_heading(shown[0]), teller)
        self._told_by[target] = number
        before = {name: there[name] for name in after}
        self._known[target] = there | after
        said = "; ".join(f"{_heading(name)}: {before[name] or 'empty'} → {after[name]}" for name in shown)
        return changed(target, before, after, f"{said}.")

    def _target(self, typed: Values) -> int | None:
        """Whom the row means, or None for a new insured; raises Rejected when that cannot be told."""
        name = str(typed.get("legal_name", ""))
        named = self._named.get(holder_keys.name_key(name), []) if names.folded(name) else []
        if not named:
            return None
        if not any(typed.get(one) for one in PLACE):
            if len(named) > 1:
                raise Rejected(
                    HEADINGS["line_one"], "Several insureds have this name. Enter the address too."
                )
            return named[0]
        fitting = [one for one in named if _is_at(typed, self._known[one])]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            said = f"{len(fitting)} insureds have this name at this place. Mend them on their pages."
            raise Rejected(HEADINGS["legal_name"], said)
        there = self._known[named[0]]
        place = ", ".join(filter(None, (there["address_line_one"], there["city"], there["state"])))
        raise Rejected(
            HEADINGS["line_one"],
            f"An insured of this name is here at {place}. Mend one of the two addresses; if they are two "
            "companies, add this one by hand.",
        )


def _read(values: Values) -> dict[str, Any]:
    form = fields.Reader(values)
    read = insured_form.read(form)
    form.raise_if_wrong()
    return read


def _form(there: Values) -> Values:
    return {COLUMN_OF.get(name, name): value for name, value in there.items()}


def _heading(column: str) -> str:
    return HEADINGS[COLUMN_OF.get(column, column)]


def _is_at(typed: Values, there: Values) -> bool:
    """In the same ZIP area or town; somebody of whom no place is known is anywhere."""
    known = there["zip_code"] or there["city"]
    code = str(typed.get("zip_code", ""))[:5]
    same_zip = bool(code) and code == there["zip_code"][:5]
    town = names.folded(str(typed.get("city", "")))
    same_town = bool(town) and town == names.folded(there["city"])
    street = holder_keys.street_key(str(typed.get("line_one", "")))
    same_street = bool(street) and street == holder_keys.street_key(there["address_line_one"])
    return not known or same_zip or same_town or (same_street and not code and not town)


def _says_same(column: str, typed: Any, there: Values) -> bool:
    """Spelled otherwise only: what is here stays as it is written here."""
    before, text = str(there[FIELD_OF.get(column, column)]), str(typed)
    if column in ("line_one", "line_two"):
        return before != "" and holder_keys.street_key(text) == holder_keys.street_key(before) != ""
    if column == "zip_code":
        return len(text.strip()) == 5 and before[:5] == text.strip()
    if column == "legal_name":
        return True  # it is what the insured was found by
    return before != "" and names.folded(text) == names.folded(before)
