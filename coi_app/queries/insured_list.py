"""The list of insureds: live filter, three orders, keyset pages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, and_, bindparam, exists, func, literal, or_, select
from sqlmodel import Session

from coi_app.models import Insured
from coi_app.queries import agency, facts, name_search, paging, plain, sight, tables
from coi_app.rules import access, names, standing
from coi_app.rules.coverage import LINE_LABELS, Line, coverage_from_json
from coi_app.rules.facts import PolicyFacts, PolicyStatus, title_of
from coi_app.rules.insured_kinds import InsuredKind

NO_EXPIRY = date(9999, 12, 31)  # insureds without a policy in force come last
SOON = timedelta(days=30)


class InsuredSort(StrEnum):
    NAME = "name"
    UPDATED = "updated"
    NEXT_EXPIRY = "next_expiry"


class PoliciesAre(StrEnum):
    """What the list can be narrowed to: today's standing of the insured's policies."""

    ANY = ""
    IN_FORCE = "in_force"
    EXPIRING_SOON = "expiring_soon"
    NONE_IN_FORCE = "none_in_force"


@dataclass(frozen=True, slots=True)
class InsuredFilter:
    """As it stands in the address: unknown values of `kind` and `policies` narrow nothing."""

    text: str = ""
    kind: str = ""
    policies: str = ""


@dataclass(frozen=True, slots=True)
class InsuredRow:
    """`standing` is that of the policies in force (the soonest to expire decides), None without any.

    `number_found` is a policy number when the search found the insured by that.
    """

    id: int
    name: str
    dba: str
    kind: InsuredKind
    city: str
    state: str
    phone: str
    email: str
    policies_in_force: int
    next_expiry_on: date | None
    next_expiry_title: str
    standing: standing.Standing | None
    number_found: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Expiring:
    policy_id: int
    insured_id: int
    insured_name: str
    title: str
    number: str
    expires_on: date
    days: int


_row_of = tables.insureds
# Columns, not models: nothing of them is changed, and fifty tracked rows take as long as all else.
_SHOWN = (
    _row_of.id, _row_of.legal_name, _row_of.dba, _row_of.kind, _row_of.city, _row_of.state, _row_of.phone,
    _row_of.email, _row_of.search_key, _row_of.updated_at,
)  # fmt: skip


def page(
    session: Session,
    actor: access.Actor,
    filters: InsuredFilter = InsuredFilter(),
    sort: str = InsuredSort.NAME,
    after: str | None = None,
    limit: int = 50,
    *,
    descending: bool | None = None,
) -> paging.Page[InsuredRow]:
    """Name goes up, last change down, next expiry up, unless told otherwise; an unknown sort is by name."""
    today = agency.today(session)
    order = _order(sort, today, descending)
    row = tables.insureds
    statement = (
        select(*_SHOWN, order.key.label("page_key"), row.id.label("page_id"))
        .where(sight.of(actor, row.id))
        .where(*_narrowed(session, filters, today))
    )
    found, following, preceding = paging.page_of(session, statement, order, after, limit)
    in_force = _in_force_policies(session, [one.id for one in found], today)
    soonest = {owner: min(policies, key=lambda one: one.expires_on) for owner, policies in in_force.items()}
    titles, numbers = _titles(session, soonest.values()), _numbers_found(session, filters.text, found)
    rows = tuple(
        _row(one, in_force[one.id], soonest.get(one.id), titles, numbers.get(one.id, ""), today)
        for one in found
    )
    if following is None and preceding is None:
        return paging.Page(rows, paging.count_of(rows))
    count = paging.counted(session, statement.with_only_columns(row.id))
    return paging.Page(rows, count, following, preceding)


def _order(sort: str, today: date, descending: bool | None) -> paging.Order:
    row = tables.insureds
    if sort == InsuredSort.UPDATED:
        return paging.Order(row.updated_at, row.id, datetime, descending is not False)
    if sort == InsuredSort.NEXT_EXPIRY:
        return paging.Order(_next_expiry(today), row.id, date, descending is True)
    return paging.Order(row.name_key, row.id, str, descending is True)


def _next_expiry(today: date) -> ColumnElement[Any]:
    policy = tables.policies
    soonest = (
        select(func.min(policy.expires_on))
        .where(policy.insured_id == tables.insureds.id, *_in_force(today))
        .correlate(Insured)
        .scalar_subquery()
    )
    return func.coalesce(soonest, literal(NO_EXPIRY))


def _in_force(today: date | ColumnElement[date]) -> tuple[ColumnElement[bool], ...]:
    """Begun, not over, and not cancelled by today (as `rules.facts.PolicyFacts` says it)."""
    policy = tables.policies
    uncancelled = or_(policy.status != PolicyStatus.CANCELLED.value, policy.cancelled_on > today)
    return (policy.effective_on <= today, policy.expires_on > today, uncancelled)


def _narrowed(session: Session, filters: InsuredFilter, today: date) -> Iterable[ColumnElement[bool]]:
    row = tables.insureds
    if filters.kind in set(InsuredKind):
        yield row.kind == filters.kind
    if filters.text.strip():
        yield or_(name_search.insureds(session, filters.text), row.id.in_(_by_number(filters.text)))
    yield from _policies_are(filters.policies, today)


def _by_number(text: str) -> Any:
    policy = tables.policies
    number = names.number_key(text[: name_search.LONGEST_TEXT])
    return select(policy.insured_id).where(_numbered(number))


def _numbered(number: str) -> ColumnElement[bool]:
    """A number that begins so; without letters or digits it is no number."""
    policy = tables.policies
    return and_(name_search.begins(policy.number_key, number), literal(bool(number)))


def _policies_are(wanted: str, today: date) -> Iterable[ColumnElement[bool]]:
    policy = tables.policies
    own = policy.insured_id == tables.insureds.id
    in_force = exists().where(own, *_in_force(today))
    if wanted == PoliciesAre.IN_FORCE:
        yield in_force
    if wanted == PoliciesAre.EXPIRING_SOON:
        yield exists().where(own, *_in_force(today), policy.expires_on <= today + SOON)
    if wanted == PoliciesAre.NONE_IN_FORCE:
        yield ~in_force


_policy = tables.policies
_TERMS = select(
    _policy.insured_id, _policy.id, _policy.line, _policy.status, _policy.cancelled_on, _policy.effective_on,
    _policy.expires_on,
).where(plain.among_ids(_policy.insured_id), *_in_force(bindparam("today", type_=Date())))  # fmt: skip


class _Term(NamedTuple):
    """As much of a policy as the list tells."""

    insured_id: int
    id: int
    line: Line
    status: str
    cancelled_on: date | None
    effective_on: date
    expires_on: date


def _in_force_policies(session: Session, insured_ids: Sequence[int], today: date) -> dict[int, list[_Term]]:
    """By insured, in the order of the paper."""
    found: dict[int, list[_Term]] = defaultdict(list)
    rows = plain.rows(session, _TERMS, ids=insured_ids, today=today)
    terms = [_Term(owner, number, Line(line), *rest) for owner, number, line, *rest in rows]
    for term in sorted(terms, key=lambda one: (facts.LINE_ORDER[one.line], one.effective_on, one.id)):
        found[term.insured_id].append(term)
    return found


def _titles(session: Session, terms: Iterable[_Term]) -> dict[int, str]:
    """By policy. Only what an "other" one covers is read from its coverage."""
    titles = {one.id: LINE_LABELS[one.line] for one in terms}
    named = [one.id for one in terms if one.line is Line.OTHER]
    if not named:
        return titles
    row = tables.policies
    for number, coverage in session.execute(select(row.id, row.coverage).where(row.id.in_(named))):
        titles[number] = title_of(Line.OTHER, coverage_from_json(Line.OTHER, coverage))
    return titles


def _numbers_found(session: Session, text: str, insureds: Sequence[Any]) -> dict[int, str]:
    number = names.number_key(text[: name_search.LONGEST_TEXT])
    if not number:
        return {}
    row = tables.policies
    if not (hidden := [one.id for one in insureds if not _has(one.search_key, text)]):
        return {}
    found = session.execute(
        select(row.insured_id, func.min(row.number))
        .where(row.insured_id.in_(hidden), _numbered(number))
        .group_by(row.insured_id)
    )
    return {insured_id: first for insured_id, first in found}


def _has(key: str, text: str) -> bool:
    return all(word in key for word in name_search.typed(text).split())


def _row(
    insured: Any,
    in_force: list[_Term],
    soonest: _Term | None,
    titles: dict[int, str],
    number_found: str,
    today: date,
) -> InsuredRow:
    return InsuredRow(
        id=insured.id,
        name=insured.legal_name,
        dba=insured.dba,
        kind=InsuredKind(insured.kind),
        city=insured.city,
        state=insured.state,
        phone=insured.phone,
        email=insured.email,
        policies_in_force=len(in_force),
        next_expiry_on=soonest.expires_on if soonest else None,
        next_expiry_title=titles[soonest.id] if soonest else "",
        standing=standing.standing(in_force, today) if in_force else None,
        number_found=number_found,
        updated_at=insured.updated_at,
    )


def expiring(
    session: Session, actor: access.Actor, until: date, limit: int
) -> tuple[tuple[Expiring, ...], paging.Count]:
    """Policies in force that end up to that day, soonest first, with how many there are in all."""
    today = agency.today(session)
    row = tables.policies
    fitting = select(row.id).where(
        *_in_force(today), row.expires_on <= until, sight.of(actor, row.insured_id)
    )
    first = list(session.execute(fitting.order_by(row.expires_on, row.id).limit(limit)).scalars())
    owners = session.execute(
        select(row.id, row.insured_id, tables.insureds.legal_name)
        .join_from(row.id.table, Insured, tables.insureds.id == row.insured_id)
        .where(row.id.in_(first))
    )
    owner_of = {policy_id: (insured_id, name) for policy_id, insured_id, name in owners}
    found = sorted(facts.policies_where(session, row.id.in_(first)), key=lambda one: (one.expires_on, one.id))
    shown = tuple(_expiring(one, *owner_of[one.id], today) for one in found)
    return shown, paging.counted(session, fitting)


def _expiring(policy: PolicyFacts, insured_id: int, name: str, today: date) -> Expiring:
    days = (policy.expires_on - today).days
    return Expiring(policy.id, insured_id, name, policy.title, policy.number, policy.expires_on, days)
