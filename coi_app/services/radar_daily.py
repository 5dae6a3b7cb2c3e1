"""Each day: look again where only the calendar has changed, and remind agents of what ends soon."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlmodel import Session

from coi_app import clock, settings
from coi_app.models import Account, Certificate, Insured, InsuredAgent, MasterPolicy, Policy, PolicyReminder
from coi_app.queries import agency, tables
from coi_app.rules.facts import PolicyStatus, shown_day
from coi_app.services import mails, radar, row_inserts

DAILY = "radar_daily"  # the job's name, stored in the queue: never rename it
STAGES = (30, 7, 1)  # days before the end at which an agent is told, once each
NEW_A_NIGHT = 200  # insureds with certificates from before there was a radar
MAIL_KIND = "reminder"
MOST_LISTED = 100
BODY = """{intro}

{lines}

Renew the certificates here: {address}
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """A policy that ends soon, and how many live certificates show it."""

    policy_id: int
    insured: str
    number: str
    ends_on: date
    days: int
    certificates: int
    to_email: str
    to_name: str

    @property
    def stage(self) -> int:
        return min(stage for stage in STAGES if self.days <= stage)

    @property
    def line(self) -> str:
        when = {0: "today", 1: "tomorrow"}.get(self.days, f"in {self.days} days")
        many = "1 live certificate" if self.certificates == 1 else f"{self.certificates:,} live certificates"
        return f"- {self.insured}: {self.number} ends on {shown_day(self.ends_on)}, {when}. {many}."


def ask_for_looks(session: Session) -> int:
    """Where a policy is cancelled in its term, where certificates are untrue, where a look got lost or there never was
    one; gives how many."""
    today = agency.today(session)
    policy, hit, look = tables.policies, tables.radar_hits, tables.radar_looks
    cancelled = select(policy.insured_id).where(
        policy.status == PolicyStatus.CANCELLED.value, policy.cancelled_on <= today, policy.expires_on > today
    )
    lost = select(look.insured_id).where(look.asked > look.looked)
    owners = cancelled.union(select(hit.insured_id), lost)
    found = sorted({*session.execute(owners).scalars(), *session.execute(_never_looked_at()).scalars()})
    for insured_id in found:
        radar.ask(session, insured_id)
    return len(found)


def _never_looked_at() -> Any:
    insured, row = tables.insureds, tables.certificates
    issued = exists().where(row.insured_id == insured.id)
    looked = exists().where(tables.radar_looks.insured_id == insured.id)
    return select(insured.id).where(issued, ~looked).order_by(insured.id).limit(NEW_A_NIGHT)


def remind(session: Session) -> int:
    """One message to each agent about what ends soon; gives how many messages. Told once, also if run again."""
    today = agency.today(session)
    due = [one for one in _ending(session, today) if one.to_email]
    told = {(policy_id, ends_on, days) for policy_id, ends_on, days in session.execute(_told(today))}
    new = [one for one in due if (one.policy_id, one.ends_on, one.stage) not in told]
    of_agent: dict[tuple[str, str], list[Ending]] = {}
    for one in new:
        of_agent.setdefault((one.to_email, one.to_name), []).append(one)
    for (to_email, to_name), endings in sorted(of_agent.items()):
        _queue(session, to_email, to_name, endings)
    row_inserts.insert_missing(session, PolicyReminder, [_row(one) for one in new])
    return len(of_agent)


def _told(today: date) -> Any:
    row = tables.policy_reminders
    return select(row.policy_id, row.ends_on, row.days).where(row.ends_on >= today)


def _row(one: Ending) -> dict[str, Any]:
    return {"policy_id": one.policy_id, "ends_on": one.ends_on, "days": one.stage, "sent_at": clock.now()}


def _ending(session: Session, today: date) -> Sequence[Ending]:
    """Policies of live certificates that end within the longest stage, the first to end first."""
    agency_row = agency.row(session)
    found = session.execute(_query(today)).all()
    endings = [
        Ending(
            one.id, one.legal_name, one.number, _ends_on(one), (_ends_on(one) - today).days, one.certificates,
            one.email or agency_row.email, one.name or agency_row.name,
        )
        for one in found
    ]  # fmt: skip
    return sorted(endings, key=lambda one: (one.ends_on, one.insured, one.policy_id))


def _ends_on(one: Any) -> date:
    expires_on: date = one.expires_on
    cancelled_on: date | None = one.cancelled_on
    is_cancelled = one.status == PolicyStatus.CANCELLED.value and cancelled_on is not None
    return min(expires_on, cancelled_on) if is_cancelled and cancelled_on else expires_on


def _query(today: date) -> Any:
    policy, row, link, agent = (
        tables.policies,
        tables.certificates,
        tables.master_policies,
        tables.insured_agents,
    )
    last, cancelled = today + timedelta(days=STAGES[0]), PolicyStatus.CANCELLED.value
    ends = (policy.status != cancelled) & policy.expires_on.between(today, last)
    is_cancelled = (policy.status == cancelled) & policy.cancelled_on.between(today + timedelta(days=1), last)
    live = row.superseded_at.is_(None) & row.withdrawn_at.is_(None)
    return (
        select(
            policy.id, policy.number, policy.status, policy.cancelled_on, policy.expires_on,
            tables.insureds.legal_name, tables.accounts.email, tables.accounts.name,
            func.count(row.id.distinct()).label("certificates"),
        )
        .select_from(Policy)
        .join(Insured, tables.insureds.id == policy.insured_id)
        .join(MasterPolicy, link.policy_id == policy.id)
        .join(Certificate, (row.master_version_id == link.master_version_id) & live)
        .outerjoin(InsuredAgent, agent.insured_id == policy.insured_id)
        .outerjoin(Account, (tables.accounts.id == agent.account_id) & (tables.accounts.status == "active"))
        .where(or_(ends, is_cancelled))
        .group_by(policy.id, tables.insureds.legal_name, tables.accounts.email, tables.accounts.name)
    )  # fmt: skip


def _queue(session: Session, to_email: str, to_name: str, endings: Sequence[Ending]) -> None:
    policies = "1 policy ends" if len(endings) == 1 else f"{len(endings):,} policies end"
    mails.queue(
        session,
        kind=MAIL_KIND,
        to_email=to_email,
        to_name=to_name,
        subject=f"{policies} soon, and certificates show {'it' if len(endings) == 1 else 'them'}",
        body=BODY.format(
            intro=f"Hello {to_name},\n\n{policies} soon. Certificates that your clients' holders have show this:",
            lines="\n".join(_lines(endings)),
            address=f"{settings.current().public_url.rstrip('/')}/renewals",
        ),
        requested_by_id=None,
    )


def _lines(endings: Sequence[Ending]) -> Iterable[str]:
    yield from (one.line for one in endings[:MOST_LISTED])
    if len(endings) > MOST_LISTED:
        yield f"- and {len(endings) - MOST_LISTED:,} more."
