"""Statements of columns alone, run past the object mapper: it takes as long for a quick answer as the database."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, func, literal, select
from sqlmodel import Session

from coi_app import db

Statement = Any  # a Select of whatever columns: its type names each of them


def rows(session: Session, statement: Statement, **values: Any) -> Sequence[Any]:
    """All rows. `values` are those of its `bindparam`s."""
    session.flush()  # what belongs to them may wait there; the mapper would have seen to it
    return session.connection().execute(statement, values).all()


def ids(session: Session, statement: Statement) -> list[int]:
    """Of a statement of one column of numbers, handed over as one value: a thousand rows take longer than to find."""
    session.flush()
    (number,) = statement.subquery().c
    if not db.is_sqlite(session):
        return session.connection().execute(select(func.array_agg(number))).scalar() or []
    found: list[int] = json.loads(
        session.connection().execute(select(func.json_group_array(number))).scalar_one()
    )
    return found


def among(session: Session, column: ColumnElement[int], ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether it is one of these, handed over as one value: a thousand take longer to hand over than to find."""
    if db.is_sqlite(session):
        return column.in_(select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value))
    return column == any_(literal(list(ids), ARRAY(BigInteger)))
