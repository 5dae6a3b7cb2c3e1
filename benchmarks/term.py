"""One term of 10,000 holders: the radar after a lowered limit, then the renewal with its differences."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from benchmarks import generate, installations
from benchmarks.figures import Figure
from coi_app import db
from coi_app.jobs import generate_batch, radar_look
from coi_app.models import MasterPolicy, MasterVersion, Policy, PolicyEndorsement, RadarLook
from coi_app.queries import agency, renewals
from coi_app.rules import access
from coi_app.services import policies
from coi_app.services import renewals as renewal_runs

RADAR_SECONDS, PREVIEW_SECONDS, ISSUE_SECONDS = 1.0, 5.0, 15.0
ACTOR = access.system_actor("Benchmark")


def measure() -> list[Figure]:
    with installations.demo("medium") as folder:
        generate.once(folder, installations.SUMMIT, installations.SUMMITS_MASTER, "zip")
        with installations.opened(folder):
            insured_id, master_id = _ids()
            return [_radar(insured_id, master_id), *_renewal(insured_id, master_id)]


def _ids() -> tuple[int, int]:
    asked = text(
        "SELECT i.id, m.id FROM insureds i JOIN masters m ON m.insured_id = i.id"
        " WHERE i.legal_name = :insured AND m.name = :master"
    )
    named = {"insured": installations.SUMMIT, "master": installations.SUMMITS_MASTER}
    with db.reading() as session:
        insured_id, master_id = session.execute(asked, named).one()
    return insured_id, master_id


def _radar(insured_id: int, master_id: int) -> Figure:
    """From the change of the policy to the stored hits; the limit is then what it was."""
    with db.writing() as session:
        liability = next(one for one in _policies(session, master_id) if "each_occurrence" in one.coverage)
        policy_id, before = liability.id, liability.coverage["each_occurrence"]
        policies.change(session, ACTOR, policy_id, {"each_occurrence": "100,000"})
    seconds, _ = _timed(lambda: _look(insured_id))
    with db.writing() as session:
        untrue = session.execute(
            text("SELECT count(*) FROM radar_hits WHERE insured_id = :of"), {"of": insured_id}
        )
        told = f"{untrue.scalar_one():,} certificates became untrue"
        policies.change(session, ACTOR, policy_id, {"each_occurrence": str(before)})
    _look(insured_id)
    return Figure("radar after a lowered limit: wall", seconds, "s", RADAR_SECONDS, told)


def _look(insured_id: int) -> None:
    with db.reading() as session:
        asked = session.get_one(RadarLook, insured_id).asked
    radar_look.run(insured_id, asked)


def _renewal(insured_id: int, master_id: int) -> list[Figure]:
    with db.writing() as session:
        for policy in _policies(session, master_id):
            _renew(session, policy)
        renewal_runs.show_renewals(session, ACTOR, master_id)
    with db.reading() as session:
        preview_seconds, found = _timed(lambda: renewals.preview(session, ACTOR, master_id))
    states = ", ".join(
        f"{count:,} {state}" for state, count in Counter(one.state for one in found.rows).items()
    )
    with db.writing() as session:
        asked = renewal_runs.Asked(request_key="benchmark")
        batch_id = renewal_runs.start(session, ACTOR, insured_id, master_id, asked, enqueue=False)
    issue_seconds, _ = _timed(lambda: generate_batch.run(batch_id, 1))
    with db.reading() as session:
        told = text("SELECT count(*) FROM batch_items WHERE batch_id = :of AND state = 'issued'")
        issued = session.execute(told, {"of": batch_id}).scalar_one()
    return [
        Figure("renewal run, preview: wall", preview_seconds, "s", PREVIEW_SECONDS, states),
        Figure("renewal run, issue: wall", issue_seconds, "s", ISSUE_SECONDS, f"{issued:,} issued, ZIP"),
    ]


def _policies(session: Session, master_id: int) -> list[Policy]:
    version, shown = MasterVersion, MasterPolicy
    newest = (
        select(version.id)
        .where(version.master_id == master_id)
        .order_by(col(version.version).desc())
        .limit(1)
    )
    ids = select(shown.policy_id).where(col(shown.master_version_id).in_(newest))
    return list(session.exec(select(Policy).where(col(Policy.id).in_(ids))))


def _renew(session: Session, old: Policy) -> None:
    """The same for another year from yesterday on, with its endorsements."""
    old.expires_on = agency.today(session) - timedelta(days=1)
    new = Policy(**_but_id(old) | {
        "number": f"{old.number}-N", "number_key": f"{old.number_key}-n", "effective_on": old.expires_on,
        "expires_on": old.expires_on + timedelta(days=365),
    })  # fmt: skip
    session.add(new)
    session.flush()
    endorsements = session.exec(select(PolicyEndorsement).where(PolicyEndorsement.policy_id == old.id)).all()
    session.add_all(PolicyEndorsement(**_but_id(one) | {"policy_id": new.id}) for one in endorsements)
    session.flush()


def _but_id(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump().items() if name != "id"}


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done
