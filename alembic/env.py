"""Runs the migrations on the connection that `services.schema` hands over; offline scripts are not used here."""

from typing import Any, Literal

from sqlalchemy import Connection
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from alembic import context
from coi_app import db, models
from coi_app.models import columns

assert models.__all__  # the tables are declared when the models are imported


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Compare our own tables only: the job engine's and the full-text index's tables are none of the models'."""
    return kind != "table" or name in SQLModel.metadata.tables


def include_object(item: Any, name: str | None, kind: str, reflected: bool, _compare_to: Any) -> bool:
    if kind == "index" and name and name.endswith("_trigram"):
        return context.get_context().dialect.name == "postgresql"
    return True


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write columns without our own classes, so that an old migration never depends on today's code."""
    if kind == "type" and isinstance(item, columns.Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, columns.PackedJson):
        return "sa.LargeBinary()"
    if kind == "type" and item is columns.Json:
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        include_name=include_name,
        include_object=include_object,
        render_item=render_item,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:  # the plain `alembic` command, used by developers to write the next migration
    with db.engine().connect() as connection:
        migrate(connection)
        connection.commit()
