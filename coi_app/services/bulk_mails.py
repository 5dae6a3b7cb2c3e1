"""The mails of bulk actions: the exact copy once more, the newer revision, or the word that a certificate is untrue."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session

from coi_app import clock
from coi_app.models import BulkRun, Certificate, RadarHit
from coi_app.queries import certificate_detail, certificates, issued_content, radar, tables
from coi_app.queries import mails as mails_seen
from coi_app.queries.certificates import CertificateRow
from coi_app.queries.mails import LastMail
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import certificates as certificate_service
from coi_app.services import mails

MAIL_KIND = "notice"
# A run that an older version started has the placeholders of that version.
_BEFORE = {"{number}": "{certificate.number}", "{holder}": "{holder.name}", "{insured}": "{insured.name}"}


class Left(errors.Refusal):
    """Why one certificate is left out of the run."""


@dataclass(frozen=True, slots=True)
class _To:
    email: str
    cc: tuple[str, ...]


def resend(session: Session, actor: access.Actor, run: BulkRun, row: CertificateRow) -> None:
    """The exact copy to whom it went last, else to the holder's own address."""
    certificate = certificates.in_sight(session, actor, row.id)
    if certificate.superseded_at is not None:
        raise Left("A newer revision exists. Send that one.")
    last = mails_seen.last_of(session, [row.id]).get(row.id)
    _send(session, actor, run, row, _to(session, certificate, last))


def send_newer(session: Session, actor: access.Actor, run: BulkRun, replaced: Mapping[int, int]) -> list[str]:
    """New revisions (new id → old id) to whom the old ones went; gives the numbers of those without any address."""
    last = mails_seen.last_of(session, list(replaced.values()))
    nowhere = []
    for row in certificates.rows(session, actor, list(replaced)):
        certificate = certificates.in_sight(session, actor, row.id)
        try:
            _send(session, actor, run, row, _to(session, certificate, last.get(replaced[row.id])))
        except Left:
            nowhere.append(row.number)
    return nowhere


def _to(session: Session, certificate: Certificate, last: LastMail | None) -> _To:
    email = last.to_email if last else certificate_detail.address_of(session, certificate)
    if not email:
        raise Left("It was never e-mailed, and its holder has no e-mail address.")
    return _To(email, last.cc if last else ())


def _send(session: Session, actor: access.Actor, run: BulkRun, row: CertificateRow, to: _To) -> None:
    message = {
        "to": to.email,
        "cc": ", ".join(to.cc),
        "subject": _filled(run.asked["subject"], _BEFORE),
        "message": _filled(run.asked["message"], _BEFORE),
        "how": run.asked.get("how", ""),
    }
    certificate_service.resend(session, actor, row.id, message)


def notify(session: Session, actor: access.Actor, run: BulkRun, row: CertificateRow) -> None:
    """Tell the holder what of the certificate is not so any more, with the link that shows how it stands."""
    certificate = certificates.in_sight(session, actor, row.id, for_change=True)
    differences = radar.reasons(session, [row.id]).get(row.id)
    if not differences or certificate.superseded_at is not None or certificate.withdrawn_at is not None:
        raise Left("It is not live any more, or everything it says is true again.")
    last = mails_seen.last_of(session, [row.id]).get(row.id)
    to = _to(session, certificate, last)
    changes = "\n".join(f"- {sentence}" for sentence in radar.sentences(differences))
    said = _said(row) | {"{changes}": changes, "{link}": issued_content.address(row.verification_code)}
    mail = mails.queue(
        session, kind=MAIL_KIND, to_email=to.email, to_name="", cc=to.cc,
        subject=_filled(run.asked["subject"], said)[: mails.MAX_SUBJECT],
        body=_filled(run.asked["message"], said), requested_by_id=actor.account_id, insured_id=row.insured_id,
    )  # fmt: skip
    hit = tables.radar_hits
    session.execute(update(RadarHit).where(hit.certificate_id == row.id).values(notified_at=clock.now()))
    named = certificate_service.named(certificate)
    sentence = f"Told {to.email} that {named} is untrue. {differences[0].sentence}"
    kind = ActivityKind.CERTIFICATE_HOLDER_NOTIFIED
    certificate_service.record(session, actor, certificate, kind, sentence, {"to": to.email, "mail": mail.id})


def _said(row: CertificateRow) -> dict[str, str]:
    return {
        "{certificate.number}": row.number,
        "{holder.name}": row.holder,
        "{insured.name}": row.insured,
    }


def _filled(text: str, said: Mapping[str, str]) -> str:
    for placeholder, value in said.items():
        text = text.replace(placeholder, value)
    return text
