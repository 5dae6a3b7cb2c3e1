"""One row of a file of policies: what it says of the policy and of its blanket endorsements, as the forms take it."""

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from coi_app.rules import import_values, names, policy_columns
from coi_app.rules.coverage import LINE_LABELS, Line, OwnShare, Reach
from coi_app.rules.policy_columns import FORM_COLUMNS, OF_ANY_LINE, OF_LINE
from coi_app.rules.record_import import RecordRead, given, naic_said

NEARLY = 0.8
FORM_FIELDS = {"coverage_name": "name", "coverage_description": "description"}
# Which column mends what the policy's form finds wrong in a field of its own.
COLUMNS = {field: column for column, field in FORM_FIELDS.items()} | {
    "aggregate_per_other": "aggregate_per", "own_share": "deductible", "own_share_amount": "deductible",
    "excess": "umbrella_or_excess", "carrier_id": "carrier",
    **dict.fromkeys(policy_columns.AUTO_WORDS.values(), "autos"),
}  # fmt: skip
_ISO_FORM = re.compile(r"((?:WC \d\d \d\d \d\d(?: ?[A-Z])?)|(?:[A-Z]{2} \d\d \d\d)) (\d\d \d\d)")
_WITH_EDITION = re.compile(r"(.+?)\s*\(\s*(?:edition|ed\.?)?\s*([^()]{1,20}?)\s*\)", re.IGNORECASE)
ASK_FOR_FORM = "Enter the form number, for example CG 20 10 (04 13); several are apart by semicolon."

Values = dict[str, Any]


def read(cells: Sequence[str], places: Mapping[str, int]) -> RecordRead:
    """A row's cells by the places of the columns. Fields that the row leaves open are not in the values."""
    row = _Row(given(cells, places))
    row.read_line()
    row.read_words()
    row.read_pairs()
    row.read_shares()
    row.read_per()
    row.read_autos()
    columns = COLUMNS | ({"own_share_amount": "retention"} if "retention" in row.typed else {})
    forms = row.endorsements()
    return RecordRead(row.values, row.problems, columns, naic_said(row.typed.get("naic", "")), forms)


class _Row:
    def __init__(self, typed: dict[str, str]) -> None:
        self.typed = typed
        self.problems: dict[str, str] = {}
        self.values: Values = {FORM_FIELDS.get(column, column): text for column, text in typed.items()}
        for column in policy_columns.DAYS:
            if column in typed:
                self.values[column] = import_values.day(typed[column])
        for column in policy_columns.AMOUNTS & typed.keys():
            self.values[column] = import_values.amount(typed[column])
        if "naic" in typed:
            self.values["naic"] = import_values.naic(typed["naic"])

    def read_line(self) -> None:
        """The line, and that nothing stands in a column of another line."""
        said = names.folded(self.typed.get("line", ""))
        line = policy_columns.LINE_WORDS.get(said)
        if line is None and said:
            near = difflib.get_close_matches(said, policy_columns.LINE_WORDS, 1, NEARLY)
            if near:
                label = LINE_LABELS[Line(policy_columns.LINE_WORDS[near[0]])]
                self.problems["line"] = f"Enter the line as {label}, or as Other with a coverage name."
                return
            line = Line.OTHER.value
            self.values.setdefault("name", self.typed["line"].strip())
        if line is None:
            self.problems["line"] = "Enter the line, for example General Liability."
            return
        self.values["line"] = line
        if said in policy_columns.IS_COMMERCIAL:
            self.values.setdefault("commercial", "yes")
            self.typed.setdefault("commercial", "yes")
        if said in policy_columns.IS_EXCESS:
            self.typed.setdefault("umbrella_or_excess", "Excess")
        self._refuse_foreign(Line(line))

    def _refuse_foreign(self, line: Line) -> None:
        for column in self.typed.keys() - OF_LINE[line] - OF_ANY_LINE:
            self.values.pop(FORM_FIELDS.get(column, column), None)
            if not _says_nothing(column, self.typed[column]):
                label = LINE_LABELS[line]
                said = f"{label} has none of this. Clear it, or give its line a row of its own."
                self.problems.setdefault(column, said)

    def read_words(self) -> None:
        for column, words, sentence in (
            ("status", policy_columns.STATUS_WORDS, "Enter the status as Active, Bound or Cancelled."),
            ("trigger", policy_columns.TRIGGER_WORDS, "Enter Occurrence or Claims-Made."),
            ("operations", policy_columns.OPERATIONS_WORDS, "Enter Ongoing, Completed or Both."),
        ):
            if column in self.values:
                self.values[column] = words.get(names.folded(self.values[column]), "")
                if not self.values[column]:
                    self.problems.setdefault(column, sentence)
        for column in ("commercial", "follows_form", "per_statute"):
            if column in self.values:
                self.values[column] = self._answer(column) == "yes"
        if "anyone_excluded" in self.values:
            self.values["anyone_excluded"] = self._answer("anyone_excluded")
        self.values.pop("umbrella_or_excess", None)
        if self.values.get("line") == Line.UMBRELLA and "umbrella_or_excess" in self.typed:
            said = names.folded(self.typed["umbrella_or_excess"])
            self.values["excess"] = said == "excess"
            if said not in ("umbrella", "excess"):
                self.problems.setdefault("umbrella_or_excess", "Enter Umbrella or Excess.")

    def read_pairs(self) -> None:
        """A day of cancellation says that it is cancelled, and a name that somebody is excluded."""
        if self.typed.get("cancelled_on"):
            self._implied(
                "status", "cancelled", "Clear the day of cancellation, or enter the status Cancelled."
            )
        if "who_is_excluded" in self.values:
            self._implied("anyone_excluded", "yes", "Clear who is excluded, or enter yes.")

    def _implied(self, column: str, value: str, sentence: str) -> None:
        if self.values.setdefault(column, value) != value:
            self.problems.setdefault(column, sentence)

    def _answer(self, column: str) -> str:
        answer = import_values.answer(self.typed[column])
        if answer is None:
            self.problems.setdefault(column, "Enter yes or no.")
        return answer or ""

    def read_shares(self) -> None:
        """A deductible or a retention, never both (R10)."""
        amounts = {name: self.values.pop(name, "") for name in ("deductible", "retention")}
        stated = [name for name, amount in amounts.items() if amount]
        if len(stated) > 1:
            self.problems.setdefault("retention", "Enter either a deductible or a retention, not both.")
        elif stated:
            self.values |= {"own_share": OwnShare(stated[0]).value, "own_share_amount": amounts[stated[0]]}

    def read_per(self) -> None:
        """ "Project", or "Other: Event"."""
        typed = self.values.get("aggregate_per")
        if typed is None:
            return
        head, _, rest = typed.partition(":")
        per = policy_columns.PER_WORDS.get(names.folded(typed))
        if per is None and names.folded(head) == "other" and rest.strip():
            per, self.values["aggregate_per_other"] = "other", rest.strip()
        if per is None:
            self.problems.setdefault("aggregate_per", "Enter Policy, Project, Location, or Other: and what.")
        self.values["aggregate_per"] = per or ""

    def read_autos(self) -> None:
        typed = self.values.pop("autos", None)
        if typed is None:
            return
        said = [names.folded(part) for part in re.split(r"[;,/|\n]", typed) if part.strip()]
        chosen = [policy_columns.AUTO_WORDS.get(one) for one in said]
        if None in chosen:
            self.problems.setdefault(
                "autos", "Enter Any, Owned, Hired, Scheduled, Non-Owned; several by semicolon."
            )
        self.values |= {name: name in chosen for name in policy_columns.AUTO_WORDS.values()}

    def endorsements(self) -> tuple[Values, ...]:
        shared = {name: self.values.pop(name, "") for name in ("condition", "approved_on", "operations")}
        found: list[Values] = []
        for column, kind in FORM_COLUMNS.items():
            for number, edition in self._forms(column, self.values.pop(column, "")):
                same = {"kind": kind.value, "reach": Reach.BLANKET.value}
                found.append(same | {"form_number": number, "edition": edition, "column": column, **shared})
        for name, typed in shared.items() if not found else ():
            if typed and name not in self.problems:
                self.problems[name] = "Enter the endorsement's form number too, or clear this."
        return tuple(found)

    def _forms(self, column: str, typed: str) -> list[tuple[str, str]]:
        if import_values.answer(typed) == "yes":
            self.problems.setdefault(column, ASK_FOR_FORM)
        if import_values.answer(typed) is not None:
            return []
        return list(dict.fromkeys(form_of(part) for part in re.split(r"[;,\n]", typed) if part.strip()))


def _says_nothing(column: str, typed: str) -> bool:
    """Zeros and "No" in the columns of other lines, as many systems write them."""
    if column in policy_columns.AMOUNTS:
        return import_values.amount(typed).strip("$0., ") == ""
    return import_values.answer(typed) in ("", "no")


def form_of(typed: str) -> tuple[str, str]:
    """Number and edition of "CG 20 10 (04 13)", "CG 20 10 04 13", "WC 00 03 13 04 84"; else all is the number."""
    clean = " ".join(typed.split())
    found = _WITH_EDITION.fullmatch(clean) or _ISO_FORM.fullmatch(clean.upper())
    return (found[1], found[2]) if found else (clean, "")


def form_key(number: str, edition: str) -> str:
    """The same form, however it is spaced."""
    return names.number_key(f"{number} {edition}")


def overlaid(there: Values, typed: Values) -> Values:
    """The form of a policy that is there with what the row says over it; split limits take the place of a combined
    one, and the other way round."""
    split = ("bodily_injury_per_person", "bodily_injury_per_accident", "property_damage")
    cleared: Values = {}
    if typed.get("combined_single_limit") and not any(typed.get(name) for name in split):
        cleared = dict.fromkeys(split, "")
    elif any(typed.get(name) for name in split) and not typed.get("combined_single_limit"):
        cleared = {"combined_single_limit": ""}
    if "aggregate_per" in typed:
        cleared["aggregate_per_other"] = ""
    return there | cleared | typed
