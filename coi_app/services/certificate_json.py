"""The content of an issued certificate for machines, as a file of its own."""

import hashlib
from dataclasses import dataclass

from sqlmodel import Session

from coi_app.documents import attachment
from coi_app.models import Certificate, StoredContent
from coi_app.queries import certificate_files, certificates, issued_content
from coi_app.rules import access, file_names
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.certificate_json import Companion
from coi_app.services import certificates as certificate_service


@dataclass(frozen=True, slots=True)
class JsonCopy:
    body: bytes
    file_name: str


def take(session: Session, actor: access.Actor, certificate_id: object) -> JsonCopy:
    """The very bytes its PDF carries; one that carries none gets them from its frozen content. Recorded (R34).

    For staff. Raises NotFound, NotAllowed, or Altered when the stored file is not the one that was issued.
    """
    certificate = certificates.in_sight(session, actor, certificate_id)
    access.require(actor, access.Right.CERTIFICATES_DOWNLOAD)
    assert certificate.id is not None
    file = certificate_files.exact(session, certificate.id)
    body = attachment.in_tail(file.drawn.tail) or _written(session, certificate)
    said = f"Downloaded {certificate_service.named(certificate)} as JSON"
    details = {"sha256": hashlib.sha256(body).hexdigest()}
    kind = ActivityKind.CERTIFICATE_DOWNLOADED
    certificate_service.record(session, actor, certificate, kind, said, details)
    stem = f"{file.number} rev {file.revision}" if file.revision else file.number
    return JsonCopy(body, file_names.file_name(f"{stem} {file.holder}", ".json"))


def _written(session: Session, certificate: Certificate) -> bytes:
    stored = session.get_one(StoredContent, certificate.shared_digest)
    content = issued_content.of(certificate, stored)
    return Companion(content.shared).written(content)
