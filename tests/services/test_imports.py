"""Who may import, and who may export."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, func, select

from coi_app import models
from coi_app.queries import imports as seen
from coi_app.rules import errors
from coi_app.rules.import_kinds import Kind
from coi_app.services import exports, imports
from tests import factories
from tests.cast import People

FILE = b"Holder Name,Address Line 1,City,State,ZIP\nAcme Homes LLC,12 Main Street,Boise,ID,83702\n"
Act = Callable[[Session, Any, int], object]
CHANGES: dict[str, Act] = {
    "receive": lambda s, who, run: imports.receive(s, who, imports.look_through("a.csv", FILE)),
    "check": lambda s, who, run: imports.check(s, who, run, {"name": 0}, enqueue=False),
    "decide": lambda s, who, run: imports.decide(s, who, run, None, imports.SAME),
    "judge_again": lambda s, who, run: imports.judge_again(s, who, run, enqueue=False),
    "apply": lambda s, who, run: imports.apply(s, who, run, enqueue=False),
    "undo": lambda s, who, run: imports.undo(s, who, run, enqueue=False),
    "discard": imports.discard,
    "rejected": exports.rejected,
}
LOOKS: dict[str, Act] = {
    "page": lambda s, who, run: seen.page(s, who),
    "detail": seen.detail,
    "rows": seen.rows,
    "same_file": seen.same_file,
}


@pytest.fixture
def run_id(session: Session, people: People) -> int:
    return imports.receive(session, people.sam, imports.look_through("a.csv", FILE))


@pytest.mark.parametrize("act", CHANGES | LOOKS)
@pytest.mark.parametrize("name", ["vic", "ivy", "nia", "otto", "dee"])
def test_who_may_not_import(session: Session, people: People, run_id: int, act: str, name: str) -> None:
    before = session.get_one(models.ImportRun, run_id).model_dump()
    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        (CHANGES | LOOKS)[act](session, getattr(people, name), run_id)
    session.expire_all()
    assert session.get_one(models.ImportRun, run_id).model_dump() == before
    assert session.exec(select(func.count()).select_from(models.ImportRun)).one() == 1


@pytest.mark.parametrize(
    "act", sorted({**CHANGES, **LOOKS}.keys() - {"receive", "page", "rows", "same_file"})
)
@pytest.mark.parametrize("wrong", [0, -1, 2**63, "", "x", None, 987_654])
def test_a_wrong_id_is_not_there(session: Session, people: People, act: str, wrong: Any) -> None:
    with pytest.raises(errors.NotFound):
        (CHANGES | LOOKS)[act](session, people.ada, wrong)


@pytest.mark.parametrize("act", ["decide", "judge_again", "apply", "undo"])
def test_each_thing_at_its_time(session: Session, people: People, run_id: int, act: str) -> None:
    with pytest.raises(errors.Conflict, match="moved on"):
        CHANGES[act](session, people.sam, run_id)


def test_exports_are_for_the_staff_and_recorded(session: Session, people: People) -> None:
    factories.interest(session, people.redwood, factories.holder(session))
    for who in people.insureds_people:
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            exports.holders(session, who)
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            exports.additional_interests(session, who, people.redwood.id)
    assert exports.holders(session, people.vic).file_name == "holders.csv"
    body = exports.additional_interests(session, people.vic, people.redwood.id).body.decode("utf-8-sig")
    assert body.splitlines()[1].startswith("Halvorsen Property Group LLC,800 W Main Street")
    said = session.exec(select(models.Activity.kind, models.Activity.chain)).all()
    assert said[-2:] == [("list:exported", 0), ("list:exported", people.redwood.id)]


def test_the_template_has_the_headings_only() -> None:
    assert exports.template(Kind.BOTH).body.decode("utf-8-sig").count("\n") == 1
