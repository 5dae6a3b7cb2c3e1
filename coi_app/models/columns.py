"""The base and the column kinds all tables share: one model for SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, LargeBinary, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from coi_app.models import packing


class Record(SQLModel):
    """A table's row. The services judge what goes into it, so Pydantic need not be ready to: that took a tenth of a
    second of every process's start."""

    model_config = {"defer_build": True}


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as UTC. SQLite has no zones: what it gives back is UTC by this contract."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PackedJson(TypeDecorator[Any]):
    """JSON of large tables, deflated; it cannot be looked into in SQL. Bytes were packed before."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes:
        return value if isinstance(value, bytes) else packing.packed(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else packing.unpacked(value)


BigId = BigInteger().with_variant(Integer, "sqlite")  # SQLite gives row ids only to INTEGER
Json = JSON().with_variant(JSONB, "postgresql")
# Sorted and searched by prefix: byte order on both engines, so that an index serves LIKE 'abc%' and keyset paging.
SortKey = String().with_variant(String(collation="C"), "postgresql")


def key(**more: Any) -> Any:
    """The table's own number."""
    return Field(default=None, primary_key=True, sa_type=BigId, **more)


def ref(target: str, **more: Any) -> Any:
    """A reference to `table.column`; deleting what is referred to is refused by the database (R36)."""
    return Field(foreign_key=target, sa_type=BigId, **more)


def instant(**more: Any) -> Any:
    return Field(sa_type=Instant, **more)
