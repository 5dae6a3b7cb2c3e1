"""Renewals: which masters have them, and what each one brings every holder of the last term."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.models import Certificate, MasterVersion, StoredContent
from coi_app.queries import facts, judging, tables, verdicts
from coi_app.queries.facts import Pair
from coi_app.queries.judging import Bench, Judged, Wording
from coi_app.queries.kept_answers import KeptAnswers
from coi_app.rules import access, certificate_content, renewal
from coi_app.rules.certificate_content import Box, Boxes
from coi_app.rules.certificate_difference import Difference, Paper
from coi_app.rules.facts import PLAIN_HOLDER
from coi_app.rules.renewal import STATE_LABELS, RenewalState

LAST_TERM = timedelta(days=366)  # since the end of what the certificate shows
KEPT = 4  # previews in memory: a few megabytes for 10,000 holders each
ORDER = {state: place for place, state in enumerate(RenewalState)}


class Who(StrEnum):
    """Everybody who got a certificate in the last term, or the whole list of additional interests."""

    HISTORICAL = "historical"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """One holder. `key` is the additional interest, or the holder with a minus when there is no such link.

    `lost` and `other` are (rule, sentence); what blocks or warns stands first in `lost`.
    """

    key: int
    interest_id: int
    holder_id: int
    holder: str
    place: str
    email: str
    state: str
    state_label: str
    lost: tuple[tuple[str, str], ...]
    other: tuple[tuple[str, str], ...]
    last_number: str
    last_issued_on: date | None


@dataclass(frozen=True, slots=True)
class Preview:
    """In the order of need. `done`: holders who have the certificate of the new term already."""

    rows: tuple[RenewalRow, ...]
    done: int

    def count(self, state: RenewalState) -> int:
        return sum(row.state == state for row in self.rows)


def preview(session: Session, actor: access.Actor, master_id: object, who: str = Who.HISTORICAL) -> Preview:
    """Changes nothing. Kept in memory until a holder, a link, a policy or a certificate changes.

    For staff. Raises NotFound, NotAllowed, or Conflict when the master is retired.
    """
    bench = judging.bench(session, actor, master_id, Wording())
    access.require(actor, access.Right.DESK_VIEW)
    insured_id = bench.master.insured_id
    key = (bench.key, who, verdicts.stamp(session, insured_id), _issued(session, insured_id))
    return _kept.of(key, lambda: _preview(session, bench, who))


_kept: KeptAnswers[Preview] = KeptAnswers(KEPT)


def _issued(session: Session, insured_id: int) -> tuple[Any, ...]:
    """Changes with every certificate of the insured that is issued or withdrawn."""
    row = tables.certificates
    query = select(func.max(row.id), func.count(row.withdrawn_at)).where(row.insured_id == insured_id)
    return tuple(session.execute(query).one())


def _preview(session: Session, bench: Bench, who: str) -> Preview:
    last, done = _last_term(session, bench)
    pairs = _pairs(session, bench.master.insured_id, last, everybody=who == Who.EVERYBODY)
    had = {_key(one.interest_id, one.holder_id) for one in last.values()} | done
    rows = [
        _row(key, bench.judged(*pair), last.get(key))
        for key, pair in pairs.items()
        if key in last or key not in had
    ]
    rows.sort(key=lambda row: (ORDER[RenewalState(row.state)], row.holder.casefold(), row.key))
    return Preview(tuple(rows), len(done))


@dataclass(frozen=True, slots=True)
class _Last:
    """The newest certificate of one holder from this master."""

    interest_id: int | None
    holder_id: int
    number: str
    issued_on: date
    paper: Paper
    boxes: tuple[Boxes, ...]


def _key(interest_id: int | None, holder_id: int) -> int:
    return interest_id or -holder_id


def _last_term(session: Session, bench: Bench) -> tuple[dict[int, _Last], set[int]]:
    """Holder → its certificate of the last term; and who has one of the new term already."""
    links = _links(session, bench.master.insured_id)
    papers: dict[str, Paper] = {}
    last: dict[int, _Last] = {}
    done: set[int] = set()
    for row in _newest(session, bench.master_id):
        if row.shared_digest not in papers:
            papers[row.shared_digest] = _paper(session, bench, row.shared_digest)
        interest_id = row.interest_id or links.get(row.holder_id)
        found = _of_last_term(row, interest_id, papers[row.shared_digest], bench.today)
        key = _key(interest_id, row.holder_id)
        last.pop(key, None)
        done.discard(key)
        if found is not None:
            last[key] = found
        elif not renewal.is_due(papers[row.shared_digest]):
            done.add(key)
    return last, done


def _links(session: Session, insured_id: int) -> dict[int, int]:
    """Holder → an active link, for certificates that were issued without one."""
    link = tables.additional_interests
    active = select(link.holder_id, link.id).where(link.insured_id == insured_id, link.ended_on.is_(None))
    return {holder_id: link_id for holder_id, link_id in session.execute(active.order_by(link.id.desc()))}


def _paper(session: Session, bench: Bench, digest: str) -> Paper:
    stated = certificate_content.shared_from_json(session.get_one(StoredContent, digest).body)
    return Paper(stated, bench.master, bench.today)


def _of_last_term(row: Any, interest_id: int | None, paper: Paper, today: date) -> _Last | None:
    ended_on = max(one.expires_on for one in paper.stated.policies)
    if not renewal.is_due(paper) or ended_on <= today - LAST_TERM:
        return None
    boxes = tuple(Boxes(one, Box(addl), Box(subr)) for one, addl, subr in row.content["boxes"])
    return _Last(interest_id, row.holder_id, row.number, row.issued_on, paper, boxes)


def _newest(session: Session, master_id: int) -> Iterable[Any]:
    """One row for each holder and link, the newest last: not withdrawn, of any version of the master."""
    row, version = tables.certificates, tables.master_versions
    newest = (
        select(func.max(row.id))
        .select_from(Certificate)
        .join(MasterVersion, version.id == row.master_version_id)
        .where(version.master_id == master_id, row.withdrawn_at.is_(None))
        .group_by(row.holder_id, row.interest_id)
    )
    query = select(
        row.id, row.number, row.issued_on, row.holder_id, row.interest_id, row.shared_digest, row.content
    )
    return session.execute(query.where(row.id.in_(newest)).order_by(row.id)).all()


def _pairs(session: Session, insured_id: int, last: dict[int, _Last], *, everybody: bool) -> dict[int, Pair]:
    """Holder and link of each; a historical holder that was not linked any more is a plain one."""
    wanted = {one.interest_id for one in last.values() if one.interest_id is not None}
    if everybody:
        link = tables.additional_interests
        active = select(link.id).where(link.insured_id == insured_id, link.ended_on.is_(None))
        wanted |= set(session.execute(active).scalars())
    pairs: dict[int, Pair] = {**facts.interest_facts(session, wanted)}
    for key, one in last.items():
        if one.interest_id is None:
            pairs[key] = (facts.holder_facts(session, one.holder_id), PLAIN_HOLDER)
    return pairs


def _row(key: int, judged: Judged, last: _Last | None) -> RenewalRow:
    found = renewal.of_holder(last.paper if last else None, last.boxes if last else (), judged.verdict)
    address = judged.holder.address
    problems = [(one.rule, one.why) for one in (*judged.verdict.blocks, *judged.verdict.warnings)]
    return RenewalRow(
        key=key,
        interest_id=judged.interest.id or 0,
        holder_id=judged.holder.id,
        holder=judged.holder.name,
        place=f"{address.city}, {address.state}".strip(", "),
        email=judged.holder.email,
        state=found.state.value,
        state_label=STATE_LABELS[found.state],
        lost=tuple(dict.fromkeys([*problems, *_said(found.lost)])),
        other=_said(found.other),
        last_number=last.number if last else "",
        last_issued_on=last.issued_on if last else None,
    )


def _said(differences: Iterable[Difference]) -> tuple[tuple[str, str], ...]:
    return tuple((one.rule, one.sentence) for one in differences)
