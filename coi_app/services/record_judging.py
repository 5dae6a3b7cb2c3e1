"""The verdict on rows of carriers, insureds or policies: made anew, a change of what is here, or here already."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from coi_app.documents.spreadsheet import Row
from coi_app.rules import errors
from coi_app.rules.import_kinds import Verdict
from coi_app.rules.import_layout import Layout
from coi_app.rules.record_import import RecordRead
from coi_app.services import import_verdicts
from coi_app.services.import_verdicts import Judged, Rejected
from coi_app.services.row_changes import plain

SAYS_NOTHING: Judged = {
    "column": "", "message": "", "same_as": None, "record": None, "record_id": None, "before": None,
}  # fmt: skip
Read = Callable[[Sequence[str], Mapping[str, int]], RecordRead]
Values = dict[str, Any]


class Shelf(Protocol):
    """The agency's records of one kind and those that rows before will make."""

    def verdict(self, number: int, read: RecordRead) -> Judged:
        """Raises Rejected, or InvalidInput of the form's fields."""
        ...


class RecordJudge:
    def __init__(
        self, shelf: Shelf, read: Read, layout: Layout, headings: Sequence[str], places: Mapping[str, int]
    ) -> None:
        self._shelf = shelf
        self._read = read
        self._titles = layout.headings
        self._headings = headings
        self._places = places

    def judge(self, row: Row) -> Judged:
        return import_verdicts.of_row(row, self._headings, SAYS_NOTHING, self._take)

    def _take(self, row: Row) -> Judged:
        read = self._read(row.cells, self._places)
        if read.problems:
            return self._refused(read.problems)
        try:
            judged = self._shelf.verdict(row.number, read)
        except errors.InvalidInput as wrong:
            return self._refused({read.column_of(field): said for field, said in wrong.problems.items()})
        said = " ".join(filter(None, (judged.get("message", ""), read.said)))
        return judged | {"message": said}

    def _refused(self, problems: Mapping[str, str]) -> Judged:
        first = next(iter(problems))
        return import_verdicts.rejection(self._titles[first], " ".join(dict.fromkeys(problems.values())))


def created(number: int, values: Mapping[str, Any], **more: Any) -> Judged:
    record = {"values": plain_values(values), **more}
    return {"verdict": Verdict.CREATED.value, "record": record, "same_as": number}


def changed(target: int, before: Values, after: Values, message: str, **more: Any) -> Judged:
    """Of a record that is here, or that an earlier row makes; only what differs is kept."""
    return whose(target) | {
        "verdict": Verdict.CHANGED.value,
        "record": {"values": plain_values(after), **more},
        "before": {"values": plain_values(before)},
        "message": message,
    }


def matched(target: int) -> Judged:
    message = f"Row {-target} of this file makes it already." if target < 0 else ""
    return whose(target) | {"verdict": Verdict.MATCHED.value, "message": message}


def whose(target: int) -> Judged:
    """A record's id, or minus the number of the row that makes it."""
    return {"record_id": target} if target > 0 else {"same_as": -target}


def plain_values(values: Mapping[str, Any]) -> Values:
    """Fit for JSON, empty ones too."""
    return {name: plain(value) for name, value in values.items()}


def contradicted(heading: str, row: int) -> Rejected:
    return Rejected(heading, f"Row {row} of this file says otherwise. Mend one of the two.")
