"""Holders that are probably one: the import's own matching, turned on the list that is there.

Only holders of one ZIP code are ever compared, so the list is read ZIP by ZIP and never lies in memory as a whole.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlmodel import Session

from coi_app.models import Holder
from coi_app.queries import holders, tables
from coi_app.rules import access, holder_keys
from coi_app.services.holder_index import HolderIndex

MOST = 200  # groups; whoever has merged those asks again


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Holders by id, the oldest first. `sure`: all have the same name and address but for their spelling."""

    holder_ids: tuple[int, ...]
    sure: bool


def find(session: Session, actor: access.Actor, text: str = "") -> tuple[Duplicates, ...]:
    """Among the holders that the search finds, at most `MOST` groups, the sure ones first. For who may merge."""
    access.require(actor, access.Right.DESK_VIEW)
    access.require(actor, access.Right.HOLDERS_CHANGE)
    found: list[Duplicates] = []
    rows = session.execute(_shared_places(session, text)).yield_per(1_000)
    for _, some in itertools.groupby(rows, key=lambda row: row.zip_five):
        found += _among(list(some))
    found.sort(key=lambda one: (not one.sure, one.holder_ids))
    return tuple(found[:MOST])


def _shared_places(session: Session, text: str) -> Select[Any]:
    """Holders by ZIP code, without those who are alone in theirs."""
    row = tables.holders
    zip_five = func.substr(row.zip_code, 1, 5)
    listed = and_(row.merged_into_id.is_(None), holders.named(session, text))
    shared = select(zip_five).where(listed).group_by(zip_five).having(func.count() > 1)
    said = (row.name, row.address_line_one, row.address_line_two, row.city, row.zip_code)
    return (
        select(row.id, zip_five.label("zip_five"), *said)
        .select_from(Holder)
        .where(listed, zip_five.in_(shared))
        .order_by(zip_five, row.id)
    )


def _among(rows: Sequence[Any]) -> Iterable[Duplicates]:
    index, first, sure = HolderIndex(), dict[int, int](), dict[int, bool]()
    groups: dict[int, list[int]] = {}
    for row in rows:
        key = holder_keys.of(row.name, row.address_line_one, row.address_line_two, row.city, row.zip_code)
        same = index.same(key)
        twin = same if same is not None else index.alike(key)
        index.add(key, row.id)
        head = first[row.id] = first[twin] if twin is not None else row.id
        groups.setdefault(head, []).append(row.id)
        sure[head] = sure.get(head, True) and (twin is None or same is not None)
    return [Duplicates(tuple(ids), sure[head]) for head, ids in groups.items() if len(ids) > 1]
