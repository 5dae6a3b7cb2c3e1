"""Activity History as a CSV: what the filters show, the newest first."""

import csv
import io
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coi_app.documents.spreadsheet import guarded
from coi_app.queries import activity as seen
from coi_app.queries import agency, paging, sight
from coi_app.queries.activity import ActivityFilter, ActivityRow
from coi_app.rules import access, certificate_content
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity

HEAD = ("When", "Who", "From", "Kind", "What", "Insured", "About", "Before and after", "Details")
MOST = 100_000


def csv_of(session: Session, actor: access.Actor, insured_id: object, filters: ActivityFilter) -> bytes:
    """A look; `record_taken` must follow. UTF-8 with a mark; at most the newest 100,000 entries."""
    access.require(actor, access.Right.EXPORTS_RUN)
    zone, text, after, count = ZoneInfo(agency.time_zone(session)), io.StringIO(newline=""), None, 0
    rows = csv.writer(text)
    rows.writerow(HEAD)
    while count < MOST:
        page = seen.page(session, actor, insured_id, filters, after, paging.MOST_A_PAGE)
        rows.writerows([guarded(value) for value in _shown(row, zone)] for row in page.rows)
        count, after = count + len(page.rows), page.next
        if after is None:
            break
    return text.getvalue().encode("utf-8-sig")


def _shown(row: ActivityRow, zone: ZoneInfo) -> tuple[str, ...]:
    about = f"{row.subject} {row.subject_id}" if row.subject_id else row.subject
    changed = "; ".join(f"{name}: {before} → {after}" for name, before, after in row.changed)
    details = certificate_content.canonical_json(row.details) if row.details else ""
    when = f"{row.at.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"
    return (when, row.actor_name, row.ip, row.label, row.sentence, row.insured_name, about, changed, details)


def record_taken(session: Session, actor: access.Actor, insured_id: object, filters: ActivityFilter) -> None:
    access.require(actor, access.Right.ACTIVITY_VIEW)
    access.require(actor, access.Right.EXPORTS_RUN)
    whose = sight.insured(session, actor, insured_id) if insured_id is not None else None
    days = {"from": filters.first_on, "to": filters.last_on}
    details = {name: day.isoformat() for name, day in days.items() if day} | {"kind": filters.kind}
    entry = activity.Entry(
        ActivityKind.ACTIVITY_EXPORTED, "Exported Activity History", whose, details=details
    )
    activity.record(session, actor, entry)
