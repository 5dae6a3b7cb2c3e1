"""What Certificates Sent can be narrowed to, as conditions for SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, func, select, true
from sqlmodel import Session

from coi_app.models import MasterPolicy, Policy
from coi_app.queries import agency, certificate_text, holders, radar, sight, tables
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
MOST_LISTED = 5_000  # numbers in one statement
SOURCES = ("manual", "bulk", "portal", "additional_interest", "renewal", "cli")
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


def conditions(
    session: Session,
    filters: CertificateFilter,
    insured_id: int | None = None,
    *,
    walks: bool = False,
    what: certificate_text.Found | None = None,
) -> Iterable[ColumnElement[bool]]:
    """`insured_id`: whose certificates alone are asked for: fewer versions of masters have to be looked at then.
    `walks`: all are read in the order that is shown, so that no index shall find names or numbers. `what`: as `found`
    says of the text."""
    row = tables.certificates
    if filters.only_sent:
        yield row.sent.is_(True)
    if filters.text.strip():
        yield certificate_text.condition(session, filters.text, walks, what)
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
    many = certificate_text.is_any(session, select(row.id).where(shown).offset(MANY))
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
