"""Where a holder is used: its links, what it was sent and how that stands, who asks for it, what did not arrive."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.models import AdditionalInterest, CertificateRequest, Insured, Master
from coi_app.queries import certificate_standing, holders, paging, sight, tables
from coi_app.rules import access
from coi_app.rules.certificate_requests import UNANSWERED
from coi_app.rules.facts import InterestFacts, InterestType
from coi_app.rules.standing import StandingKind

MOST_REQUESTS = 20


@dataclass(frozen=True, slots=True)
class Link:
    """One additional interest; `master` is the preferred one, "" for none."""

    interest_id: int
    insured_id: int
    insured: str
    type_label: str
    about: str
    master: str
    since: datetime
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class OpenRequest:
    id: int
    insured: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Uses:
    """`links`: the active ones first, at most a page of them, of `links_count`. `standings` has only kinds that occur,
    the best first; `failed` are certificates whose last delivery failed."""

    links: tuple[Link, ...]
    links_count: int
    standings: tuple[tuple[StandingKind, int], ...]
    certificates: int
    failed: int
    requests: tuple[OpenRequest, ...]


def of(session: Session, actor: access.Actor, holder_id: object) -> Uses:
    """For staff; of a merged holder, what the one that stays has. Raises NotFound, NotAllowed."""
    holder = holders.in_sight(session, actor, holders.living(session, holder_id))
    access.require(actor, access.Right.DESK_VIEW)
    assert holder.id is not None
    standings = _standings(session, actor, holder.id)
    row = tables.additional_interests
    count = select(func.count()).where(row.holder_id == holder.id, sight.of(actor, row.insured_id))
    return Uses(
        links=_links(session, actor, holder.id),
        links_count=session.execute(count).scalar_one(),
        standings=tuple((kind, standings[kind]) for kind in StandingKind if standings[kind]),
        certificates=standings.total(),
        failed=_failed(session, actor, holder.id),
        requests=_requests(session, actor, holder.id),
    )


def _links(session: Session, actor: access.Actor, holder_id: int) -> tuple[Link, ...]:
    row, insured, master = tables.additional_interests, tables.insureds, tables.masters
    found = session.execute(
        select(row.id, row.insured_id, insured.legal_name, row.types, row.other_type, row.project,
               row.loan_number, master.name, row.created_at, row.ended_on)
        .select_from(AdditionalInterest)
        .join(Insured, insured.id == row.insured_id)
        .outerjoin(Master, master.id == row.preferred_master_id)
        .where(row.holder_id == holder_id, sight.of(actor, row.insured_id))
        .order_by(row.ended_on.is_not(None), insured.name_key, row.id)
        .limit(paging.MOST_A_PAGE)
    )  # fmt: skip
    return tuple(_link(*one) for one in found)


def _link(
    link_id: int,
    insured_id: int,
    insured: str,
    types: list[str],
    other: str,
    project: str,
    loan: str,
    master: str | None,
    since: datetime,
    ended_on: date | None,
) -> Link:
    label = InterestFacts(types=frozenset(map(InterestType, types)), other_type=other).type_label
    about = ", ".join(part for part in (project, f"Loan {loan}" if loan else "") if part)
    return Link(link_id, insured_id, insured, label, about, master or "", since, ended_on)


def _standings(session: Session, actor: access.Actor, holder_id: int) -> Counter[StandingKind]:
    """How the certificates that count as sent stand today."""
    row = tables.certificates
    found = session.execute(
        select(row.id, row.master_version_id, row.superseded_at, row.withdrawn_at).where(
            row.holder_id == holder_id, row.sent.is_(True), sight.of(actor, row.insured_id)
        )
    ).all()
    return Counter(one.kind for one in certificate_standing.of(session, found).values())


def _failed(session: Session, actor: access.Actor, holder_id: int) -> int:
    row = tables.certificates
    mine = (row.holder_id == holder_id, row.sent.is_(True), sight.of(actor, row.insured_id))
    return int(session.execute(select(func.count()).where(*mine, row.delivery == "failed")).scalar_one())


def _requests(session: Session, actor: access.Actor, holder_id: int) -> tuple[OpenRequest, ...]:
    row, insured = tables.certificate_requests, tables.insureds
    found = session.execute(
        select(row.id, insured.legal_name, row.due_at)
        .select_from(CertificateRequest)
        .join(Insured, insured.id == row.insured_id)
        .where(row.holder_id == holder_id, row.status.in_(UNANSWERED), sight.of(actor, row.insured_id))
        .order_by(row.due_at.is_(None), row.due_at, row.id)
        .limit(MOST_REQUESTS)
    )
    return tuple(OpenRequest(*one) for one in found)
