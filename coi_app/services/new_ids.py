"""Numbers for rows that other rows refer to before they are read back."""

from typing import Any

from sqlalchemy import func, select, text
from sqlmodel import Session, SQLModel, col

from coi_app import db
from coi_app.models import ChainHead, Insured


def taken(session: Session, model: type[SQLModel], count: int) -> list[int]:
    """So many ids of the table that nobody else gets."""
    table = str(model.__tablename__)
    if db.is_sqlite(session):
        last = _last(session, model)
        return list(range(last + 1, last + 1 + count))
    following = text(
        f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, :count)"
    )
    return list(session.execute(following, {"count": count}).scalars())


def _last(session: Session, model: Any) -> int:
    """An insured that an undone import took back leaves its history: no other insured may go on with that one."""
    last = session.execute(select(func.max(model.__table__.c.id))).scalar() or 0
    if model is Insured:
        last = max(last, session.execute(select(func.max(col(ChainHead.chain)))).scalar() or 0)
    return int(last)
