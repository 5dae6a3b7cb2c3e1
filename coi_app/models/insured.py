from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from coi_app.models.columns import Record, SortKey, instant, key, ref


class Insured(Record, table=True):
    """A client of the agency, or a prospect. Lists sort by the folded `name_key` and search in `search_key`."""

    __tablename__ = "insureds"
    __table_args__ = (
        Index("ix_insureds_name_key_id", "name_key", "id"),
        Index("ix_insureds_updated_at_id", "updated_at", "id"),
        Index(
            "ix_insureds_search_key_trigram",
            "search_key",
            postgresql_using="gin",
            postgresql_ops={"search_key": "gin_trgm_ops"},
        ).ddl_if("postgresql"),
    )

    id: int | None = key()
    kind: str = "insured"
    legal_name: str
    name_key: str = Field(sa_type=SortKey)
    search_key: str = Field(sa_type=SortKey)
    dba: str = ""
    address_line_one: str = ""
    address_line_two: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""
    phone: str = ""
    email: str = ""
    portal_open: bool = True
    portal_approval: str = "never"
    request_code: str | None = Field(default=None, unique=True)
    created_at: datetime = instant()
    updated_at: datetime = instant()
    revision: int = 1


class Contact(Record, table=True):
    """A person at the insured."""

    __tablename__ = "contacts"

    id: int | None = key()
    insured_id: int = ref("insureds.id", index=True)
    name: str
    title: str = ""
    email: str = ""
    phone: str = ""
    is_primary: bool = False
    ended_at: datetime | None = instant(default=None, nullable=True)


class InsuredAgent(Record, table=True):
    """The agent who looks after the insured and gets its notifications."""

    __tablename__ = "insured_agents"

    insured_id: int = ref("insureds.id", primary_key=True)
    account_id: int = ref("accounts.id", index=True)
