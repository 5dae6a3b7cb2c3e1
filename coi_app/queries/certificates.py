"""Certificates Sent: the grid of one insured or of the whole agency, and one certificate in full."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, select
from sqlmodel import Session

from coi_app.models import Account, Certificate, HolderName, Insured, MasterVersion
from coi_app.queries import (
    agency,
    certificate_keys,
    certificate_standing,
    mails,
    paging,
    plain,
    radar,
    sight,
    tables,
)
from coi_app.queries.certificate_filters import EVERY_SENT, CertificateFilter, Delivered
from coi_app.queries.certificate_keys import CertificateSort
from coi_app.rules import access, errors
from coi_app.rules.certificate_difference import Difference
from coi_app.rules.portal_rights import PortalRight
from coi_app.rules.standing import Standing, StandingKind

__all__ = ["EVERY_SENT", "CertificateFilter", "CertificateSort", "Delivered"]

NEVER_MAILED = "none"
DELIVERY_LABELS: dict[str, str] = {
    NEVER_MAILED: "Not e-mailed",
    "queued": "Queued",
    "sent": "E-mailed",
    "failed": "Failed",
    "outbox": "In the Outbox",
}


class CertificateRow(NamedTuple):
    """`place` is the holder's city and state as printed. `delivery_to` and the mail server's words are those of the
    last message that carried it. `untrue` are the radar's sentences while it is live."""

    id: int
    number: str
    revision: int
    insured_id: int
    insured: str
    holder_id: int
    holder: str
    place: str
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
    delivery_to: str
    delivery_reply: str
    standing: Standing
    batch_id: int | None
    sent: bool
    verification_code: str
    sha256: str
    untrue: tuple[str, ...] = ()


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
    counts: bool = True,
) -> paging.Page[CertificateRow]:
    """One insured's, or with `insured_id` None the whole agency's; the newest first by default. `counts`: how many
    there are, also when that takes longer than to find the page."""
    _require_look(actor)
    asked = certificate_keys.Asked(filters, insured_id, sort, descending, after, limit)
    keys = certificate_keys.of_page(session, actor, asked, counts=counts)
    # Whole rows only of those that are shown: to sort a hundred thousand whole rows takes seconds.
    rows, count = rows_of(session, _in_order(session, keys.ids)) if keys.ids else (), keys.count
    shown = count or paging.Count(len(rows), more=True)
    return paging.Page(rows, shown, keys.following, keys.preceding, is_counted=count is not None)


def count(
    session: Session, actor: access.Actor, filters: CertificateFilter, insured_id: object = None
) -> paging.Count:
    """What `page` says when it counts."""
    _require_look(actor)
    return certificate_keys.count(session, actor, filters, insured_id)


def _in_order(session: Session, ids: Sequence[int]) -> list[Any]:
    found = {one.id: one for one in plain.rows(session, _SHOWN_OF, ids=ids)}
    return [found[number] for number in ids if number in found]


def _require_look(actor: access.Actor) -> None:
    access.require(actor, access.Right.DESK_VIEW if actor.is_staff else PortalRight.VIEW_CERTIFICATES)


_row = tables.certificates
_SHOWN: Select[Any] = (
    select(
    _row.id, _row.number, _row.revision, _row.insured_id, _row.holder_id, _row.issued_at, _row.issued_on,
    _row.source, _row.description, _row.delivery, _row.delivery_at, _row.superseded_at, _row.withdrawn_at,
    _row.batch_id, _row.sent, _row.verification_code, _row.sha256, _row.master_version_id,
    tables.holder_names.name.label("holder"),
    tables.insureds.legal_name.label("insured"), tables.master_versions.name.label("master"),
    tables.master_versions.version.label("master_version"), tables.accounts.name.label("issued_by"),
    _row.content,
    exists().where(tables.radar_hits.certificate_id == _row.id).label("is_untrue"),
    agency.ZONE.scalar_subquery().label("zone"),
    )
    .select_from(Certificate)
    .join(HolderName, tables.holder_names.id == _row.holder_name_id)
    .join(Insured, tables.insureds.id == _row.insured_id)
    .join(MasterVersion, tables.master_versions.id == _row.master_version_id)
    .outerjoin(Account, tables.accounts.id == _row.issued_by_id)
)  # fmt: skip
_SHOWN_OF = _SHOWN.where(plain.among_ids(_row.id))


def rows_of(session: Session, found: Sequence[Any]) -> tuple[CertificateRow, ...]:
    """Further tables are asked only for those who have something there: a question takes as long as what it finds."""
    standings = certificate_standing.of(session, found, agency.today_in(found[0].zone) if found else None)
    carried = mails.last_of(session, [one.id for one in found if one.delivery != NEVER_MAILED])
    untrue = radar.reasons(session, [one.id for one in found if one.is_untrue])
    return tuple(
        _certificate_row(one, standings[one.id], carried.get(one.id), untrue.get(one.id, ())) for one in found
    )


def _place(content: dict[str, Any]) -> str:
    """As printed: the holder may have moved since."""
    address = content["holder"]["address"]
    return ", ".join(filter(None, (address["city"], address["state"])))


NOT_LIVE = (StandingKind.SUPERSEDED, StandingKind.WITHDRAWN)


def _certificate_row(
    one: Any, standing: Standing, mail: mails.LastMail | None, untrue: Sequence[Difference]
) -> CertificateRow:
    return CertificateRow(
        id=one.id,
        number=one.number,
        revision=one.revision,
        insured_id=one.insured_id,
        insured=one.insured,
        holder_id=one.holder_id,
        holder=one.holder,
        place=_place(one.content),
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
        delivery_to=mail.to_email if mail else "",
        delivery_reply=mail.server_reply if mail else "",
        standing=standing,
        batch_id=one.batch_id,
        sent=one.sent,
        verification_code=one.verification_code,
        sha256=one.sha256,
        untrue=() if standing.kind in NOT_LIVE else radar.sentences(untrue),
    )


def matching(
    session: Session, actor: access.Actor, filters: CertificateFilter, insured_id: object = None
) -> Select[Any]:
    """The ids that `page` would list, in no order, for exports and bulk actions."""
    _require_look(actor)
    wanted = certificate_keys.of(session, actor, filters, insured_id)
    return select(tables.certificates.id).where(*wanted)


def rows(session: Session, actor: access.Actor, certificate_ids: Sequence[int]) -> tuple[CertificateRow, ...]:
    """Of some certificates in sight, as they are now, in the order of their numbers in the database."""
    row = tables.certificates
    query = _SHOWN_OF.where(sight.of(actor, row.insured_id)).order_by(row.id)
    return rows_of(session, plain.rows(session, query, ids=certificate_ids))


def one(session: Session, actor: access.Actor, certificate: Certificate) -> CertificateRow:
    """The grid's row of a certificate that is in sight, sent or not."""
    row = tables.certificates
    query = _SHOWN_OF.where(sight.of(actor, row.insured_id))
    return rows_of(session, plain.rows(session, query, ids=[certificate.id]))[0]


def row(session: Session, actor: access.Actor, certificate_id: object) -> CertificateRow:
    """The grid's row of one in sight, sent or not. Raises NotFound."""
    _require_look(actor)
    found = rows(session, actor, [sight.number(certificate_id)])
    if not found:
        raise errors.NotFound("certificate")
    return found[0]


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
