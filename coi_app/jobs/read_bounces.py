"""Looks again and again into the mailbox to which undelivered mail comes back, when the settings name one."""

import logging

from coi_app import clock, db, settings
from coi_app.adapters import bounce_mailbox, bounce_reports, job_engine
from coi_app.services import bounces

READ_BOUNCES = "read_bounces"  # the job's name, stored in the queue: never rename it

log = logging.getLogger(__name__)


def run(_turn: int) -> None:
    """The next look is queued first: whatever goes wrong in this one, there is another."""
    url = settings.current().imap_url
    if not url:
        return
    queue_next()
    try:
        _read(url)
    except bounce_mailbox.Unreachable as unreachable:
        log.warning("the mailbox for undelivered mail: %s", unreachable)


def queue_next() -> None:
    """One look each turn, however many processes ask for it. Nothing while no mailbox is set."""
    chosen = settings.current()
    if not chosen.imap_url:
        return
    seconds, now = 60 * chosen.imap_minutes, clock.now().timestamp()
    turn = int(now // seconds) + 1
    with db.writing() as session:
        job_engine.enqueue(
            session,
            READ_BOUNCES,
            job_engine.MAIL,
            f"bounces:{turn}",
            turn,
            delay_seconds=turn * seconds - now,
        )


def _read(url: str) -> None:
    """A report is marked as read once it is recorded; one that is read twice changes nothing."""
    with bounce_mailbox.opened(url) as mailbox:
        for number, raw in mailbox.reports():
            job_engine.leave_if_stopping()
            try:
                reports = bounce_reports.read(raw)
            except bounce_reports.NoReport:
                continue
            with db.writing() as session:
                bounces.take(session, reports)
            mailbox.mark_read(number)
