"""Statements of columns alone, run past the object mapper: it takes as long for a quick answer as the database."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Dialect,
    String,
    TypeDecorator,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine
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


def expected(session: Session, statement: Statement, **values: Any) -> int:
    """About how many rows it has, as PostgreSQL plans it: to count them takes ten times as long.

    The statement is compiled once, so it has to be the same object each time; `values` are those of its `bindparam`s.
    """
    compiled = _compiled(statement, session.get_bind().dialect)
    plan = (
        session.connection()
        .exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled}", compiled.construct_params(values))
        .scalar_one()
    )
    number: int = plan[0]["Plan"]["Plan Rows"]
    return number


@lru_cache(maxsize=100)
def _compiled(statement: Statement, dialect: Dialect) -> Any:
    return statement.compile(dialect=dialect)


class _Numbers(TypeDecorator[Sequence[int]]):
    """Many numbers as one value: an array, where the database has them."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else ARRAY(BigInteger()))

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> Any:
        return json.dumps(list(value or ())) if dialect.name == "sqlite" else list(value or ())


class _Among(FunctionElement[bool]):
    """Of no type that is told: of a Boolean, SQLite would be asked whether it is 1, and no index answers that."""

    inherit_cache = True


@compiles(_Among)
def _of_array(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, numbers = (compiler.process(one, **how) for one in element.clauses)
    return f"{column} = ANY ({numbers})"


@compiles(_Among, "sqlite")
def _of_json(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, numbers = (compiler.process(one, **how) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"


def among(column: ColumnElement[int], ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether it is one of these, handed over as one value: a thousand take longer to hand over than to find."""
    return _Among(column, literal(ids, _Numbers()))


def among_ids(column: ColumnElement[int]) -> ColumnElement[bool]:
    """The same of numbers that `rows` is told as `ids`: the statement is built once."""
    return _Among(column, bindparam("ids", type_=_Numbers()))
