"""How a certificate comes to be: number, code, drawn bytes, row, history; one alone, or a step of many.

Drawing needs no transaction. So a batch draws outside and holds the writer's lock only to store.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, col

from coi_app import clock, settings
from coi_app.documents.certificate import FORM_RENDERER, RENDERER, CertificatePress, Drawn, Form
from coi_app.documents.plate import TailPress
from coi_app.models import Certificate, HolderName, Plate, StoredContent, StoredPicture
from coi_app.queries import agency, licensed_forms, tables
from coi_app.queries.judging import Bench, Judged
from coi_app.rules import access, certificate_content, composition, errors, findings, names
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.certificate_content import CertificateContent, SharedContent
from coi_app.services import activity, numbers, row_inserts, signatures

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread
CODE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Replaced:
    """The certificate that a revision takes the place of (R30)."""

    id: int
    number: str
    revision: int


@dataclass(frozen=True, slots=True)
class Order:
    """One certificate to be made. `paper`: which of the bench's papers; `position`: its place in a batch."""

    judged: Judged
    paper: int = 0
    position: int | None = None
    replaces: Replaced | None = None


@dataclass(frozen=True, slots=True)
class Made:
    order: Order
    content: CertificateContent
    code: str
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Refused:
    """The paper cannot carry it: a text is too long or has characters the fonts lack."""

    order: Order
    why: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the certificates of one issue have in common. `reason`: why warned ones leave all the same; `why`: what the
    revisions among them are made for."""

    source: str
    reason: str = ""
    sent: bool = True
    batch_id: int | None = None
    why: str = ""


class Workshop:
    """The bench with its presses: what all share is drawn once."""

    def __init__(
        self, bench: Bench, pictures: dict[str, bytes], form: Form | None = None, *, with_json: bool = False
    ) -> None:
        self.bench = bench
        self._pictures = pictures
        self._form = form
        self._with_json = with_json

    @cached_property
    def presses(self) -> tuple[CertificatePress, ...]:
        return tuple(
            CertificatePress(paper, self._pictures, self._form, with_json=self._with_json)
            for paper in self.bench.papers
        )

    def draft(self, judged: Judged, paper: int = 0) -> bytes:
        return self.presses[paper].draw_draft(self.bench.draft(judged, paper))

    def make(
        self, orders: Iterable[Order], series: str = "", first: int = 0
    ) -> tuple[list[Made], list[Refused]]:
        """Draw and sign, numbered from `first` on without a gap; revisions have the number of what they replace.

        Raises Refusal when certificates are to be signed and cannot be.
        """
        seal = signatures.seal()
        made: list[Made] = []
        refused: list[Refused] = []
        for order in orders:
            code = new_code()
            try:
                content = self._content(order, numbers.text(series, first + len(made)), code)
                drawn = self.presses[order.paper].draw(content)
                made.append(Made(order, content, code, seal.signed(drawn) if seal else drawn))
            except errors.Refusal as error:
                refused.append(Refused(order, str(error)))
        return made, refused

    def _content(self, order: Order, next_number: str, code: str) -> CertificateContent:
        old = order.replaces
        return composition.issued_content(
            self.bench.draft(order.judged, order.paper),
            order.judged.verdict,
            number=old.number if old else next_number,
            revision=old.revision + 1 if old else 0,
            issued_on=self.bench.today,
            verification_url=f"{settings.current().public_url.rstrip('/')}/v/{code}",
        )


def workshop(session: Session, bench: Bench) -> Workshop:
    producer = bench.master.producer
    wanted = [sha256 for sha256 in (producer.logo_sha256, producer.signature_sha256) if sha256]
    pictures = [session.get(StoredPicture, sha256) for sha256 in wanted]
    form = Form(bench.sheet, licensed_forms.blank(bench.sheet)) if bench.sheet else None
    bodies = {one.sha256: one.body for one in pictures if one is not None}
    return Workshop(bench, bodies, form, with_json=agency.row(session).attach_json)


def new_code() -> str:
    """60 random bits, the address of the public verification page."""
    bits = secrets.randbits(5 * CODE_LENGTH)
    return "".join([CODE_LETTERS[bits >> shift & 31] for shift in range(0, 5 * CODE_LENGTH, 5)])


def store(
    session: Session, actor: access.Actor, bench: Bench, occasion: Occasion, made: Sequence[Made]
) -> list[int]:
    """Rows, plates and history in the caller's transaction; gives the ids in the order of `made`."""
    if not made:
        return []
    now = clock.now()
    digests = _store_shared(session, bench)
    presses = _store_plates(session, made, now, FORM_RENDERER if bench.sheet else RENDERER)
    printed = _printed_names(session, made)
    rows = [
        _occasion_row(actor, bench, occasion, now)
        | _own_row(one, occasion, digests[one.order.paper], printed)
        | {"tail": presses[one.drawn.plate_sha256].packed(one.drawn.tail)}
        for one in made
    ]
    statement = insert(Certificate).returning(tables.certificates.id, sort_by_parameter_order=True)
    ids = list(session.execute(statement, rows).scalars())
    pairs = zip(made, ids, strict=True)
    activity.record_all(
        session, actor, [entry for one, key in pairs for entry in _entries(bench, occasion, one, key)]
    )
    return ids


def _store_plates(
    session: Session, made: Sequence[Made], now: datetime, renderer: str
) -> dict[str, TailPress]:
    """Once each, with the first tail that it was drawn for; gives what deflates the tails of each."""
    plates = {one.drawn.plate_sha256: one.drawn for one in reversed(made)}
    known = _samples(session, list(plates))
    rows = [
        {"sha256": sha256, "body": one.plate, "renderer": renderer, "created_at": now, "sample": one.tail}
        for sha256, one in sorted(plates.items())
        if sha256 not in known
    ]
    if rows:
        row_inserts.insert_missing(session, Plate, rows)
        known = _samples(
            session, list(plates)
        )  # another writer may have been quicker, with a tail of its own
    return {sha256: TailPress(sample or b"") for sha256, sample in known.items()}


def _samples(session: Session, plates: list[str]) -> dict[str, bytes | None]:
    query = select(col(Plate.sha256), col(Plate.sample)).where(col(Plate.sha256).in_(plates))
    return {sha256: sample for sha256, sample in session.execute(query)}


def _store_shared(session: Session, bench: Bench) -> list[str]:
    """What the papers have in common, once each; gives the digest of each paper."""
    contents = {paper.digest(): _plain(paper) for paper in bench.papers}
    shared = [{"digest": digest, "body": body} for digest, body in sorted(contents.items())]
    row_inserts.insert_missing(session, StoredContent, shared)
    return list(contents)


def _plain(paper: SharedContent) -> Any:
    """As JSON reads it back: days as texts."""
    return json.loads(certificate_content.canonical_json(certificate_content.shared_to_json(paper)))


def _printed_names(session: Session, made: Sequence[Made]) -> dict[tuple[int, str], int]:
    """Holder and name as printed → the row of that name, made when it is missing."""
    wanted = {(one.order.judged.holder.id, one.content.holder.name) for one in made}
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


def _own_row(
    one: Made, occasion: Occasion, digest: str, printed: dict[tuple[int, str], int]
) -> dict[str, Any]:
    judged = one.order.judged
    return {
        "number": one.content.number,
        "revision": one.content.revision,
        "supersedes_id": one.order.replaces.id if one.order.replaces else None,
        "verification_code": one.code,
        "holder_id": judged.holder.id,
        "holder_name_id": printed[judged.holder.id, one.content.holder.name],
        "interest_id": judged.interest.id,
        "batch_position": one.order.position,
        "issued_on": one.content.issued_on,
        "description": one.content.description,
        "shared_digest": digest,
        "content": certificate_content.own_to_json(one.content),
        "verdict": judged.verdict.to_json(),
        "override_reason": _reason(judged.verdict, occasion),
        "plate_sha256": one.drawn.plate_sha256,
        "sha256": one.drawn.sha256,
    }


def _reason(verdict: findings.Verdict, occasion: Occasion) -> str:
    return occasion.reason if verdict.state is findings.State.WARNED else ""


def _entries(bench: Bench, occasion: Occasion, one: Made, certificate_id: int) -> Iterator[activity.Entry]:
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
    insured_id = bench.master.insured_id
    yield activity.Entry(kind, sentence, insured_id, "certificate", certificate_id, details)
    if reason := _reason(verdict, occasion):
        sentence = f"Issued {said.number} with a warning: {reason}"
        kind = ActivityKind.CERTIFICATE_WARNING_OVERRIDDEN
        warned = {"warnings": [f"{finding.rule}: {finding.why}" for finding in verdict.warnings]}
        yield activity.Entry(kind, sentence, insured_id, "certificate", certificate_id, warned)
