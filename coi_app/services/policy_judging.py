"""Rows of policies against those that are here: the same number, line and first day of an insured is the same term."""

from typing import Any

from sqlmodel import Session

from coi_app.queries import policies
from coi_app.rules import coverage_form, endorsement_form, errors, fields, names, policy_form
from coi_app.rules.coverage import Line, coverage_from_json
from coi_app.rules.facts import shown_day
from coi_app.rules.policy_columns import LAYOUT
from coi_app.rules.policy_import import COLUMNS, form_key, overlaid
from coi_app.rules.record_import import RecordRead
from coi_app.services import record_judging
from coi_app.services.carrier_finding import CarrierFinder
from coi_app.services.import_verdicts import Judged, Rejected
from coi_app.services.insured_names import InsuredNames
from coi_app.services.policy_shelf import PolicyShelf, Shelved, Values

HEADINGS = LAYOUT.headings
INSURED, NUMBER, EFFECTIVE = HEADINGS["insured_name"], HEADINGS["number"], HEADINGS["effective_on"]
IDENTITY = ("number", "number_key", "line", "effective_on", "insured_id")
Endorsements = list[dict[str, Any]]


class PolicyJudge:
    """Knows insureds, carriers and policies as they were when it was made."""

    def __init__(self, session: Session) -> None:
        self._insureds = InsuredNames(session)
        self._carriers = CarrierFinder(session)
        self._shelf = PolicyShelf(session)

    def verdict(self, number: int, read: RecordRead) -> Judged:
        typed = dict(read.values)
        insured_id = self._insured(str(typed.pop("insured_name", "")))
        there = self._there(insured_id, typed)
        kept = there.values["carrier_id"] if there else None
        carrier_id, said = self._carriers.found(
            str(typed.pop("carrier", "")), str(typed.pop("naic", "")), kept
        )
        ids: Values = {"insured_id": insured_id, "carrier_id": carrier_id}
        form = overlaid(policies.form_values(there.values), typed) if there else typed
        wanted = ids | _read(form)
        forms = _endorsements(read, Line(wanted["line"]))
        self._refuse_strange(wanted, there, read)
        judged = (
            self._change(number, there, wanted, forms, read) if there else self._new(number, wanted, forms)
        )
        return judged | {"message": " ".join(filter(None, (judged.get("message", ""), said)))}

    def _insured(self, name: str) -> int:
        if not name.strip():
            raise Rejected(INSURED, "Enter the insured's name as it is in this agency.")
        return self._insureds.only(name, INSURED, "Enter this policy on the insured's page.")

    def _there(self, insured_id: int, typed: Values) -> Shelved | None:
        form = fields.Reader(typed)
        number = form.code("number", "the policy number exactly as on the policy", required=True)
        effective = form.day("effective_on", "the policy's effective date", required=True)
        form.raise_if_wrong()
        same = self._shelf.same(insured_id, typed["line"], names.number_key(number), effective)
        if len(same) > 1:
            raise Rejected(
                NUMBER, f"{len(same)} policies have this number and term here. Mend it on their page."
            )
        return same[0] if same else None

    def _refuse_strange(self, wanted: Values, there: Shelved | None, read: RecordRead) -> None:
        another = self._shelf.of_another(wanted)
        if another is not None:
            owner = self._insureds.legal_names[another.values["insured_id"]]
            raise Rejected(
                NUMBER, f"The policy {wanted['number']} is {owner}'s. Mend the number or the insured."
            )
        term = Shelved(there.target if there else 0, wanted, frozenset())
        other = self._shelf.overlapping(term)
        if other is not None:
            begins, ends = shown_day(other.values["effective_on"]), shown_day(other.ends_on)
            of = f" (row {-other.target} of this file)" if other.target < 0 else ""
            raise Rejected(EFFECTIVE, f"This term overlaps that from {begins} to {ends}{of}. Mend the dates.")

    def _new(self, number: int, wanted: Values, forms: Endorsements) -> Judged:
        self._shelf.put(Shelved(-number, wanted, _keys(forms)))
        created = record_judging.created(number, wanted, endorsements=_plain(forms))
        return created | {"message": _as_read(wanted, forms)}

    def _change(
        self, number: int, there: Shelved, wanted: Values, forms: Endorsements, read: RecordRead
    ) -> Judged:
        after = {
            name: value
            for name, value in wanted.items()
            if name not in IDENTITY and value != there.values[name]
        }
        new_forms = [one for one in forms if _key(one) not in there.forms]
        if not after and not new_forms:
            return record_judging.matched(there.target)
        before = {name: there.values[name] for name in after}
        said = self._in_words(before, after, new_forms)
        teller = -there.target if there.target < 0 else there.told_by
        if after and teller:
            raise record_judging.contradicted(said[0][0], teller)
        news = {"values": there.values | after, "forms": there.forms | _keys(new_forms)}
        self._shelf.swap(there, **news, told_by=number if after else there.told_by)
        message = "; ".join(": ".join(filter(None, one)) for one in said)
        return record_judging.changed(
            there.target, before, after, f"{message}.", endorsements=_plain(new_forms)
        )

    def _in_words(self, before: Values, after: Values, forms: Endorsements) -> list[tuple[str, str]]:
        """Heading and what becomes of it, limit by limit."""
        told = [
            (heading_of(name), f"{_shown(old) or 'empty'} → {_shown(new) or 'empty'}")
            for name, (old, new) in _one_by_one(before, after, self._carriers.names).items()
        ]
        return told + [("", f"adds the endorsement {_form(one)}") for one in forms]


def _as_read(wanted: Values, forms: Endorsements) -> str:
    """Limits and forms of a new policy as they were understood, for the person to see before it is made."""
    line = Line(wanted["line"])
    limits = coverage_form.limits_in_words(line, coverage_from_json(line, wanted["coverage"]))
    said = [f"{label} {amount}" for label, amount in limits]
    return f"{'; '.join(said + [_form(one) for one in forms])}." if said or forms else ""


def _form(one: dict[str, Any]) -> str:
    return f"{one['form_number']} {one['edition']}".strip()


def _read(form: Values) -> Values:
    reader = fields.Reader(form)
    read = policy_form.read(reader)
    reader.raise_if_wrong()
    return read


def _endorsements(read: RecordRead, line: Line) -> Endorsements:
    """Each as its form reads it; what is wrong is said of the column it came from."""
    found: Endorsements = []
    for typed in read.endorsements:
        reader = fields.Reader(typed)
        found.append(endorsement_form.read(reader, line))
        if reader.problems:
            shared = ("condition", "approved_on", "operations")
            raise errors.InvalidInput(
                {
                    field if field in shared else typed["column"]: said
                    for field, said in reader.problems.items()
                }
            )
    return found


def _key(one: dict[str, Any]) -> tuple[str, str]:
    return one["kind"], form_key(one["form_number"], one["edition"])


def _keys(forms: Endorsements) -> frozenset[tuple[str, str]]:
    return frozenset(map(_key, forms))


def _plain(forms: Endorsements) -> Endorsements:
    return [record_judging.plain_values(one) for one in forms]


def heading_of(field: str) -> str:
    """What a file calls a field of the policy's form."""
    return HEADINGS.get(COLUMNS.get(field, field), field.replace("_", " ").capitalize())


def _one_by_one(before: Values, after: Values, carriers: dict[int, str]) -> dict[str, tuple[Any, Any]]:
    told = {name: (before[name], after[name]) for name in after if name != "coverage"}
    if "carrier_id" in told:
        told["carrier_id"] = (carriers[before["carrier_id"]], carriers[after["carrier_id"]])
    if "coverage" in after:
        old, new = before["coverage"], after["coverage"]
        told |= {name: (old.get(name), new[name]) for name in new if new[name] != old.get(name)}
    return told


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(f"{one['label']} {coverage_form.shown(one['amount'])}" for one in value)
    if hasattr(value, "isoformat"):
        return shown_day(value)
    return coverage_form.shown(value) if isinstance(value, int) or value is None else str(value)
