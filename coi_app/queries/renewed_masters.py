"""Masters with a renewal: those that show it already, and those that still show the policy it took the place of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.models import Certificate, Master, MasterVersion
from coi_app.queries import agency, facts, insureds, masters, sight, tables
from coi_app.rules import access, errors
from coi_app.rules.facts import PolicyFacts, PolicyStatus

BEFORE, AHEAD = timedelta(days=60), timedelta(days=30)
MOST = 200


@dataclass(frozen=True, slots=True)
class Range:
    """The days on which the renewed policies begin, both included."""

    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class RenewedMaster:
    """`renewed` are the new policies on it; `behind` those that are not on it yet, each with the old one's number."""

    master_id: int
    master: str
    version: int
    insured_id: int
    insured: str
    holders: int
    renewed: tuple[PolicyFacts, ...]
    behind: tuple[tuple[str, PolicyFacts], ...]


def usual_range(session: Session) -> Range:
    """What renewed in the last two months or will within one."""
    today = agency.today(session)
    return Range(today - BEFORE, today + AHEAD)


def found(
    session: Session, actor: access.Actor, within: Range | None = None, insured_id: object = None
) -> tuple[RenewedMaster, ...]:
    """By insured and master; only masters that holders have certificates of. For staff."""
    access.require(actor, access.Right.DESK_VIEW)
    within = within or usual_range(session)
    new = _new_policies(session, actor, within, insured_id)
    owners = sorted(new)[:MOST]
    rows = _masters(session, owners)
    shown = masters.policies_of(session, [version.id for _, version in rows if version.id])
    holders, names = (
        _holders(session, [master.id for master, _ in rows]),
        insureds.names_of(session, set(owners)),
    )
    made = [
        _one(master, version, shown[version.id], new[master.insured_id], holders, names)
        for master, version in rows
        if version.id is not None and master.id is not None
    ]
    due = [one for one in made if one.holders and (one.renewed or one.behind)]
    return tuple(sorted(due, key=lambda one: (one.insured.casefold(), one.master.casefold(), one.master_id)))


def behind(session: Session, actor: access.Actor, master_id: object) -> tuple[tuple[int, int], ...]:
    """Old and new policy of each renewal that a master does not show yet; whenever it begins. Raises NotFound."""
    master = masters.in_sight(session, actor, master_id)
    version = masters.current_version(session, master)
    if version.id is None:
        raise errors.NotFound("master")
    shown = masters.policies_of(session, [version.id])[version.id]
    every = facts.policies_where(session, tables.policies.insured_id == master.insured_id)
    return tuple((old.id, new.id) for old, new in _successors(shown, every, agency.today(session)))


def _new_policies(
    session: Session, actor: access.Actor, within: Range, insured_id: object
) -> dict[int, list[PolicyFacts]]:
    row = tables.policies
    condition = row.effective_on.between(within.from_on, within.to_on) & sight.of(actor, row.insured_id)
    if insured_id is not None:
        condition &= row.insured_id == sight.number(insured_id)
    asked = select(row.id, row.insured_id).where(condition)
    owners = {policy_id: owner for policy_id, owner in session.execute(asked)}
    grouped: dict[int, list[PolicyFacts]] = {}
    for policy in facts.policies_where(session, condition):
        grouped.setdefault(owners[policy.id], []).append(policy)
    return grouped


def _masters(session: Session, owners: Sequence[int]) -> Sequence[tuple[Master, MasterVersion]]:
    master, version = tables.masters, tables.master_versions
    query = (
        select(Master, MasterVersion)
        .join(MasterVersion, (version.master_id == master.id) & (version.version == master.current_version))
        .where(master.insured_id.in_(owners), master.retired_at.is_(None))
    )
    return [(one, current) for one, current in session.execute(query)]


def _holders(session: Session, master_ids: Iterable[int | None]) -> Mapping[int, int]:
    """How many holders have a live certificate of the master, whatever its term."""
    row, version = tables.certificates, tables.master_versions
    query = (
        select(version.master_id, func.count(row.holder_id.distinct()))
        .select_from(Certificate)
        .join(MasterVersion, version.id == row.master_version_id)
        .where(version.master_id.in_(master_ids), row.withdrawn_at.is_(None), row.superseded_at.is_(None))
        .group_by(version.master_id)
    )
    return {master_id: holders for master_id, holders in session.execute(query)}


def _one(
    master: Master,
    version: MasterVersion,
    shown: Sequence[PolicyFacts],
    new: Sequence[PolicyFacts],
    holders: Mapping[int, int],
    names: Mapping[int, str],
) -> RenewedMaster:
    assert master.id is not None
    ids = {policy.id for policy in new}
    pairs = _successors(shown, new, date.min)
    return RenewedMaster(
        master.id, version.name, version.version, master.insured_id, names[master.insured_id],
        holders.get(master.id, 0), tuple(policy for policy in shown if policy.id in ids),
        tuple((old.number, policy) for old, policy in pairs),
    )  # fmt: skip


def _successors(
    shown: Sequence[PolicyFacts], among: Sequence[PolicyFacts], today: date
) -> list[tuple[PolicyFacts, PolicyFacts]]:
    """Of each policy shown the last one of the same name that begins later and is not over, unless it is shown too."""
    on_it = {policy.id for policy in shown}
    pairs = []
    for old in shown:
        later = [
            policy
            for policy in among
            if policy.title == old.title and policy.id not in on_it and policy.effective_on > old.effective_on
            and policy.status is not PolicyStatus.CANCELLED and policy.expires_on > max(today, old.expires_on)
        ]  # fmt: skip
        if later:
            pairs.append((old, max(later, key=lambda policy: (policy.expires_on, policy.id))))
    return pairs
