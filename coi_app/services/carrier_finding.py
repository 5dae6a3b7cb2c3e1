"""Which carrier a row of policies means: by its NAIC code, its legal name, or both, which then must agree."""

from collections import defaultdict

from sqlalchemy import select
from sqlmodel import Session

from coi_app.queries import tables
from coi_app.rules import field_values, holder_keys
from coi_app.rules.policy_columns import LAYOUT
from coi_app.services.import_verdicts import Rejected

NAME, CODE = LAYOUT.headings["carrier"], LAYOUT.headings["naic"]


class CarrierFinder:
    def __init__(self, session: Session) -> None:
        row = tables.carriers
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._by_code: dict[str, set[int]] = defaultdict(set)
        self._retired: set[int] = set()
        self.names: dict[int, str] = {}
        for carrier_id, name, code, retired_at in session.execute(
            select(row.id, row.legal_name, row.naic, row.retired_at)
        ):
            self.names[carrier_id] = name
            self._by_name[holder_keys.name_key(name)].add(carrier_id)
            self._by_code[code].add(carrier_id)
            if retired_at is not None:
                self._retired.add(carrier_id)

    def found(self, name: str, code: str, kept: int | None) -> tuple[int, str]:
        """The carrier's id, and what to tell of how it was found. `kept` is the one the policy has already.

        Raises Rejected."""
        if not name.strip() and not code:
            if kept:
                return kept, ""
            raise Rejected(CODE, "Enter the carrier by its NAIC code or legal name.")
        carrier_id, said = self._meant(name, code)
        if carrier_id in self._retired and carrier_id != kept:
            raise Rejected(
                NAME, f"{self.names[carrier_id]} is retired here. Resume it under Settings, Carriers."
            )
        return carrier_id, said

    def _meant(self, name: str, code: str) -> tuple[int, str]:
        named = self._by_name.get(holder_keys.name_key(name), set()) if name.strip() else None
        coded = self._coded(code) if code else None
        if coded is None:
            return self._only(named or set(), name), ""
        if (
            not named
        ):  # no name, or one that nobody has here, such as the group's: the code says which company
            return self._only_coded(coded, code), self._told(name, coded, code)
        both = named & coded
        if both:
            return self._only(both, name), ""
        owner = self.names[min(coded)] if coded else ""
        said = f"it is that of {owner}" if owner else "no carrier here has it"
        raise Rejected(CODE, f"{code} is not the code of {name.strip()} here: {said}. Mend one of the two.")

    def _coded(self, code: str) -> set[int]:
        try:
            return self._by_code.get(field_values.naic(code), set())
        except field_values.Wrong as wrong:
            raise Rejected(CODE, str(wrong)) from wrong

    def _only_coded(self, coded: set[int], code: str) -> int:
        if not coded:
            raise Rejected(
                CODE, f"No carrier here has the code {code}. Import the carriers first, or mend it."
            )
        if len(coded) > 1:
            raise Rejected(
                NAME, f"{len(coded)} carriers here have the code {code}. Enter the legal name too."
            )
        return next(iter(coded))

    def _only(self, named: set[int], name: str) -> int:
        if not named:
            raise Rejected(
                NAME, "There is no carrier of this name. Import the carriers first, or mend the name."
            )
        if len(named) > 1:
            raise Rejected(CODE, f"{len(named)} carriers are called {name.strip()}. Enter the NAIC code too.")
        return next(iter(named))

    def _told(self, name: str, coded: set[int], code: str) -> str:
        return f"Taken for {self.names[min(coded)]} by its code {code}." if name.strip() and coded else ""
