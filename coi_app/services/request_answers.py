"""How a request is answered: issued, approved as it was asked (R43), or refused with a reason."""

from collections.abc import Mapping

from sqlmodel import Session

from coi_app import clock
from coi_app.models import Certificate, CertificateRequest
from coi_app.queries import approvals, judging
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import access, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.certificate_requests import RequestSource, RequestStatus, Wish
from coi_app.services import certificates, deliveries, request_mails, requests

MAX_REASON = 500


def issue_one(
    session: Session,
    actor: access.Actor,
    request_id: object,
    master_id: object,
    recipient: Recipient,
    wanted: Wording,
    *,
    reason: str = "",
) -> tuple[int, ...]:
    """As `certificates.issue_one`, and the request is finished by it."""
    request = _to_issue(session, actor, request_id, master_id)
    source = _source(request)
    ids = certificates.issue_one(session, actor, master_id, recipient, wanted, reason=reason, source=source)
    _finish_issued(session, actor, request, ids, ())
    return ids


def issue_and_send(
    session: Session,
    actor: access.Actor,
    request_id: object,
    master_id: object,
    recipient: Recipient,
    wanted: Wording,
    message: Mapping[str, object],
    *,
    reason: str = "",
) -> tuple[int, ...]:
    """As `certificates.issue_and_send`, and the request is finished by it."""
    request = _to_issue(session, actor, request_id, master_id)
    ids = certificates.issue_and_send(
        session, actor, master_id, recipient, wanted, message, reason=reason, source=_source(request)
    )
    sent = deliveries.read(message)
    _finish_issued(session, actor, request, ids, (sent.to, *sent.cc))
    return ids


def approve(
    session: Session, actor: access.Actor, request_id: object, *, reason: str = ""
) -> tuple[int, ...]:
    """R43: issue exactly what was asked, judged now on the agent's word; a warning takes a reason (R40).

    Raises Conflict when it is answered, or is not the same any more; Blocked, InvalidInput as when sending.
    """
    request = requests.unanswered(session, actor, request_id)
    if request.status != RequestStatus.WAITING:
        raise errors.Conflict("This request has no certificate to approve. Issue one for it.")
    wish = Wish.from_json(request.wish)
    if problem := approvals.judged_now(session, actor, wish).problem:
        raise errors.Conflict(f"{problem} Choose Change, look at it, and send it from there.")
    ids = _issue_wish(session, actor, wish, reason)
    _finish_issued(session, actor, request, ids, tuple(one for one in (wish.to, *wish.cc) if one))
    return ids


def _issue_wish(session: Session, actor: access.Actor, wish: Wish, reason: str) -> tuple[int, ...]:
    asked = (wish.master_id, approvals.recipient(wish), approvals.wording(wish))
    source = RequestSource.PORTAL.value
    if not wish.to:
        return certificates.issue_one(session, actor, *asked, reason=reason, source=source)
    message = {"to": wish.to, "cc": ", ".join(wish.cc), "subject": wish.subject, "message": wish.message}
    return certificates.issue_and_send(session, actor, *asked, message, reason=reason, source=source)


def refuse(session: Session, actor: access.Actor, request_id: object, reason: object) -> None:
    """With a reason that whoever asked is told by mail. Raises InvalidInput({"reason": ...}) without one."""
    request = requests.unanswered(session, actor, request_id)
    form = fields.Reader({"reason": reason})
    said = form.text("reason", "the reason", max_length=MAX_REASON, lines=True, required=True)
    form.raise_if_wrong()
    waited = request.status == RequestStatus.WAITING
    _finish(request, actor, RequestStatus.REFUSED)
    request.answer = said
    kind = ActivityKind.CERTIFICATE_APPROVAL_REFUSED if waited else ActivityKind.REQUEST_DECLINED
    words = f"Refused the certificate for {requests.holder_of(request)}"
    requests.record(session, actor, request, kind, words, {"reason": said})
    request_mails.tell_refused(session, request)


def _to_issue(
    session: Session, actor: access.Actor, request_id: object, master_id: object
) -> CertificateRequest:
    """The request, if the master is of the same insured."""
    request = requests.unanswered(session, actor, request_id)
    bench = judging.bench(session, actor, master_id, Wording())
    if bench.master.insured_id != request.insured_id:
        raise errors.NotFound("master")
    return request


def _source(request: CertificateRequest) -> str:
    return RequestSource.PORTAL.value if request.status == RequestStatus.WAITING else "manual"


def _finish_issued(
    session: Session,
    actor: access.Actor,
    request: CertificateRequest,
    ids: tuple[int, ...],
    sent_to: tuple[str, ...],
) -> None:
    waited = request.status == RequestStatus.WAITING
    certificate = session.get_one(Certificate, ids[0])
    _finish(request, actor, RequestStatus.ISSUED)
    request.certificate_id, request.holder_id = certificate.id, certificate.holder_id
    kind = ActivityKind.CERTIFICATE_APPROVED if waited else ActivityKind.REQUEST_ANSWERED
    said = "Approved" if waited else "Answered the request with"
    details = {"certificate": certificate.number, "asked_by": request.asked_by_text}
    words = f"{said} {certificate.number} for {requests.holder_of(request)}"
    requests.record(session, actor, request, kind, words, details)
    request_mails.tell_issued(session, request, certificate.number, sent_to)


def _finish(request: CertificateRequest, actor: access.Actor, status: RequestStatus) -> None:
    request.status, request.finished_at = status.value, clock.now()
    request.answered_by_id = actor.account_id
