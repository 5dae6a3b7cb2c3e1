"""Inserts that leave what is there already alone, on both engines."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from coi_app import db


def insert_missing(session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Rows whose key is taken are skipped; two writers at once do not fail each other."""
    if rows:
        insert = sqlite.insert if db.is_sqlite(session) else postgresql.insert
        session.execute(insert(model).on_conflict_do_nothing(), list(rows))
