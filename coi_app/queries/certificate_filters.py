"""What Certificates Sent can be narrowed to, as conditions for SQL."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, false, func, or_, select, true
from sqlmodel import Session

from coi_app.models import MasterPolicy, Policy
from coi_app.queries import agency, holders, name_search, plain, radar, sight, tables
from coi_app.rules import standing
from coi_app.rules.facts import PolicyStatus
from coi_app.rules.standing import StandingKind


class Delivered(StrEnum):
    """The filter "E-mailed"; the stored states are those of `queries.mails.MailState`, and none."""

    ANY = ""
    MAILED = "mailed"
    NOT_MAILED = "not_mailed"
    QUEUED = "queued"
    FAILED = "failed"


MANY = 100_000  # certificates: so many are walked in the order that is shown, fewer are looked up and sorted
NAMES, NAMES_OF_ALL = (
    1_000,
    40,
)  # so many are listed, or the root of so many times all: the walk is longer then
SHORT = 200  # names: fewer are looked up at once
MOST_LISTED = 5_000  # numbers in one statement
NEWEST, SOON = 5_000, 200  # so many certificates are walked in no time, and so many of them fill a page
SOURCES = ("manual", "bulk", "portal", "additional_interest", "renewal", "cli")
NUMBER = re.compile(r"[A-Z0-9-]{1,30}")
MAILED = ("queued", "sent", "outbox")
UNTRUE = "untrue"  # what the radar found, beside the standings


@dataclass(frozen=True, slots=True)
class CertificateFilter:
    """As it stands in the address. Days are the agency's, both included; `text` finds former names too.

    `standing` is a StandingKind as of today or UNTRUE, `source` one of SOURCES, `issued_by` an account's id,
    `master_id` a master's, `cause` one of the radar's, `batch_id` a batch's, `line` a Line that it shows; "" and None
    narrow nothing. `holder_ids`: of these holders and of those merged into them.
    """

    text: str = ""
    from_on: date | None = None
    to_on: date | None = None
    delivered: str = Delivered.ANY
    only_sent: bool = True
    standing: str = ""
    source: str = ""
    issued_by: int | None = None
    master_id: int | None = None
    cause: int | None = None
    batch_id: int | None = None
    line: str = ""
    holder_ids: tuple[int, ...] = ()


EVERY_SENT = CertificateFilter()
_NEWEST_NAME = select(func.max(tables.holder_names.id))


@dataclass(frozen=True, slots=True)
class Found:
    """What a text finds: the holders with such a name, all of them or some of so many that each certificate's holder is
    better asked for his names; and whether any certificate's number begins so."""

    holder_ids: tuple[int, ...]
    are_all: bool
    is_number: bool

    @property
    def is_much(self) -> bool:
        """So that a page of it is likely to be among the next ones in any order."""
        return len(self.holder_ids) > SHORT


def found(session: Session, text: str) -> Found:
    """So many are too many that to list them takes longer than to walk the newest certificates until a page is full."""
    ids, is_number = _holders(session, text, NAMES + 1), _is_number(session, _as_number(text))
    are_all = len(ids) <= NAMES
    if not are_all and (are_all := _are_listed(session, text)):
        ids = _holders(session, text, None)
    return Found(tuple(dict.fromkeys(ids)), are_all, is_number)


def _are_listed(session: Session, text: str) -> bool:
    most = max(math.isqrt(NAMES_OF_ALL * plain.rows(session, _NEWEST_NAME)[0][0]), NAMES)
    names = name_search.holder_name_ids(session, text, most + 1)
    counted = select(func.count()).select_from(names.subquery())
    number: int = plain.rows(session, counted)[0][0]
    return number <= most


def conditions(
    session: Session,
    filters: CertificateFilter,
    insured_id: int | None = None,
    *,
    walks: bool = False,
    what: Found | None = None,
) -> Iterable[ColumnElement[bool]]:
    """`insured_id`: whose certificates alone are asked for: fewer versions of masters have to be looked at then.
    `walks`: all are read in the order that is shown, so that no index shall find names or numbers. `what`: as `found`
    says of the text."""
    row = tables.certificates
    if filters.only_sent:
        yield row.sent.is_(True)
    if filters.text.strip():
        yield _with_text(session, filters.text, walks, what)
    if filters.from_on:
        yield row.issued_at >= agency.midnight(session, filters.from_on)
    if filters.to_on and filters.to_on < date.max:
        yield row.issued_at < agency.midnight(session, filters.to_on + timedelta(days=1))
    yield from _delivered(filters.delivered)
    if filters.source:
        yield row.source == filters.source
    if filters.issued_by is not None:
        yield row.issued_by_id == sight.number(filters.issued_by)
    if filters.master_id is not None:
        yield row.master_version_id.in_(_versions_of(filters.master_id))
    if filters.batch_id is not None:
        yield row.batch_id == sight.number(filters.batch_id)
    if filters.line:
        yield (row.master_version_id + 0).in_(_showing(filters.line))  # most do: walked, not looked up
    if filters.holder_ids:
        yield row.holder_id.in_(_and_merged(session, filters.holder_ids))
    if filters.standing == UNTRUE or filters.cause is not None:
        yield row.superseded_at.is_(None) & row.withdrawn_at.is_(None)
        yield row.id.in_(radar.certificates_of(filters.cause))
    if filters.standing in set(StandingKind):
        yield from _standing(session, StandingKind(filters.standing), agency.today(session), insured_id)


def look_up(narrowed: Iterable[ColumnElement[bool]]) -> bool:
    """Whether they name versions of masters, whose certificates an index finds. To walk in the order that is shown
    would take longer: what expired lies far behind the newest."""
    version = tables.certificates.master_version_id
    return any(getattr(one, "left", None) is version for one in narrowed)


def _delivered(wanted: str) -> Iterable[ColumnElement[bool]]:
    row = tables.certificates
    if wanted == Delivered.MAILED:
        yield row.delivery.in_(MAILED)
    elif wanted == Delivered.NOT_MAILED:
        yield row.delivery == "none"
    elif wanted in (Delivered.FAILED, Delivered.QUEUED):
        yield row.delivery == wanted


def _versions_of(master_id: int) -> Select[tuple[int]]:
    version = tables.master_versions
    return select(version.id).where(version.master_id == sight.number(master_id))


def _showing(line: str) -> Select[tuple[int]]:
    """Versions with a policy of this line."""
    link, policy = tables.master_policies, tables.policies
    shown = select(link.master_version_id).select_from(MasterPolicy)
    return shown.join(Policy, policy.id == link.policy_id).where(policy.line == line)


def _and_merged(session: Session, holder_ids: Iterable[int]) -> list[int]:
    """The ids that stay, and what was merged into them: read first, so that the index of holders serves the list."""
    row, stay = tables.holders, {holders.living(session, one) for one in holder_ids}
    merged = session.execute(select(row.id).where(row.merged_into_id.in_(stay))).scalars()
    return sorted(stay.union(merged))


def _standing(
    session: Session, kind: StandingKind, today: date, insured_id: int | None
) -> Iterable[ColumnElement[bool]]:
    """What `rules.standing.standing` says, for a whole table: withdrawn, superseded, then the worst policy."""
    row = tables.certificates
    if kind is StandingKind.WITHDRAWN:
        yield row.withdrawn_at.is_not(None)
        return
    yield row.withdrawn_at.is_(None)
    if kind is StandingKind.SUPERSEDED:
        yield row.superseded_at.is_not(None)
        return
    yield row.superseded_at.is_(None)
    if kind is StandingKind.IN_FORCE:  # nearly all are, so the others are listed
        yield (row.master_version_id + 0).not_in(
            _listed(session, _versions(today, kind, insured_id, others=True))
        )
        return
    versions = _listed(session, _versions(today, kind, insured_id))
    shown = row.master_version_id.in_(versions)
    many = _is_any(session, select(row.id).where(shown).offset(MANY))
    yield (row.master_version_id + 0).in_(versions) if many else shown


def _listed(session: Session, versions: Select[tuple[int]]) -> Select[tuple[int]] | list[int]:
    """As numbers, from which the database knows how many certificates they have; a query when there are too many."""
    found = list(session.execute(versions.limit(MOST_LISTED + 1)).scalars())
    return found if len(found) <= MOST_LISTED else versions


def _versions(
    today: date, kind: StandingKind, insured_id: int | None, *, others: bool = False
) -> Select[tuple[int]]:
    """Versions of masters that stand so, or all but those. One that shows no policy counts as expired."""
    link, version = tables.master_policies, tables.master_versions
    shows_none, places = len(standing.WORST_FIRST), standing.WORST_FIRST
    worst = func.min(case((link.policy_id.is_(None), shows_none), else_=_place(today)))
    wanted = [places.index(kind), *([shows_none] if kind is StandingKind.EXPIRED else [])]
    mine = select(tables.masters.id).where(tables.masters.insured_id == insured_id)
    return (
        select(version.id)
        .outerjoin(MasterPolicy, link.master_version_id == version.id)
        .outerjoin(Policy, tables.policies.id == link.policy_id)
        .where(true() if insured_id is None else version.master_id.in_(mine))
        .group_by(version.id)
        .having(worst.not_in(wanted) if others else worst.in_(wanted))
    )


def _place(today: date) -> ColumnElement[int]:
    """The place of a policy's standing in WORST_FIRST."""
    policy, places = tables.policies, {kind: n for n, kind in enumerate(standing.WORST_FIRST)}
    cancelled = policy.status == PolicyStatus.CANCELLED.value
    gone = cancelled & (policy.cancelled_on.is_(None) | (policy.cancelled_on <= today))
    soon = cancelled | (policy.expires_on <= today + timedelta(days=standing.SOON))
    return case(
        (gone, places[StandingKind.CANCELLED]),
        (policy.expires_on <= today, places[StandingKind.EXPIRED]),
        (policy.effective_on > today, places[StandingKind.PENDING]),
        (soon, places[StandingKind.EXPIRES_SOON]),
        else_=places[StandingKind.IN_FORCE],
    )


def walks_numbers(session: Session, text: str, *, by_day: bool) -> bool:
    """Whether many whose number begins so are found soon by walking all in the order that is shown: by their days
    when the newest have a page of them, by anything else when they are a tenth of all. To look them all up and sort
    them would take longer then."""
    number, row = _as_number(text), tables.certificates
    if by_day:
        newest = select(row.number).order_by(row.issued_at.desc()).limit(NEWEST).subquery()
        one = select(newest.c.number).where(name_search.begins(newest.c.number, number))
        return _is_any(session, one.offset(SOON))
    tenth = (session.execute(select(func.max(row.id))).scalar() or 0) // 10
    return _is_any(session, select(row.id).where(name_search.begins(row.number, number)).offset(tenth))


def _with_text(session: Session, text: str, walks: bool, what: Found | None) -> ColumnElement[bool]:
    """By any name the holder has or had, or by the beginning of a certificate's number.

    Which of the two there is at all is asked first: the database finds either by its index, but reads every
    certificate for "the one or the other".
    """
    row, number = tables.certificates, _as_number(text)
    numbered = name_search.begins(row.number, number)
    if not (what.is_number if what else _is_number(session, number)):
        return _of_named(session, text, walks, what)
    if walks:
        numbered = name_search.begins(row.number.concat(""), number)
    is_named = bool(what.holder_ids) if what else _is_any(session, _names(session, text))
    return or_(_of_named(session, text, walks, what), numbered) if is_named else numbered


def _of_named(session: Session, text: str, walks: bool, what: Found | None) -> ColumnElement[bool]:
    name, row = tables.holder_names, tables.certificates
    if what is None:
        return row.holder_id.in_(_names(session, text))
    if what.are_all:
        holder = row.holder_id + 0 if walks else row.holder_id
        return plain.among(session, holder, what.holder_ids) if what.holder_ids else false()
    return exists().where(name.holder_id == row.holder_id, name_search.each_holder_name(session, text))


def _names(session: Session, text: str, most: int | None = None) -> Select[tuple[int]]:
    return (
        select(tables.holder_names.holder_id).where(name_search.holder_names(session, text, most)).limit(most)
    )


def _holders(session: Session, text: str, most: int | None) -> list[int]:
    return plain.ids(session, _names(session, text, most))


def _as_number(text: str) -> str:
    return text.strip().upper()


def _is_number(session: Session, start: str) -> bool:
    """Whether any certificate's number begins so."""
    row = tables.certificates
    return NUMBER.fullmatch(start) is not None and _is_any(
        session, select(row.id).where(name_search.begins(row.number, start))
    )


def _is_any(session: Session, statement: Select[Any]) -> bool:
    return bool(plain.rows(session, statement.limit(1)))
