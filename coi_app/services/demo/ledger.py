"""Rows waiting to be written: numbered here, told to the history, inserted in bulk."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from pydantic_core import PydanticUndefined
from sqlalchemy import Table, insert, inspect, text
from sqlmodel import Session, SQLModel

from coi_app import db, models
from coi_app.rules import access
from coi_app.services import activity

# Before a row come those it refers to.
ORDER: tuple[type[SQLModel], ...] = (
    models.StoredPicture, models.Agency, models.NumberSeries, models.Insured, models.Account,
    models.InsuredAgent, models.Contact, models.Carrier, models.Policy, models.Vehicle, models.Holder,
    models.HolderName, models.PolicyEndorsement, models.EndorsementHolder, models.Master, models.MasterVersion,
    models.MasterPolicy, models.DescriptionTemplate, models.AdditionalInterest, models.Plate,
    models.StoredContent, models.Batch, models.BatchItem, models.Certificate, models.Mail, models.Delivery,
    models.SharedFile, models.CertificateRequest, models.Activity,
)  # fmt: skip
ROWS_AT_ONCE = 5_000

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing for Activity History, with the moment it is said to have happened."""

    at: datetime
    actor: access.Actor
    entry: activity.Entry


@dataclass
class Ledger:
    rows: dict[type[SQLModel], list[Row]] = field(default_factory=lambda: defaultdict(list))
    told: list[Told] = field(default_factory=list)
    _given: Counter[type[SQLModel]] = field(default_factory=Counter)

    def add(self, model: type[SQLModel], /, **values: Any) -> Row:
        """Note a row with the next id, unless the table has another key; its columns' defaults filled in."""
        row = _defaults(model) | values
        if "id" in row and row["id"] is None:
            row["id"] = self.next_id(model)
        self.rows[model].append(row)
        return row

    def next_id(self, model: type[SQLModel]) -> int:
        self._given[model] += 1
        return self._given[model]

    def tell(self, at: datetime, actor: access.Actor, entry: activity.Entry) -> None:
        self.told.append(Told(at, actor, entry))

    def write(self, session: Session) -> None:
        """Insert what is waiting; afterwards the ledger is empty and goes on counting."""
        for model in ORDER:
            rows = self.rows.pop(model, [])
            for start in range(0, len(rows), ROWS_AT_ONCE):
                session.connection().execute(insert(_table(model)), rows[start : start + ROWS_AT_ONCE])
        if self.rows:
            raise ValueError(f"no place in the order for {', '.join(model.__name__ for model in self.rows)}")

    def advance_series(self, session: Session) -> None:
        """PostgreSQL hands out ids from series of its own, which do not see ids that were given."""
        if db.is_sqlite(session):
            return
        for model in self._given:
            table = str(model.__tablename__)
            session.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
            )


def _table(model: type[SQLModel]) -> Table:
    """The table itself: rows without models cost half."""
    return cast(Table, inspect(model).local_table)


_templates: dict[type[SQLModel], Mapping[str, Any]] = {}


def _defaults(model: type[SQLModel]) -> Row:
    if model not in _templates:
        _templates[model] = {
            name: one.default
            for name, one in model.model_fields.items()
            if one.default is not PydanticUndefined
        }
    made = {
        name: one.default_factory()  # type: ignore[call-arg]  # none of ours takes the other values
        for name, one in model.model_fields.items()
        if one.default_factory is not None
    }
    return dict(_templates[model]) | made
