"""The jobs by the names under which they are queued, and the engine that runs them in this process."""

from coi_app import db
from coi_app.adapters import job_engine
from coi_app.jobs import bulk_run, generate_batch, radar_look, read_bounces, run_import, send_mail
from coi_app.queries import agency
from coi_app.services import batches, bulk_runs, imports, mails, radar, radar_daily

WORKFLOWS: dict[str, job_engine.Workflow] = {
    mails.SEND_MAIL: send_mail.run,
    batches.GENERATE_BATCH: generate_batch.run_apart,
    bulk_runs.RUN_BULK: bulk_run.run_apart,
    imports.RUN_IMPORT: run_import.run_apart,
    read_bounces.READ_BOUNCES: read_bounces.run,
    radar.LOOK: radar_look.run,
    radar_daily.DAILY: radar_look.run_daily,
}
DAILY = (radar_daily.DAILY,)


def start(executor_id: str) -> None:
    """Blocks for a moment. What this id left unfinished goes on; no two living processes share one.

    Daily jobs run soon after midnight where the agency is, and once at the first start of a day: an office's
    computer may be off at night.
    """
    with db.reading() as session:
        zone, today = agency.time_zone(session), agency.today(session)
    job_engine.start(executor_id, WORKFLOWS, daily=DAILY, time_zone=zone)
    read_bounces.queue_next()
    with db.writing() as session:
        for name in DAILY:
            job_engine.enqueue(session, name, job_engine.RADAR, f"{name}:{today.isoformat()}")


def stop(timeout_seconds: int = 10) -> None:
    job_engine.stop(timeout_seconds)
