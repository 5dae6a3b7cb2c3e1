"""Papers that the agency shares with the insured, what its own people sent, and its ID cards."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from coi_app.queries import policies, shared_files, vehicles
from coi_app.queries.portal import own
from coi_app.queries.shared_files import FileRow
from coi_app.rules import access
from coi_app.rules.portal_rights import PortalRight
from coi_app.rules.shared_files import FileKind


@dataclass(frozen=True, slots=True)
class PortalFile:
    """`sent_by` is the colleague who sent it, "" for what comes from the agency."""

    id: int
    folder: str
    name: str
    size: int
    at: datetime
    sent_by: str


@dataclass(frozen=True, slots=True)
class IdCard:
    """A file with the cards. Of an uploaded one the policy is not known: its facts are then empty."""

    id: int
    name: str
    size: int
    policy_number: str
    carrier: str
    naic: str
    effective_on: date | None
    expires_on: date | None
    vehicles: tuple[tuple[str, str], ...]


def files(session: Session, actor: access.Actor) -> tuple[PortalFile, ...]:
    """By folder and name. Raises NotFound for the agency's people, NotAllowed without the right."""
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.VIEW_FILES)
    found = shared_files.rows(session, actor, owner)
    return tuple(_file(one) for one in found if one.kind != FileKind.ID_CARD.value)


def id_cards(session: Session, actor: access.Actor) -> tuple[IdCard, ...]:
    """Those that have not run out, of policies that are not cancelled."""
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.VIEW_ID_CARDS)
    found = shared_files.rows(session, actor, owner)
    return tuple(_card(session, actor, one) for one in found if one.kind == FileKind.ID_CARD.value)


def _file(row: FileRow) -> PortalFile:
    sent_by = row.uploaded_by if row.by_insured else ""
    return PortalFile(row.id, row.folder, row.name, row.size, row.uploaded_at, sent_by)


def _card(session: Session, actor: access.Actor, row: FileRow) -> IdCard:
    if row.policy_id is None:
        return IdCard(row.id, row.name, row.size, "", "", "", None, row.expires_on, ())
    policy = policies.detail(session, actor, row.policy_id).row
    listed = vehicles.of_policy(session, actor, row.policy_id)
    return IdCard(
        id=row.id,
        name=row.name,
        size=row.size,
        policy_number=policy.number,
        carrier=policy.carrier_name,
        naic=policy.naic,
        effective_on=policy.effective_on,
        expires_on=policy.expires_on,
        vehicles=tuple((one.words, one.vin) for one in listed),
    )
