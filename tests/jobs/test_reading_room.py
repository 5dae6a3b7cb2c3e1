"""A file whose rows another process reads."""

import logging
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO

import pytest
from sqlmodel import select

from coi_app import db, models
from coi_app.adapters import beside, file_store
from coi_app.documents import spreadsheet
from coi_app.jobs import reading_beside, reading_room
from coi_app.jobs.process_beside import ProcessBeside
from coi_app.rules.import_columns import TEMPLATE
from coi_app.rules.import_kinds import Kind
from coi_app.services import import_reading, imports
from coi_app.services.import_reading import HolderReader, HolderRow, Reading
from tests.cast import People
from tests.jobs.importing import ACME, HEAD, asking, checked, table, verdicts

WAITS_SECONDS = 30
MANY = 2 * reading_beside.ROWS_AT_ONCE + 7
PLACES = {column.value: place for place, column in enumerate(TEMPLATE)}


@pytest.fixture(autouse=True)
def two_cores(house: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "cores", lambda: 2)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The process ids of those that were started."""
    found: list[int] = []

    class Watched(ProcessBeside):
        def __init__(self, module: str) -> None:
            super().__init__(module)
            found.append(self.process_id)

    monkeypatch.setattr(reading_room, "ProcessBeside", Watched)
    return found


def many(count: int = MANY) -> list[list[str]]:
    return [[f"Number {n} Homes LLC", f"{n} Main Street", *ACME[2:]] for n in range(1, count + 1)]


def reading(data: bytes, row_count: int = reading_room.BESIDE_FROM, kind: str = "both") -> Reading:
    return Reading(kind, imports.look_through("holders.csv", data).sha256, 1, HEAD, PLACES, row_count)


def read_here(of: Reading) -> list[HolderRow]:
    reader = HolderReader(Kind(of.kind), of.headings, of.places)
    return [reader.read(row) for row in import_reading.rows(of)]


MIXED: Sequence[Sequence[str]] = (
    ACME,
    asking(ACME, "Redwood Ridge Builders LLC", "GLP 1; GLP 2", "Additional Insured", "At {nowhere}", "L-7"),
    asking(
        ACME, "Redwood Ridge Builders LLC", "GLP 1", "Mortgagee; Other: Grantor", "At 5 State Street", "L-7"
    ),
    HEAD,
    [*ACME, "one too many"],
    ["Ac\0me", *ACME[1:]],
    ["Acme Homes LLC"],
    ["", *ACME[1:]],
    ["Żółw 会社", "'=1+1", "", "Boise", "Nowhere", "83702"],
)


def test_it_says_what_is_read_here(started: list[int]) -> None:
    of = reading(table(*MIXED, *many()))
    assert list(reading_room.rows(of)) == read_here(of)
    assert len(started) == 1


def test_killed_on_the_way_nothing_is_lost_or_doubled(
    started: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    of = reading(table(*many()))
    rows = reading_room.rows(of)
    first = next(rows)
    os.kill(started[0], signal.SIGKILL)
    assert [row.number for row in (first, *rows)] == list(range(2, MANY + 2))
    assert "read here from row" in caplog.text


def test_who_needs_no_more_rows_ends_it(started: list[int]) -> None:
    rows = reading_room.rows(reading(table(*many())))
    next(rows)
    rows.close()
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


def test_left_alone_it_ends_without_a_word(house: dict[str, str]) -> None:
    order = pickle.dumps(tuple(reading(table(*many()))))
    with subprocess.Popen(
        [sys.executable, "-m", reading_room.MODULE],
        env=house, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdout.close()
        process.stdin.write(order)
        process.stdin.flush()
        assert process.wait(WAITS_SECONDS) == 1
        assert process.stderr.read() == b""


def test_a_file_that_cannot_be_read_says_so_here(started: list[int]) -> None:
    of = reading(table(ACME))._replace(file_sha256=file_store.put(b"PK, but no workbook"))
    with pytest.raises(spreadsheet.Unreadable):
        list(reading_room.rows(of))
    assert started


def test_the_other_process_says_why_it_cannot() -> None:
    answers = BytesIO()
    of = reading(table(ACME))._replace(file_sha256="0" * 64)
    reading_beside.serve(BytesIO(pickle.dumps(tuple(of))), answers)
    answers.seek(0)
    assert "Traceback" in pickle.load(answers)
    assert answers.read() == b""


@pytest.mark.parametrize(
    ("row_count", "kind", "cores", "helped"),
    [
        (reading_room.BESIDE_FROM, "links", 2, True),
        (reading_room.BESIDE_FROM - 1, "both", 2, False),
        (reading_room.BESIDE_FROM, "carriers", 2, False),
        (reading_room.BESIDE_FROM, "both", 1, False),
    ],
)
def test_where_it_is_not_worth_a_process(
    started: list[int], monkeypatch: pytest.MonkeyPatch, row_count: int, kind: str, cores: int, helped: bool
) -> None:
    monkeypatch.setattr(beside, "cores", lambda: cores)
    assert len(list(reading_room.rows(reading(table(ACME), row_count, kind)))) == 1
    assert bool(started) is helped


def test_an_import_says_the_same_with_and_without(
    people: People, started: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    data = table(*MIXED, *many(20))
    alone = checked(people, data)
    monkeypatch.setattr(reading_room, "BESIDE_FROM", 5)
    with caplog.at_level(logging.WARNING):
        beside = checked(people, data)
    assert len(started) == 1 and not caplog.records
    assert verdicts(beside) == verdicts(alone) and verdicts(alone)[0] == 21
    assert kept(beside.id) == kept(alone.id)


def kept(run_id: int) -> list[dict[str, object]]:
    query = select(models.ImportRow).where(models.ImportRow.run_id == run_id).order_by("position")
    with db.reading() as session:
        return [row.model_dump(exclude={"run_id"}) for row in session.exec(query)]
