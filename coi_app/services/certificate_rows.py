"""Issued certificates as rows: made ready anywhere, stored in one transaction with plates, names and history."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from coi_app import clock
from coi_app.documents.certificate import FORM_RENDERER, RENDERER
from coi_app.documents.plate import TailPress, unpacked_tail
from coi_app.models import Certificate, HolderName, Plate, StoredContent, packing
from coi_app.queries import tables
from coi_app.queries.judging import Bench
from coi_app.rules import access, certificate_content, findings, names
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.certificate_content import SharedContent
from coi_app.services import activity, new_ids, row_inserts
from coi_app.services.issuing import Made, Occasion

Said = tuple[ActivityKind, str, dict[str, Any]]  # kind, sentence and details of an entry of the history


class Ready(NamedTuple):
    """One certificate as it will be stored: plain values, quickly handed from one process to another.

    `row` lacks what only the transaction knows: its id, the name's, and what all of one issue share; what is packed in
    its table is packed already. `tail` was deflated against `sample`.
    """

    row: dict[str, Any]
    paper: int
    name: str
    plate: bytes
    sample: bytes
    tail: bytes
    said: tuple[Said, ...]


class Presses:
    """Deflates the tails of each plate against the one that is stored with it, else against the first that comes."""

    def __init__(self) -> None:
        self._presses: dict[str, TailPress] = {}

    def of(self, session: Session, made: Sequence[Made]) -> dict[str, TailPress]:
        """By the plates of these."""
        first = {one.drawn.plate_sha256: one.drawn.tail for one in reversed(made)}
        stored = _samples(session, [plate for plate in first if plate not in self._presses])
        for plate, tail in first.items():
            if plate not in self._presses:
                self._presses[plate] = TailPress(stored.get(plate, tail))
        return self._presses


def ready(
    session: Session, occasion: Occasion, made: Sequence[Made], presses: Presses | None = None
) -> list[Ready]:
    """`presses`: those of the steps before."""
    by_plate = (presses or Presses()).of(session, made)
    return [_ready(one, occasion, by_plate[one.drawn.plate_sha256]) for one in made]


def _ready(one: Made, occasion: Occasion, press: TailPress) -> Ready:
    return Ready(
        _own_row(one, occasion),
        one.order.paper,
        one.content.holder.name,
        one.drawn.plate,
        press.sample,
        press.packed(one.drawn.tail),
        tuple(_said(occasion, one)),
    )


def issue(
    session: Session, actor: access.Actor, bench: Bench, occasion: Occasion, made: Sequence[Made]
) -> list[int]:
    """Ready and stored in one go."""
    return store(session, actor, bench, occasion, ready(session, occasion, made))


def store(
    session: Session, actor: access.Actor, bench: Bench, occasion: Occasion, issued: Sequence[Ready]
) -> list[int]:
    """Rows, plates and history in the caller's transaction; gives the ids in the order of `issued`."""
    if not issued:
        return []
    now = clock.now()
    digests = _store_shared(session, bench)
    samples = _store_plates(session, issued, now, FORM_RENDERER if bench.sheet else RENDERER)
    printed = _printed_names(session, issued)
    common = _occasion_row(actor, bench, occasion, now)
    ids = new_ids.taken(session, Certificate, len(issued))
    rows = [
        {
            "id": key,
            "holder_name_id": printed[one.row["holder_id"], one.name],
            "shared_digest": digests[one.paper],
            "tail": _packed_tail(one, samples[one.row["plate_sha256"]]),
        }
        | common
        | one.row
        for one, key in zip(issued, ids, strict=True)
    ]
    row_inserts.insert_all(session, Certificate, rows)
    activity.record_all(session, actor, _entries(bench.master.insured_id, issued, ids))
    return ids


def _store_plates(
    session: Session, issued: Sequence[Ready], now: datetime, renderer: str
) -> dict[str, bytes]:
    """Once each, with the sample for its tails; gives the samples."""
    plates = {one.row["plate_sha256"]: one for one in reversed(issued)}
    known = _samples(session, list(plates))
    rows = [
        {"sha256": sha256, "body": one.plate, "renderer": renderer, "created_at": now, "sample": one.sample}
        for sha256, one in sorted(plates.items())
        if sha256 not in known
    ]
    if rows:
        row_inserts.insert_missing(session, Plate, rows)
        known = _samples(session, list(plates))  # another writer may have been quicker, with its own sample
    return known


def _samples(session: Session, plates: list[str]) -> dict[str, bytes]:
    query = select(col(Plate.sha256), col(Plate.sample)).where(col(Plate.sha256).in_(plates))
    return {sha256: sample or b"" for sha256, sample in session.execute(query)}


def _packed_tail(one: Ready, sample: bytes) -> bytes:
    if one.sample == sample:
        return one.tail
    return TailPress(sample).packed(unpacked_tail(one.tail, one.sample))


def _store_shared(session: Session, bench: Bench) -> list[str]:
    """What the papers have in common, once each; gives the digest of each paper."""
    contents = {paper.digest(): _plain(paper) for paper in bench.papers}
    shared = [{"digest": digest, "body": body} for digest, body in sorted(contents.items())]
    row_inserts.insert_missing(session, StoredContent, shared)
    return list(contents)


def _plain(paper: SharedContent) -> Any:
    """As JSON reads it back: days as texts."""
    return json.loads(certificate_content.canonical_json(certificate_content.shared_to_json(paper)))


def _printed_names(session: Session, issued: Sequence[Ready]) -> dict[tuple[int, str], int]:
    """Holder and name as printed → the row of that name, made when it is missing."""
    wanted = {(one.row["holder_id"], one.name) for one in issued}
    rows = [
        {"holder_id": holder_id, "name": name, "name_key": names.folded(name)}
        for holder_id, name in sorted(wanted)
    ]
    known = _known_names(session, {holder_id for holder_id, _ in wanted})
    missing = [row for row in rows if (row["holder_id"], row["name"]) not in known]
    if missing:
        row_inserts.insert_missing(session, HolderName, missing)
        known = _known_names(session, {holder_id for holder_id, _ in wanted})
    return known


def _known_names(session: Session, holder_ids: set[int]) -> dict[tuple[int, str], int]:
    row = tables.holder_names
    found = session.execute(select(row.holder_id, row.name, row.id).where(row.holder_id.in_(holder_ids)))
    return {(holder_id, name): name_id for holder_id, name, name_id in found}


def _occasion_row(actor: access.Actor, bench: Bench, occasion: Occasion, now: datetime) -> dict[str, Any]:
    return {
        "insured_id": bench.master.insured_id,
        "master_version_id": bench.version_id,
        "batch_id": occasion.batch_id,
        "withdrawn_reason": "",
        "issued_at": now,
        "issued_by_id": actor.account_id,
        "source": occasion.source,
        "sent": occasion.sent,
        "delivery": "none",
    }


def _own_row(one: Made, occasion: Occasion) -> dict[str, Any]:
    judged = one.order.judged
    return {
        "number": one.content.number,
        "revision": one.content.revision,
        "supersedes_id": one.order.replaces.id if one.order.replaces else None,
        "verification_code": one.code,
        "holder_id": judged.holder.id,
        "interest_id": judged.interest.id,
        "batch_position": one.order.position,
        "issued_on": one.content.issued_on,
        "description": one.content.description,
        "content": packing.packed(certificate_content.own_to_json(one.content)),
        "verdict": packing.packed(judged.verdict.to_json()),
        "override_reason": _reason(judged.verdict, occasion),
        "plate_sha256": one.drawn.plate_sha256,
        "sha256": one.drawn.sha256,
    }


def _reason(verdict: findings.Verdict, occasion: Occasion) -> str:
    return occasion.reason if verdict.state is findings.State.WARNED else ""


def _said(occasion: Occasion, one: Made) -> Iterator[Said]:
    said, verdict = one.content, one.order.judged.verdict
    details: dict[str, Any] = {"sha256": one.drawn.sha256, "source": occasion.source, "sent": occasion.sent}
    if occasion.batch_id is not None:
        details["batch"] = occasion.batch_id
    kind, sentence = ActivityKind.CERTIFICATE_ISSUED, f"Issued {said.number} to {said.holder.name}"
    if said.revision:
        kind = ActivityKind.CERTIFICATE_REVISED
        sentence = f"Issued revision {said.revision} of {said.number} to {said.holder.name}"
        if occasion.why:
            sentence, details["why"] = f"{sentence}: {occasion.why}", occasion.why
    yield kind, sentence, details
    if reason := _reason(verdict, occasion):
        warned = {"warnings": [f"{finding.rule}: {finding.why}" for finding in verdict.warnings]}
        yield (
            ActivityKind.CERTIFICATE_WARNING_OVERRIDDEN,
            f"Issued {said.number} with a warning: {reason}",
            warned,
        )


def _entries(insured_id: int, issued: Sequence[Ready], ids: Sequence[int]) -> Iterator[activity.Entry]:
    for one, certificate_id in zip(issued, ids, strict=True):
        for kind, sentence, details in one.said:
            yield activity.Entry(kind, sentence, insured_id, "certificate", certificate_id, details)
