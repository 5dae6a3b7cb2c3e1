"""The job of the radar: look at one insured's certificates, or each day at what the calendar has changed."""

import logging

from coi_app import db
from coi_app.queries import untrue
from coi_app.rules import errors
from coi_app.services import radar, radar_daily

log = logging.getLogger(__name__)


def run(insured_id: int, asked: int) -> None:
    """Judged without holding up anybody who writes; stored only if nothing was changed meanwhile."""
    with db.reading(one_view=True) as session:
        if not radar.is_latest(session, insured_id, asked):
            return
        found = untrue.of_insured(session, insured_id)
    with db.writing() as session:
        radar.keep(session, insured_id, asked, found)


def run_daily(_scheduled_for: object = None, _context: object = None) -> None:
    """Any number of times a day: looks change nothing when nothing changed, and each reminder goes once."""
    try:
        with db.writing() as session:
            radar_daily.ask_for_looks(session)
        with db.writing() as session:
            radar_daily.remind(session)
    except errors.NotFound:
        log.info("no agency yet, nothing to look at")
