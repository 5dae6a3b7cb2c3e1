"""A row takes new values: only what differs is written, and the differences are what the activity keeps."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from sqlmodel import SQLModel

from coi_app.rules.errors import Conflict


class Revised(Protocol):
    revision: int


def require_seen(row: Revised, seen_revision: int | None, what: str) -> None:
    """Raise Conflict when the person looked at an older revision; None skips the question."""
    if seen_revision is not None and seen_revision != row.revision:
        raise Conflict(
            f"Somebody else changed this {what} while you were working on it. Nothing of yours was saved: "
            "open it again, then make your change once more."
        )


def apply(row: SQLModel, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the values that differ; gives field → [before, after], fit for JSON."""
    differing = {name: after for name, after in values.items() if getattr(row, name) != after}
    differences = {name: [plain(getattr(row, name)), plain(after)] for name, after in differing.items()}
    for name, after in differing.items():
        setattr(row, name, after)
    return differences


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered first, for the activity; empty fields say nothing."""
    return {name: plain(value) for name, value in values.items() if value not in ("", None, [], {})}
