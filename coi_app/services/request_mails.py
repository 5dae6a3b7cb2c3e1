"""Who is told by mail: the agent of what arrived, whoever asked of the answer."""

from zoneinfo import ZoneInfo

from sqlmodel import Session

from coi_app import settings
from coi_app.models import Account, Agency, CertificateRequest, Insured
from coi_app.rules.certificate_requests import RequestStatus
from coi_app.rules.notices import Notice
from coi_app.services import mails, notices

MAIL_KIND = "request"
TO_AGENT = """{asker} asks for a certificate of insurance.

Insured: {insured}
Holder: {holder}
Needed: {due}

{requirements}

Answer it here: {address}
"""
ISSUED = """Hello,

the certificate of insurance of {insured} for {holder} is issued: {number}.{sent}

Kind regards
{agency}
"""
REFUSED = """Hello,

your agency cannot issue the certificate of insurance of {insured} for {holder}.

{reason}

Questions? {agency}{phone}
"""


def tell_agent(session: Session, request: CertificateRequest) -> None:
    """The agent it is assigned to; while nobody is, the agency's own address."""
    agent = session.get(Account, request.assigned_to_id) if request.assigned_to_id else None
    agency = session.get_one(Agency, 1)
    to = agent.email if agent else agency.email
    if not to or (agent is not None and not notices.wants(agent, Notice.REQUEST)):
        return
    waits = request.status == RequestStatus.WAITING
    body = TO_AGENT.format(
        asker=request.asked_by_text or "Somebody",
        insured=_insured(session, request),
        holder=request.holder_text.replace("\n", ", "),
        due=_due(request, agency),
        requirements=request.requirements,
        address=f"{settings.current().public_url.rstrip('/')}/requests?request={request.id}",
    )
    subject = "Waiting for your approval" if waits else "Rush request" if request.rush else "Request"
    _queue(session, request, to, agent.name if agent else "", f"{subject}: {_holder(request)}", body)


def tell_issued(session: Session, request: CertificateRequest, number: str, sent_to: tuple[str, ...]) -> None:
    """Unless the certificate itself is on its way to the same address."""
    if not _wants_answer(session, request) or request.asker_email in sent_to:
        return
    agency = session.get_one(Agency, 1)
    sent = f" It was e-mailed to {', '.join(sent_to)}." if sent_to else ""
    body = ISSUED.format(
        insured=_insured(session, request),
        holder=_holder(request),
        number=number,
        sent=sent,
        agency=agency.name,
    )
    _queue(session, request, request.asker_email, "", f"Issued: {_holder(request)}", body)


def tell_refused(session: Session, request: CertificateRequest) -> None:
    if not _wants_answer(session, request):
        return
    agency = session.get_one(Agency, 1)
    body = REFUSED.format(
        insured=_insured(session, request),
        holder=_holder(request),
        reason=request.answer,
        agency=agency.name,
        phone=f", {agency.phone}" if agency.phone else "",
    )
    _queue(session, request, request.asker_email, "", f"Not issued: {_holder(request)}", body)


def _wants_answer(session: Session, request: CertificateRequest) -> bool:
    """Whoever asked without an account always does."""
    asker = session.get(Account, request.asked_by_id) if request.asked_by_id else None
    return bool(request.asker_email) and (asker is None or notices.wants(asker, Notice.ANSWER))


def _insured(session: Session, request: CertificateRequest) -> str:
    return session.get_one(Insured, request.insured_id).legal_name


def _holder(request: CertificateRequest) -> str:
    return request.holder_text.partition("\n")[0] or "a holder"


def _due(request: CertificateRequest, agency: Agency) -> str:
    if request.due_at is None:
        return "no day was given"
    local = request.due_at.astimezone(ZoneInfo(agency.time_zone))
    return f"{local:%m/%d/%Y}, {local:%I:%M %p}".replace(", 0", ", ")


def _queue(
    session: Session, request: CertificateRequest, to_email: str, to_name: str, subject: str, body: str
) -> None:
    mails.queue(
        session, kind=MAIL_KIND, to_email=to_email, to_name=to_name, subject=subject[: mails.MAX_SUBJECT], body=body,
        requested_by_id=request.asked_by_id, insured_id=request.insured_id,
    )  # fmt: skip
