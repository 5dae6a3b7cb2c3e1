"""Shared files of an insured: the newest version of each, its older ones, and who fetched them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlmodel import Session

from coi_app.models import SharedFile
from coi_app.queries import agency, sight, tables
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.facts import PolicyStatus
from coi_app.rules.portal_rights import PortalRight
from coi_app.rules.shared_files import FileKind

SUBJECT = "shared_file"  # activity is kept under the first version's id
MOST = 1_000
MOST_DOWNLOADS = 200


@dataclass(frozen=True, slots=True)
class FileRow:
    """The newest version; `document` is the first version's id, `by_insured` whether it came by the portal."""

    id: int
    document: int
    insured_id: int
    policy_id: int | None
    policy_number: str
    kind: str
    folder: str
    name: str
    media_type: str
    size: int
    version: int
    portal_visible: bool
    expires_on: date | None
    uploaded_at: datetime
    uploaded_by: str
    by_insured: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    id: int
    version: int
    name: str
    size: int
    uploaded_at: datetime
    uploaded_by: str


@dataclass(frozen=True, slots=True)
class DownloadRow:
    at: datetime
    who: str
    version: int


def rows(session: Session, actor: access.Actor, insured_id: object) -> tuple[FileRow, ...]:
    """By folder and name. An insured's account gets what is shared with it, and only its own."""
    row = tables.shared_files
    of_insured = row.insured_id == sight.insured(session, actor, insured_id)
    statement = _shown().where(of_insured, row.replaced_at.is_(None), seen_by(session, actor))
    ordered = statement.order_by(func.lower(row.folder), func.lower(row.name), row.id).limit(MOST)
    return tuple(_row(one) for one in session.execute(ordered))


def detail(session: Session, actor: access.Actor, file_id: object) -> FileRow:
    found = in_sight(session, actor, file_id)
    return _row(session.execute(_shown().where(tables.shared_files.id == found.id)).one())


def _shown() -> Select[Any]:
    row, account, policy = tables.shared_files, tables.accounts, tables.policies
    return (
        select(
            *(getattr(row, name) for name in _COLUMNS),
            account.name.label("by"),
            account.role.label("role"),
            policy.number.label("policy_number"),
        )
        .outerjoin(account.name.table, account.id == row.uploaded_by_id)
        .outerjoin(policy.number.table, policy.id == row.policy_id)
    )


_COLUMNS = (
    "id", "first_id", "insured_id", "policy_id", "kind", "folder", "name", "media_type", "size", "version",
    "portal_visible", "expires_on", "uploaded_at",
)  # fmt: skip


def _row(one: Any) -> FileRow:
    return FileRow(
        id=one.id,
        document=one.first_id or one.id,
        insured_id=one.insured_id,
        policy_id=one.policy_id,
        policy_number=one.policy_number or "",
        kind=one.kind,
        folder=one.folder,
        name=one.name,
        media_type=one.media_type,
        size=one.size,
        version=one.version,
        portal_visible=one.portal_visible,
        expires_on=one.expires_on,
        uploaded_at=one.uploaded_at,
        uploaded_by=one.by or "System",
        by_insured=one.role == access.Role.INSURED.value,
    )


def versions(session: Session, actor: access.Actor, file_id: object) -> tuple[VersionRow, ...]:
    """All versions of the document, newest first; for staff."""
    access.require(actor, access.Right.DESK_VIEW)
    file = in_sight(session, actor, file_id)
    row, account = tables.shared_files, tables.accounts
    found = session.execute(
        select(row.id, row.version, row.name, row.size, row.uploaded_at, account.name.label("by"))
        .outerjoin(account.name.table, account.id == row.uploaded_by_id)
        .where(of_document(document_of(file)), row.insured_id == file.insured_id)
        .order_by(row.version.desc())
    )
    return tuple(
        VersionRow(one.id, one.version, one.name, one.size, one.uploaded_at, one.by or "System")
        for one in found
    )


def downloads(session: Session, actor: access.Actor, file_id: object) -> tuple[DownloadRow, ...]:
    """Who fetched which version, latest first; for staff."""
    file = in_sight(session, actor, file_id)
    access.require(actor, access.Right.DESK_VIEW)
    row = tables.activities
    found = session.execute(
        select(row.at, row.actor_name, row.details)
        .where(row.subject == SUBJECT, row.subject_id == document_of(file), row.chain == file.insured_id)
        .where(row.kind == ActivityKind.FILE_DOWNLOADED.value)
        .order_by(row.id.desc())
        .limit(MOST_DOWNLOADS)
    )
    return tuple(DownloadRow(one.at, one.actor_name, int(one.details.get("version", 1))) for one in found)


def download_counts(
    session: Session, actor: access.Actor, documents: Iterable[int]
) -> dict[int, tuple[int, datetime]]:
    """By document: how often it was fetched, and when last; for staff."""
    access.require(actor, access.Right.DESK_VIEW)
    row = tables.activities
    found = session.execute(
        select(row.subject_id, func.count(), func.max(row.at))
        .where(row.subject == SUBJECT, row.subject_id.in_(list(documents)))
        .where(row.kind == ActivityKind.FILE_DOWNLOADED.value)
        .group_by(row.subject_id)
    )
    return {document: (count, last) for document, count, last in found}


def document_of(file: SharedFile) -> int:
    """The first version's id, under which the history of all versions is kept."""
    assert file.id is not None
    return file.first_id or file.id


def of_document(document: int) -> ColumnElement[bool]:
    row = tables.shared_files
    return or_(row.id == document, row.first_id == document)


def in_sight(
    session: Session, actor: access.Actor, file_id: object, *, for_change: bool = False
) -> SharedFile:
    """For services; `for_change` locks the row. Raises NotFound, also for what was removed or is not shared."""
    row = tables.shared_files
    statement = select(SharedFile).where(row.id == sight.number(file_id), seen_by(session, actor))
    if for_change:
        statement = statement.with_for_update(of=SharedFile).execution_options(populate_existing=True)
    file: SharedFile | None = session.execute(statement).scalar_one_or_none()
    if file is None:
        raise errors.NotFound("file")
    return file


def seen_by(session: Session, actor: access.Actor) -> ColumnElement[bool]:
    """Staff see all that is not removed; an insured's account the newest version of what is shared with it, is of
    a kind it may see, and has not run out: an ID card ends with its policy."""
    row = tables.shared_files
    seen = and_(row.removed_at.is_(None), sight.of(actor, row.insured_id))
    if actor.is_staff:
        return seen
    today = agency.today(session)
    is_card = row.kind == FileKind.ID_CARD.value
    return and_(
        seen,
        row.portal_visible.is_(True),
        row.replaced_at.is_(None),
        or_(row.expires_on.is_(None), row.expires_on > today),
        or_(
            is_card if actor.may(PortalRight.VIEW_ID_CARDS) else false(),
            ~is_card if actor.may(PortalRight.VIEW_FILES) else false(),
        ),
        ~and_(is_card, row.policy_id.in_(_cancelled(today))),
    )


def _cancelled(today: date) -> Select[Any]:
    policy = tables.policies
    return select(policy.id).where(
        policy.status == PolicyStatus.CANCELLED.value, policy.cancelled_on <= today
    )
