"""An import step by step, as its jobs run it; and files for it."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from sqlmodel import func, select

from coi_app import db
from coi_app.jobs import run_import
from coi_app.queries import imports as seen
from coi_app.queries.imports import RunRow
from coi_app.rules.import_columns import HEADINGS, TEMPLATE
from coi_app.services import imports
from tests.cast import People

HEAD = [HEADINGS[column] for column in TEMPLATE]
ACME = [
    "Acme Homes LLC",
    "12 Main Street",
    "",
    "Boise",
    "ID",
    "83702",
    "certs@acme.example",
    "",
    "",
    "",
    "",
    "",
    "",
]
BETA = [
    "Beta Bank NA",
    "5 State Street",
    "",
    "Boston",
    "MA",
    "2109",
    "",
    "(617) 555-0100",
    "",
    "",
    "",
    "",
    "",
]


def asking(holder: list[str], insured: str, *link: str) -> list[str]:
    return [*holder[:8], insured, *link, *[""] * (4 - len(link))]


def table(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode()


def received(people: People, data: bytes, kind: str = "both", name: str = "holders.csv") -> RunRow:
    file = imports.look_through(name, data)
    with db.writing() as session:
        run_id = imports.receive(session, people.sam, file, kind)
    return run(people, run_id)


def run(people: People, run_id: int) -> RunRow:
    with db.reading() as session:
        return seen.detail(session, people.sam, run_id)


def stepped(people: People, run_id: int, step: str) -> RunRow:
    run_import.run(run_id, run(people, run_id).step, step)
    return run(people, run_id)


def checked(people: People, data: bytes, kind: str = "both") -> RunRow:
    run_id = received(people, data, kind).id
    with db.writing() as session:
        imports.check(session, people.sam, run_id, run(people, run_id).places)
    return stepped(people, run_id, imports.CHECK)


def applied(people: People, data: bytes, kind: str = "both") -> RunRow:
    run_id = checked(people, data, kind).id
    with db.writing() as session:
        imports.apply(session, people.sam, run_id)
    return stepped(people, run_id, imports.APPLY)


def undone(people: People, run_id: int) -> RunRow:
    with db.writing() as session:
        imports.undo(session, people.sam, run_id)
    return stepped(people, run_id, imports.UNDO)


def verdicts(found: RunRow) -> tuple[int, int, int, int]:
    outcomes = found.created + found.changed + found.linked + found.matched + found.rejected
    assert outcomes == found.total
    return found.created, found.linked, found.matched, found.rejected


def rows(people: People, found: RunRow, verdict: str = "") -> list[seen.JudgedRow]:
    with db.reading() as session:
        return list(seen.rows(session, people.sam, found.id, verdict))


def count(model: Any) -> int:
    with db.reading() as session:
        return int(session.exec(select(func.count()).select_from(model)).one())
