"""A certificate that the insured's own people send: the agency's rules, and nobody there can override them (R40)."""

from sqlmodel import Session

from coi_app.queries import front_door, judging
from coi_app.queries.portal import own, sending
from coi_app.queries.portal.sending import Asked
from coi_app.rules import access, errors, field_values, fields
from coi_app.rules.findings import Finding, State
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import certificates

SOURCE = "portal"
MOST_ADDRESSES = 5
AT_ONCE = "never"  # what `Insured.portal_approval` says where nothing waits for an agent (R43)
SUBJECT = "Certificate of insurance for {insured.name}"
MESSAGE = "Hello,\n\nhere is the certificate of insurance of {insured.name}.\n\nKind regards\n{sender.name}\n"


def send(session: Session, actor: access.Actor, asked: Asked, addresses: object) -> tuple[int, ...]:
    """Issue and mail to up to five addresses, both or neither; gives the certificates' ids."""
    recipient = _released(session, actor, asked)
    message = _message(addresses, SUBJECT)
    return certificates.issue_and_send(
        session, actor, asked.master_id, recipient, asked.wording, message, source=SOURCE
    )


def issue(session: Session, actor: access.Actor, asked: Asked) -> tuple[int, ...]:
    """Issue to be downloaded; nothing is mailed. Whoever may not look at certificates cannot fetch it, so may not."""
    recipient = _released(session, actor, asked)
    access.require(actor, PortalRight.VIEW_CERTIFICATES)
    return certificates.issue_one(session, actor, asked.master_id, recipient, asked.wording, source=SOURCE)


def resend(session: Session, actor: access.Actor, certificate_id: object, addresses: object) -> int:
    """The exact copy to up to five addresses (R31); gives the mail's id."""
    own.insured_id(session, actor)
    message = _message(addresses, f"{SUBJECT}, exact copy")
    return certificates.resend(session, actor, certificate_id, message)


def _released(session: Session, actor: access.Actor, asked: Asked) -> judging.Recipient:
    """Raises Conflict for what the agency has to look at first, and Blocked for what cannot leave at all."""
    holder = sending.permitted(session, actor, asked)
    recipient = asked.recipient(holder.interest_id)
    judged = judging.judge_for(session, actor, asked.master_id, recipient, asked.wording)
    if judged.verdict.state is State.WARNED:
        raise errors.Conflict(f"{_reasons(judged.verdict.warnings)} {_call(session)}")
    if judged.verdict.state is State.READY and own.insured(session, actor).portal_approval != AT_ONCE:
        raise errors.Conflict(f"Your agency looks at this certificate before it leaves. {_call(session)}")
    return recipient


def _reasons(findings: tuple[Finding, ...]) -> str:
    return " ".join(dict.fromkeys(one.why for one in findings))


def _call(session: Session) -> str:
    sign = front_door.sign(session)
    return f"Call {sign.name} at {sign.phone}." if sign.phone else f"Ask {sign.name}."


def _message(addresses: object, subject: str) -> dict[str, object]:
    first, *copies = _addresses(addresses)
    return {"to": first, "cc": ", ".join(copies), "subject": subject, "message": MESSAGE}


def _addresses(typed: object) -> tuple[str, ...]:
    try:
        found = fields.emails(typed, "the e-mail address", most=MOST_ADDRESSES)
    except field_values.Wrong as wrong:
        raise errors.InvalidInput({"to": str(wrong)}) from None
    if not found:
        raise errors.InvalidInput({"to": "Enter the e-mail address to send to."})
    return found
