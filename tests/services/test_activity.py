"""The chain: nothing can be altered unseen."""

import threading
from pathlib import Path

import pytest
from sqlmodel import Session, select

from coi_app import db, models
from coi_app.rules import access
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity
from tests import cast, own_house


def entries(session: Session, chain: int) -> list[models.Activity]:
    query = select(models.Activity).where(models.Activity.chain == chain).order_by(models.Activity.sequence)  # type: ignore[arg-type]
    return list(session.exec(query))


def test_each_entry_covers_the_one_before_it(session: Session) -> None:
    people = cast.of(session)
    for number in range(3):
        entry = activity.Entry(ActivityKind.INSURED_CHANGED, f"Change {number}", insured_id=people.redwood.id)
        activity.record(session, people.sam, entry)
    assert people.redwood.id is not None
    rows = entries(session, people.redwood.id)
    previous = ""
    for sequence, row in enumerate(rows, start=1):
        assert (row.sequence, row.previous_hash) == (sequence, previous)
        assert row.hash == activity.digest(previous, row.model_dump())
        previous = row.hash


def test_an_altered_sentence_no_longer_fits_its_hash(session: Session) -> None:
    people = cast.of(session)
    entry = activity.Entry(ActivityKind.INSURED_CHANGED, "Raised the limit", insured_id=people.redwood.id)
    activity.record(session, people.sam, entry)
    assert people.redwood.id is not None
    (row,) = entries(session, people.redwood.id)
    told = row.model_dump() | {"sentence": "Lowered the limit"}
    assert activity.digest("", told) != row.hash


def test_a_batch_of_entries_goes_to_the_chains_of_their_insureds(session: Session) -> None:
    people = cast.of(session)
    activity.record_all(
        session,
        people.sam,
        [
            activity.Entry(ActivityKind.INSURED_CHANGED, "One", insured_id=people.redwood.id),
            activity.Entry(ActivityKind.INSURED_CHANGED, "Two", insured_id=people.harbor.id),
            activity.Entry(ActivityKind.AGENCY_CHANGED, "Three"),
            activity.Entry(ActivityKind.INSURED_CHANGED, "Four", insured_id=people.redwood.id),
        ],
    )
    assert people.redwood.id is not None
    assert [row.sentence for row in entries(session, people.redwood.id)] == ["One", "Four"]
    assert [row.sentence for row in entries(session, activity.AGENCY_CHAIN)] == ["Three"]


def test_changes_tells_before_and_after_of_what_differs() -> None:
    assert activity.changes({"a": 1, "b": 2}, {"a": 1, "b": 3}) == {"b": [2, 3]}


@pytest.mark.usefixtures("engine")
def test_two_who_begin_a_chain_at_once_are_both_in_it(tmp_path: Path) -> None:
    """The second comes while the first one's entry is not committed yet."""
    with own_house.installed(tmp_path):
        begun, errors = threading.Event(), []

        def second() -> None:
            begun.wait(10)
            try:
                tell("second")
            except Exception as error:
                errors.append(error)

        thread = threading.Thread(target=second)
        thread.start()
        with db.writing() as session:
            activity.record(session, access.system_actor(), entry("first"))
            begun.set()
            thread.join(0.3)
        thread.join(30)
        assert errors == []
        with db.reading() as session:
            assert [row.sentence for row in entries(session, activity.AGENCY_CHAIN)] == ["first", "second"]


def tell(sentence: str) -> None:
    with db.writing() as session:
        activity.record(session, access.system_actor(), entry(sentence))


def entry(sentence: str) -> activity.Entry:
    return activity.Entry(ActivityKind.INSURED_CHANGED, sentence)
