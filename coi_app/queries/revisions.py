"""A revision before it is issued: what it would print, what differs from the issued one, and what the rules say."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from coi_app.models import Certificate, StoredContent
from coi_app.queries import certificate_detail, certificates, drafts, issued_content, judging, masters
from coi_app.queries.certificate_detail import CertificateDetail
from coi_app.queries.drafts import DraftShown
from coi_app.queries.facts import Pair
from coi_app.queries.judging import Bench, Judged, Recipient, Wording
from coi_app.rules import (
    access,
    certificate_difference,
    errors,
    fields,
    revision,
    wording,
)
from coi_app.rules.certificate_content import Box, CertificateContent
from coi_app.rules.certificate_difference import Difference
from coi_app.rules.coverage import LINE_LABELS, Line
from coi_app.rules.facts import InterestFacts
from coi_app.rules.revision import Ground

RENEWED = "Its policies were renewed, and a renewal gets a new number (R32). Renew it instead."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be printed otherwise; None leaves it as it is: the description as issued, the rest as recorded.

    `wants_*` are the lines on which a box is asked for, for this certificate only; the rules still decide.
    """

    ground: Ground = Ground.CORRECTION
    description: object = None
    attention: object = None
    wants_additional_insured: frozenset[Line] | None = None
    wants_waiver: frozenset[Line] | None = None


AS_IT_IS = Asked()


@dataclass(frozen=True, slots=True)
class Prepared:
    """`old` is what was issued, `new` what would be, still without number and day."""

    bench: Bench
    judged: Judged
    paper: int
    old: CertificateContent
    new: CertificateContent
    differences: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        return revision.is_same(self.old, self.new)


@dataclass(frozen=True, slots=True)
class RevisionShown:
    """`is_same`: nothing would be printed otherwise."""

    draft: DraftShown
    differences: tuple[Difference, ...]
    is_same: bool


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of business on the certificate, and whether its boxes are asked for: on record, or by the issued one."""

    line: Line
    title: str
    has_additional_insured: bool
    wants_additional_insured: bool
    wants_waiver: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """What the form of a revision begins with. `conflict`: why this one cannot be revised, "" while it can;
    `newest_id` is the live revision then. `attention` for each ground: as issued, as recorded. `to` and `cc` are those
    to whom it went last."""

    detail: CertificateDetail
    conflict: str
    newest_id: int
    attention: Mapping[Ground, str]
    lines: tuple[LineShown, ...]
    to: str
    cc: tuple[str, ...]


def begun(session: Session, actor: access.Actor, certificate_id: object) -> Begun:
    """For staff. Raises NotFound, NotAllowed."""
    access.require(actor, access.Right.DESK_VIEW)
    detail = certificate_detail.detail(session, actor, certificate_id)
    certificate = certificates.in_sight(session, actor, certificate_id)
    holder, interest = _pair(session, actor, certificate, AS_IT_IS)
    issued = issued_content.of(certificate, _stored(session, certificate))
    to, *cc = certificate_detail.addresses(session, detail.row.id) or (detail.holder_email,)
    return Begun(
        detail=detail,
        conflict=_conflict(certificate),
        newest_id=detail.revisions[-1].id,
        attention={Ground.CORRECTION: issued.holder.attention, Ground.RECORDS: holder.attention},
        lines=_lines(issued, interest),
        to=to,
        cc=tuple(cc),
    )


def _conflict(certificate: Certificate) -> str:
    try:
        refuse_not_current(certificate)
    except errors.Conflict as conflict:
        return str(conflict)
    return ""


def _lines(issued: CertificateContent, interest: InterestFacts) -> tuple[LineShown, ...]:
    line_of = {policy.policy_id: policy.line for policy in issued.shared.policies}
    insured = {line_of[one.policy_id] for one in issued.boxes if one.additional_insured is Box.YES}
    waived = {line_of[one.policy_id] for one in issued.boxes if one.subrogation_waived is Box.YES}
    return tuple(
        LineShown(
            line,
            LINE_LABELS[line],
            line is not Line.WORKERS_COMPENSATION,  # R8
            line in interest.wants_additional_insured | insured,
            line in interest.wants_waiver | waived,
        )
        for line in dict.fromkeys(line_of.values())
    )


def shown(
    session: Session, actor: access.Actor, certificate_id: object, asked: Asked = AS_IT_IS, page: int = 1
) -> RevisionShown:
    """Changes nothing. Raises NotFound, NotAllowed, Conflict when it is not the live one, InvalidInput."""
    certificate = certificates.in_sight(session, actor, certificate_id)
    access.require(actor, access.Right.CERTIFICATES_REVISE)
    refuse_not_current(certificate)
    found = prepared(session, actor, certificate, asked)
    draft = drafts.of_bench(session, found.bench, found.judged, page, found.paper)
    return RevisionShown(draft, found.differences, found.is_same)


def refuse_not_current(certificate: Certificate) -> None:
    if certificate.withdrawn_at is not None:
        raise errors.Conflict("This certificate was withdrawn. Issue a new one instead.")
    if certificate.superseded_at is not None:
        raise errors.Conflict("A newer revision of this certificate exists. Open that one.")


def prepared(session: Session, actor: access.Actor, old: Certificate, asked: Asked) -> Prepared:
    """For services, with a certificate in sight."""
    issued = issued_content.of(old, _stored(session, old))
    bench = _bench(session, actor, old, issued, asked)
    paper = paper_of(old.content["boxes"], bench)
    if not have_policies_in_common(old.content["boxes"], bench, paper):
        raise errors.Conflict(RENEWED)
    kept = wording.plain(old.description) if bench.typed is None else None
    judged = bench.judged(*_pair(session, actor, old, asked), kept)
    new = bench.draft(judged, paper)
    compared = certificate_difference.Paper(issued.shared, bench.master, bench.today)
    found = revision.differences(issued, new, compared, judged.verdict, asked.ground)
    return Prepared(bench, judged, paper, issued, new, found)


def _stored(session: Session, certificate: Certificate) -> StoredContent:
    return session.get_one(StoredContent, certificate.shared_digest)


def _bench(
    session: Session, actor: access.Actor, old: Certificate, issued: CertificateContent, asked: Asked
) -> Bench:
    """A correction stays with the master's version; from the records it is the master as it is now, retired or not."""
    master, version = masters.with_version(session, old.master_version_id)
    if asked.ground is Ground.RECORDS:
        version = masters.current_version(session, master)
    text = old.description if asked.description is None else _typed(asked.description)
    literal = text.replace("{", "{{").replace("}", "}}") if text != old.description else None
    bench = judging.of_version(session, actor, master, version, Wording(description=literal))
    is_correction = asked.ground is Ground.CORRECTION
    return dataclasses.replace(bench, stated=issued.shared) if is_correction else bench


def _typed(description: object) -> str:
    form = fields.Reader({"description": description})
    text = form.text("description", "the description", max_length=wording.MAX_DESCRIPTION, lines=True)
    form.raise_if_wrong()
    return text


def _pair(session: Session, actor: access.Actor, old: Certificate, asked: Asked) -> Pair:
    """Holder and link as they are recorded now, with what was asked for this certificate."""
    recipient = Recipient(interest_id=old.interest_id, holder_id=old.holder_id)
    holder, interest = judging.pair(session, actor, old.insured_id, recipient)
    if asked.attention is not None:
        form = fields.Reader({"attention": asked.attention})
        holder = dataclasses.replace(holder, attention=form.text("attention", "the person or department"))
        form.raise_if_wrong()
    if asked.wants_additional_insured is not None:
        interest = dataclasses.replace(interest, wants_additional_insured=asked.wants_additional_insured)
    if asked.wants_waiver is not None:
        interest = dataclasses.replace(interest, wants_waiver=asked.wants_waiver)
    return holder, interest


def paper_of(stored_boxes: Sequence[Sequence[Any]], bench: Bench) -> int:
    """Of several papers the one that shows most of the policies the old one showed."""
    shown = {policy_id for policy_id, _, _ in stored_boxes}
    common = [len(shown & {policy.policy_id for policy in paper.policies}) for paper in bench.papers]
    return common.index(max(common))


def have_policies_in_common(stored_boxes: Sequence[Sequence[Any]], bench: Bench, paper: int) -> bool:
    """Without any, it would be a renewal (R32)."""
    return bool(
        {policy.policy_id for policy in bench.papers[paper].policies}
        & {policy_id for policy_id, _, _ in stored_boxes}
    )
