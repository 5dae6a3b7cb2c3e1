from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from coi_app.models.columns import Record, instant, key, ref


class Master(Record, table=True):
    """A named template of an insured's certificates. Used ones are never deleted, only retired."""

    __tablename__ = "masters"

    id: int | None = key()
    insured_id: int = ref("insureds.id", index=True)
    name: str
    current_version: int = 1
    portal_visible: bool = False
    created_at: datetime = instant()
    retired_at: datetime | None = instant(default=None, nullable=True)


class MasterVersion(Record, table=True):
    """What the master showed from then on; certificates keep the version they were issued from. Never changed.

    `form_id`: the licensed form it is printed on, none for our own page.
    """

    __tablename__ = "master_versions"
    __table_args__ = (UniqueConstraint("master_id", "version"),)

    id: int | None = key()
    master_id: int = ref("masters.id")
    version: int
    name: str
    default_description: str = ""
    representative: str = ""
    signature_sha256: str = ""
    form_id: int | None = ref("licensed_forms.id", default=None, nullable=True)
    created_at: datetime = instant()
    created_by_id: int | None = ref("accounts.id", default=None, nullable=True)


class MasterPolicy(Record, table=True):
    """A policy that a master version shows."""

    __tablename__ = "master_policies"

    master_version_id: int = ref("master_versions.id", primary_key=True)
    policy_id: int = ref("policies.id", primary_key=True, index=True)


class DescriptionTemplate(Record, table=True):
    """A named wording with placeholders; `insured_id` None: for the whole agency.

    `follows_default`: it stands after the master's default description, else in its place.
    """

    __tablename__ = "description_templates"

    id: int | None = key()
    name: str
    category: str = ""
    body: str
    insured_id: int | None = ref("insureds.id", default=None, nullable=True, index=True)
    follows_default: bool = False
    portal_visible: bool = False
    created_at: datetime = instant()
    updated_at: datetime = instant()
    retired_at: datetime | None = instant(default=None, nullable=True)
    revision: int = Field(default=1)
