"""Certificate holders: one list for the whole agency; an insured's account sees those it is linked to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select, true
from sqlmodel import Session

from coi_app.models import Holder
from coi_app.queries import facts, name_search, paging, sight, tables
from coi_app.rules import access, errors, names
from coi_app.rules.certificate_content import Address


@dataclass(frozen=True, slots=True)
class HolderRow:
    """`found_as` is a former name when the search found the holder by that."""

    id: int
    name: str
    attention: str
    city: str
    state: str
    email: str
    phone: str
    insureds: int
    found_as: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class HolderDetail:
    """`values` prefill the form of `services.holders.change`."""

    id: int
    name: str
    address: Address
    values: dict[str, str]
    former_names: tuple[str, ...]
    revision: int


def page(
    session: Session, actor: access.Actor, text: str = "", after: str | None = None, limit: int = 50
) -> paging.Page[HolderRow]:
    """By name; the text is looked for in today's and in former names."""
    row = tables.holders
    statement = (
        select(
            *(getattr(row, name) for name in _SHOWN), row.name_key.label("page_key"), row.id.label("page_id")
        )
        .where(_in_sight(actor), row.merged_into_id.is_(None))
        .where(named(session, text))
    )
    order = paging.Order(row.name_key, row.id, str)
    found, following, preceding = paging.page_of(session, statement, order, after, limit)
    linked = _linked_insureds(session, actor, [one.id for one in found])
    rows = tuple(_row(one, linked.get(one.id, 0), _found_as(session, one, text)) for one in found)
    return paging.Page(rows, paging.counted(session, statement), following, preceding)


_SHOWN = ("id", "name", "name_key", "attention", "city", "state", "email", "phone", "updated_at")


def _row(one: Any, insureds: int, found_as: str) -> HolderRow:
    return HolderRow(
        one.id, one.name, one.attention, one.city, one.state, one.email, one.phone, insureds, found_as,
        one.updated_at,
    )  # fmt: skip


def named(session: Session, text: str) -> ColumnElement[bool]:
    """Holders that have, or once had, a name with these words; nothing typed means all."""
    if not text.strip():
        return true()
    name = tables.holder_names
    return tables.holders.id.in_(select(name.holder_id).where(name_search.holder_names(session, text)))


def _found_as(session: Session, one: Any, text: str) -> str:
    """The former name that brought the row here, when today's does not have the words."""
    words = name_search.typed(text).split()
    if all(word in one.name_key for word in words):
        return ""
    name = tables.holder_names
    former = session.execute(
        select(name.name, name.name_key).where(name.holder_id == one.id).order_by(name.id)
    )
    return next((each.name for each in former if all(word in each.name_key for word in words)), "")


def _linked_insureds(session: Session, actor: access.Actor, holder_ids: Sequence[int]) -> dict[int, int]:
    link = tables.additional_interests
    counts = (
        select(link.holder_id, func.count(link.insured_id.distinct()))
        .where(link.holder_id.in_(holder_ids), link.ended_on.is_(None), sight.of(actor, link.insured_id))
        .group_by(link.holder_id)
    )
    return {holder_id: number for holder_id, number in session.execute(counts)}


def detail(session: Session, actor: access.Actor, holder_id: object) -> HolderDetail:
    """Of a merged holder: the one it was merged into."""
    holder = in_sight(session, actor, living(session, holder_id))
    assert holder.id is not None
    name = tables.holder_names
    ever = session.execute(select(name.name).where(name.holder_id == holder.id).order_by(name.id)).scalars()
    return HolderDetail(
        id=holder.id,
        name=holder.name,
        address=facts.address(holder),
        values=form_of(holder),
        former_names=tuple(one for one in ever if one != holder.name),
        revision=holder.revision,
    )


def named_so(session: Session, actor: access.Actor, holder_ids: Sequence[object]) -> tuple[str, ...]:
    """The names of these holders, as far as they are there."""
    row = tables.holders
    wanted = [living(session, one) for one in holder_ids[: paging.MOST_A_PAGE]]
    found = session.execute(
        select(row.name).where(row.id.in_(wanted), _in_sight(actor)).order_by(row.name_key)
    )
    return tuple(dict.fromkeys(found.scalars()))


def same_name(session: Session, actor: access.Actor, name: object) -> tuple[HolderRow, ...]:
    """Holders already called so, to be taken instead of making a second record."""
    key = names.folded(name) if isinstance(name, str) else ""
    row = tables.holders
    found = session.execute(
        select(*(getattr(row, one) for one in _SHOWN))
        .where(row.name_key == key, row.merged_into_id.is_(None), _in_sight(actor))
        .limit(10)
    ).all()
    linked = _linked_insureds(session, actor, [one.id for one in found])
    return tuple(_row(one, linked.get(one.id, 0), "") for one in found) if key else ()


def form_of(holder: Holder) -> dict[str, str]:
    return {
        "name": holder.name,
        "attention": holder.attention,
        "line_one": holder.address_line_one,
        "line_two": holder.address_line_two,
        "city": holder.city,
        "state": holder.state,
        "zip_code": holder.zip_code,
        "email": holder.email,
        "phone": holder.phone,
    }


def living(session: Session, holder_id: object) -> int:
    """The id itself, or that of the holder it was merged into."""
    row, found = tables.holders, sight.number(holder_id)
    while into := session.execute(select(row.merged_into_id).where(row.id == found)).scalar():
        found = int(into)
    return found


def in_sight(
    session: Session,
    actor: access.Actor,
    holder_id: object,
    *,
    for_change: bool = False,
    or_merged: bool = False,
) -> Holder:
    """For services; `for_change` locks the row. Raises NotFound; a merged holder is gone unless `or_merged`."""
    row = tables.holders
    statement = select(Holder).where(row.id == sight.number(holder_id), _in_sight(actor))
    if not or_merged:
        statement = statement.where(row.merged_into_id.is_(None))
    if for_change:
        statement = statement.with_for_update(of=Holder).execution_options(populate_existing=True)
    holder: Holder | None = session.execute(statement).scalar_one_or_none()
    if holder is None:
        raise errors.NotFound("holder")
    return holder


def _in_sight(actor: access.Actor) -> ColumnElement[bool]:
    """Holders are shared: staff see all, an insured those of its own links."""
    if actor.is_staff and actor.may(access.Right.DESK_VIEW):
        return true()
    link = tables.additional_interests
    return exists().where(and_(link.holder_id == tables.holders.id, sight.of(actor, link.insured_id)))
