"""Picking a holder for a certificate: those this insured used last come first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select, true
from sqlmodel import Session

from coi_app.models import Holder
from coi_app.queries import facts, insureds, name_search, sight, tables
from coi_app.rules import access, errors
from coi_app.rules.certificate_content import Address

RECENT_CERTIFICATES = 500  # how far back "used last" looks


class Use(StrEnum):
    RECENT = "recent"
    LINKED = "linked"
    NEVER = ""


@dataclass(frozen=True, slots=True)
class HolderChoice:
    """`interest_id` is the insured's own link to the holder, None when there is none yet; so is what it prefers."""

    id: int
    name: str
    attention: str
    address: Address
    email: str
    use: Use
    interest_id: int | None
    last_issued_at: datetime | None
    preferred_master_id: int | None = None


class _Link(NamedTuple):
    """What the insured's own link to a holder says: its own address to mail to, its own master."""

    id: int | None
    delivery_email: str
    preferred_master_id: int | None


NO_LINK = _Link(None, "", None)


def choices(
    session: Session, actor: access.Actor, insured_id: object, text: str = "", limit: int = 20
) -> tuple[HolderChoice, ...]:
    """Used last, then linked, then (for staff only) any other holder, each by name."""
    insured = insureds.in_sight(session, actor, insured_id)
    assert insured.id is not None
    return _found(session, actor, insured.id, _named(session, text), limit)


def one(session: Session, actor: access.Actor, insured_id: object, holder_id: object) -> HolderChoice:
    """The holder as the list would offer it. Raises NotFound for one that it would not."""
    insured = insureds.in_sight(session, actor, insured_id)
    assert insured.id is not None
    wanted = tables.holders.id == sight.number(holder_id)
    found = _found(session, actor, insured.id, wanted, 1)
    if not found:
        raise errors.NotFound("holder")
    return found[0]


def _found(
    session: Session, actor: access.Actor, insured_id: int, wanted: ColumnElement[bool], limit: int
) -> tuple[HolderChoice, ...]:
    recent = _recent(session, insured_id, wanted, limit)
    linked = _linked(session, insured_id, wanted, list(recent), limit - len(recent))
    known = [*recent, *linked]
    others = _others(session, wanted, known, limit - len(known)) if actor.is_staff else []
    uses = {**dict.fromkeys(others, Use.NEVER), **dict.fromkeys(linked, Use.LINKED)}
    uses |= dict.fromkeys(recent, Use.RECENT)
    return _shown(session, insured_id, [*known, *others], uses, recent)


def _named(session: Session, text: str) -> ColumnElement[bool]:
    if not text.strip():
        return true()
    name = tables.holder_names
    return tables.holders.id.in_(select(name.holder_id).where(name_search.holder_names(session, text)))


def _recent(session: Session, insured_id: int, named: ColumnElement[bool], limit: int) -> dict[int, datetime]:
    """Holder → when it last got a certificate of this insured, latest first."""
    row, holder = tables.certificates, tables.holders
    last = (
        select(row.holder_id, row.issued_at)
        .join(Holder, holder.id == row.holder_id)
        .where(row.insured_id == insured_id, holder.merged_into_id.is_(None), named)
        .order_by(row.issued_at.desc(), row.id.desc())
        .limit(RECENT_CERTIFICATES)
    )
    found: dict[int, datetime] = {}
    for holder_id, issued_at in session.execute(last):
        if len(found) == limit:
            break
        found.setdefault(holder_id, issued_at)
    return found


def _linked(
    session: Session, insured_id: int, named: ColumnElement[bool], known: Sequence[int], limit: int
) -> list[int]:
    link, holder = tables.additional_interests, tables.holders
    linked = select(link.holder_id).where(link.insured_id == insured_id, link.ended_on.is_(None))
    return _by_name(session, [holder.id.in_(linked), named, holder.id.not_in(known)], limit)


def _others(session: Session, named: ColumnElement[bool], known: Sequence[int], limit: int) -> list[int]:
    holder = tables.holders
    return _by_name(session, [named, holder.id.not_in(known), holder.merged_into_id.is_(None)], limit)


def _by_name(session: Session, conditions: Iterable[ColumnElement[bool]], limit: int) -> list[int]:
    if limit <= 0:
        return []
    holder = tables.holders
    found = select(holder.id).where(*conditions).order_by(holder.name_key, holder.id).limit(limit)
    return list(session.execute(found).scalars())


def _shown(
    session: Session,
    insured_id: int,
    holder_ids: Sequence[int],
    uses: dict[int, Use],
    recent: dict[int, datetime],
) -> tuple[HolderChoice, ...]:
    rows = session.execute(select(Holder).where(tables.holders.id.in_(holder_ids))).scalars()
    by_id: dict[Any, Holder] = {row.id: row for row in rows}
    links = _links(session, insured_id, holder_ids)
    return tuple(
        _choice(by_id[holder_id], links.get(holder_id, NO_LINK), uses[holder_id], recent.get(holder_id))
        for holder_id in holder_ids
    )


def _choice(holder: Holder, link: _Link, use: Use, last_issued_at: datetime | None) -> HolderChoice:
    assert holder.id is not None
    return HolderChoice(
        id=holder.id,
        name=holder.name,
        attention=holder.attention,
        address=facts.address(holder),
        email=link.delivery_email or holder.email,
        use=use,
        interest_id=link.id,
        last_issued_at=last_issued_at,
        preferred_master_id=link.preferred_master_id,
    )


def _links(session: Session, insured_id: int, holder_ids: Sequence[int]) -> dict[int, _Link]:
    """The newest active link per holder."""
    link = tables.additional_interests
    newest = (
        select(func.max(link.id))
        .where(link.insured_id == insured_id, link.ended_on.is_(None), link.holder_id.in_(holder_ids))
        .group_by(link.holder_id)
    )
    found = select(link.holder_id, link.id, link.delivery_email, link.preferred_master_id).where(
        link.id.in_(newest)
    )
    return {holder_id: _Link(*rest) for holder_id, *rest in session.execute(found)}
