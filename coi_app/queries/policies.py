"""Policies with their standing today, their limits and endorsements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.models import Policy, PolicyEndorsement
from coi_app.queries import agency, facts, sight, tables
from coi_app.rules import access, coverage_form, errors, standing
from coi_app.rules import coverage as cover
from coi_app.rules.facts import PolicyFacts, PolicyStatus, shown_day

SHOWN_AFTER_ITS_END = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """`elapsed` is the part of the term that is over, 0 to 1; `title` the line, or what "other" covers."""

    id: int
    line: cover.Line
    title: str
    number: str
    carrier_id: int
    carrier_name: str
    naic: str
    effective_on: date
    expires_on: date
    status: PolicyStatus
    cancelled_on: date | None
    standing: standing.Standing
    elapsed: float
    limits: tuple[tuple[str, str], ...]
    endorsements: int


@dataclass(frozen=True, slots=True)
class EndorsementRow:
    """`holders` are those a scheduled endorsement names; `values` prefill its form."""

    id: int
    kind: cover.EndorsementKind
    form: str
    title: str
    reach: cover.Reach
    condition: str
    operations: cover.Operations
    approved_on: date | None
    holders: tuple[tuple[int, str], ...]
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PolicyDetail:
    """`values` prefill the form of `services.policies.change`; `warnings` are sentences to show."""

    row: PolicyRow
    insured_id: int
    coverage: cover.Coverage
    endorsements: tuple[EndorsementRow, ...]
    warnings: tuple[str, ...]
    values: dict[str, Any]
    revision: int


def of_insured(session: Session, actor: access.Actor, insured_id: object) -> tuple[PolicyRow, ...]:
    """All policies, those in force or to come first, in the order of the paper; raises NotFound."""
    owner = sight.insured(session, actor, insured_id)
    today = agency.today(session)
    found = facts.policies_where(session, tables.policies.insured_id == owner)
    carriers = _carrier_ids(session, owner)
    ordered = sorted(found, key=lambda one: (not one.is_alive(today), _end_key(one, today)))
    return tuple(_row(one, carriers[one.id], today) for one in ordered)


def _end_key(policy: PolicyFacts, today: date) -> tuple[int, int]:
    """Living ones by line; ended ones by their end, last first."""
    if policy.is_alive(today):
        return (facts.LINE_ORDER[policy.line], policy.effective_on.toordinal())
    return (0, -policy.expires_on.toordinal())


def strip(session: Session, insured_id: int) -> tuple[PolicyRow, ...]:
    """The head of an insured: living policies, soonest to expire first, and lines that ended within a year.

    The caller has made sure that the insured is in sight.
    """
    today = agency.today(session)
    row = tables.policies
    recent = (row.insured_id == insured_id) & (row.expires_on > today - SHOWN_AFTER_ITS_END)
    found = facts.policies_where(session, recent)
    carriers = _carrier_ids(session, insured_id)
    shown = sorted(_for_strip(found, today), key=lambda one: (one.expires_on, one.id))
    return tuple(_row(one, carriers[one.id], today) for one in shown)


def _for_strip(policies: Sequence[PolicyFacts], today: date) -> Iterable[PolicyFacts]:
    """An ended policy shows only while no other of its line lives, and only the latest."""
    living = [one for one in policies if one.is_alive(today)]
    covered = {one.title for one in living}
    ended = {one.title: one for one in sorted(policies, key=lambda each: each.expires_on)}
    return living + [one for title, one in ended.items() if title not in covered]


def _carrier_ids(session: Session, insured_id: int) -> dict[int, int]:
    row = tables.policies
    found = session.execute(select(row.id, row.carrier_id).where(row.insured_id == insured_id))
    return {policy_id: carrier_id for policy_id, carrier_id in found}


def _row(policy: PolicyFacts, carrier_id: int, today: date) -> PolicyRow:
    now = standing.policy_standing(policy, today)
    return PolicyRow(
        id=policy.id,
        line=policy.line,
        title=policy.title,
        number=policy.number,
        carrier_id=carrier_id,
        carrier_name=policy.carrier_name,
        naic=policy.naic,
        effective_on=policy.effective_on,
        expires_on=policy.expires_on,
        status=policy.status,
        cancelled_on=policy.cancelled_on,
        standing=now.standing,
        elapsed=now.elapsed,
        limits=coverage_form.limits_in_words(policy.line, policy.coverage),
        endorsements=len(policy.endorsements),
    )


def detail(session: Session, actor: access.Actor, policy_id: object) -> PolicyDetail:
    policy = in_sight(session, actor, policy_id)
    (found,) = facts.policies_where(session, tables.policies.id == policy.id)
    return PolicyDetail(
        row=_row(found, policy.carrier_id, agency.today(session)),
        insured_id=policy.insured_id,
        coverage=found.coverage,
        endorsements=tuple(_endorsement_rows(session, found.endorsements)),
        warnings=overlaps(session, policy),
        values=form_of(policy),
        revision=policy.revision,
    )


def _endorsement_rows(
    session: Session, endorsements: Sequence[cover.Endorsement]
) -> Iterable[EndorsementRow]:
    names = _holder_names(session, {one for each in endorsements for one in each.holder_ids})
    for one in endorsements:
        holders = tuple(
            sorted(((id, names[id]) for id in one.holder_ids), key=lambda pair: pair[1].casefold())
        )
        yield EndorsementRow(
            one.id, one.kind, one.form, one.title, one.reach, one.condition, one.operations, one.approved_on,
            holders, endorsement_values(one),
        )  # fmt: skip


def _holder_names(session: Session, holder_ids: set[int]) -> dict[int, str]:
    row = tables.holders
    found: dict[int, str] = {}
    for some in facts.in_chunks(sorted(holder_ids)):
        found |= {id: name for id, name in session.execute(select(row.id, row.name).where(row.id.in_(some)))}
    return found


def endorsement_values(endorsement: cover.Endorsement) -> dict[str, Any]:
    return {
        "kind": endorsement.kind.value,
        "form_number": endorsement.form_number,
        "edition": endorsement.edition,
        "title": endorsement.title,
        "reach": endorsement.reach.value,
        "condition": endorsement.condition,
        "operations": endorsement.operations.value,
        "approved_on": endorsement.approved_on.isoformat() if endorsement.approved_on else "",
        "holder_ids": sorted(endorsement.holder_ids),
    }


def form_of(policy: Policy) -> dict[str, Any]:
    return form_values({name: getattr(policy, name) for name in FORM_COLUMNS}) | {
        "carrier_id": policy.carrier_id
    }


FORM_COLUMNS = ("line", "number", "effective_on", "expires_on", "status", "cancelled_on", "coverage")


def form_values(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What the policy's form shows for these stored columns."""
    coverage = cover.coverage_from_json(cover.Line(stored["line"]), stored["coverage"])
    cancelled = stored["cancelled_on"]
    return coverage_form.values_of(coverage) | {
        "line": stored["line"],
        "number": stored["number"],
        "effective_on": stored["effective_on"].isoformat(),
        "expires_on": stored["expires_on"].isoformat(),
        "status": stored["status"],
        "cancelled_on": cancelled.isoformat() if cancelled else "",
    }


def overlaps(session: Session, policy: Policy) -> tuple[str, ...]:
    """A sentence per other living policy of the same line whose term overlaps; fit to warn, not to refuse.

    "Other" policies may cover different things: those overlap only under the same name.
    """
    row = tables.policies
    others = session.execute(
        select(Policy)
        .where(row.insured_id == policy.insured_id, row.line == policy.line, row.id != policy.id)
        .where(row.status != PolicyStatus.CANCELLED.value, row.effective_on < policy.expires_on)
        .where(row.expires_on > policy.effective_on)
        .order_by(row.effective_on, row.id)
    ).scalars()
    if policy.status == PolicyStatus.CANCELLED.value:
        return ()
    return tuple(_overlap_sentence(other) for other in others if _same_cover(other, policy))


def _same_cover(one: Policy, other: Policy) -> bool:
    return bool(one.line != cover.Line.OTHER.value or one.coverage.get("name") == other.coverage.get("name"))


def _overlap_sentence(other: Policy) -> str:
    term = f"{shown_day(other.effective_on)} to {shown_day(other.expires_on)}"
    return f"Policy {other.number} covers the same line from {term}. Check the dates of both."


def in_sight(session: Session, actor: access.Actor, policy_id: object, *, for_change: bool = False) -> Policy:
    """For services; `for_change` locks the row. Raises NotFound."""
    row = tables.policies
    statement = select(Policy).where(row.id == sight.number(policy_id), sight.of(actor, row.insured_id))
    if for_change:
        statement = statement.with_for_update(of=Policy).execution_options(populate_existing=True)
    policy: Policy | None = session.execute(statement).scalar_one_or_none()
    if policy is None:
        raise errors.NotFound("policy")
    return policy


def endorsement_in_sight(
    session: Session, actor: access.Actor, endorsement_id: object
) -> tuple[PolicyEndorsement, Policy]:
    """For services: one that is not removed, with its policy locked. Raises NotFound."""
    row = tables.endorsements
    found = session.execute(
        select(PolicyEndorsement).where(row.id == sight.number(endorsement_id), row.removed_at.is_(None))
    ).scalar_one_or_none()
    if found is None:
        raise errors.NotFound("endorsement")
    try:
        return found, in_sight(session, actor, found.policy_id, for_change=True)
    except errors.NotFound:
        raise errors.NotFound("endorsement") from None


def scheduled_holders(session: Session, endorsement_id: int) -> frozenset[int]:
    row = tables.endorsement_holders
    found = session.execute(select(row.holder_id).where(row.endorsement_id == endorsement_id))
    return frozenset(found.scalars())


def number_of(session: Session, insured_id: int) -> int:
    """How many policies that are not over yet the insured has."""
    row = tables.policies
    today = agency.today(session)
    counted = select(func.count()).where(row.insured_id == insured_id, row.expires_on > today)
    return int(session.execute(counted).scalar_one())
