"""The policies as an import sees them: those that are here, and those that earlier rows make."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from coi_app.queries import policies, tables
from coi_app.rules.policy_import import form_key

Values = dict[str, Any]
COLUMNS = ("insured_id", "carrier_id", *policies.FORM_COLUMNS, "number_key")


@dataclass(frozen=True, slots=True)
class Shelved:
    """`target` is the policy's id, or minus the number of the row that makes it. `forms` are the keys of its
    endorsements, `told_by` the row that changes one that is here."""

    target: int
    values: Values
    forms: frozenset[tuple[str, str]]
    told_by: int | None = None

    @property
    def ends_on(self) -> date:
        end: date = self.values["expires_on"]
        cancelled: date | None = self.values["cancelled_on"]
        return min(end, cancelled) if cancelled else end


class PolicyShelf:
    def __init__(self, session: Session) -> None:
        self._by_number: dict[str, list[Shelved]] = defaultdict(list)
        forms: dict[int, set[tuple[str, str]]] = defaultdict(set)
        row = tables.endorsements
        found = select(row.policy_id, row.kind, row.form_number, row.edition).where(row.removed_at.is_(None))
        for policy_id, kind, number, edition in session.execute(found):
            forms[policy_id].add((kind, form_key(number, edition)))
        shown = [getattr(tables.policies, name) for name in COLUMNS]
        for policy_id, *said in session.execute(select(tables.policies.id, *shown)):
            values = dict(zip(COLUMNS, said, strict=True))
            self.put(Shelved(policy_id, values, frozenset(forms[policy_id])))

    def put(self, one: Shelved) -> None:
        self._by_number[one.values["number_key"]].append(one)

    def swap(self, old: Shelved, **changes: Any) -> None:
        of_number = self._by_number[old.values["number_key"]]
        of_number[of_number.index(old)] = replace(old, **changes)

    def same(self, insured_id: int, line: str, number_key: str, effective_on: date | None) -> list[Shelved]:
        """The policies of this number, line and first day; two carriers may have given the same number."""
        wanted = (insured_id, line, effective_on)
        return [one for one in self._by_number.get(number_key, ()) if _place(one) == wanted]

    def of_another(self, values: Values) -> Shelved | None:
        """The same number of the same carrier, but another insured's."""
        for one in self._by_number.get(values["number_key"], ()):
            if (
                one.values["insured_id"] != values["insured_id"]
                and one.values["carrier_id"] == values["carrier_id"]
            ):
                return one
        return None

    def overlapping(self, wanted: Shelved) -> Shelved | None:
        """Another term of the same policy that is not over when this one begins."""
        own = (wanted.values["insured_id"], wanted.values["carrier_id"], wanted.values["line"])
        for one in self._by_number.get(wanted.values["number_key"], ()):
            is_same = (one.values["insured_id"], one.values["carrier_id"], one.values["line"]) == own
            begins, ends = one.values["effective_on"], one.ends_on
            apart = ends <= wanted.values["effective_on"] or wanted.ends_on <= begins
            if is_same and one.target != wanted.target and not apart:
                return one
        return None


def _place(one: Shelved) -> tuple[int, str, date]:
    return one.values["insured_id"], one.values["line"], one.values["effective_on"]
