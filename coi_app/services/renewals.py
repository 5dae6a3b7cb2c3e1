"""The renewal run: new certificates with new numbers for the holders of the last term (R16, R32)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlmodel import Session

from coi_app import clock
from coi_app.models import AdditionalInterest
from coi_app.queries import insureds, masters, renewals, tables
from coi_app.queries.renewals import Preview, RenewalRow, Who
from coi_app.queries.renewed_masters import behind
from coi_app.queries.verdicts import Selection
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.facts import InterestType
from coi_app.rules.renewal import RenewalState
from coi_app.services import activity, batches, bulk_runs
from coi_app.services import masters as master_service

SOURCE = "renewal"


@dataclass(frozen=True, slots=True)
class Asked:
    """`keys` are those of the rows ticked besides the clean ones, which all go unless `clean` is False.

    `mail`: subject and message to e-mail each with, None for none.
    """

    who: str = Who.HISTORICAL
    clean: bool = True
    keys: frozenset[int] = frozenset()
    output: str = "zip"
    save_to_sent: bool = True
    download: bool = True
    reason: str = ""
    mail: Mapping[str, str] | None = None
    request_key: str = ""


def show_renewals(session: Session, actor: access.Actor, master_id: object) -> int:
    """Put the renewals in the place of the policies they renew: a new version of the master; gives its number."""
    master = masters.in_sight(session, actor, master_id)
    access.require(actor, access.Right.MASTERS_CHANGE)
    pairs = dict(behind(session, actor, master_id))
    if not pairs:
        raise errors.Conflict(f"The master {master.name} shows the renewals already.")
    row = masters.detail(session, actor, master_id)
    values = {"policy_ids": sorted({pairs.get(policy.id, policy.id) for policy in row.policies})}
    return master_service.change(session, actor, master_id, values, version=row.version)


def start(
    session: Session,
    actor: access.Actor,
    insured_id: object,
    master_id: object,
    asked: Asked,
    *,
    enqueue: bool = True,
) -> int:
    """A batch of those who are to be renewed, as Generate makes it; gives its id. What was shown is asked again.

    Raises InvalidInput({"reason": ...}) when one that gets less or is warned wants a reason, Blocked when nobody can
    get one. A historical holder that is on the list no more comes on it again, as a plain certificate holder.
    """
    insured = insureds.in_sight(session, actor, insured_id, for_change=True)
    access.require(actor, access.Right.CERTIFICATES_ISSUE)
    if asked.mail is not None:
        access.require(actor, access.Right.CERTIFICATES_SEND)
        bulk_runs.letter(asked.mail)
    assert insured.id is not None
    if (running := batches.started(session, actor, asked.request_key)) is not None:
        return running
    chosen = _chosen(renewals.preview(session, actor, master_id, asked.who), asked)
    if any(row.state == RenewalState.LESS for row in chosen) and not asked.reason.strip():
        raise errors.InvalidInput({"reason": "Say why you issue those that get less than last term."})
    linked = _link(session, actor, insured.id, [row for row in chosen if not row.interest_id])
    wanted = {row.interest_id or linked[row.holder_id] for row in chosen}
    batch_id = batches.start(
        session,
        actor,
        insured_id,
        master_id,
        _batch(asked, frozenset(wanted)),
        source=SOURCE,
        enqueue=enqueue,
    )
    said = f"Started the renewal of {len(wanted):,} certificates, batch {batch_id}"
    details = {
        "batch": batch_id,
        "less": sum(row.state == RenewalState.LESS for row in chosen),
        "reason": asked.reason,
    }
    entry = activity.Entry(ActivityKind.RENEWAL_STARTED, said, insured.id, "batch", batch_id, details)
    activity.record(session, actor, entry)
    return batch_id


def _chosen(preview: Preview, asked: Asked) -> list[RenewalRow]:
    chosen = [
        row
        for row in preview.rows
        if row.state != RenewalState.BLOCKED
        and (row.key in asked.keys or (asked.clean and row.state == RenewalState.CLEAN))
    ]
    if not chosen:
        raise errors.InvalidInput({"selection": "Nobody is chosen: tick those that are to be renewed."})
    return chosen


def _batch(asked: Asked, interest_ids: frozenset[int]) -> batches.Asked:
    return batches.Asked(
        selection=Selection(ids=interest_ids),
        output=asked.output,
        save_to_sent=asked.save_to_sent,
        download=asked.download,
        reason=asked.reason,
        request_key=asked.request_key,
        mail=asked.mail,
    )


def _link(
    session: Session, actor: access.Actor, insured_id: int, rows: Sequence[RenewalRow]
) -> dict[int, int]:
    """Holder → its new plain link, each with its entry."""
    if not rows:
        return {}
    now = clock.now()
    values = [
        {
            "insured_id": insured_id, "holder_id": row.holder_id, "types": [InterestType.CERTIFICATE_HOLDER.value],
            "other_type": "", "wants_additional_insured": [], "wants_waiver": [], "written_contract": "",
            "project": "", "loan_number": "", "description": "", "delivery_email": "", "created_at": now,
            "updated_at": now, "revision": 1,
        }
        for row in rows
    ]  # fmt: skip
    link = tables.additional_interests
    insertion = insert(AdditionalInterest).returning(link.holder_id, link.id)
    made = {holder_id: link_id for holder_id, link_id in session.execute(insertion, values)}
    names = {row.holder_id: row.holder for row in rows}
    entries = [
        activity.Entry(
            ActivityKind.INTEREST_ADDED, f"Added the additional interest {names[holder_id]}", insured_id, "interest",
            link_id, {"for": SOURCE},
        )
        for holder_id, link_id in made.items()
    ]  # fmt: skip
    activity.record_all(session, actor, entries)
    return made
