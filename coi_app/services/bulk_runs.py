"""Bulk actions on issued certificates: start one, cancel it, take its file. The job's steps are in `bulk_steps`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from coi_app import clock
from coi_app.adapters import file_store, job_engine
from coi_app.models import BulkRun
from coi_app.queries import bulk_runs, certificate_selection, insureds
from coi_app.queries.batches import UNFINISHED
from coi_app.queries.bulk_runs import BulkKind
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.rules import access, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.mail_wording import How
from coi_app.services import activity, deliveries, mails
from coi_app.services.certificate_corrections import MAX_REASON

RUN_BULK = "run_bulk"  # the job's name, stored in the queue: never rename it
MEDIA_TYPES = {
    BulkKind.ZIP: "application/zip",
    BulkKind.PDF: "application/pdf",
    BulkKind.CSV: "text/csv",
    BulkKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KEEP, OWN = "keep", "own"  # what a revision says: what the certificate said, or the holder's own wording now
OF_UNTRUE = ("{certificate.number}", "{holder.name}", "{insured.name}", "{changes}", "{link}")
CHANGED_SUBJECT = "Changed: certificate of insurance {certificate.number} for {insured.name}"
CHANGED = (
    "Hello,\n\nwhat your certificate of insurance {certificate.number} of {insured.name} says is not so any more:\n\n"
    "{changes}\n\nPlease do not rely on the copy you have. How it stands today is always shown here:\n{link}\n\n"
    "Kind regards\n"
)
_BRACED = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class BulkFile:
    path: Path
    file_name: str
    media_type: str


def start(
    session: Session,
    actor: access.Actor,
    kind: object,
    selection: CertificateSelection,
    values: Mapping[str, object],
    *,
    enqueue: bool = True,
) -> int:
    """Queue it, and give its number. The right is asked here and again at every step.

    Fields: request_key, one per opened dialog, so that a double click makes one run; reason to withdraw; subject
    and message to send again or to notify; wording, master, reason and mail to reissue. Raises NotFound when one of
    those ticked is out of sight: then none is touched.
    """
    wanted = _kind(kind)
    access.require(actor, access.Right.DESK_VIEW)
    access.require(actor, bulk_runs.RIGHTS[wanted])
    key = _key(actor, values)
    running = session.exec(select(col(BulkRun.id)).where(col(BulkRun.request_key) == key)).first()
    if running is not None:
        return running
    if selection.insured_id is not None:
        insureds.in_sight(session, actor, selection.insured_id)
    texts = _texts(wanted, values)
    total = _total(session, actor, wanted, selection)
    run = BulkRun(
        kind=wanted.value, insured_id=selection.insured_id, request_key=key, total=total, ip=actor.ip,
        asked={"selection": selection.as_json(), **texts}, created_by_id=actor.account_id, created_at=clock.now(),
    )  # fmt: skip
    session.add(run)
    session.flush()
    said = f"{bulk_runs.DOING[wanted]}: {total:,}, bulk run {run.id}"
    record(session, actor, run, ActivityKind.BATCH_STARTED, said, {"total": total, **texts})
    if enqueue:
        job_engine.enqueue(session, RUN_BULK, job_engine.BULK, f"bulk:{run.id}", run.id)
    assert run.id is not None
    return run.id


def _kind(kind: object) -> BulkKind:
    if not isinstance(kind, str) or kind not in set(BulkKind):
        raise errors.InvalidInput({"kind": "Choose what to do with these certificates."})
    return BulkKind(kind)


def _key(actor: access.Actor, values: Mapping[str, object]) -> str:
    form = fields.Reader(values)
    key = form.text("request_key", "the request's key", max_length=100, required=True)
    form.raise_if_wrong()
    return f"{actor.account_id or 0}:{key}"


def _texts(kind: BulkKind, values: Mapping[str, object]) -> dict[str, str]:
    form = fields.Reader(values)
    texts: dict[str, str] = {}
    if kind is BulkKind.WITHDRAW:
        texts["reason"] = form.text(
            "reason", "why they are withdrawn", max_length=MAX_REASON, required=True, lines=True
        )
    if kind is BulkKind.REISSUE:
        texts = _reissue(form)
    if kind is BulkKind.RESEND or texts.get("mail"):
        texts |= _letter(form, values)
    if kind is BulkKind.NOTIFY:
        texts |= _notice(form)
    form.raise_if_wrong()
    return texts


def _reissue(form: fields.Reader) -> dict[str, str]:
    """wording is "keep", "own" or a template's id; master an id, "" for that of each certificate."""
    return {
        "wording": form.text("wording", "the description", max_length=20) or KEEP,
        "master": form.text("master", "the master", max_length=20),
        "reason": form.text("reason", "the reason", max_length=MAX_REASON, lines=True),
        "mail": "on" if form.flag("mail", "the e-mail") else "",
    }


def letter(values: Mapping[str, object]) -> dict[str, str]:
    """Subject and message of a mail that carries certificates, checked before the run that makes them begins."""
    form = fields.Reader(values)
    texts = _letter(form, values)
    form.raise_if_wrong()
    return texts


def _letter(form: fields.Reader, values: Mapping[str, object]) -> dict[str, str]:
    subject, message = deliveries.texts(form)
    texts = {"subject": subject, "message": message}
    if values.get("how"):
        texts["how"] = form.choice("how", "how the certificates go", How, How.ATTACHMENT).value
    return texts


def _notice(form: fields.Reader) -> dict[str, str]:
    texts = {
        "subject": form.text("subject", "a subject", max_length=mails.MAX_SUBJECT, required=True),
        "message": form.text("message", "a message", max_length=mails.MAX_BODY, required=True, lines=True),
    }
    for field, text in texts.items():
        if unknown := sorted(set(_BRACED.findall(text)) - set(OF_UNTRUE)):
            form.add(field, f"{unknown[0]} is not known. Use {', '.join(OF_UNTRUE)}.")
    return texts


def _total(session: Session, actor: access.Actor, kind: BulkKind, selection: CertificateSelection) -> int:
    total, most = certificate_selection.count(session, actor, selection), bulk_runs.MOST[kind]
    if not total:
        raise errors.Refusal("No certificate is selected.")
    if total > most:
        raise errors.Refusal(
            f"These are {total:,} certificates. At most {most:,} can be taken at once: filter first."
        )
    return total


def cancel(session: Session, actor: access.Actor, run_id: object) -> None:
    """It stops at its next step; what is done stays done. Nothing to do when it is over."""
    run = bulk_runs.in_sight(session, actor, run_id, for_change=True)
    if run.state not in UNFINISHED or run.cancel_asked_at is not None:
        return
    run.cancel_asked_at = clock.now()
    said = f"Cancelled bulk run {run.id} after {run.done:,} of {run.total:,}"
    record(session, actor, run, ActivityKind.BATCH_CANCELLED, said, {"done": run.done})


def file(session: Session, actor: access.Actor, run_id: object) -> BulkFile:
    """The finished file; taking it is recorded (R34)."""
    run = bulk_runs.in_sight(session, actor, run_id)
    path = file_store.batch_path(run.file_key) if run.file_key else None
    if path is None or not path.is_file():
        raise errors.NotFound("file")
    details = {"sha256": run.file_sha256, "rows": run.done}
    said = f"Downloaded {run.file_name} of bulk run {run.id}"
    record(session, actor, run, ActivityKind.BATCH_DOWNLOADED, said, details)
    return BulkFile(path, run.file_name, MEDIA_TYPES[BulkKind(run.kind)])


def record(
    session: Session,
    actor: access.Actor,
    run: BulkRun,
    kind: ActivityKind,
    sentence: str,
    details: dict[str, Any],
) -> None:
    entry = activity.Entry(kind, sentence, run.insured_id, "bulk_run", run.id, details)
    activity.record(session, actor, entry)
