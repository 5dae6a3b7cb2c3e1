"""Certificates that somebody asks the agency for: make a request, give it to an agent, say when it is due.

How they are answered is in `request_answers`; what strangers may do in `public_requests`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coi_app import clock
from coi_app.models import CertificateRequest
from coi_app.queries import agency, approvals, insureds, judging, request_settings, requests
from coi_app.queries.judging import Judged, Recipient, Wording
from coi_app.rules import access, certificate_requests, errors, fields, mail_wording, verdict
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.certificate_requests import UNANSWERED, RequestSource, RequestStatus, Wish
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import activity, deliveries, notifications, request_forms, request_mails, row_changes
from coi_app.services.notifications import NotificationKind


def ask(session: Session, actor: access.Actor, insured_id: object, values: Mapping[str, Any]) -> int:
    """Anybody of the insured may ask; staff writes down who did. Gives the request's id.

    Fields as in `request_forms.read`, of staff also asked_by, asker_email, rush. Raises NotFound, InvalidInput.
    """
    insured = insureds.in_sight(session, actor, insured_id)
    asked = _asked_by(actor, values)
    read = request_forms.read(session, values)
    assert insured.id is not None
    return receive(session, actor, insured.id, asked | read)


def _asked_by(actor: access.Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    if not actor.is_staff:
        return {
            "source": RequestSource.PORTAL.value,
            "asked_by_id": actor.account_id,
            "asked_by_text": actor.name,
            "asker_email": actor.email,
        }
    access.require(actor, access.Right.REQUESTS_ANSWER)
    form = fields.Reader(values)
    said = {
        "source": RequestSource.DESK.value,
        "asked_by_text": form.text("asked_by", "who asked for it", max_length=100),
        "asker_email": form.email("asker_email", "the address to answer to"),
        "rush": form.flag("rush", "Rush"),
    }
    form.raise_if_wrong()
    return said


def receive(session: Session, actor: access.Actor, insured_id: int, columns: Mapping[str, Any]) -> int:
    """Store, record, and tell the insured's agent. The caller has asked who may."""
    agent_id = request_settings.agent_of(session, insured_id)
    given = {"insured_id": insured_id, "assigned_to_id": agent_id, "created_at": clock.now()}
    request = CertificateRequest(**given | dict(columns))
    session.add(request)
    session.flush()
    assert request.id is not None
    is_wish = request.status == RequestStatus.WAITING
    kind = ActivityKind.CERTIFICATE_APPROVAL_ASKED if is_wish else ActivityKind.REQUEST_RECEIVED
    who = request.asked_by_text or "Somebody"
    what = "to approve" if is_wish else "for"
    record(session, actor, request, kind, f"{who} asked {what} a certificate for {holder_of(request)}")
    request_mails.tell_agent(session, request)
    _ring(session, request, is_wish)
    return request.id


def _ring(session: Session, request: CertificateRequest, is_wish: bool) -> None:
    """On the bell of who is to answer."""
    kind = NotificationKind.APPROVAL if is_wish else NotificationKind.REQUEST
    what = "To approve" if is_wish else "New request"
    words, page = f"{what}: {holder_of(request)}", f"/requests?request={request.id}"
    notifications.tell(session, request.insured_id, kind, words, page)


def ask_approval(
    session: Session,
    actor: access.Actor,
    master_id: object,
    recipient: Recipient,
    wanted: Wording,
    message: Mapping[str, object] | None = None,
) -> int:
    """R43: what somebody of an insured would have issued waits for an agent. Gives the request's id.

    `message` as in `certificates.issue_and_send`; None when it is only to be issued. The verdict is asked as if it
    were issued now: raises Blocked or NotAllowed (a warning, R40), Conflict when nothing has to wait.
    """
    bench = judging.bench(session, actor, master_id, wanted)
    access.require(actor, PortalRight.SEND_CERTIFICATES)
    judged = bench.judged(*judging.pair(session, actor, bench.master.insured_id, recipient))
    verdict.release(judged.verdict, bench.issuer)
    if not approvals.must_wait(session, bench.master.insured_id, judged, wanted):
        raise errors.Conflict("This certificate needs no approval: send it now.")
    wish = _wish(bench, judged, wanted, message, recipient.project, actor.name)
    columns = {
        "source": RequestSource.PORTAL.value,
        "status": RequestStatus.WAITING.value,
        "asked_by_id": actor.account_id,
        "asked_by_text": actor.name,
        "asker_email": actor.email,
        "holder_id": judged.holder.id,
        "holder_text": "\n".join(wish.holder),
        "requirements": wish.text,
        "wish": wish.to_json(),
    }
    return receive(session, actor, bench.master.insured_id, columns)


def _wish(
    bench: judging.Bench,
    judged: Judged,
    wanted: Wording,
    message: Mapping[str, object] | None,
    project: str | None,
    sender: str,
) -> Wish:
    """What was asked, as it is to be judged and sent once somebody approves it; `sender` signs the message."""
    read = deliveries.read(message) if message is not None else deliveries.Message("", (), "", "")
    known = {
        "insured.name": bench.master.insured.name,
        "holder.name": judged.holder.name,
        "sender.name": sender,
    }
    return Wish(
        master_id=bench.master_id,
        master=bench.master.master_name,
        holder_id=judged.holder.id,
        interest_id=judged.interest.id,
        project=project,
        template_id=wanted.template_id,
        description=wanted.description,
        holder=approvals.printed_holder(judged),
        text=judged.description.text,
        verdict=judged.verdict.to_json(),
        to=read.to,
        cc=read.cc,
        subject=mail_wording.begun(read.subject, known),
        message=mail_wording.begun(read.body, known),
    )


def arrange(session: Session, actor: access.Actor, request_id: object, values: Mapping[str, Any]) -> None:
    """Who answers, until when, and how urgent. Fields: assigned_to ("" nobody), due_on, due_time, rush."""
    request = unanswered(session, actor, request_id)
    before = request.assigned_to_id
    form = fields.Reader(values)
    read = {
        "assigned_to_id": _assignee(session, actor, form, values.get("assigned_to")),
        "due_at": _due(session, form, values, request),
        "rush": form.flag("rush", "Rush"),
    }
    form.raise_if_wrong()
    differences = row_changes.apply(request, read)
    if not differences:
        return
    is_given = request.assigned_to_id != before
    kind = ActivityKind.REQUEST_ASSIGNED if is_given else ActivityKind.REQUEST_CHANGED
    said = f"Arranged the request for {holder_of(request)}"
    record(session, actor, request, kind, said, {"changed": differences})
    if is_given and request.assigned_to_id not in (None, actor.account_id):
        request_mails.tell_agent(session, request)
        words = f"Assigned to you: {holder_of(request)}"
        page = f"/requests?request={request.id}"
        notifications.tell_one(session, request.assigned_to_id or 0, NotificationKind.REQUEST, words, page)


def _assignee(session: Session, actor: access.Actor, form: fields.Reader, typed: object) -> int | None:
    if typed in (None, ""):
        return None
    known = {str(account_id): account_id for account_id, _ in requests.agents(session, actor)}
    if str(typed) not in known:
        form.add("assigned_to", "Choose somebody from the list.")
    return known.get(str(typed))


def _due(
    session: Session, form: fields.Reader, values: Mapping[str, Any], request: CertificateRequest
) -> datetime | None:
    """A day that is past may stay as it was, or the rest could not be changed any more."""
    day = fields.Reader(values).day("due_on", "the day it is needed")
    zone, today = ZoneInfo(agency.time_zone(session)), agency.today(session)
    kept = request.due_at.astimezone(zone).date() if request.due_at else None
    if day and day == kept and day < today:
        return request.due_at
    return request_forms.due(session, form, values)


def unanswered(session: Session, actor: access.Actor, request_id: object) -> CertificateRequest:
    """For staff who answers: locked until the answer is committed. Raises NotFound, NotAllowed, Conflict."""
    request = requests.in_sight(session, actor, request_id, for_change=True)
    access.require(actor, access.Right.REQUESTS_ANSWER)
    if request.status not in UNANSWERED:
        label = certificate_requests.STATUS_LABELS[RequestStatus(request.status)].lower()
        raise errors.Conflict(f"Somebody has answered this request already: it is {label}.")
    return request


def holder_of(request: CertificateRequest) -> str:
    """The holder's name as it was asked for."""
    return request.holder_text.partition("\n")[0] or "a holder"


def record(
    session: Session,
    actor: access.Actor,
    request: CertificateRequest,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    said = details or {"source": request.source, "asked_by": request.asked_by_text}
    entry = activity.Entry(kind, sentence, request.insured_id, "request", request.id, said)
    activity.record(session, actor, entry)
