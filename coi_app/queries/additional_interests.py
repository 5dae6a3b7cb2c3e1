"""The Additional Interests tab: an insured's links to holders, thousands of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, cast, false, func, or_, select
from sqlmodel import Session

from coi_app.models import AdditionalInterest, Certificate, Holder, Master
from coi_app.queries import facts, name_search, paging, sight, tables
from coi_app.rules import access, errors
from coi_app.rules.coverage import Line
from coi_app.rules.facts import InterestFacts, InterestType


class Show(StrEnum):
    ACTIVE = "active"
    ENDED = "ended"
    ALL = "all"


class InterestSort(StrEnum):
    NAME = "name"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class InterestFilter:
    """As it stands in the address; `type` is a value of InterestType, "" for any."""

    text: str = ""
    type: str = ""
    show: str = Show.ACTIVE


@dataclass(frozen=True, slots=True)
class LastCertificate:
    id: int
    number: str
    revision: int
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class InterestRow:
    """`email` is where certificates go: the link's own address, else the holder's."""

    id: int
    holder_id: int
    name: str
    attention: str
    city: str
    state: str
    email: str
    type_label: str
    wants_additional_insured: tuple[Line, ...]
    wants_waiver: tuple[Line, ...]
    project: str
    loan_number: str
    description: str
    preferred_master_id: int | None
    preferred_master: str
    ended_on: date | None
    last_certificate: LastCertificate | None
    updated_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class InterestDetail:
    """`values` prefill the form of `services.additional_interests.change`."""

    id: int
    insured_id: int
    holder_id: int
    holder_name: str
    interest: InterestFacts
    values: dict[str, Any]
    ended_on: date | None
    revision: int


def page(
    session: Session,
    actor: access.Actor,
    insured_id: object,
    filters: InterestFilter = InterestFilter(),
    sort: str = InterestSort.NAME,
    after: str | None = None,
    limit: int = 50,
    *,
    descending: bool | None = None,
) -> paging.Page[InterestRow]:
    """By the holder's name, or the last changed first. Raises NotFound for an insured out of sight."""
    owner = sight.insured(session, actor, insured_id)
    order = _order(sort, descending)
    link = tables.additional_interests
    statement = _narrowed(
        session,
        select(*_shown(), order.key.label("page_key"), link.id.label("page_id")),
        owner,
        filters,
    )
    found, following, preceding = paging.page_of(session, statement, order, after, limit)
    last = _last_certificates(session, owner, {one.holder_id for one in found})
    rows = tuple(_row(one, last.get(one.holder_id)) for one in found)
    count = paging.counted(session, statement.with_only_columns(link.id, maintain_column_froms=True))
    return paging.Page(rows, count, following, preceding)


@dataclass(frozen=True, slots=True)
class InterestSelection:
    """Which of an insured's links: some that were ticked, or all that the filter shows but some."""

    everyone: bool = False
    ids: frozenset[int] = frozenset()
    except_ids: frozenset[int] = frozenset()
    filters: InterestFilter = InterestFilter()


def chosen(
    session: Session, actor: access.Actor, insured_id: object, selection: InterestSelection
) -> list[int]:
    """Their ids. Raises NotFound when one of those ticked is not the insured's, or is out of sight."""
    if selection.everyone:
        found = ids(session, actor, insured_id, selection.filters)
        return [one for one in found if one not in selection.except_ids]
    owner = sight.insured(session, actor, insured_id)
    row, known = tables.additional_interests, set[int]()
    for some in facts.in_chunks(sorted(selection.ids)):
        known |= set(
            session.execute(select(row.id).where(row.id.in_(some), row.insured_id == owner)).scalars()
        )
    if known != selection.ids:
        raise errors.NotFound("additional interest")
    return sorted(known)


def ids(
    session: Session, actor: access.Actor, insured_id: object, filters: InterestFilter = InterestFilter()
) -> list[int]:
    """All links that the filter shows, by the holder's name: what "Check All" means."""
    owner = sight.insured(session, actor, insured_id)
    link, holder = tables.additional_interests, tables.holders
    statement = _narrowed(session, select(link.id), owner, filters)
    return list(session.execute(statement.order_by(holder.name_key, link.id)).scalars())


def _order(sort: str, descending: bool | None) -> paging.Order:
    link = tables.additional_interests
    if sort == InterestSort.UPDATED:
        return paging.Order(link.updated_at, link.id, datetime, descending is not False)
    return paging.Order(tables.holders.name_key, link.id, str, descending is True)


def _shown() -> Sequence[ColumnElement[Any]]:
    link, holder = tables.additional_interests, tables.holders
    return (
        link.id, link.holder_id, link.types, link.other_type, link.wants_additional_insured,
        link.wants_waiver, link.project, link.loan_number, link.description, link.delivery_email,
        link.preferred_master_id, link.ended_on, link.updated_at, link.revision, holder.name,
        holder.attention, holder.city, holder.state, holder.email, tables.masters.name.label("master_name"),
    )  # fmt: skip


def _narrowed(session: Session, statement: Any, insured_id: int, filters: InterestFilter) -> Any:
    link, holder, master = tables.additional_interests, tables.holders, tables.masters
    return (
        statement.select_from(AdditionalInterest)
        .join(Holder, holder.id == link.holder_id)
        .outerjoin(Master, master.id == link.preferred_master_id)
        .where(link.insured_id == insured_id, *_conditions(session, filters))
    )


def _conditions(session: Session, filters: InterestFilter) -> Iterable[ColumnElement[bool]]:
    link = tables.additional_interests
    if filters.show == Show.ENDED:
        yield link.ended_on.is_not(None)
    elif filters.show != Show.ALL:
        yield link.ended_on.is_(None)
    if filters.type in set(InterestType):
        # A quoted word of a fixed list: the JSON text of the list has it as it stands.
        yield cast(link.types, String).like(f'%"{name_search.escaped(filters.type)}"%', escape="\\")
    if filters.text.strip():
        yield _found(session, filters.text)


def _found(session: Session, text: str) -> ColumnElement[bool]:
    """In a name the holder has or had, its city, or an e-mail address."""
    link, holder, name = tables.additional_interests, tables.holders, tables.holder_names
    named = select(name.holder_id).where(name_search.holder_names(session, text))
    typed = name_search.literal(text)
    places = (holder.city, holder.email, link.delivery_email)
    if not typed:
        return false()
    return or_(holder.id.in_(named), *(name_search.has(func.lower(place), typed) for place in places))


def _last_certificates(session: Session, insured_id: int, holder_ids: set[int]) -> dict[int, LastCertificate]:
    """The newest certificate of this insured per holder."""
    row = tables.certificates
    newest = (
        select(func.max(row.id))
        .where(row.insured_id == insured_id, row.holder_id.in_(holder_ids))
        .group_by(row.holder_id)
    )
    found = session.execute(
        select(row.holder_id, row.id, row.number, row.revision, row.issued_at)
        .select_from(Certificate)
        .where(row.id.in_(newest))
    )
    return {one.holder_id: LastCertificate(one.id, one.number, one.revision, one.issued_at) for one in found}


def _row(one: Any, last: LastCertificate | None) -> InterestRow:
    return InterestRow(
        id=one.id,
        holder_id=one.holder_id,
        name=one.name,
        attention=one.attention,
        city=one.city,
        state=one.state,
        email=one.delivery_email or one.email,
        type_label=_type_label(one.types, one.other_type),
        wants_additional_insured=tuple(map(Line, one.wants_additional_insured)),
        wants_waiver=tuple(map(Line, one.wants_waiver)),
        project=one.project,
        loan_number=one.loan_number,
        description=one.description,
        preferred_master_id=one.preferred_master_id,
        preferred_master=one.master_name or "",
        ended_on=one.ended_on,
        last_certificate=last,
        updated_at=one.updated_at,
        revision=one.revision,
    )


def _type_label(types: Sequence[str], other: str) -> str:
    return InterestFacts(types=frozenset(map(InterestType, types)), other_type=other).type_label


def detail(session: Session, actor: access.Actor, interest_id: object) -> InterestDetail:
    link = in_sight(session, actor, interest_id)
    assert link.id is not None
    holder, interest = facts.interest_facts(session, [link.id])[link.id]
    return InterestDetail(
        link.id, link.insured_id, link.holder_id, holder.name, interest, form_of(link), link.ended_on,
        link.revision,
    )  # fmt: skip


def form_of(link: AdditionalInterest) -> dict[str, Any]:
    return {
        "types": list(link.types),
        "other_type": link.other_type,
        "wants_additional_insured": list(link.wants_additional_insured),
        "wants_waiver": list(link.wants_waiver),
        "written_contract": link.written_contract,
        "written_contract_on": link.written_contract_on.isoformat() if link.written_contract_on else "",
        "project": link.project,
        "loan_number": link.loan_number,
        "description": link.description,
        "delivery_email": link.delivery_email,
        "preferred_master_id": link.preferred_master_id,
    }


def in_sight(
    session: Session, actor: access.Actor, interest_id: object, *, for_change: bool = False
) -> AdditionalInterest:
    """For services; `for_change` locks the row. Raises NotFound."""
    row = tables.additional_interests
    statement = select(AdditionalInterest).where(
        row.id == sight.number(interest_id), sight.of(actor, row.insured_id)
    )
    if for_change:
        statement = statement.with_for_update(of=AdditionalInterest).execution_options(populate_existing=True)
    link: AdditionalInterest | None = session.execute(statement).scalar_one_or_none()
    if link is None:
        raise errors.NotFound("additional interest")
    return link
