"""Everything that is kept of one certificate: for the E&O file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from coi_app.models import Activity, Certificate, CertificateRequest, ChainHead, Plate, StoredContent
from coi_app.queries import certificate_detail, certificates, tables
from coi_app.queries.certificate_detail import CertificateDetail
from coi_app.rules import access


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of the agency, when the certificate answers such a request."""

    at: Any
    asked_by: str
    source: str
    holder: str
    requirements: str
    due_at: Any


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of Activity History with its links of the chain; `chained` is all that the hash covers."""

    at: Any
    who: str
    origin: str
    sentence: str
    sequence: int
    previous_hash: str
    hash: str
    chained: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """`content` and `shared` are the printed content as it was frozen; `head` the chain's last link."""

    detail: CertificateDetail
    content: dict[str, Any]
    shared: dict[str, Any]
    verdict: dict[str, Any]
    renderer: str
    requests: tuple[Request, ...]
    events: tuple[Event, ...]
    head_sequence: int
    head_hash: str


def of(session: Session, actor: access.Actor, certificate_id: object) -> Evidence:
    """Raises NotFound, NotAllowed: it tells all that the history tells, so it wants the right to see that."""
    certificate = certificates.in_sight(session, actor, certificate_id)
    access.require(actor, access.Right.ACTIVITY_VIEW)
    access.require(actor, access.Right.CERTIFICATES_DOWNLOAD)
    detail = certificate_detail.detail(session, actor, certificate_id)
    found = _requests(session, certificate)
    head = session.get(ChainHead, certificate.insured_id, populate_existing=True)
    return Evidence(
        detail=detail,
        content=certificate.content,
        shared=session.get_one(StoredContent, certificate.shared_digest).body,
        verdict=certificate.verdict,
        renderer=session.get_one(Plate, certificate.plate_sha256).renderer,
        requests=tuple(_request(one) for one in found),
        events=_events(session, certificate, detail, [one.id for one in found if one.id]),
        head_sequence=head.sequence if head else 0,
        head_hash=head.hash if head else "",
    )


def _requests(session: Session, certificate: Certificate) -> Sequence[CertificateRequest]:
    row = tables.certificate_requests
    query = select(CertificateRequest).where(
        row.insured_id == certificate.insured_id, row.certificate_id == certificate.id
    )
    return session.execute(query.order_by(row.id)).scalars().all()


def _request(one: CertificateRequest) -> Request:
    return Request(
        one.created_at, one.asked_by_text, one.source, one.holder_text, one.requirements, one.due_at
    )


def _events(
    session: Session, certificate: Certificate, detail: CertificateDetail, request_ids: Sequence[int]
) -> tuple[Event, ...]:
    """Of the insured's chain what is about it, its messages, its batch or its request; the oldest first."""
    about: dict[str, list[Any]] = {
        "certificate": [certificate.id],
        "mail": [one.mail_id for one in detail.deliveries],
        "request": list(request_ids),
        "batch": [certificate.batch_id] if certificate.batch_id else [],
    }
    row = tables.activities
    either: list[ColumnElement[bool]] = [
        and_(row.subject == subject, row.subject_id.in_(ids)) for subject, ids in about.items() if ids
    ]
    query = select(Activity).where(row.chain == certificate.insured_id, or_(*either))
    found = session.execute(query.order_by(col(Activity.sequence))).scalars()
    return tuple(_event(entry) for entry in found)


def _event(entry: Activity) -> Event:
    return Event(
        at=entry.at,
        who=entry.actor_name,
        origin=entry.ip or ("This server" if entry.account_id is None else ""),
        sentence=entry.sentence,
        sequence=entry.sequence,
        previous_hash=entry.previous_hash,
        hash=entry.hash,
        chained=entry.model_dump(mode="json", exclude={"id", "previous_hash", "hash"}),
    )
