"""Masters of an insured: status from today's policies, versions, and what a form may choose from."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.models import Account, Certificate, Master, MasterVersion, Policy
from coi_app.queries import agency, facts, licensed_forms, sight, tables
from coi_app.rules import access, errors, standing
from coi_app.rules.facts import PolicyFacts


@dataclass(frozen=True, slots=True)
class PolicyOnMaster:
    id: int
    title: str
    number: str
    carrier: str
    effective_on: date
    expires_on: date
    standing_label: str
    standing_kind: str


@dataclass(frozen=True, slots=True)
class MasterRow:
    """`status` is `standing.MasterStatus.kind`, computed from the policies as they are today; `form` the name of the
    licensed form it is printed on, "" for our own page."""

    id: int
    name: str
    version: int
    version_id: int
    status: str
    status_label: str
    days: int | None
    policies: tuple[PolicyOnMaster, ...]
    default_description: str
    representative: str
    portal_visible: bool
    retired: bool
    form_id: int | None
    form: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    version: int
    name: str
    created_at: datetime
    created_by: str
    default_description: str
    representative: str
    policy_numbers: tuple[str, ...]
    certificates: int


def in_sight(session: Session, actor: access.Actor, master_id: object) -> Master:
    """A master this person may know of; an insured's account only those shared. Raises NotFound."""
    row = tables.masters
    query = select(Master).where(row.id == sight.number(master_id), sight.of(actor, row.insured_id))
    if not actor.is_staff:
        query = query.where(row.portal_visible.is_(True), row.retired_at.is_(None))
    master: Master | None = session.execute(query).scalar()
    if master is None:
        raise errors.NotFound("master")
    return master


def insured_of(session: Session, actor: access.Actor, master_id: object) -> int:
    """Whose master it is. Raises NotFound."""
    return in_sight(session, actor, master_id).insured_id


def current_version(session: Session, master: Master) -> MasterVersion:
    row = tables.master_versions
    query = select(MasterVersion).where(row.master_id == master.id, row.version == master.current_version)
    version: MasterVersion = session.execute(query).scalar_one()
    return version


def with_version(session: Session, version_id: int) -> tuple[Master, MasterVersion]:
    """A version that something already refers to, retired or not, with its master."""
    version = session.get_one(MasterVersion, version_id)
    return session.get_one(Master, version.master_id), version


def rows(
    session: Session, actor: access.Actor, insured_id: object, *, with_retired: bool = False
) -> tuple[MasterRow, ...]:
    """The insured's masters by name; out of sight there are none."""
    master, version = tables.masters, tables.master_versions
    query = (
        select(Master, MasterVersion)
        .join(MasterVersion, (version.master_id == master.id) & (version.version == master.current_version))
        .where(master.insured_id == sight.number(insured_id), sight.of(actor, master.insured_id))
        .order_by(master.retired_at.is_not(None), func.lower(master.name), master.id)
    )
    if not with_retired or not actor.is_staff:
        query = query.where(master.retired_at.is_(None))
    if not actor.is_staff:
        query = query.where(master.portal_visible.is_(True))
    found = session.execute(query).all()
    shown = policies_of(session, [version.id for _, version in found if version.id])
    day = agency.today(session)
    forms = licensed_forms.names(session)
    return tuple(_row(one, version, shown[version.id], day, forms) for one, version in found if version.id)


def policies_of(session: Session, version_ids: Sequence[int]) -> defaultdict[int, list[PolicyFacts]]:
    """The policies of several versions as they are today, in the order of the paper."""
    link = tables.master_policies
    pairs = session.execute(
        select(link.master_version_id, link.policy_id).where(link.master_version_id.in_(version_ids))
    ).all()
    wanted = {policy_id for _, policy_id in pairs}
    found: defaultdict[int, list[PolicyFacts]] = defaultdict(list)
    for policy in facts.policies_where(session, tables.policies.id.in_(wanted)):
        for version_id, policy_id in pairs:
            if policy_id == policy.id:
                found[version_id].append(policy)
    return found


def _row(
    master: Master,
    version: MasterVersion,
    policies: Sequence[PolicyFacts],
    day: date,
    forms: Mapping[int, str],
) -> MasterRow:
    assert master.id is not None and version.id is not None
    status = standing.master_status(policies, day)
    return MasterRow(
        id=master.id,
        name=master.name,
        version=version.version,
        version_id=version.id,
        status=status.kind.value,
        status_label=status.label,
        days=status.days,
        policies=tuple(_shown(policy, day) for policy in policies),
        default_description=version.default_description,
        representative=version.representative,
        portal_visible=master.portal_visible,
        retired=master.retired_at is not None,
        form_id=version.form_id,
        form=forms.get(version.form_id or 0, ""),
    )


def _shown(policy: PolicyFacts, day: date) -> PolicyOnMaster:
    now = standing.policy_standing(policy, day).standing
    return PolicyOnMaster(
        id=policy.id,
        title=policy.title,
        number=policy.number,
        carrier=policy.carrier_name,
        effective_on=policy.effective_on,
        expires_on=policy.expires_on,
        standing_label=now.label,
        standing_kind=now.kind.value,
    )


def detail(session: Session, actor: access.Actor, master_id: object) -> MasterRow:
    master = in_sight(session, actor, master_id)
    version = current_version(session, master)
    assert version.id is not None
    policies = policies_of(session, [version.id])[version.id]
    return _row(master, version, policies, agency.today(session), licensed_forms.names(session))


def policies_to_choose(
    session: Session, actor: access.Actor, insured_id: object
) -> tuple[PolicyOnMaster, ...]:
    """Every policy of the insured for the ticks of the form, those alive first."""
    row, day = tables.policies, agency.today(session)
    condition = (row.insured_id == sight.number(insured_id)) & sight.of(actor, row.insured_id)
    found = sorted(facts.policies_where(session, condition), key=lambda policy: not policy.is_alive(day))
    return tuple(_shown(policy, day) for policy in found)


def issued_counts(session: Session, actor: access.Actor, insured_id: object) -> dict[int, int]:
    """Master → how many certificates were issued from any of its versions; without those that have none."""
    certificate, version = tables.certificates, tables.master_versions
    found = session.execute(
        select(version.master_id, func.count())
        .join(Certificate, certificate.master_version_id == version.id)
        .where(certificate.insured_id == sight.number(insured_id), sight.of(actor, certificate.insured_id))
        .group_by(version.master_id)
    )
    return {master_id: issued for master_id, issued in found}


def versions(session: Session, actor: access.Actor, master_id: object) -> tuple[VersionRow, ...]:
    """Every version, the newest first: certificates keep the one they were issued from."""
    master = in_sight(session, actor, master_id)
    version, account = tables.master_versions, tables.accounts
    issued = (
        select(func.count())
        .where(tables.certificates.master_version_id == version.id)
        .correlate(MasterVersion)
        .scalar_subquery()
    )
    found = session.execute(
        select(MasterVersion, account.name, issued)
        .outerjoin(Account, account.id == version.created_by_id)
        .where(version.master_id == master.id)
        .order_by(version.version.desc())
    ).all()
    numbers = _numbers(session, [one.id for one, _, _ in found])
    return tuple(_version(one, by, count, numbers[one.id]) for one, by, count in found)


def _numbers(session: Session, version_ids: Sequence[Any]) -> defaultdict[Any, list[str]]:
    link, policy = tables.master_policies, tables.policies
    found: defaultdict[Any, list[str]] = defaultdict(list)
    for version_id, number in session.execute(
        select(link.master_version_id, policy.number)
        .join(Policy, policy.id == link.policy_id)
        .where(link.master_version_id.in_(version_ids))
        .order_by(policy.number)
    ):
        found[version_id].append(number)
    return found


def _version(row: MasterVersion, by: str | None, issued: int, numbers: list[str]) -> VersionRow:
    return VersionRow(
        version=row.version,
        name=row.name,
        created_at=row.created_at,
        created_by=by or "System",
        default_description=row.default_description,
        representative=row.representative,
        policy_numbers=tuple(numbers),
        certificates=issued,
    )
