"""Auto ID cards, drawn from an automobile policy and shared with the insured until the policy ends."""

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock
from coi_app.documents import id_card
from coi_app.models import Carrier, Insured, Policy, SharedFile
from coi_app.queries import agency, facts, policies, tables, vehicles
from coi_app.rules import access, errors, file_names
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.coverage import Line
from coi_app.rules.facts import PolicyStatus, shown_day
from coi_app.rules.shared_files import ID_CARDS, FileKind
from coi_app.rules.upload_kinds import MediaKind
from coi_app.services import shared_files
from coi_app.services.uploads import Upload


def create(session: Session, actor: access.Actor, policy_id: object) -> int:
    """The cards of the policy's vehicles as they are today; those made before become an older version.

    Gives the file's id. A policy that has not begun yet may have its cards: they say from when. Raises Conflict for
    one that is of another line, over or cancelled.
    """
    policy = policies.in_sight(session, actor, policy_id, for_change=True)
    access.require(actor, access.Right.FILES_CHANGE)
    _refuse_unfit(session, policy)
    body = id_card.draw(_content(session, actor, policy), clock.now())
    name = file_names.file_name(f"ID cards {policy.number}", MediaKind.PDF.ending)
    upload = Upload(name, MediaKind.PDF, body)
    file = _kept(session, actor, policy, upload)
    sentence = f"Made the ID cards of the policy {policy.number}"
    details = {"version": file.version, "sha256": file.sha256, "policy_id": policy.id}
    shared_files.record(session, actor, file, ActivityKind.ID_CARD_MADE, sentence, details)
    assert file.id is not None
    return file.id


def _refuse_unfit(session: Session, policy: Policy) -> None:
    if policy.line != Line.AUTOMOBILE.value:
        raise errors.Conflict("ID cards are made from an automobile policy. Choose that one.")
    today = agency.today(session)
    if policy.status == PolicyStatus.CANCELLED.value:
        raise errors.Conflict("This policy is cancelled. Reinstate it, or make the cards from another one.")
    if policy.expires_on <= today:
        ended = shown_day(policy.expires_on)
        raise errors.Conflict(f"This policy ended on {ended}. Make the cards from the one that follows it.")


def _content(session: Session, actor: access.Actor, policy: Policy) -> id_card.IdCards:
    insured, carrier = (
        session.get_one(Insured, policy.insured_id),
        session.get_one(Carrier, policy.carrier_id),
    )
    producer = facts.producer(session)
    listed = vehicles.of_policy(session, actor, policy.id)
    return id_card.IdCards(
        carrier=carrier.legal_name,
        naic=carrier.naic,
        policy_number=policy.number,
        effective_on=policy.effective_on,
        expires_on=policy.expires_on,
        insured=insured.legal_name,
        insured_rows=facts.address(insured).rows(),
        agency=producer.name,
        agency_phone=producer.phone,
        issued_on=agency.today(session),
        vehicles=tuple(id_card.CardVehicle(one.words, one.vin) for one in listed),
    )


def _kept(session: Session, actor: access.Actor, policy: Policy, upload: Upload) -> SharedFile:
    row = tables.shared_files
    before = session.execute(
        select(SharedFile)
        .where(row.insured_id == policy.insured_id, row.policy_id == policy.id)
        .where(row.kind == FileKind.ID_CARD.value, row.removed_at.is_(None), row.replaced_at.is_(None))
        .order_by(row.id.desc())
        .limit(1)
        .with_for_update()
    ).scalar_one_or_none()
    said = {"portal_visible": True, "expires_on": policy.expires_on}
    if before is not None:
        return shared_files.replaced(session, actor, before, upload, **said)
    return shared_files.kept(
        session, actor, policy.insured_id, upload,
        folder=ID_CARDS, kind=FileKind.ID_CARD.value, policy_id=policy.id, **said,
    )  # fmt: skip
