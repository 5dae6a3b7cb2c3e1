"""Holders that the insured's own people put on their list."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock
from coi_app.models import AdditionalInterest
from coi_app.queries import tables
from coi_app.queries.portal import own
from coi_app.rules import access, fields, holder_form
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.facts import InterestType
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import activity, holders


def add(session: Session, actor: access.Actor, values: Mapping[str, Any]) -> int:
    """A new plain certificate holder (R21); gives the holder's id. Fields as in `services.holders.create`.

    Always a record of its own: to find one that the agency has for somebody else would tell of them.
    """
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.ADD_HOLDERS)
    form = fields.Reader(values)
    read = holder_form.read(form)
    if read["name_key"] and _is_listed(session, owner, read["name_key"]):
        form.add("name", "This holder is on your list already. Take that one, or give this one another name.")
    form.raise_if_wrong()
    holder_id = holders.create_read(session, actor, read)
    _link(session, actor, owner, holder_id, read["name"])
    return holder_id


def _is_listed(session: Session, owner: int, name_key: str) -> bool:
    link, holder = tables.additional_interests, tables.holders
    found = select(link.id).where(
        link.insured_id == owner,
        link.ended_on.is_(None),
        link.holder_id.in_(select(holder.id).where(holder.name_key == name_key)),
    )
    return session.execute(found.limit(1)).first() is not None


def _link(session: Session, actor: access.Actor, owner: int, holder_id: int, name: str) -> None:
    now, types = clock.now(), [InterestType.CERTIFICATE_HOLDER.value]
    link = AdditionalInterest(
        insured_id=owner, holder_id=holder_id, types=types, created_at=now, updated_at=now
    )
    session.add(link)
    session.flush()
    said, details = f"Added the additional interest {name}", {"entered": {"holder_id": holder_id}}
    entry = activity.Entry(ActivityKind.INTEREST_ADDED, said, owner, "interest", link.id, details)
    activity.record(session, actor, entry)
