"""Shared files: papers on an insured, for the agency or for the insured's own people too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from coi_app import clock
from coi_app.adapters import file_store
from coi_app.models import SharedFile
from coi_app.queries import insureds, shared_files, tables
from coi_app.rules import access, errors, fields, upload_kinds
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.portal_rights import PortalRight
from coi_app.rules.shared_files import FROM_THE_INSURED, FileKind
from coi_app.rules.upload_kinds import MediaKind
from coi_app.services import activity, row_changes
from coi_app.services.uploads import Upload

MOST_A_DAY = 100  # uploads of one account of an insured


@dataclass(frozen=True, slots=True)
class Fetched:
    body: bytes
    file_name: str
    media_type: str


def require_may_add(session: Session, actor: access.Actor, insured_id: object) -> int:
    """Before the bytes are read: the insured's id. Raises NotFound, NotAllowed, Conflict."""
    insured = insureds.in_sight(session, actor, insured_id)
    if actor.is_staff:
        access.require(actor, access.Right.FILES_CHANGE)
    else:
        access.require(actor, PortalRight.UPLOAD_FILES)
        refuse_flood(session, actor)
    assert insured.id is not None
    return insured.id


def require_may_change(session: Session, actor: access.Actor, file_id: object) -> None:
    """Before the bytes of a new version are read. Raises NotFound, NotAllowed."""
    shared_files.in_sight(session, actor, file_id)
    access.require(actor, access.Right.FILES_CHANGE)


def refuse_flood(session: Session, actor: access.Actor) -> None:
    """Raises Conflict when an insured's account has sent too many today."""
    row = tables.shared_files
    since = clock.now() - timedelta(days=1)
    counted = select(func.count()).where(row.uploaded_by_id == actor.account_id, row.uploaded_at > since)
    if session.execute(counted).scalar_one() >= MOST_A_DAY:
        raise errors.Conflict(f"You have sent {MOST_A_DAY} files today. Send the others tomorrow.")


def add(
    session: Session, actor: access.Actor, insured_id: object, values: Mapping[str, Any], upload: Upload
) -> int:
    """Fields: folder, kind, portal_visible. What an insured's account sends goes to a folder of its own and is shared
    with its colleagues. Gives the file's id."""
    owner = require_may_add(session, actor, insured_id)
    read = _read(values) if actor.is_staff else FROM_THE_INSURED_FILE
    file = kept(session, actor, owner, upload, **read)
    details = {"version": 1, "size": file.size, "sha256": file.sha256, "folder": file.folder}
    record(session, actor, file, ActivityKind.FILE_ADDED, f"Added the file {file.name}", details)
    assert file.id is not None
    return file.id


def kept(session: Session, actor: access.Actor, insured_id: int, upload: Upload, **said: Any) -> SharedFile:
    """The first version of a document; the caller has asked for the right, and records."""
    name = _free_name(session, insured_id, said["folder"], upload.name)
    file = SharedFile(
        insured_id=insured_id, **said, **_bytes(upload), name=name,
        uploaded_by_id=actor.account_id, uploaded_at=clock.now(),
    )  # fmt: skip
    session.add(file)
    session.flush()
    return file


FROM_THE_INSURED_FILE = {"folder": FROM_THE_INSURED, "kind": FileKind.OTHER.value, "portal_visible": True}


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    form = fields.Reader(values)
    read = {
        "folder": form.text("folder", "the folder", max_length=60),
        "kind": form.choice("kind", "the kind of paper", FileKind, FileKind.OTHER).value,
        "portal_visible": form.flag("portal_visible", "Share with the insured"),
    }
    form.raise_if_wrong()
    return read


def _bytes(upload: Upload) -> dict[str, Any]:
    sha256 = file_store.put(upload.body)
    return {"media_type": upload.kind.value, "size": len(upload.body), "sha256": sha256}


def _free_name(session: Session, insured_id: int, folder: str, wanted: str) -> str:
    """The second "Policy.pdf" of a folder is "Policy (2).pdf"."""
    row = tables.shared_files
    taken = set(
        session.execute(
            select(func.lower(row.name)).where(
                row.insured_id == insured_id, row.folder == folder, row.removed_at.is_(None), row.replaced_at.is_(None)
            )
        ).scalars()
    )  # fmt: skip
    stem, dot, ending = wanted.rpartition(".")
    name, count = wanted, 1
    while name.lower() in taken:
        count += 1
        name = f"{stem[:100]} ({count}){dot}{ending}"
    return name


def add_version(session: Session, actor: access.Actor, file_id: object, upload: Upload) -> int:
    """Becomes what everybody sees; the version before stays. Gives the new version's id. Raises Conflict."""
    old = _to_change(session, actor, file_id)
    file = replaced(session, actor, old, upload)
    details = {"version": file.version, "size": file.size, "sha256": file.sha256}
    sentence = f"Added version {file.version} of the file {file.name}"
    record(session, actor, file, ActivityKind.FILE_CHANGED, sentence, details)
    assert file.id is not None
    return file.id


def replaced(
    session: Session, actor: access.Actor, old: SharedFile, upload: Upload, **more: Any
) -> SharedFile:
    """The next version of a file in hand, with what the old one said but `more`; the caller has asked for the right."""
    if old.replaced_at is not None:
        raise errors.Conflict(
            "Somebody else added a newer version meanwhile. Reload the page, then add yours."
        )
    now = clock.now()
    kept = old.model_dump(
        include={"insured_id", "policy_id", "kind", "folder", "portal_visible", "expires_on"}
    )
    name = upload_kinds.stored_name(old.name, upload.kind)
    file = SharedFile(
        **kept | more, **_bytes(upload), name=name, version=old.version + 1, replaces_id=old.id,
        first_id=shared_files.document_of(old), uploaded_by_id=actor.account_id, uploaded_at=now,
    )  # fmt: skip
    old.replaced_at = now
    session.add(file)
    session.flush()
    return file


def change(session: Session, actor: access.Actor, file_id: object, values: Mapping[str, Any]) -> None:
    """Fields: name, folder, kind, expires_on; those left out stay. The name keeps the ending of what it is."""
    file = _to_change(session, actor, file_id)
    before = file.name
    differences = row_changes.apply(file, _read_changes(file, values))
    if differences:
        details = {"changed": differences}
        record(session, actor, file, ActivityKind.FILE_CHANGED, f"Changed the file {before}", details)


def _read_changes(file: SharedFile, values: Mapping[str, Any]) -> dict[str, Any]:
    form = fields.Reader(form_of(file) | dict(values))
    name = form.text("name", "the file's name", max_length=110, required=True)
    read = {
        "name": upload_kinds.stored_name(name, MediaKind(file.media_type)),
        "folder": form.text("folder", "the folder", max_length=60),
        "kind": form.choice("kind", "the kind of paper", FileKind, FileKind(file.kind)).value,
        "expires_on": form.day("expires_on", "the day it ends"),
    }
    form.raise_if_wrong()
    return read


def form_of(file: SharedFile) -> dict[str, str]:
    ends = file.expires_on.isoformat() if file.expires_on else ""
    return {"name": file.name, "folder": file.folder, "kind": file.kind, "expires_on": ends}


def share(session: Session, actor: access.Actor, file_id: object, visible: bool) -> None:
    """Whether the insured's own people see it in the portal."""
    file = _to_change(session, actor, file_id)
    if file.portal_visible is visible:
        return
    file.portal_visible = visible
    kind = ActivityKind.FILE_SHARED if visible else ActivityKind.FILE_UNSHARED
    said = "Shared" if visible else "Stopped sharing"
    record(session, actor, file, kind, f"{said} the file {file.name} in the portal", {})


def remove(session: Session, actor: access.Actor, file_id: object) -> None:
    """With all its versions; the bytes and the history stay (R36)."""
    file = _to_change(session, actor, file_id)
    ours = shared_files.of_document(shared_files.document_of(file))
    row = tables.shared_files
    session.execute(
        update(SharedFile).where(ours, row.insured_id == file.insured_id).values(removed_at=clock.now())
    )
    record(session, actor, file, ActivityKind.FILE_REMOVED, f"Removed the file {file.name}", {})


def fetch(session: Session, actor: access.Actor, file_id: object) -> Fetched:
    """The very bytes that were kept, proven by their SHA-256; each time leaves an entry (R34)."""
    file = shared_files.in_sight(session, actor, file_id)
    try:
        body = file_store.get(file.sha256)
    except (FileNotFoundError, ValueError) as error:
        raise errors.Conflict(
            "This file is damaged on the server. Ask the agency to upload it again."
        ) from error
    details = {"version": file.version, "sha256": file.sha256}
    record(session, actor, file, ActivityKind.FILE_DOWNLOADED, f"Downloaded the file {file.name}", details)
    return Fetched(body, file.name, file.media_type)


def _to_change(session: Session, actor: access.Actor, file_id: object) -> SharedFile:
    file = shared_files.in_sight(session, actor, file_id, for_change=True)
    access.require(actor, access.Right.FILES_CHANGE)
    return file


def record(
    session: Session,
    actor: access.Actor,
    file: SharedFile,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any],
) -> None:
    """An entry under the document, whichever version it is about."""
    session.flush()
    document = shared_files.document_of(file)
    activity.record(
        session,
        actor,
        activity.Entry(kind, sentence, file.insured_id, shared_files.SUBJECT, document, details),
    )
