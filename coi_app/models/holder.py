from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from coi_app.models.columns import Json, Record, SortKey, instant, key, ref


class Holder(Record, table=True):
    """A certificate holder: one record per agency, shared by all insureds."""

    __tablename__ = "holders"
    __table_args__ = (Index("ix_holders_name_key_id", "name_key", "id"),)

    id: int | None = key()
    name: str
    name_key: str = Field(sa_type=SortKey)
    attention: str = ""
    address_line_one: str = ""
    address_line_two: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""
    email: str = ""
    phone: str = ""
    merged_into_id: int | None = ref("holders.id", default=None, nullable=True, index=True)
    created_at: datetime = instant()
    updated_at: datetime = instant()
    revision: int = 1


class HolderName(Record, table=True):
    """Every name a holder ever had: certificates keep the one printed, search finds all."""

    __tablename__ = "holder_names"
    __table_args__ = (
        UniqueConstraint("holder_id", "name"),
        Index("ix_holder_names_name_key_id", "name_key", "id"),
        Index("ix_holder_names_holder_id_name_key", "holder_id", "name_key"),
        Index(
            "ix_holder_names_name_key_trigram",
            "name_key",
            postgresql_using="gin",
            postgresql_ops={"name_key": "gin_trgm_ops"},
        ).ddl_if("postgresql"),
    )

    id: int | None = key()
    holder_id: int = ref("holders.id")
    name: str
    name_key: str = Field(sa_type=SortKey)


class AdditionalInterest(Record, table=True):
    """The link insured × holder of the Additional Interests tab; a plain certificate holder is one too."""

    __tablename__ = "additional_interests"
    __table_args__ = (Index("ix_additional_interests_insured_id_ended_on", "insured_id", "ended_on"),)

    id: int | None = key()
    insured_id: int = ref("insureds.id")
    holder_id: int = ref("holders.id", index=True)
    types: list[str] = Field(default_factory=list, sa_type=Json)
    other_type: str = ""
    wants_additional_insured: list[str] = Field(default_factory=list, sa_type=Json)
    wants_waiver: list[str] = Field(default_factory=list, sa_type=Json)
    written_contract: str = ""
    written_contract_on: date | None = None
    project: str = ""
    loan_number: str = ""
    description: str = ""
    delivery_email: str = ""
    preferred_master_id: int | None = ref("masters.id", default=None, nullable=True)
    ended_on: date | None = None
    created_at: datetime = instant()
    updated_at: datetime = instant()
    revision: int = 1
