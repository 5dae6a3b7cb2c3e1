from datetime import datetime
from typing import Any

from sqlmodel import Field

from coi_app.models.columns import Json, Record, instant, key, ref


class LicensedForm(Record, table=True):
    """The agency's own fillable form. Its files lie in the file store under their SHA-256: the one that came, its
    stripped pages, what they look like on a screen (a JSON list of SVG).

    `fields`: `rules.licensed_forms.FormField` as JSON; `mapping`: field name → key; `code`: a rectangle, {} for none.
    `licensed_by_id` stated that the agency holds the license. Used ones are never deleted, only retired.
    """

    __tablename__ = "licensed_forms"

    id: int | None = key()
    name: str
    sha256: str
    size: int
    blank_sha256: str
    outlines_sha256: str
    pages: int
    fields: list[dict[str, Any]] = Field(sa_type=Json)
    mapping: dict[str, str] = Field(sa_type=Json)
    code: dict[str, float] = Field(sa_type=Json)
    licensed_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    licensed_at: datetime = instant()
    retired_at: datetime | None = instant(default=None, nullable=True)
    revision: int = 1
