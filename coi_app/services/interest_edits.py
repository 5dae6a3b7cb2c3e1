"""One change made to many additional interests of an insured at once: only the fields that were ticked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock
from coi_app.models import AdditionalInterest, Holder
from coi_app.queries import additional_interests as seen
from coi_app.queries import facts, sight, tables
from coi_app.queries.additional_interests import InterestSelection
from coi_app.rules import access, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, additional_interests, row_changes

FIELDS = ("types", "description", "ended_on", "preferred_master_id")


@dataclass(frozen=True, slots=True)
class Preview:
    """Of those chosen, how many would change; the others say so already."""

    chosen: int
    changing: int


def preview(
    session: Session,
    actor: access.Actor,
    insured_id: object,
    selection: InterestSelection,
    values: Mapping[str, Any],
) -> Preview:
    """What `change` would do; changes nothing, and raises what that would."""
    read, links = _asked(session, actor, insured_id, selection, values)
    return Preview(len(links), sum(bool(_differing(link, read)) for link in links))


def change(
    session: Session,
    actor: access.Actor,
    insured_id: object,
    selection: InterestSelection,
    values: Mapping[str, Any],
    expected: int | None = None,
) -> int:
    """Give the links these values, all of them or none; gives how many changed.

    `values` has any of types (with other_type), description, ended_on (nothing means today) and preferred_master_id
    ("" for none). `expected`: how many the preview said. Raises NotFound, NotAllowed, InvalidInput, Conflict.
    """
    read, links = _asked(session, actor, insured_id, selection, values, for_change=True)
    changing = [link for link in links if _differing(link, read)]
    if expected is not None and expected != len(changing):
        raise errors.Conflict(
            f"The list was changed meanwhile: {len(changing):,} would change now, not {expected:,}. Nothing was "
            "changed. Look at the preview again."
        )
    names = _names(session, changing)
    now, entries = clock.now(), []
    for link in changing:
        differences = row_changes.apply(link, read)
        link.revision, link.updated_at = link.revision + 1, now
        entries.append(_entry(link, names[link.holder_id], differences))
    session.flush()
    activity.record_all(session, actor, entries)
    return len(changing)


def _asked(
    session: Session,
    actor: access.Actor,
    insured_id: object,
    selection: InterestSelection,
    values: Mapping[str, Any],
    *,
    for_change: bool = False,
) -> tuple[dict[str, Any], list[AdditionalInterest]]:
    """The values that were read, and the links in sight."""
    owner = sight.insured(session, actor, insured_id)
    access.require(actor, access.Right.INTERESTS_CHANGE)
    ids = seen.chosen(session, actor, owner, selection)
    read = _read(session, owner, values)
    if not ids:
        raise errors.Conflict("Choose at least one additional interest.")
    return read, _links(session, ids, for_change)


def _read(session: Session, insured_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    if not any(name in values for name in FIELDS):
        raise errors.Conflict("Tick at least one field to change.")
    form, read = fields.Reader(values), dict[str, Any]()
    if "types" in values:
        read |= additional_interests.read_types(form)
    if "description" in values:
        read["description"] = additional_interests.read_description(form)
    if "ended_on" in values:
        read["ended_on"] = additional_interests.read_end(session, form)
    if "preferred_master_id" in values:
        read["preferred_master_id"] = additional_interests.read_master(session, form, insured_id, None)
    form.raise_if_wrong()
    return read


def _links(session: Session, ids: Sequence[int], for_change: bool) -> list[AdditionalInterest]:
    row, found = tables.additional_interests, list[AdditionalInterest]()
    for some in facts.in_chunks(sorted(ids)):
        query = select(AdditionalInterest).where(row.id.in_(some)).order_by(row.id)
        if for_change:
            query = query.with_for_update().execution_options(populate_existing=True)
        found += session.execute(query).scalars()
    return found


def _differing(link: AdditionalInterest, read: Mapping[str, Any]) -> bool:
    return any(getattr(link, name) != value for name, value in read.items())


def _names(session: Session, links: Sequence[AdditionalInterest]) -> dict[int, str]:
    row, found = tables.holders, dict[int, str]()
    for some in facts.in_chunks(sorted({link.holder_id for link in links})):
        query = select(row.id, row.name).select_from(Holder).where(row.id.in_(some))
        found |= {one: name for one, name in session.execute(query)}
    return found


def _entry(link: AdditionalInterest, name: str, differences: Mapping[str, Any]) -> activity.Entry:
    has_ended = "ended_on" in differences and differences["ended_on"][0] is None
    kind = ActivityKind.INTEREST_ENDED if has_ended else ActivityKind.INTEREST_CHANGED
    said = f"{'Ended' if has_ended else 'Changed'} the additional interest {name}"
    return activity.Entry(kind, said, link.insured_id, "interest", link.id, {"changed": differences})
