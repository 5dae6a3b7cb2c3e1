"""Everybody judged while the batch is still being started, for whoever draws it: nobody has to be judged again who has
not changed since."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Row
from sqlmodel import Session

from coi_app.queries import additional_interests, facts, judging
from coi_app.queries.judging import Bench, Judged, Wording
from coi_app.rules import access


class Foreseen(NamedTuple):
    """`judged` on the bench of that key: by the link, what was read and what came of it."""

    bench_key: tuple[object, ...]
    judged: Mapping[int, tuple[Row[Any], Judged]]


NOTHING = Foreseen((), {})


def of(session: Session, actor: access.Actor, master_id: int, wanted: Wording) -> Foreseen:
    """Of all active links. Raises NotFound, or Conflict when the master is retired."""
    bench = judging.bench(session, actor, master_id, wanted)
    active = additional_interests.ids(session, actor, bench.master.insured_id)
    rows = facts.interest_rows(session, active)
    return Foreseen(bench.key, {key: (row, bench.judged(*facts.pair(row))) for key, row in rows.items()})


def judged(seen: Foreseen, bench: Bench, rows: Mapping[int, Row[Any]]) -> dict[int, Judged]:
    """These rows on this bench: as it was foreseen where both are still the same, else judged now."""
    known = seen.judged if seen.bench_key == bench.key else {}
    found: dict[int, Judged] = {}
    for key, row in rows.items():
        before = known.get(key)
        found[key] = before[1] if before and before[0] == row else bench.judged(*facts.pair(row))
    return found
