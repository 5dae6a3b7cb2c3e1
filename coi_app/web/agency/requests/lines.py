"""Requests in the words the list and the dialog show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from coi_app.queries.approvals import Approvable
from coi_app.queries.requests import RequestDetail, RequestRow
from coi_app.rules.certificate_requests import UNANSWERED, RequestStatus
from coi_app.rules.findings import BoxVerdict, Finding, Severity, Verdict
from coi_app.web import routes
from coi_app.web.agency import day_words


@dataclass(frozen=True)
class Line:
    """One row of the list. `urgency` is "late", "rush" or ""."""

    id: int
    href: str
    holder: str
    requirements: str
    insured: str
    insured_href: str
    due: str
    due_exact: str
    urgency: str
    asked_by: str
    asked: str
    asked_exact: str
    assigned_to: str
    status: str
    status_words: str


@dataclass(frozen=True)
class Box:
    """A policy of the wish with its boxes as the verdict gives them now."""

    title: str
    insured: str
    waiver: str


@dataclass(frozen=True)
class Said:
    """A finding."""

    rule: str
    severity: str
    why: str


@dataclass(frozen=True)
class Wished:
    """What waits for approval (R43), and what the rules say to it now. `verdict` is "" when it cannot be had."""

    master: str = ""
    description: str = ""
    sends: str = ""
    problem: str = ""
    verdict: str = ""
    boxes: list[Box] = field(default_factory=list)
    findings: list[Said] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """The request in the dialog; `send_href` leads to Send Certificate, filled in."""

    id: int = 0
    title: str = ""
    holder: str = ""
    place: str = ""
    insured: str = ""
    insured_href: str = ""
    requirements: str = ""
    due: str = ""
    urgency: str = ""
    asked: str = ""
    email: str = ""
    source: str = ""
    assigned_to: str = ""
    status: str = ""
    status_words: str = ""
    is_unanswered: bool = False
    answer: str = ""
    answered: str = ""
    certificate: str = ""
    certificate_href: str = ""
    send_href: str = ""
    file: str = ""
    file_href: str = ""


def line(row: RequestRow, now: datetime, zone: str, href: str) -> Line:
    return Line(
        id=row.id,
        href=href,
        holder=row.holder,
        requirements=" ".join(row.requirements.split()),
        insured=row.insured,
        insured_href=routes.insured(row.insured_id),
        due=day_words.due(row.due_at, now, zone) or "No day given",
        due_exact=day_words.exact(row.due_at, zone),
        urgency=_urgency(row, now),
        asked_by=row.asked_by or row.source_label,
        asked=f"{row.source_label}, {_passed(row.asked_at, now)}",
        asked_exact=day_words.exact(row.asked_at, zone),
        assigned_to=row.assigned_to,
        status=row.status,
        status_words=row.status_label,
    )


def _passed(at: datetime, now: datetime) -> str:
    passed = day_words.ago(at, now)
    return passed if passed == day_words.JUST_NOW else f"{passed} ago"


def _urgency(row: RequestRow, now: datetime) -> str:
    if row.status not in UNANSWERED:
        return ""
    if row.due_at and row.due_at < now:
        return "late"
    return "rush" if row.rush else ""


def shown(found: RequestDetail, now: datetime, zone: str) -> Shown:
    row = found.row
    asked_by = f"{row.asked_by or 'Somebody'}, {day_words.moment(row.asked_at, zone)}"
    number = {"certificate": str(row.certificate_id)} if row.certificate_id else {}
    return Shown(
        id=row.id,
        title=f"Certificate for {row.holder}",
        holder=row.holder,
        place=row.place,
        insured=row.insured,
        insured_href=routes.insured(row.insured_id),
        requirements=row.requirements,
        due=day_words.due(row.due_at, now, zone),
        urgency=_urgency(row, now),
        asked=asked_by,
        email=found.asker_email,
        source=row.source_label,
        assigned_to=row.assigned_to,
        status=row.status,
        status_words=row.status_label,
        is_unanswered=row.status in UNANSWERED,
        answer=found.answer,
        answered=", ".join(x for x in (found.answered_by, day_words.moment(found.finished_at, zone)) if x),
        certificate=row.certificate,
        certificate_href=routes.insured(row.insured_id, "documents", "certificates-sent", **number),
        send_href=routes.send(row.insured_id, request=str(row.id)),
        file=found.file,
        file_href=routes.shared_file(found.file_id) if found.file_id else "",
    )


def arranged(found: RequestDetail, zone: str) -> Mapping[str, object]:
    """What the form of due, rush and assignee begins with."""
    row = found.row
    due = row.due_at.astimezone(ZoneInfo(zone)) if row.due_at else None
    return {
        "assigned_to": row.assigned_to_id,
        "due_on": due.date().isoformat() if due else "",
        "due_time": f"{due:%H:%M}" if due else "",
        "rush": row.rush,
    }


def wished(found: RequestDetail, now: Approvable | None) -> Wished:
    wish = found.wish
    if wish is None:
        return Wished()
    to = ", ".join(one for one in (wish.to, *wish.cc) if one)
    judged = now.judged.verdict if now and now.judged else None
    is_waiting = found.row.status == RequestStatus.WAITING
    verdict = judged if is_waiting else Verdict.from_json(dict(wish.verdict))
    return Wished(
        master=wish.master,
        description=wish.text,
        sends=f"E-mailed to {to}" if to else "Only issued, to be downloaded in the portal",
        problem=now.problem if now else "",
        verdict=verdict.state.value if verdict else "",
        boxes=[_box(one) for one in verdict.boxes] if verdict else [],
        findings=[_said(one) for one in verdict.findings if one.severity != Severity.NOTE] if verdict else [],
    )


def _box(one: BoxVerdict) -> Box:
    return Box(one.title, one.additional_insured.value, one.subrogation_waived.value)


def _said(one: Finding) -> Said:
    return Said(one.rule, one.severity.value, one.why)
