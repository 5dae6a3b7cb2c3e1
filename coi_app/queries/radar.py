"""The radar as it was last looked: which certificates became untrue, by what, and who holds them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlmodel import Session

from coi_app.models import Certificate, Insured, RadarCause, RadarHit
from coi_app.queries import plain, sight, tables
from coi_app.rules import access, certificate_difference
from coi_app.rules.certificate_difference import Difference

MOST_CAUSES = 200
# What was superseded or withdrawn since the last look does not count any more.
LIVE = (tables.certificates.superseded_at.is_(None), tables.certificates.withdrawn_at.is_(None))


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One thing that made certificates untrue. `notified`: of how many the holder was told."""

    id: int
    insured_id: int
    insured: str
    differences: tuple[Difference, ...]
    certificates: int
    holders: int
    notified: int
    found_at: datetime


@dataclass(frozen=True, slots=True)
class InsuredCount:
    """`sentence` is one of those that say why."""

    insured_id: int
    insured: str
    certificates: int
    sentence: str


def causes(
    session: Session, actor: access.Actor, insured_id: object = None, limit: int = MOST_CAUSES
) -> tuple[CauseRow, ...]:
    """The newest first, of one insured or of the agency. For staff."""
    access.require(actor, access.Right.DESK_VIEW)
    cause, hit = tables.radar_causes, tables.radar_hits
    query = (
        select(
            cause.id, cause.insured_id, tables.insureds.legal_name, cause.differences, cause.found_at,
            func.count().label("certificates"), func.count(tables.certificates.holder_id.distinct()).label("holders"),
            func.count(hit.notified_at).label("notified"),
        )
        .select_from(RadarHit)
        .join(Certificate, tables.certificates.id == hit.certificate_id)
        .join(RadarCause, cause.id == hit.cause_id)
        .join(Insured, tables.insureds.id == cause.insured_id)
        .where(sight.of(actor, tables.certificates.insured_id), *LIVE)
        .group_by(cause.id, tables.insureds.legal_name)
        .order_by(cause.found_at.desc(), cause.id.desc())
        .limit(limit)
    )  # fmt: skip
    if insured_id is not None:
        query = query.where(hit.insured_id == sight.number(insured_id))
    return tuple(_cause(row) for row in session.execute(query))


def _cause(row: Any) -> CauseRow:
    differences = tuple(map(certificate_difference.from_row, row.differences))
    return CauseRow(
        row.id, row.insured_id, row.legal_name, differences, row.certificates, row.holders, row.notified,
        row.found_at,
    )  # fmt: skip


def count(session: Session, actor: access.Actor) -> int:
    """How many live certificates of the agency are untrue."""
    access.require(actor, access.Right.DESK_VIEW)
    return _counted(session, true())


def number_of(session: Session, insured_id: int) -> int:
    """Of one insured. The caller has made sure that it is in sight."""
    return _counted(session, tables.radar_hits.insured_id == insured_id)


def _counted(session: Session, which: ColumnElement[bool]) -> int:
    row = tables.certificates
    query = (
        select(func.count())
        .select_from(RadarHit)
        .join(Certificate, row.id == tables.radar_hits.certificate_id)
        .where(which, *LIVE)
    )
    found: int = session.execute(query).scalar_one()
    return found


def worst(session: Session, actor: access.Actor, limit: int) -> tuple[InsuredCount, ...]:
    """The insureds with the most untrue certificates, each with its newest reason."""
    counted: dict[int, InsuredCount] = {}
    for one in causes(session, actor):
        before = counted.get(one.insured_id)
        sentence = before.sentence if before else one.differences[0].sentence
        total = one.certificates + (before.certificates if before else 0)
        counted[one.insured_id] = InsuredCount(one.insured_id, one.insured, total, sentence)
    return tuple(sorted(counted.values(), key=lambda one: -one.certificates)[:limit])


def is_looking(session: Session, actor: access.Actor, insured_id: object = None) -> bool:
    """Whether a look that was asked for is not carried out yet."""
    access.require(actor, access.Right.DESK_VIEW)
    look = tables.radar_looks
    query = select(look.insured_id).where(look.asked > look.looked)
    if insured_id is not None:
        query = query.where(look.insured_id == sight.number(insured_id))
    return session.execute(query.limit(1)).first() is not None


_REASONS = (
    select(tables.radar_hits.certificate_id, tables.radar_causes.differences)
    .join(RadarCause, tables.radar_causes.id == tables.radar_hits.cause_id)
    .where(plain.among_ids(tables.radar_hits.certificate_id))
)


def reasons(session: Session, certificate_ids: Sequence[int]) -> dict[int, tuple[Difference, ...]]:
    """Of those that are untrue. The caller has made sure that they are in sight."""
    found = plain.rows(session, _REASONS, ids=certificate_ids) if certificate_ids else ()
    return {
        certificate_id: tuple(map(certificate_difference.from_row, differences))
        for certificate_id, differences in found
    }


def certificates_of(cause_id: int | None) -> Select[tuple[int]]:
    """The certificates of one cause, or of any, for a filter; whether they are live is the filter's to say."""
    hit = tables.radar_hits
    query = select(hit.certificate_id)
    return query if cause_id is None else query.where(hit.cause_id == sight.number(cause_id))


def sentences(differences: Iterable[Difference]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.sentence for one in differences))
