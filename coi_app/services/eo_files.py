"""The E&O file of a certificate: request, verdict, overrides, content, exact bytes, deliveries, later events."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coi_app import clock, settings
from coi_app.documents import eo_file
from coi_app.documents.eo_file import EoFile, Line, Section
from coi_app.queries import agency, certificate_files, certificates, evidence
from coi_app.queries.certificate_detail import DeliveryRow, Revision
from coi_app.queries.certificate_files import CertificateFile
from coi_app.queries.evidence import Evidence
from coi_app.rules import access, file_names
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.findings import STATE_LABELS, Severity, Verdict
from coi_app.services import audit
from coi_app.services import certificates as certificate_service

SEVERITY_LABELS = {Severity.BLOCK: "Blocked", Severity.WARN: "Warned", Severity.NOTE: "Note"}
BOX_LABELS = {"Y": "Y", "": "blank", "-": "no such box"}
HOW_TO_CHECK = """How to check this file

1. sha256sum -c SHA256SUMS proves that no file in here was changed since it was packed.
2. The certificate's PDF is the exact copy: its SHA-256 stands in the E&O file and in the entry that says it was issued.
   Anybody can drop it on {link} and read how the certificate stands.
3. history.json has the entries of Activity History about this certificate. The hash of each is the SHA-256 of the
   previous entry's hash followed by the entry as JSON with sorted keys, without spaces, in UTF-8. Entries about other
   certificates lie between them; `coi audit verify` on the server walks the whole chain.
"""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that leaves: whoever takes it is recorded with its SHA-256."""

    body: bytes
    file_name: str
    media_type: str


def make(session: Session, actor: access.Actor, certificate_id: object, *, zipped: bool = False) -> Made:
    """For a look; `record_taken` must follow. Raises NotFound, NotAllowed, or Altered when the bytes were."""
    known = evidence.of(session, actor, certificate_id)
    copy = certificate_files.exact(session, known.detail.row.id)
    written = _written(session, known, copy)
    body = eo_file.pdf(written)
    stem = f"E&O file {known.detail.row.number} rev {known.detail.row.revision}"
    if not zipped:
        return Made(body, file_names.file_name(stem, ".pdf"), "application/pdf")
    files = {
        file_names.file_name(stem, ".pdf"): body,
        copy.file_name: copy.body,
        "history.json": _history(known),
        "content.json": _json({"shared": known.shared, "own": known.content, "verdict": known.verdict}),
        "README.txt": HOW_TO_CHECK.format(link=_link(known)).encode(),
    }
    return Made(eo_file.archive(files), file_names.file_name(stem, ".zip"), "application/zip")


def record_taken(session: Session, actor: access.Actor, certificate_id: object, file_name: str) -> None:
    certificate = certificates.in_sight(session, actor, certificate_id)
    access.require(actor, access.Right.ACTIVITY_VIEW)
    access.require(actor, access.Right.CERTIFICATES_DOWNLOAD)
    said = f"Took the E&O file of {certificate_service.named(certificate)}"
    kind, details = ActivityKind.CERTIFICATE_EVIDENCE_EXPORTED, {"file": file_name}
    certificate_service.record(session, actor, certificate, kind, said, details)


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True, default=str).encode()


def _history(known: Evidence) -> bytes:
    said = [{**one.chained, "previous_hash": one.previous_hash, "hash": one.hash} for one in known.events]
    return _json({"head": {"sequence": known.head_sequence, "hash": known.head_hash}, "entries": said})


def _link(known: Evidence) -> str:
    return f"{settings.current().public_url.rstrip('/')}/v/{known.detail.verification_code}"


def _written(session: Session, known: Evidence, copy: CertificateFile) -> EoFile:
    row, zone, now = known.detail.row, ZoneInfo(agency.time_zone(session)), clock.now()
    holds = audit.chain_holds(session, row.insured_id)
    sections = (
        _certificate(known, zone),
        _requests(known, zone),
        _verdict(known.detail.verdict, known.detail.override_reason),
        _content(known),
        _bytes(known, copy),
        _deliveries(known, zone),
        _events(known, zone),
        _proof(known, holds),
    )
    lead = (
        f"{row.insured} for {row.holder}. Made {_at(now, zone)} from the records of {agency.name(session)}. "
        "Every time is the agency's; every hash is a SHA-256."
    )
    title = f"E&O file of certificate {row.number}, revision {row.revision}"
    return EoFile(title, lead, f"E&O file {row.number}", now, sections)


def _at(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%m/%d/%Y %H:%M:%S %Z}" if at else ""


def _certificate(known: Evidence, zone: ZoneInfo) -> Section:
    detail, row = known.detail, known.detail.row
    lines = [
        Line("Number, revision", f"{row.number}, {row.revision}"),
        Line("Issued", f"{_at(row.issued_at, zone)} by {row.issued_by} ({row.source.replace('_', ' ')})"),
        Line("Master", f"{row.master}, version {row.master_version}"),
        Line("Standing today", row.standing.label),
        Line("Public check", _link(known)),
        *(Line(f"Revision {one.revision}", _revision(one, zone)) for one in detail.revisions),
    ]
    if detail.withdrawn_reason:
        lines.append(Line("Withdrawn because", detail.withdrawn_reason))
    return Section("The certificate", tuple(lines))


def _revision(one: Revision, zone: ZoneInfo) -> str:
    why = f": {one.why}" if one.why else ""
    return f"{_at(one.issued_at, zone)} by {one.issued_by}{why}"


def _requests(known: Evidence, zone: ZoneInfo) -> Section:
    lines = [
        Line(
            _at(one.at, zone),
            f"{one.asked_by or 'Somebody'} ({one.source}) asked for {one.holder}. {one.requirements}",
        )
        for one in known.requests
    ]
    nothing = "No request is linked to this certificate."
    return Section("1. Request", tuple(lines), nothing)


def _verdict(verdict: Verdict, reason: str) -> Section:
    lines = [Line("Verdict when issued", STATE_LABELS[verdict.state])]
    for one in verdict.findings:
        lines.append(Line(f"{SEVERITY_LABELS[one.severity]}, {one.rule}", f"{one.why} {one.cure}".strip()))
    for box in verdict.boxes:
        lines.append(
            Line(box.title, f"ADDL INSD {BOX_LABELS[box.additional_insured]}: {box.additional_insured_why}")
        )
        lines.append(Line("", f"SUBR WVD {BOX_LABELS[box.subrogation_waived]}: {box.subrogation_why}"))
    lines.append(Line("Overridden because", reason or "Nothing was overridden."))
    return Section("2. Verdict and overrides", tuple(lines))


def _content(known: Evidence) -> Section:
    shared, holder = known.shared, known.content["holder"]
    letters = {one["letter"]: one["name"] for one in shared["insurers"]}
    lines = [
        Line("Insured", _party(shared["insured"])),
        Line("Holder", _party(holder)),
        *(Line(_policy_title(one), _policy(one, letters)) for one in shared["policies"]),
        Line("Description", known.detail.row.description),
    ]
    return Section("3. Content as printed", tuple(lines))


def _party(said: dict[str, Any]) -> str:
    place = said["address"]
    rows = (said["name"], said.get("attention"), place["line_one"], place["line_two"])
    return ", ".join(
        filter(None, (*rows, f"{place['city']}, {place['state']} {place['zip_code']}".strip(" ,")))
    )


def _policy_title(one: dict[str, Any]) -> str:
    return str(one["line"]).replace("_", " ").capitalize()


def _policy(one: dict[str, Any], letters: dict[str, str]) -> str:
    limits = ", ".join(
        f"{name.replace('_', ' ')} {value:,}"
        for name, value in one["coverage"].items()
        if isinstance(value, int) and not isinstance(value, bool)
    )
    term = f"{one['effective_on']} to {one['expires_on']}"
    return f"{one['number']}, {letters.get(one['letter'], one['letter'])}, {term}. {limits}"


def _bytes(known: Evidence, copy: CertificateFile) -> Section:
    lines = (
        Line("File", f"{copy.file_name}, {len(copy.body):,} bytes, drawn by “{known.renderer}”"),
        Line("SHA-256", copy.sha256, small=True),
        Line("Proven", "The stored bytes were read for this file and still have that SHA-256."),
    )
    return Section("4. The exact bytes", lines)


def _deliveries(known: Evidence, zone: ZoneInfo) -> Section:
    lines = []
    for one in reversed(known.detail.deliveries):
        ended = f", ended {_at(one.finished_at, zone)}" if one.finished_at else ""
        tries = "1 attempt" if one.attempts == 1 else f"{one.attempts} attempts"
        said = f"To {', '.join((one.to_email, *one.cc))}, asked by {one.asked_by}: {one.state_label}{ended}, {tries}."
        said = " ".join(filter(None, (said, one.server_reply, *_afterwards(one, zone))))
        lines.append(Line(_at(one.queued_at, zone), said))
    return Section("5. Deliveries", tuple(lines), "It was never e-mailed from here.")


def _afterwards(one: DeliveryRow, zone: ZoneInfo) -> Iterator[str]:
    """What became of a mail after it was sent: its link used, it came back, it was taken care of."""
    if one.by_link:
        times = "once" if one.link_uses == 1 else f"{one.link_uses:,} times"
        last = f"used {times}, last {_at(one.link_last_used_at, zone)}" if one.link_uses else "never used"
        yield f"As a download link, {last}."
    if one.bounced_at:
        yield f"It came back {_at(one.bounced_at, zone)}."
    if one.is_settled:
        yield "A later mail went out in its place."


def _events(known: Evidence, zone: ZoneInfo) -> Section:
    lines = tuple(
        Line(_at(one.at, zone), f"{one.who}{f' ({one.origin})' if one.origin else ''}: {one.sentence}")
        for one in known.events
    )
    return Section("6. What happened, in order", lines, "Nothing is recorded about it.")


def _proof(known: Evidence, holds: bool) -> Section:
    said = "unbroken from its first entry to its newest" if holds else "BROKEN: run `coi audit verify`"
    lines = [
        Line("The insured's chain", f"{known.head_sequence:,} entries, {said}."),
        Line("Newest link", known.head_hash, small=True),
        *(Line(f"Entry {one.sequence:,}", one.hash, small=True) for one in known.events),
    ]
    return Section("7. Proof by the chain", tuple(lines))
