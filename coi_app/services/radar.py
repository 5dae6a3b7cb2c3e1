"""The radar: a change of what certificates stand on asks for a look; the look keeps what it found."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from coi_app import clock
from coi_app.adapters import job_engine
from coi_app.models import RadarCause, RadarHit, RadarLook
from coi_app.queries import facts, tables
from coi_app.queries.untrue import Found
from coi_app.rules import access, certificate_content
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.certificate_difference import Difference
from coi_app.services import activity, row_inserts

LOOK = "radar_look"  # the job's name, stored in the queue: never rename it
MOST_NAMED = 50  # certificates by their numbers in one entry of the history
ACTOR = access.system_actor("Radar")
Differences = tuple[Difference, ...]


def ask(session: Session, insured_id: int) -> None:
    """Look at this insured's certificates when the caller's change is committed; none issued, nothing to look at."""
    row = tables.certificates
    if session.execute(select(row.id).where(row.insured_id == insured_id).limit(1)).first() is None:
        return
    row_inserts.insert_missing(session, RadarLook, [{"insured_id": insured_id, "asked": 0, "looked": 0}])
    asked = session.execute(
        update(RadarLook)
        .where(col(RadarLook.insured_id) == insured_id)
        .values(asked=col(RadarLook.asked) + 1)
        .returning(col(RadarLook.asked))
    ).scalar_one()
    job_engine.enqueue(session, LOOK, job_engine.RADAR, f"radar:{insured_id}:{asked}", insured_id, asked)


def ask_for_carrier(session: Session, carrier_id: int) -> None:
    """The carrier's record is another company now: everybody who has a policy of it."""
    policy = tables.policies
    owners = select(policy.insured_id).where(policy.carrier_id == carrier_id).distinct()
    for insured_id in session.execute(owners.order_by(policy.insured_id)).scalars().all():
        ask(session, insured_id)


def is_latest(session: Session, insured_id: int, asked: int) -> bool:
    """Whether this look is still to be carried out: a newer change has asked for a newer one."""
    look = session.get(RadarLook, insured_id, populate_existing=True)
    return look is not None and look.asked == asked and look.looked < asked


def keep(session: Session, insured_id: int, asked: int, found: Found) -> int:
    """Store what a look found, and give how many are new; nothing when a newer look was asked for meanwhile."""
    look = session.get(RadarLook, insured_id, with_for_update=True, populate_existing=True)
    if look is None or look.asked != asked or look.looked >= asked:
        return 0
    causes = _causes(session, insured_id, set(found.values()))
    wanted = {certificate_id: causes[differences] for certificate_id, differences in found.items()}
    new = _replace(session, insured_id, wanted)
    _forget_causes(session, insured_id)
    look.looked, look.looked_at = asked, clock.now()
    _record(session, insured_id, {one: found[one] for one in new})
    return len(new)


def _digest(differences: Differences) -> str:
    said = certificate_content.canonical_json([one.to_row() for one in differences])
    return hashlib.sha256(said.encode()).hexdigest()


def _causes(session: Session, insured_id: int, distinct: set[Differences]) -> dict[Differences, int]:
    """What was found → the row of that cause, made when it is missing."""
    digests = {differences: _digest(differences) for differences in distinct}
    rows = [
        {
            "insured_id": insured_id, "digest": digest, "found_at": clock.now(),
            "differences": [one.to_row() for one in differences],
        }
        for differences, digest in sorted(digests.items(), key=lambda pair: pair[1])
    ]  # fmt: skip
    row_inserts.insert_missing(session, RadarCause, rows)
    row = tables.radar_causes
    known = {
        digest: cause_id
        for digest, cause_id in session.execute(
            select(row.digest, row.id).where(row.insured_id == insured_id)
        )
    }
    return {differences: known[digest] for differences, digest in digests.items()}


def _replace(session: Session, insured_id: int, wanted: Mapping[int, int]) -> list[int]:
    """The hits become those wanted; gives the certificates that were none before."""
    row = tables.radar_hits
    known = {
        certificate_id: cause_id
        for certificate_id, cause_id in session.execute(
            select(row.certificate_id, row.cause_id).where(row.insured_id == insured_id)
        )
    }
    stale = [one for one in known if wanted.get(one) != known[one]]
    for some in facts.in_chunks(stale):
        session.execute(delete(RadarHit).where(row.certificate_id.in_(some)))
    now = clock.now()
    rows = [
        {"certificate_id": one, "insured_id": insured_id, "cause_id": cause_id, "found_at": now, "notified_at": None}
        for one, cause_id in sorted(wanted.items())
        if known.get(one) != cause_id
    ]  # fmt: skip
    row_inserts.insert_all(session, RadarHit, rows)
    return [one for one in sorted(wanted) if one not in known]


def _forget_causes(session: Session, insured_id: int) -> None:
    hit, cause = tables.radar_hits, tables.radar_causes
    used = select(hit.cause_id).where(hit.insured_id == insured_id)
    session.execute(delete(RadarCause).where(cause.insured_id == insured_id, cause.id.not_in(used)))


def _record(session: Session, insured_id: int, new: Found) -> None:
    """One entry for each thing that made certificates untrue, with the numbers of the first of them."""
    of_cause: dict[Differences, list[int]] = {}
    for certificate_id, differences in new.items():
        of_cause.setdefault(differences, []).append(certificate_id)
    activity.record_all(
        session, ACTOR, [_entry(session, insured_id, why, sorted(ids)) for why, ids in of_cause.items()]
    )


def _entry(session: Session, insured_id: int, differences: Differences, ids: list[int]) -> activity.Entry:
    row = tables.certificates
    named = session.execute(select(row.number).where(row.id.in_(ids[:MOST_NAMED])).order_by(row.id)).scalars()
    said = list(dict.fromkeys(one.sentence for one in differences))
    many = "1 certificate" if len(ids) == 1 else f"{len(ids):,} certificates"
    details = {"certificates": list(named), "count": len(ids), "why": said}
    kind, sentence = ActivityKind.CERTIFICATE_BECAME_STALE, f"{many} became untrue. {said[0]}"
    return activity.Entry(kind, sentence, insured_id, "radar", insured_id, details)
