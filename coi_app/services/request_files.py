"""A paper that belongs to a request: the contract that asks for the certificate, a sample of what it has to show."""

from sqlmodel import Session

from coi_app.models import CertificateRequest
from coi_app.queries import requests as seen
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.certificate_requests import UNANSWERED
from coi_app.services import requests, shared_files
from coi_app.services.uploads import Upload


def require_may_attach(session: Session, actor: access.Actor, request_id: object) -> CertificateRequest:
    """Before the bytes are read. An insured's account to what it asked for itself, whatever else it may do.

    Raises NotFound, NotAllowed, and Conflict once the request is answered or after too many files.
    """
    request = seen.in_sight(session, actor, request_id, for_change=True)
    if actor.is_staff:
        access.require(actor, access.Right.FILES_CHANGE)
    else:
        shared_files.refuse_flood(session, actor)
    if request.status not in UNANSWERED:
        raise errors.Conflict("This request is answered already. Send the file by a new request.")
    return request


def attach(session: Session, actor: access.Actor, request_id: object, upload: Upload) -> int:
    """Kept among the files of the insured, and named by the request; of several the last. Gives the file's id."""
    request = require_may_attach(session, actor, request_id)
    file = shared_files.kept(session, actor, request.insured_id, upload, **shared_files.FROM_THE_INSURED_FILE)
    request.attachment_id = file.id
    words = f"Attached the file {file.name} to the request for {requests.holder_of(request)}"
    details = {"version": 1, "size": file.size, "sha256": file.sha256, "folder": file.folder}
    shared_files.record(session, actor, file, ActivityKind.FILE_ADDED, words, details)
    assert file.id is not None
    return file.id
