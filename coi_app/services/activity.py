"""The activity history: append-only, one entry a change, in the same transaction, hash-chained per insured."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from coi_app import clock
from coi_app.models import Activity, ChainHead
from coi_app.rules import access, certificate_content
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import row_inserts

AGENCY_CHAIN = 0  # what concerns no insured
CHAINS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened to one thing. `sentence` is plain English without the actor: "Issued KV-26-00001 to …"."""

    kind: ActivityKind
    sentence: str
    insured_id: int | None = None
    subject: str = ""
    subject_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def record(session: Session, actor: access.Actor, entry: Entry) -> None:
    record_all(session, actor, [entry])


def record_all(session: Session, actor: access.Actor, entries: Iterable[Entry]) -> None:
    """Append in order. Locks each chain's head once, always in the order of their numbers."""
    at = clock.now()
    chains: dict[int, list[Entry]] = {}
    for entry in entries:
        chains.setdefault(entry.insured_id or AGENCY_CHAIN, []).append(entry)
    ordered = sorted(chains)
    for place in range(0, len(ordered), CHAINS_AT_ONCE):
        some = ordered[place : place + CHAINS_AT_ONCE]
        _append(session, actor, {chain: chains[chain] for chain in some}, at)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field → [before, after] of the fields that differ, for an entry's details."""
    return {name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]}


def digest(previous: str, row: Mapping[str, Any]) -> str:
    """The link's SHA-256: the link before it and everything the entry says."""
    said = {name: row[name] for name in CHAINED} | {"at": row["at"].isoformat()}
    return hashlib.sha256((previous + certificate_content.canonical_json(said)).encode()).hexdigest()


CHAINED = (
    "chain", "sequence", "account_id", "actor_name", "ip", "kind", "subject", "subject_id", "sentence", "details",
)  # fmt: skip


def _append(session: Session, actor: access.Actor, chains: Mapping[int, list[Entry]], at: datetime) -> None:
    heads = _locked_heads(session, list(chains))
    rows: list[dict[str, Any]] = []
    ends = []
    for chain, entries in chains.items():
        links = _links(actor, chain, heads[chain], entries, at)
        rows += links
        ends.append({"at_chain": chain, "sequence": links[-1]["sequence"], "hash": links[-1]["hash"]})
    row_inserts.insert_all(session, Activity, rows)
    table = ChainHead.__table__  # type: ignore[attr-defined]  # SQLModel sets it at runtime
    session.connection().execute(update(table).where(table.c.chain == bindparam("at_chain")), ends)


def _links(
    actor: access.Actor, chain: int, head: "_Head", entries: Sequence[Entry], at: datetime
) -> list[dict[str, Any]]:
    rows, previous = [], head.hash
    for offset, entry in enumerate(entries, start=1):
        row: dict[str, Any] = {
            "chain": chain,
            "sequence": head.sequence + offset,
            "at": at,
            "account_id": actor.account_id,
            "actor_name": actor.name,
            "ip": actor.ip,
            "kind": entry.kind.value,
            "subject": entry.subject,
            "subject_id": entry.subject_id,
            "sentence": entry.sentence,
            "details": dict(entry.details),
        }
        row |= {"previous_hash": previous, "hash": digest(previous, row)}
        previous = row["hash"]
        rows.append(row)
    return rows


@dataclass(frozen=True, slots=True)
class _Head:
    sequence: int
    hash: str


def _locked_heads(session: Session, chains: list[int]) -> dict[int, _Head]:
    head = (
        select(col(ChainHead.chain), col(ChainHead.sequence), col(ChainHead.hash))
        .where(col(ChainHead.chain).in_(chains))
        .order_by(col(ChainHead.chain))
        .with_for_update()
    )
    found = session.execute(head).all()
    if len(found) < len(
        chains
    ):  # two may begin a chain at once: the second waits here and goes on from the first
        missing = sorted(set(chains) - {one.chain for one in found})
        begun = [{"chain": chain, "sequence": 0, "hash": ""} for chain in missing]
        row_inserts.insert_missing(session, ChainHead, begun)
        found = session.execute(head).all()
    return {one.chain: _Head(one.sequence, one.hash) for one in found}
