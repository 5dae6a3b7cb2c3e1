"""One entry of Activity History in words: what a field was before and is after, and what else was kept."""

from dataclasses import dataclass, field
from typing import Any

from coi_app.queries.activity import ActivityRow
from coi_app.web.agency import day_words

LONGEST = 600


@dataclass(frozen=True)
class Entry:
    """`changed` is field, before, after; `kept` is name, value."""

    sentence: str = ""
    who: str = ""
    exact: str = ""
    origin: str = ""
    kind: str = ""
    changed: list[list[str]] = field(default_factory=list)
    kept: list[list[str]] = field(default_factory=list)


NONE = Entry()


def entry(row: ActivityRow, zone: str) -> Entry:
    return Entry(
        sentence=row.sentence,
        who=row.actor_name,
        exact=day_words.exact(row.at, zone),
        origin=origin(row),
        kind=row.label,
        changed=[[title(name), words(before), words(after)] for name, before, after in row.changed],
        kept=[line for name, value in row.details.items() for line in _lines(name, value)],
    )


def origin(row: ActivityRow) -> str:
    """The network address it came from; what runs by itself comes from the server."""
    return row.ip or ("This server" if row.account_id is None else "Not recorded")


def _lines(name: str, value: Any) -> list[list[str]]:
    """What was entered stands field by field; everything else as one value."""
    if isinstance(value, dict):
        return [[title(key), words(one)] for key, one in value.items()]
    return [[title(name), words(value)]]


def title(name: str) -> str:
    """ "address_line_one" as "Address line one"; marks of the tables ("_at", "_on", "_id") say nothing to a reader."""
    said = (
        name.removesuffix("_at")
        .removesuffix("_on")
        .removesuffix("_sha256")
        .removesuffix("_id")
        .replace("_", " ")
        .strip()
    )
    return (said[:1].upper() + said[1:]) or name


def words(value: Any) -> str:
    """Any JSON value as a person reads it."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        said = "; ".join(words(one) for one in value)
    elif isinstance(value, dict):
        said = "; ".join(f"{title(str(key))}: {words(one)}" for key, one in value.items())
    elif isinstance(value, int):
        said = f"{value:,}"
    else:
        said = str(value)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
