"""The jobs by the names under which they are queued, and the engine that runs them in this process."""

from coi_app.adapters import job_engine
from coi_app.jobs import bulk_run, generate_batch, read_bounces, run_import, send_mail
from coi_app.services import batches, bulk_runs, imports, mails

WORKFLOWS: dict[str, job_engine.Workflow] = {
    mails.SEND_MAIL: send_mail.run,
    batches.GENERATE_BATCH: generate_batch.run,
    bulk_runs.RUN_BULK: bulk_run.run,
    imports.RUN_IMPORT: run_import.run,
    read_bounces.READ_BOUNCES: read_bounces.run,
}


def start(executor_id: str) -> None:
    """Blocks for a moment. What this id left unfinished goes on; no two living processes share one."""
    job_engine.start(executor_id, WORKFLOWS)
    read_bounces.queue_next()


def stop(timeout_seconds: int = 10) -> None:
    job_engine.stop(timeout_seconds)
