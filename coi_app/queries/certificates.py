"""Certificates Sent: the grid of one insured or of the whole agency, and one certificate in full."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlmodel import Session

from coi_app.models import Account, Certificate, HolderName, Insured, MasterVersion
from coi_app.queries import agency, certificate_standing, name_search, paging, sight, tables
from coi_app.rules import access, errors
from coi_app.rules.portal_rights import PortalRight
from coi_app.rules.standing import Standing


class Delivered(StrEnum):
    """The filter "E-mailed"; the stored states are those of `queries.mails.MailState`, and none."""

    ANY = ""
    MAILED = "mailed"
    NOT_MAILED = "not_mailed"
    FAILED = "failed"


class CertificateSort(StrEnum):
    ISSUED = "issued"
    HOLDER = "holder"
    NUMBER = "number"


DELIVERY_LABELS: dict[str, str] = {
    "none": "Not e-mailed",
    "queued": "Queued",
    "sent": "E-mailed",
    "failed": "Failed",
    "outbox": "In the Outbox",
}
NUMBER = re.compile(r"[A-Z0-9-]{1,30}")
MAILED = ("queued", "sent", "outbox")


@dataclass(frozen=True, slots=True)
class CertificateFilter:
    """As it stands in the address. Days are the agency's, both included; `text` finds former names too."""

    text: str = ""
    from_on: date | None = None
    to_on: date | None = None
    delivered: str = Delivered.ANY
    only_sent: bool = True


EVERY_SENT = CertificateFilter()


@dataclass(frozen=True, slots=True)
class CertificateRow:
    id: int
    number: str
    revision: int
    insured_id: int
    insured: str
    holder_id: int
    holder: str
    issued_at: datetime
    issued_on: date
    issued_by: str
    source: str
    master: str
    master_version: int
    description: str
    delivery: str
    delivery_label: str
    delivery_at: datetime | None
    standing: Standing
    batch_id: int | None
    sent: bool


def page(
    session: Session,
    actor: access.Actor,
    filters: CertificateFilter = EVERY_SENT,
    *,
    insured_id: object = None,
    sort: str = CertificateSort.ISSUED,
    descending: bool | None = None,
    after: str | None = None,
    limit: int = 50,
) -> paging.Page[CertificateRow]:
    """One insured's, or with `insured_id` None the whole agency's; the newest first by default."""
    _require_look(actor)
    order = _order(sort, descending)
    statement = _narrowed(session, actor, _SHOWN, filters, insured_id)
    keyed = statement.add_columns(order.key.label("page_key"), order.id.label("page_id"))
    found, following, preceding = paging.page_of(session, keyed, order, after, limit)
    counted = _narrowed(session, actor, select(tables.certificates.id), filters, insured_id)
    return paging.Page(rows_of(session, found), paging.counted(session, counted), following, preceding)


def _require_look(actor: access.Actor) -> None:
    access.require(actor, access.Right.DESK_VIEW if actor.is_staff else PortalRight.VIEW_CERTIFICATES)


def _order(sort: str, descending: bool | None) -> paging.Order:
    row = tables.certificates
    if sort == CertificateSort.HOLDER:
        return paging.Order(tables.holder_names.name_key, row.id, str, descending is True)
    if sort == CertificateSort.NUMBER:
        return paging.Order(row.number, row.id, str, descending is not False)
    return paging.Order(row.issued_at, row.id, datetime, descending is not False)


_row = tables.certificates
_SHOWN: Select[Any] = select(
    _row.id, _row.number, _row.revision, _row.insured_id, _row.holder_id, _row.issued_at, _row.issued_on,
    _row.source, _row.description, _row.delivery, _row.delivery_at, _row.superseded_at, _row.withdrawn_at,
    _row.batch_id, _row.sent, _row.master_version_id, tables.holder_names.name.label("holder"),
    tables.insureds.legal_name.label("insured"), tables.master_versions.name.label("master"),
    tables.master_versions.version.label("master_version"), tables.accounts.name.label("issued_by"),
)  # fmt: skip


def _narrowed(
    session: Session,
    actor: access.Actor,
    statement: Select[Any],
    filters: CertificateFilter,
    insured_id: object,
) -> Select[Any]:
    row = tables.certificates
    statement = (
        statement.select_from(Certificate)
        .join(HolderName, tables.holder_names.id == row.holder_name_id)
        .join(Insured, tables.insureds.id == row.insured_id)
        .join(MasterVersion, tables.master_versions.id == row.master_version_id)
        .outerjoin(Account, tables.accounts.id == row.issued_by_id)
    )
    if insured_id is not None:
        statement = statement.where(row.insured_id == sight.insured(session, actor, insured_id))
    return statement.where(sight.of(actor, row.insured_id), *_conditions(session, filters))


def _conditions(session: Session, filters: CertificateFilter) -> Iterable[ColumnElement[bool]]:
    row = tables.certificates
    if filters.only_sent:
        yield row.sent.is_(True)
    if filters.text.strip():
        yield _found(session, filters.text)
    if filters.from_on:
        yield row.issued_at >= agency.midnight(session, filters.from_on)
    if filters.to_on:
        yield row.issued_at < agency.midnight(session, filters.to_on + timedelta(days=1))
    if filters.delivered == Delivered.MAILED:
        yield row.delivery.in_(MAILED)
    elif filters.delivered == Delivered.NOT_MAILED:
        yield row.delivery == "none"
    elif filters.delivered == Delivered.FAILED:
        yield row.delivery == "failed"


def _found(session: Session, text: str) -> ColumnElement[bool]:
    """By any name the holder has or had, or by the beginning of a certificate's number.

    Which of the two there is at all is asked first: the database finds either by its index, but reads every
    certificate for "the one or the other".
    """
    name, row, number = tables.holder_names, tables.certificates, text.strip().upper()
    names = select(name.holder_id).where(name_search.holder_names(session, text))
    named = row.holder_id.in_(names)
    if not NUMBER.fullmatch(number) or not _is_any(session, select(row.id).where(_numbered(number))):
        return named
    numbered = _numbered(number, by_index=any(sign.isdigit() for sign in number))
    return or_(named, numbered) if _is_any(session, names) else numbered


def _numbered(number: str, *, by_index: bool = True) -> ColumnElement[bool]:
    """Letters alone begin nearly every number: the newest of those are found sooner by their days."""
    key = tables.certificates.number
    return name_search.begins(key if by_index else key.concat(""), number)


def _is_any(session: Session, statement: Select[Any]) -> bool:
    return session.execute(statement.limit(1)).first() is not None


def rows_of(session: Session, found: Sequence[Any]) -> tuple[CertificateRow, ...]:
    standings = certificate_standing.of(session, found)
    return tuple(_certificate_row(one, standings[one.id]) for one in found)


def _certificate_row(one: Any, standing: Standing) -> CertificateRow:
    return CertificateRow(
        id=one.id,
        number=one.number,
        revision=one.revision,
        insured_id=one.insured_id,
        insured=one.insured,
        holder_id=one.holder_id,
        holder=one.holder,
        issued_at=one.issued_at,
        issued_on=one.issued_on,
        issued_by=one.issued_by or "System",
        source=one.source,
        master=one.master,
        master_version=one.master_version,
        description=one.description,
        delivery=one.delivery,
        delivery_label=DELIVERY_LABELS[one.delivery],
        delivery_at=one.delivery_at,
        standing=standing,
        batch_id=one.batch_id,
        sent=one.sent,
    )


def one(session: Session, actor: access.Actor, certificate: Certificate) -> CertificateRow:
    """The grid's row of a certificate that is in sight, sent or not."""
    anything = CertificateFilter(only_sent=False)
    query = _narrowed(session, actor, _SHOWN, anything, None).where(tables.certificates.id == certificate.id)
    return rows_of(session, session.execute(query).all())[0]


def in_sight(
    session: Session, actor: access.Actor, certificate_id: object, *, for_change: bool = False
) -> Certificate:
    """For services; `for_change` locks the row. Out of sight is not found."""
    row = tables.certificates
    query = select(Certificate).where(row.id == sight.number(certificate_id), sight.of(actor, row.insured_id))
    if not actor.is_staff and not actor.may(PortalRight.VIEW_CERTIFICATES):
        raise errors.NotFound("certificate")
    if for_change:
        query = query.with_for_update(of=Certificate).execution_options(populate_existing=True)
    certificate: Certificate | None = session.execute(query).scalar_one_or_none()
    if certificate is None:
        raise errors.NotFound("certificate")
    return certificate
