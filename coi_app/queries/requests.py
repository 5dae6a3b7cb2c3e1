"""Certificates that somebody asked for: the agency's work list, and one request in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session

from coi_app.models import Account, Certificate, CertificateRequest, Insured, SharedFile
from coi_app.queries import paging, sight, tables
from coi_app.rules import access, errors, names
from coi_app.rules.certificate_requests import (
    SOURCE_LABELS,
    STATUS_LABELS,
    UNANSWERED,
    RequestSource,
    RequestStatus,
    Wish,
)

NO_DUE_DAY = datetime(9999, 1, 1, tzinfo=UTC)  # sorts after every day that is due


class Show(StrEnum):
    """Which part of the list; the default is what somebody has to do."""

    TO_DO = ""
    OPEN = "open"
    WAITING = "waiting"
    ISSUED = "issued"
    REFUSED = "refused"


class Assigned(StrEnum):
    ANYBODY = ""
    ME = "me"
    NOBODY = "nobody"


class RequestSort(StrEnum):
    DUE = "due"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """As it stands in the address; `source` is a RequestSource or ""."""

    text: str = ""
    show: str = Show.TO_DO
    source: str = ""
    assigned: str = Assigned.ANYBODY
    only_rush: bool = False


EVERYTHING_TO_DO = RequestFilter()


@dataclass(frozen=True, slots=True)
class RequestRow:
    """`holder` is the holder's name, `place` the rest of what was said about it."""

    id: int
    insured_id: int
    insured: str
    holder: str
    place: str
    requirements: str
    due_at: datetime | None
    rush: bool
    source: str
    source_label: str
    status: str
    status_label: str
    assigned_to_id: int | None
    assigned_to: str
    asked_by: str
    asked_at: datetime
    certificate_id: int | None
    certificate: str


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """`holder` has the values of a new holder's form; `wish` is what waits for approval (R43); `file` the name of
    what was attached."""

    row: RequestRow
    holder_id: int | None
    holder: dict[str, str]
    asker_email: str
    answer: str
    answered_by: str
    finished_at: datetime | None
    wish: Wish | None
    file_id: int | None
    file: str


def page(
    session: Session,
    actor: access.Actor,
    filters: RequestFilter = EVERYTHING_TO_DO,
    *,
    sort: str = RequestSort.DUE,
    descending: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> paging.Page[RequestRow]:
    """The agency's list. What is due first comes first; without a due day last."""
    access.require(actor, access.Right.DESK_VIEW)
    order = _order(sort, descending)
    statement = _shown().where(sight.of(actor, _row.insured_id), *_conditions(actor, filters))
    keyed = statement.add_columns(order.key.label("page_key"), order.id.label("page_id"))
    found, following, preceding = paging.page_of(session, keyed, order, after, limit)
    count = paging.counted(session, statement.with_only_columns(_row.id))
    return paging.Page(tuple(map(_request_row, found)), count, following, preceding)


def _order(sort: str, descending: bool) -> paging.Order:
    if sort == RequestSort.ASKED:
        return paging.Order(_row.created_at, _row.id, datetime, descending)
    due = func.coalesce(_row.due_at, literal(NO_DUE_DAY, _row.due_at.type), type_=_row.due_at.type)
    return paging.Order(due, _row.id, datetime, descending)


_row = tables.certificate_requests
_assignee = aliased(Account)


def _shown() -> Any:
    return (
        select(
            CertificateRequest, tables.insureds.legal_name.label("insured"),
            _assignee.name.label("assigned_to"),  # type: ignore[attr-defined]  # a column of the alias
            tables.certificates.number.label("certificate"),
        )
        .select_from(CertificateRequest)
        .join(Insured, tables.insureds.id == _row.insured_id)
        .outerjoin(_assignee, _assignee.id == _row.assigned_to_id)  # type: ignore[arg-type]
        .outerjoin(Certificate, tables.certificates.id == _row.certificate_id)
    )  # fmt: skip


def _conditions(actor: access.Actor, filters: RequestFilter) -> Iterable[ColumnElement[bool]]:
    known = set(RequestStatus)
    yield _row.status.in_({filters.show} if filters.show in known else UNANSWERED)
    if filters.source in set(RequestSource):
        yield _row.source == filters.source
    if filters.assigned == Assigned.ME:
        yield _row.assigned_to_id == actor.account_id
    elif filters.assigned == Assigned.NOBODY:
        yield _row.assigned_to_id.is_(None)
    if filters.only_rush:
        yield _row.rush.is_(True)
    if filters.text.strip():
        yield _named(filters.text)


def _named(text: str) -> ColumnElement[bool]:
    """By the holder as it was typed, by who asked, or by the insured."""
    typed, folded = names.literal(text, 200), names.folded(text[:200])
    found = [
        func.lower(column).contains(typed, autoescape=True)
        for column in (_row.holder_text, _row.asked_by_text)
    ]
    insured = tables.insureds.search_key.contains(folded, autoescape=True)
    return or_(*found, insured) if folded else or_(*found)


def _request_row(found: Any) -> RequestRow:
    one: CertificateRequest = found.CertificateRequest
    assert one.id is not None
    holder, _, place = one.holder_text.partition("\n")
    return RequestRow(
        id=one.id,
        insured_id=one.insured_id,
        insured=found.insured,
        holder=holder or "A holder",
        place=place.replace("\n", ", "),
        requirements=one.requirements,
        due_at=one.due_at,
        rush=one.rush,
        source=one.source,
        source_label=SOURCE_LABELS[RequestSource(one.source)],
        status=one.status,
        status_label=STATUS_LABELS[RequestStatus(one.status)],
        assigned_to_id=one.assigned_to_id,
        assigned_to=found.assigned_to or "",
        asked_by=one.asked_by_text,
        asked_at=one.created_at,
        certificate_id=one.certificate_id,
        certificate=found.certificate or "",
    )


def detail(session: Session, actor: access.Actor, request_id: object) -> RequestDetail:
    """For staff. Raises NotFound."""
    request = in_sight(session, actor, request_id)
    access.require(actor, access.Right.DESK_VIEW)
    found = session.execute(_shown().where(_row.id == request.id)).one()
    answered_by = session.get(Account, request.answered_by_id) if request.answered_by_id else None
    return RequestDetail(
        row=_request_row(found),
        holder_id=request.holder_id,
        holder={name: str(value) for name, value in request.holder.items()},
        asker_email=request.asker_email,
        answer=request.answer,
        answered_by=answered_by.name if answered_by else "",
        finished_at=request.finished_at,
        wish=Wish.from_json(request.wish) if request.wish else None,
        file_id=request.attachment_id,
        file=_file_name(session, request.attachment_id),
    )


def _file_name(session: Session, file_id: int | None) -> str:
    file = session.get(SharedFile, file_id) if file_id else None
    return file.name if file is not None and file.removed_at is None else ""


def open_count(session: Session, actor: access.Actor) -> int:
    """How many wait for an answer: the number beside Requests in the navigation, at most 1,000."""
    access.require(actor, access.Right.DESK_VIEW)
    unanswered = select(_row.id).where(_row.status.in_(UNANSWERED), sight.of(actor, _row.insured_id))
    return paging.counted(session, unanswered).number


def agents(session: Session, actor: access.Actor) -> tuple[tuple[int, str], ...]:
    """Whom a request can be given to, by name: (account id, name) of those who may answer it."""
    access.require(actor, access.Right.DESK_VIEW)
    row = tables.accounts
    roles = [role for role in access.STAFF_ROLES if access.Right.REQUESTS_ANSWER in access.ROLE_RIGHTS[role]]
    query = select(row.id, row.name).where(row.role.in_(roles), row.status == "active")
    return tuple((one.id, one.name) for one in session.execute(query.order_by(row.name, row.id)))


def in_sight(
    session: Session, actor: access.Actor, request_id: object, *, for_change: bool = False
) -> CertificateRequest:
    """Staff see all; an insured's account what it asked for itself. Raises NotFound."""
    query = select(CertificateRequest).where(
        _row.id == sight.number(request_id), sight.of(actor, _row.insured_id)
    )
    if not actor.is_staff:
        query = query.where(_row.asked_by_id == actor.account_id)
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    request: CertificateRequest | None = session.execute(query).scalar_one_or_none()
    if request is None:
        raise errors.NotFound("request")
    return request
