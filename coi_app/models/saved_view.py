from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from coi_app.models.columns import Json, Record, instant, key, ref


class SavedView(Record, table=True):
    """A named filter of a list: the parameters of its address. `shared`: everybody at the agency has it."""

    __tablename__ = "saved_views"
    __table_args__ = (Index("ix_saved_views_screen_account_id", "screen", "account_id"),)

    id: int | None = key()
    screen: str
    account_id: int = ref("accounts.id")
    name: str
    query: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    shared: bool = False
    created_at: datetime = instant()


class ListChoice(Record, table=True):
    """How one person likes to see a list: its columns."""

    __tablename__ = "list_choices"

    account_id: int = ref("accounts.id", primary_key=True)
    screen: str = Field(primary_key=True)
    columns: list[str] = Field(default_factory=list, sa_type=Json)
