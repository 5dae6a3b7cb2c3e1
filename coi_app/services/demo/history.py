"""Activity History of what is said to have happened: the same chains as `services.activity`, with past instants."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col

from coi_app.models import Activity, ChainHead
from coi_app.queries import facts
from coi_app.services import activity
from coi_app.services.demo.ledger import ROWS_AT_ONCE, Ledger, Told

Heads = dict[int, tuple[int, str]]


def write(session: Session, ledger: Ledger) -> None:
    """Append everything told, in the order of its instants, to the chains as they stand."""
    told = sorted(ledger.told, key=_instant)
    ledger.told.clear()
    heads = _heads(session, {_chain(one) for one in told})
    rows = list(_linked(told, heads, ledger))
    for start in range(0, len(rows), ROWS_AT_ONCE):
        ledger.rows[Activity] = rows[start : start + ROWS_AT_ONCE]
        ledger.write(session)
    _keep(session, heads, {row["chain"] for row in rows})


def _instant(one: Told) -> datetime:
    return one.at


def _chain(one: Told) -> int:
    return one.entry.insured_id or activity.AGENCY_CHAIN


def _heads(session: Session, chains: set[int]) -> Heads:
    heads: Heads = defaultdict(lambda: (0, ""))
    query = select(col(ChainHead.chain), col(ChainHead.sequence), col(ChainHead.hash))
    for some in facts.in_chunks(sorted(chains)):
        found = session.execute(query.where(col(ChainHead.chain).in_(some)))
        heads |= {chain: (sequence, last) for chain, sequence, last in found}
    return heads


def _linked(told: Iterable[Told], heads: Heads, ledger: Ledger) -> Iterator[dict[str, Any]]:
    for one in told:
        chain = _chain(one)
        sequence, previous = heads[chain]
        row: dict[str, Any] = {
            "chain": chain,
            "sequence": sequence + 1,
            "at": one.at,
            "account_id": one.actor.account_id,
            "actor_name": one.actor.name,
            "ip": one.actor.ip,
            "kind": one.entry.kind.value,
            "subject": one.entry.subject,
            "subject_id": one.entry.subject_id,
            "sentence": one.entry.sentence,
            "details": dict(one.entry.details),
            "previous_hash": previous,
        }
        row["hash"] = activity.digest(previous, row)
        heads[chain] = (sequence + 1, row["hash"])
        yield {"id": ledger.next_id(Activity), **row}


def _keep(session: Session, heads: Heads, chains: set[int]) -> None:
    if not chains:
        return
    for chain in sorted(chains):
        session.execute(delete(ChainHead).where(col(ChainHead.chain) == chain))
    rows = [
        {"chain": chain, "sequence": heads[chain][0], "hash": heads[chain][1]} for chain in sorted(chains)
    ]
    session.execute(insert(ChainHead), rows)
