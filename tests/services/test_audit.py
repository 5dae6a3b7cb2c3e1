"""`coi audit verify`: what was done to the history behind the program's back is found, and named."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from coi_app.models import Activity, ChainHead
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, audit
from tests.cast import People

A, HEAD = Activity, ChainHead


@pytest.fixture
def chain(session: Session, people: People, monkeypatch: pytest.MonkeyPatch) -> int:
    """Seven entries of Redwood's between others; read in pieces of three."""
    monkeypatch.setattr(audit, "AT_ONCE", 3)
    for number in range(7):
        for insured in (people.redwood, people.harbor):
            entry = activity.Entry(
                ActivityKind.INSURED_CHANGED, f"Change {number}", insured.id, details={"n": [1, "é"]}
            )
            activity.record(session, people.sam, entry)
    activity.record(session, people.sam, activity.Entry(ActivityKind.AGENCY_CHANGED, "Moved"))
    assert people.redwood.id is not None
    return people.redwood.id


def at(chain: int, sequence: int) -> tuple[object, object]:
    return col(A.chain) == chain, col(A.sequence) == sequence


def test_an_untouched_history_holds(session: Session, people: People, chain: int) -> None:
    walk = audit.verify(session)
    assert (walk.broken, walk.entries, walk.chains) == (None, 15, 3)
    assert audit.verify(session).seal == walk.seal
    activity.record(session, people.sam, activity.Entry(ActivityKind.INSURED_CHANGED, "More", chain))
    assert audit.verify(session).seal != walk.seal
    assert audit.chain_holds(session, chain)


def test_no_history_holds(session: Session) -> None:
    assert audit.verify(session).broken is None


DEEDS: dict[str, tuple[Callable[[int], object], int, str]] = {
    "a sentence": (lambda c: update(A).where(*at(c, 4)).values(sentence="Nothing happened"), 4, "altered"),
    "a name": (lambda c: update(A).where(*at(c, 1)).values(actor_name="Eve"), 1, "altered"),
    "a detail": (lambda c: update(A).where(*at(c, 7)).values(details={"n": [2]}), 7, "altered"),
    "a hash": (lambda c: update(A).where(*at(c, 2)).values(hash="0" * 64), 2, "altered"),
    "a link": (lambda c: update(A).where(*at(c, 3)).values(previous_hash=""), 3, "altered"),
    "an entry deleted": (lambda c: delete(A).where(*at(c, 3)), 3, "deleted"),
    "the first deleted": (lambda c: delete(A).where(*at(c, 1)), 1, "deleted"),
    "the tail cut off": (lambda c: delete(A).where(col(A.chain) == c, col(A.sequence) > 5), 6, "cut off"),
    "all cut off": (lambda c: delete(A).where(col(A.chain) == c), 1, "cut off"),
    "the head deleted": (lambda c: delete(HEAD).where(col(HEAD.chain) == c), 7, "head"),
    "the head turned back": (
        lambda c: update(HEAD).where(col(HEAD.chain) == c).values(sequence=6), 7, "remembers",
    ),
}  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS)
def test_it_finds(session: Session, chain: int, deed: str) -> None:
    statement, sequence, said = DEEDS[deed]
    session.execute(statement(chain))  # type: ignore[call-overload]
    broken = audit.verify(session).broken
    assert broken is not None and (broken.chain, broken.sequence) == (chain, sequence)
    assert said in broken.why and "Redwood Ridge Builders LLC" in broken.words
    assert not audit.chain_holds(session, chain)


def test_a_rewritten_tail_is_found_by_the_head(session: Session, people: People, chain: int) -> None:
    """Somebody who knows how the hashes are made writes the last entry anew, and forgets the head."""
    last = session.exec(select(A).where(*at(chain, 7))).one()
    told = last.model_dump() | {"sentence": "All is well"}
    session.execute(
        update(A).where(col(A.id) == last.id)
        .values(sentence="All is well", hash=activity.digest(last.previous_hash, told))
    )  # fmt: skip
    broken = audit.verify(session).broken
    assert broken is not None and (broken.sequence, "remembers" in broken.why) == (7, True)
