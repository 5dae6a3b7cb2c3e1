from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from coi_app.models.columns import BigId, Json, Record, instant, key, ref


class ImportRun(Record, table=True):
    """One file on its way into the agency: what it is, how its columns are read, how far it is, what came of it.

    `fingerprint` is what the agency's records looked like when the rows were judged. `step` counts its jobs.
    """

    __tablename__ = "import_runs"
    __table_args__ = (Index("ix_import_runs_created_at_id", "created_at", "id"),)

    id: int | None = key()
    kind: str = "both"
    source: str = "desk"
    file_name: str
    file_size: int
    file_sha256: str = Field(index=True)
    note: str = ""
    header_row: int = 0
    headings: list[str] = Field(default_factory=list, sa_type=Json)
    samples: list[list[str]] = Field(default_factory=list, sa_type=Json)
    places: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    state: str = "ready"
    step: int = 0
    error: str = ""
    fingerprint: str = ""
    total: int = 0
    done: int = 0
    created: int = 0
    changed: int = 0
    linked: int = 0
    matched: int = 0
    rejected: int = 0
    alike: int = 0
    links_created: int = 0
    created_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    created_at: datetime = instant()
    asked_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    applied_at: datetime | None = instant(default=None, nullable=True)
    undone_at: datetime | None = instant(default=None, nullable=True)


class ImportRow(Record, table=True):
    """One row of the file, the verdict on it, and what it made. `position` is its number in the file.

    `same_as` and `link_of` are rows of this file whose holder, record or link it shares. The ids are no references:
    an import that is undone takes away what they name.

    Imports of insureds, carriers and policies keep in `record` what the row makes or changes, in `record_id` whose
    it is, and in `before` what a change replaces.
    """

    __tablename__ = "import_rows"
    __table_args__ = (Index("ix_import_rows_run_id_verdict_position", "run_id", "verdict", "position"),)

    run_id: int = ref("import_runs.id", primary_key=True)
    position: int = Field(primary_key=True)
    verdict: str
    column: str = ""
    message: str = ""
    cells: list[str] = Field(sa_type=Json)
    holder: dict[str, Any] | None = Field(default=None, sa_type=Json)
    link: dict[str, Any] | None = Field(default=None, sa_type=Json)
    holder_id: int | None = Field(default=None, sa_type=BigId)
    same_as: int | None = None
    interest_id: int | None = Field(default=None, sa_type=BigId)
    link_of: int | None = None
    alike_id: int | None = Field(default=None, sa_type=BigId)
    alike_row: int | None = None
    decision: str = ""
    record: dict[str, Any] | None = Field(default=None, sa_type=Json)
    record_id: int | None = Field(default=None, sa_type=BigId)
    before: dict[str, Any] | None = Field(default=None, sa_type=Json)


class ImportHeading(Record, table=True):
    """What the agency once said a heading means; headings of other kinds of tables begin with the kind and a bar."""

    __tablename__ = "import_headings"

    heading: str = Field(primary_key=True)
    column: str
