"""The first page: what left today, what did not arrive, what expires, what needs somebody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.models import Certificate, CertificateRequest, HolderName, Insured, MasterPolicy, Policy
from coi_app.queries import agency, insureds, paging, radar, tables
from coi_app.queries.insured_list import Expiring
from coi_app.rules import access, certificate_requests, standing
from coi_app.rules.certificate_requests import UNANSWERED, RequestStatus, Wish
from coi_app.rules.findings import Verdict

DAYS_SHOWN = 30
MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class DayBar:
    day: date
    issued: int


@dataclass(frozen=True, slots=True)
class LatestCertificate:
    id: int
    number: str
    revision: int
    insured_id: int
    insured_name: str
    holder_name: str
    issued_at: datetime
    standing: standing.Standing


@dataclass(frozen=True, slots=True)
class NeedsYou:
    """One thing that waits: `tag` is "Untrue", "Delivery", "Request", "Approval" or "Renewal", `action` its button's
    word."""

    tag: str
    title: str
    detail: str
    action: str
    href: str
    due_at: datetime | None = None
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """`unwarned` is the share (0 to 1) of the bars' certificates issued without overriding a warning.

    `requests_open` has those that wait for approval too (R43).
    """

    today: date
    issued_today: int
    issued_this_week: int
    requests_due_today: int
    requests_open: int
    waiting: int
    waiting_since: datetime | None
    failed_deliveries: int
    deliveries_this_week: int
    untrue: int
    bars: tuple[DayBar, ...]
    issued_in_bars: int
    unwarned: float
    latest: tuple[LatestCertificate, ...]
    expiring: tuple[Expiring, ...]
    expiring_count: paging.Count
    needs_you: tuple[NeedsYou, ...]


def figures(session: Session, actor: access.Actor) -> Figures:
    """Everything of the page at once, in some ten small queries. For staff."""
    access.require(actor, access.Right.DESK_VIEW)
    today = agency.today(session)
    bars, unwarned = _bars(session, today)
    monday = today - timedelta(days=today.weekday())
    failed, delivered = _deliveries(session, monday)
    asked = _requests(session, today)
    expiring, expiring_count = insureds.expiring(
        session, actor, today + timedelta(days=DAYS_SHOWN), MOST_ROWS
    )
    issued = sum(bar.issued for bar in bars)
    return Figures(
        today=today,
        issued_today=bars[-1].issued,
        issued_this_week=sum(bar.issued for bar in bars if bar.day >= monday),
        requests_due_today=asked.due,
        requests_open=asked.open,
        waiting=asked.waiting,
        waiting_since=asked.since,
        failed_deliveries=failed,
        deliveries_this_week=delivered,
        untrue=radar.count(session, actor),
        bars=bars,
        issued_in_bars=issued,
        unwarned=unwarned / issued if issued else 1.0,
        latest=_latest(session, today),
        expiring=expiring,
        expiring_count=expiring_count,
        needs_you=(*_untrue(session, actor), *_failed(session), *_asked(session), *_renewals(expiring)),
    )


def _bars(session: Session, today: date) -> tuple[tuple[DayBar, ...], int]:
    """One bar a day, the last is today; and how many of all needed no override."""
    first = today - timedelta(days=DAYS_SHOWN - 1)
    row = tables.certificates
    # issued_at is what the index has; a day more at its end, for days of another zone
    since = agency.midnight(session, first) - timedelta(days=1)
    plain = func.count().filter(row.override_reason == "")
    counted = session.execute(
        select(row.issued_on, func.count().label("issued"), plain.label("plain"))
        .where(row.issued_at >= since, row.issued_on >= first)
        .group_by(row.issued_on)
    ).all()
    by_day = {one.issued_on: one for one in counted}
    days = [first + timedelta(days=past) for past in range(DAYS_SHOWN)]
    bars = tuple(DayBar(day, by_day[day].issued if day in by_day else 0) for day in days)
    return bars, sum(by_day[day].plain for day in days if day in by_day)


def _deliveries(session: Session, monday: date) -> tuple[int, int]:
    """Certificates whose last delivery failed, and all that were delivered or tried, this week."""
    row = tables.certificates
    since = agency.midnight(session, monday)
    found = session.execute(
        select(func.count().filter(row.delivery == "failed").label("failed"), func.count().label("tried"))
        .where(row.delivery.in_(("failed", "sent", "queued")), row.issued_at >= since)
    ).one()  # fmt: skip
    return found.failed, found.tried


def _requests(session: Session, today: date) -> Any:
    """Counts of what is unanswered, and since when the oldest approval waits."""
    row = tables.certificate_requests
    waits = row.status == RequestStatus.WAITING
    tomorrow = agency.midnight(session, today + timedelta(days=1))
    due = func.count().filter(row.due_at < tomorrow)
    return session.execute(
        select(
            due.label("due"),
            func.count().label("open"),
            func.count().filter(waits).label("waiting"),
            func.min(row.created_at).filter(waits).label("since"),
        ).where(row.status.in_(UNANSWERED))
    ).one()


def _latest(session: Session, today: date) -> tuple[LatestCertificate, ...]:
    row, insured, holder = tables.certificates, tables.insureds, tables.holder_names
    found = session.execute(
        select(
            row.id, row.number, row.revision, row.insured_id, row.issued_at, row.master_version_id,
            row.superseded_at, row.withdrawn_at, insured.legal_name, holder.name.label("holder_name"),
        )
        .select_from(Certificate)
        .join(Insured, insured.id == row.insured_id)
        .join(HolderName, holder.id == row.holder_name_id)
        .order_by(row.issued_at.desc(), row.id.desc())
        .limit(MOST_ROWS)
    ).all()  # fmt: skip
    policies = _policies(session, {one.master_version_id for one in found})
    return tuple(_latest_row(one, policies.get(one.master_version_id, []), today) for one in found)


def _policies(session: Session, version_ids: set[int]) -> dict[int, list[standing.PolicyTerm]]:
    """What each master version shows, as far as a standing needs it."""
    link, policy = tables.master_policies, tables.policies
    rows = session.execute(
        select(
            link.master_version_id, policy.status, policy.cancelled_on, policy.effective_on, policy.expires_on
        )
        .select_from(MasterPolicy)
        .join(Policy, policy.id == link.policy_id)
        .where(link.master_version_id.in_(version_ids))
    )
    found: dict[int, list[standing.PolicyTerm]] = {}
    for one in rows:
        found.setdefault(one.master_version_id, []).append(standing.PolicyTerm(*one[1:]))
    return found


def _latest_row(one: Any, policies: list[standing.PolicyTerm], today: date) -> LatestCertificate:
    now = standing.standing(
        policies, today, superseded=one.superseded_at is not None, withdrawn=one.withdrawn_at is not None
    )
    return LatestCertificate(
        one.id, one.number, one.revision, one.insured_id, one.legal_name, one.holder_name, one.issued_at, now
    )


def _untrue(session: Session, actor: access.Actor) -> tuple[NeedsYou, ...]:
    """The most dangerous first: somebody relies on these."""
    return tuple(
        NeedsYou(
            "Untrue", f"{one.certificates:,} certificate{' is' if one.certificates == 1 else 's are'} untrue",
            f"{one.insured}. {one.sentence}", "Open", f"/radar?insured={one.insured_id}",
        )
        for one in radar.worst(session, actor, MOST_ROWS)
    )  # fmt: skip


def _failed(session: Session) -> tuple[NeedsYou, ...]:
    row, insured, holder = tables.certificates, tables.insureds, tables.holder_names
    found = session.execute(
        select(row.id, row.number, row.insured_id, insured.legal_name, holder.name.label("holder_name"))
        .select_from(Certificate)
        .join(Insured, insured.id == row.insured_id)
        .join(HolderName, holder.id == row.holder_name_id)
        .where(row.delivery == "failed", row.superseded_at.is_(None), row.withdrawn_at.is_(None))
        .order_by(row.issued_at.desc(), row.id.desc())
        .limit(MOST_ROWS)
    )
    return tuple(
        NeedsYou(
            "Delivery", f"{one.holder_name} did not get {one.number}", one.legal_name, "Fix address",
            f"/certificates?mailed=failed&fix={one.id}",
        )
        for one in found
    )  # fmt: skip


def _asked(session: Session) -> tuple[NeedsYou, ...]:
    row, insured = tables.certificate_requests, tables.insureds
    found = session.execute(
        select(
            row.id, row.holder_text, row.asked_by_text, row.wish, row.due_at, row.created_at, insured.legal_name
        )
        .select_from(CertificateRequest)
        .join(Insured, insured.id == row.insured_id)
        .where(row.status.in_(UNANSWERED))
        .order_by(row.rush.desc(), row.due_at.is_(None), row.due_at, row.id)
        .limit(MOST_ROWS)
    )  # fmt: skip
    return tuple(_approval(one) if one.wish else _request(one) for one in found)


def _request(one: Any) -> NeedsYou:
    return NeedsYou(
        "Request", f"Certificate for {one.holder_text.partition(chr(10))[0] or 'a holder'}",
        f"{one.legal_name}. Asked by {one.asked_by_text or 'the insured'}", "Open", f"/requests?request={one.id}",
        one.due_at, one.created_at,
    )  # fmt: skip


def _approval(one: Any) -> NeedsYou:
    """R43: a certificate of the portal that waits for an agent."""
    wish = Wish.from_json(one.wish)
    boxes = certificate_requests.boxes_in_words(Verdict.from_json(dict(wish.verdict)))
    return NeedsYou(
        "Approval", f"Portal certificate {f'with {boxes} ' if boxes else ''}waits for you",
        f"{one.legal_name}. {wish.holder[0]}", "Approve", f"/requests?request={one.id}", None, one.created_at,
    )  # fmt: skip


def _renewals(expiring: tuple[Expiring, ...]) -> tuple[NeedsYou, ...]:
    return tuple(
        NeedsYou(
            "Renewal", f"{one.title} expires in {one.days} {'day' if one.days == 1 else 'days'}",
            f"{one.insured_name}. Policy {one.number}", "Open", f"/insureds/{one.insured_id}?tab=policies",
        )
        for one in expiring
    )  # fmt: skip
