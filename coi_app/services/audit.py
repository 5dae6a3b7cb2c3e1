"""Walks the hash chains of Activity History: whatever was altered, taken out or cut off afterwards is found.

Entries are read in pieces in the order of their chains, so memory does not grow with them.
"""

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlmodel import Session, col

from coi_app.models import Activity, ChainHead, Insured
from coi_app.services import activity

AT_ONCE = 1_000
_ENTRIES: Select[Any] = select(*Activity.__table__.columns).order_by(  # type: ignore[attr-defined]
    col(Activity.chain), col(Activity.sequence)
)
place_of = tuple_(col(Activity.chain), col(Activity.sequence))


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that does not hold. `whose`: the insured's name, or the agency as a whole."""

    chain: int
    whose: str
    sequence: int
    why: str

    @property
    def words(self) -> str:
        return f"Entry {self.sequence:,} of {self.whose} (chain {self.chain}): {self.why}"


@dataclass(frozen=True, slots=True)
class Walk:
    """What was read. `seal`: a SHA-256 over the last links; kept elsewhere, it proves this very history later."""

    entries: int
    chains: int
    seal: str
    broken: Break | None = None

    def as_json(self) -> dict[str, Any]:
        broken = asdict(self.broken) if self.broken else None
        return {"ok": self.broken is None, "entries": self.entries, "chains": self.chains} | (
            {"broken": broken} if broken else {"seal": self.seal}
        )


@dataclass(slots=True)
class _Chain:
    """One chain as far as it is read: its last link, and what its head says that it should be."""

    number: int
    head: Any
    sequence: int = 0
    hash: str = ""

    def follow(self, row: Any) -> str:
        """Take the next entry; gives what is wrong with it, "" when it holds."""
        expected = self.sequence + 1
        if row.sequence != expected:
            self.sequence = expected
            return "it is missing. Somebody deleted it from the database."
        said = row._asdict()
        fits = row.previous_hash == self.hash and row.hash == activity.digest(self.hash, said)
        self.sequence, self.hash = row.sequence, row.hash
        return "" if fits else f"it was altered after it was written. It says now: “{row.sentence}”"

    def end(self) -> str:
        """Whether the newest entry is the one that the chain's head remembers."""
        if self.head is None:
            return "the head of its chain is missing, so nothing tells whether newer entries were cut off."
        if (self.head.sequence, self.head.hash) == (self.sequence, self.hash):
            return ""
        if self.head.sequence > self.sequence:
            self.sequence += 1
            return "it is missing: the newest entries of this chain were cut off."
        return "it is not the entry that the head of its chain remembers."


@dataclass(slots=True)
class _Tally:
    entries: int = 0
    chains: int = 0
    seal: Any = field(default_factory=hashlib.sha256)

    def add(self, chain: _Chain) -> None:
        self.chains += 1
        self.seal.update(f"{chain.number}:{chain.sequence}:{chain.hash}\n".encode())

    def walk(self, broken: Break | None = None) -> Walk:
        return Walk(self.entries, self.chains, self.seal.hexdigest(), broken)


def verify(session: Session) -> Walk:
    """All chains, up to the first break; for `db.reading(one_view=True)`."""
    tally = _Tally()
    for chain, rows in _chains(session):
        for row in rows:
            tally.entries += 1
            if why := chain.follow(row):
                return tally.walk(_break(session, chain, why))
        if why := chain.end():
            return tally.walk(_break(session, chain, why))
        tally.add(chain)
    return tally.walk()


def _chains(session: Session) -> Iterator[tuple[_Chain, Iterable[Any]]]:
    """Every chain that has an entry or a head, in order, with its entries."""
    heads = _heads(session)
    head = next(heads, None)
    for number, rows in itertools.groupby(_entries(session), key=lambda row: row.chain):
        while head is not None and head.chain < number:
            yield _Chain(head.chain, head), ()
            head = next(heads, None)
        is_its_own = head is not None and head.chain == number
        yield _Chain(number, head if is_its_own else None), rows
        head = next(heads, None) if is_its_own else head
    while head is not None:
        yield _Chain(head.chain, head), ()
        head = next(heads, None)


def _break(session: Session, chain: _Chain, why: str) -> Break:
    name = session.execute(select(col(Insured.legal_name)).where(col(Insured.id) == chain.number)).scalar()
    whose = "the agency as a whole" if chain.number == activity.AGENCY_CHAIN else name or "no insured"
    return Break(chain.number, whose, chain.sequence, why)


def _entries(session: Session) -> Iterator[Any]:
    place: tuple[int, int] = (-1, 0)
    while found := session.execute(_ENTRIES.where(place_of > place).limit(AT_ONCE)).all():
        yield from found
        place = (found[-1].chain, found[-1].sequence)


def _heads(session: Session) -> Iterator[Any]:
    last = -1
    query = select(col(ChainHead.chain), col(ChainHead.sequence), col(ChainHead.hash))
    while found := session.execute(
        query.where(col(ChainHead.chain) > last).order_by(col(ChainHead.chain)).limit(AT_ONCE)
    ).all():
        yield from found
        last = found[-1].chain


def chain_holds(session: Session, chain: int) -> bool:
    """Whether one chain is unbroken from its first entry to its head."""
    head = session.execute(
        select(col(ChainHead.chain), col(ChainHead.sequence), col(ChainHead.hash)).where(
            col(ChainHead.chain) == chain
        )
    ).first()
    read, last = _Chain(chain, head), 0
    query = _ENTRIES.where(col(Activity.chain) == chain).limit(AT_ONCE)
    while found := session.execute(query.where(col(Activity.sequence) > last)).all():
        if any(read.follow(row) for row in found):
            return False
        last = found[-1].sequence
    return not read.end()
