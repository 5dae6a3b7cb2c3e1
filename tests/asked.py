"""Requests as people make them."""

from typing import Any

from sqlmodel import Session, col, select

from coi_app import models

HOLDER: dict[str, Any] = {
    "holder_name": "Halvorsen Property Group LLC",
    "holder_line_one": "800 W Main Street",
    "holder_city": "Boise",
    "holder_state": "ID",
    "holder_zip_code": "83702",
}
FORM = HOLDER | {"requirements": "Additional insured, Cedar Street Lofts."}
STRANGER = FORM | {"asked_by": "Dana Whitfield", "asker_email": "dana@halvorsenpg.example"}
MESSAGE = {"to": "certs@sawtooth.example", "cc": "", "subject": "Certificate", "message": "Attached."}


def one(session: Session, request_id: int) -> models.CertificateRequest:
    session.expire_all()
    return session.get_one(models.CertificateRequest, request_id)


def give_agent(session: Session, insured: models.Insured, account_id: int | None) -> None:
    session.add(models.InsuredAgent(insured_id=insured.id, account_id=account_id))
    session.flush()


def mails(session: Session) -> list[tuple[str, str]]:
    """(address, subject) of what is about requests, oldest first."""
    row = models.Mail
    query = select(row.to_email, row.subject).where(row.kind == "request").order_by(col(row.id))
    return [(to, subject) for to, subject in session.exec(query)]


def kinds(session: Session) -> list[str]:
    """The kinds of the latest activities, newest first."""
    return list(session.exec(select(models.Activity.kind).order_by(col(models.Activity.id).desc()).limit(5)))
