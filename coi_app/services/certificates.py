"""One certificate: preview, issue, take a copy, send again. Corrections are in `certificate_corrections`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session

from coi_app import settings
from coi_app.models import Certificate
from coi_app.queries import approvals, certificate_files, certificates, judging, tables
from coi_app.queries.certificate_files import CertificateFile
from coi_app.queries.judging import Judged, Recipient, Wording
from coi_app.rules import access, errors, verdict
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import activity, certificate_rows, deliveries, issuing, numbers


class Use(StrEnum):
    """Why an exact copy is taken; each is a line of Activity History (R34)."""

    PREVIEWED = "previewed"
    DOWNLOADED = "downloaded"


_USES: dict[Use, tuple[ActivityKind, str]] = {
    Use.PREVIEWED: (ActivityKind.CERTIFICATE_PREVIEWED, "Looked at"),
    Use.DOWNLOADED: (ActivityKind.CERTIFICATE_DOWNLOADED, "Downloaded"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A preview: the PDF carries the DRAFT mark, no number and no signature (R33)."""

    pdf: bytes
    judged: Judged


def preview(
    session: Session,
    actor: access.Actor,
    master_id: object,
    recipient: Recipient,
    wanted: Wording,
    paper: int = 0,
) -> Draft:
    """Changes nothing, so a look is enough. Raises a Refusal when the paper cannot carry a text."""
    bench = judging.bench(session, actor, master_id, wanted)
    judged = bench.judged(*judging.pair(session, actor, bench.master.insured_id, recipient))
    paper = paper if 0 <= paper < len(bench.papers) else 0
    return Draft(issuing.workshop(session, bench).draft(judged, paper), judged)


def preview_master(session: Session, actor: access.Actor, master_id: object) -> bytes:
    """The master's page with an example holder and its default description."""
    bench = judging.bench(session, actor, master_id, Wording())
    return issuing.workshop(session, bench).draft(bench.judged(*judging.EXAMPLE))


def issue_one(
    session: Session,
    actor: access.Actor,
    master_id: object,
    recipient: Recipient,
    wanted: Wording,
    *,
    reason: str = "",
    source: str = "manual",
    sent: bool = True,
) -> tuple[int, ...]:
    """Issue now; gives the certificate's id, several when there are more than six insurers (R12).

    Raises Blocked, InvalidInput({"reason": ...}) when a warning needs one, or Conflict when an insured's has to wait
    for an agent (R43): `requests.ask_approval`.
    """
    bench = judging.bench(session, actor, master_id, wanted)
    require(actor, access.Right.CERTIFICATES_ISSUE, PortalRight.SEND_CERTIFICATES)
    judged = bench.judged(*judging.pair(session, actor, bench.master.insured_id, recipient))
    occasion = issuing.Occasion(source, released(actor, bench, judged, reason), sent)
    if not actor.is_staff and approvals.must_wait(session, bench.master.insured_id, judged, wanted):
        raise errors.Conflict("This certificate waits for your agency: ask for its approval.")
    orders = [issuing.Order(judged, paper) for paper in range(len(bench.papers))]
    series = numbers.series(session, bench.today)
    first = numbers.take(session, series, len(orders))
    made, refused = issuing.workshop(session, bench).make(orders, series, first)
    if refused:
        raise errors.Blocked(refused[0].why)
    return tuple(certificate_rows.issue(session, actor, bench, occasion, made))


def released(actor: access.Actor, bench: judging.Bench, judged: Judged, reason: str) -> str:
    """The reason to keep with the certificate, "" when none is needed. Raises when it may not leave."""
    cleaned = verdict.release(judged.verdict, bench.issuer, reason)
    if cleaned:
        access.require(actor, access.Right.CERTIFICATES_OVERRIDE)
    return cleaned


def issue_and_send(
    session: Session,
    actor: access.Actor,
    master_id: object,
    recipient: Recipient,
    wanted: Wording,
    message: Mapping[str, object],
    *,
    reason: str = "",
    source: str = "manual",
) -> tuple[int, ...]:
    """Issue and queue the mail, both or neither. Fields of the message: to, cc, subject, message."""
    require(actor, access.Right.CERTIFICATES_SEND, PortalRight.SEND_CERTIFICATES)
    read = deliveries.read(message)
    ids = issue_one(session, actor, master_id, recipient, wanted, reason=reason, source=source)
    deliveries.queue(session, actor, _certificates(session, ids), read)
    return ids


def _certificates(session: Session, ids: Sequence[int]) -> list[Certificate]:
    row = tables.certificates
    return list(session.execute(select(Certificate).where(row.id.in_(ids)).order_by(row.id)).scalars())


def exact_copy(
    session: Session, actor: access.Actor, certificate_id: object, use: Use = Use.DOWNLOADED
) -> CertificateFile:
    """The very bytes that were issued, proven by their hash; needs a writing session: it is recorded."""
    certificate = certificates.in_sight(session, actor, certificate_id)
    require(actor, access.Right.CERTIFICATES_DOWNLOAD, PortalRight.VIEW_CERTIFICATES)
    assert certificate.id is not None
    file = certificate_files.exact(session, certificate.id)
    kind, said = _USES[use]
    record(session, actor, certificate, kind, f"{said} {named(certificate)}", {"sha256": file.sha256})
    return file


def resend(
    session: Session, actor: access.Actor, certificate_id: object, message: Mapping[str, object]
) -> int:
    """The exact copy to any address, same bytes, date and number (R31); gives the mail's id."""
    certificate = certificates.in_sight(session, actor, certificate_id)
    require(actor, access.Right.CERTIFICATES_SEND, PortalRight.RESEND_CERTIFICATES)
    if certificate.withdrawn_at is not None:
        raise errors.Conflict("This certificate was withdrawn. Issue a new one instead.")
    read = deliveries.read(message)
    return deliveries.queue(session, actor, [certificate], read, ActivityKind.CERTIFICATE_RESENT)


def verification_link(session: Session, actor: access.Actor, certificate_id: object) -> str:
    """The address of its public page, for whoever copies it; recorded (R34)."""
    certificate = certificates.in_sight(session, actor, certificate_id)
    require(actor, access.Right.CERTIFICATES_DOWNLOAD, PortalRight.VIEW_CERTIFICATES)
    said = f"Copied the verification link of {named(certificate)}"
    record(session, actor, certificate, ActivityKind.CERTIFICATE_LINK_COPIED, said, {})
    return f"{settings.current().public_url.rstrip('/')}/v/{certificate.verification_code}"


def require(actor: access.Actor, staff: access.Right, insured: PortalRight) -> None:
    """The same deed is one right of the desk and another of the portal."""
    access.require(actor, staff if actor.is_staff else insured)


def record(
    session: Session,
    actor: access.Actor,
    certificate: Certificate,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, object],
) -> None:
    entry = activity.Entry(kind, sentence, certificate.insured_id, "certificate", certificate.id, details)
    activity.record(session, actor, entry)


def named(certificate: Certificate) -> str:
    """ "KV-26-04812", with its revision when it is one."""
    revision = f" revision {certificate.revision}" if certificate.revision else ""
    return f"{certificate.number}{revision}"
