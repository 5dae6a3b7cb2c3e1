"""Rows of carriers against those that are here: one code is one company."""

from collections import defaultdict

from sqlalchemy import select
from sqlmodel import Session

from coi_app.queries import tables
from coi_app.rules import carrier_form, fields, holder_keys
from coi_app.rules.record_import import CARRIERS, RecordRead
from coi_app.services.import_verdicts import Judged, Rejected
from coi_app.services.record_judging import changed, contradicted, created, matched

NAME, CODE = CARRIERS.headings["legal_name"], CARRIERS.headings["naic"]


class CarrierShelf:
    """A target is a carrier's id, or minus the number of the row that makes it."""

    def __init__(self, session: Session) -> None:
        row = tables.carriers
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_code: dict[str, list[int]] = defaultdict(list)
        self._names: dict[int, str] = {}
        self._codes: dict[int, str] = {}
        self._told_by: dict[int, int] = {}  # a carrier that is here → the row that changes its code
        for carrier_id, name, code in session.execute(
            select(row.id, row.legal_name, row.naic).order_by(row.id)
        ):
            self._keep(carrier_id, name, code)

    def _keep(self, target: int, name: str, code: str) -> None:
        self._by_name[holder_keys.name_key(name)].append(target)
        self._by_code[code].append(target)
        self._names[target], self._codes[target] = name, code

    def verdict(self, number: int, read: RecordRead) -> Judged:
        known = self._by_name.get(holder_keys.name_key(str(read.values.get("legal_name", ""))), [])
        if len(known) > 1:
            raise Rejected(
                NAME, f"{len(known)} carriers have this name here. Mend them under Settings first."
            )
        there = {"legal_name": self._names[known[0]], "naic": self._codes[known[0]]} if known else {}
        given = {name: value for name, value in read.values.items() if value}
        form = fields.Reader(there | given)
        wanted = carrier_form.read(form)
        form.raise_if_wrong()
        if not known:
            return self._new(number, wanted["legal_name"], wanted["naic"])
        return self._same(number, known[0], wanted["naic"])

    def _new(self, number: int, name: str, code: str) -> Judged:
        self._refuse_code_of_another(code, 0)
        self._keep(-number, name, code)
        return created(number, {"legal_name": name, "naic": code})

    def _same(self, number: int, target: int, code: str) -> Judged:
        before = self._codes[target]
        if code == before:
            return matched(target)
        self._refuse_code_of_another(code, target)
        teller = -target if target < 0 else self._told_by.get(target)
        if teller:
            raise contradicted(CODE, teller)
        self._told_by[target] = number
        self._by_code[before].remove(target)
        self._by_code[code].append(target)
        self._codes[target] = code
        return changed(target, {"naic": before}, {"naic": code}, f"{CODE}: {before} → {code}.")

    def _refuse_code_of_another(self, code: str, target: int) -> None:
        others = [one for one in self._by_code.get(code, []) if one != target]
        if others:
            owner = self._names[others[0]]
            said = f"{code} is the code of {owner}. One code is one company: mend the code or the name."
            raise Rejected(CODE, said)
