"""Holders that may be one, side by side: what each has, and what would become of their links."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session

from coi_app.models import AdditionalInterest, Holder, Insured
from coi_app.queries import facts, holders, sight, tables
from coi_app.rules import access, errors, joined_interests
from coi_app.rules.certificate_content import Address
from coi_app.rules.certificate_requests import UNANSWERED

MOST = 20  # holders side by side
MOST_SHOWN = 50  # links that become one, with their differences


@dataclass(frozen=True, slots=True)
class Candidate:
    """`values` are those of the holder's form; the numbers count what there is of it, ended links too."""

    id: int
    name: str
    revision: int
    values: dict[str, str]
    address: Address
    links: int
    insureds: int
    certificates: int
    failed: int
    requests: int


@dataclass(frozen=True, slots=True)
class Brief:
    """A holder in a list of those that may be one."""

    id: int
    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class Joining:
    """Links of one insured that become one; `differences` are sentences, none when they agree."""

    insured_id: int
    insured: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """In the order asked for. `joining` has the first `MOST_SHOWN`, those that differ first; `apart` are insureds that
    keep several links to it, each for another project or loan."""

    candidates: tuple[Candidate, ...]
    joining: tuple[Joining, ...]
    joining_count: int
    apart: int


def preview(
    session: Session, actor: access.Actor, holder_ids: Sequence[object], survivor_id: object
) -> Preview:
    """Raises NotFound for one out of sight or merged already, NotAllowed, Conflict when there are not two."""
    ids = distinct(holder_ids)
    found = {one.id: one for one in (holders.in_sight(session, actor, wanted) for wanted in ids)}
    access.require(actor, access.Right.HOLDERS_CHANGE)
    if sight.number(survivor_id) not in found:
        raise errors.NotFound("holder")
    counts = _counts(session, actor, ids)
    joining = _joining(session, ids, sight.number(survivor_id))
    return Preview(
        tuple(_candidate(found[one], counts[one]) for one in ids),
        tuple(joining[:MOST_SHOWN]),
        len(joining),
        _apart(session, ids),
    )


def briefly(session: Session, actor: access.Actor, holder_ids: Iterable[int]) -> dict[int, Brief]:
    """Those of them that are there still: not merged meanwhile."""
    access.require(actor, access.Right.HOLDERS_CHANGE)
    row, found = tables.holders, dict[int, Brief]()
    for some in facts.in_chunks(sorted(set(holder_ids))):
        query = select(Holder).where(row.id.in_(some), row.merged_into_id.is_(None))
        for one in session.execute(query).scalars():
            assert one.id is not None
            found[one.id] = Brief(one.id, one.name, facts.address(one))
    return found


def distinct(holder_ids: Iterable[object]) -> list[int]:
    """Two to twenty holders, each once. Raises Conflict."""
    ids = list(dict.fromkeys(map(sight.number, holder_ids)))
    if len(ids) < 2:
        raise errors.Conflict("Choose two different holders: one stays, the other is merged into it.")
    if len(ids) > MOST:
        raise errors.Conflict(f"Merge at most {MOST} holders at once.")
    return ids


def doubles(session: Session, holder_ids: Sequence[int], survivor_id: int) -> list[tuple[int, int]]:
    """Active links (one that stays, one that ends) that would be the same: one insured, project and loan.

    The survivor's own stays, else the oldest.
    """
    row = tables.additional_interests
    first = case((row.holder_id == survivor_id, 0), else_=1)
    found = session.execute(
        select(row.id, row.insured_id, row.project, row.loan_number)
        .where(row.holder_id.in_(holder_ids), row.ended_on.is_(None))
        .order_by(first, row.id)
    )
    kept: dict[tuple[Any, ...], int] = {}
    pairs = []
    for link_id, *same in found:
        stays = kept.setdefault(tuple(same), link_id)
        if stays != link_id:
            pairs.append((stays, link_id))
    return pairs


def _apart(session: Session, holder_ids: Sequence[int]) -> int:
    """Insureds with links to several of them that differ in project or loan."""
    row = tables.additional_interests
    several = (
        select(row.insured_id)
        .where(row.holder_id.in_(holder_ids), row.ended_on.is_(None))
        .group_by(row.insured_id)
        .having(func.count(row.holder_id.distinct()) > 1)
        .having(
            (func.min(row.project) != func.max(row.project))
            | (func.min(row.loan_number) != func.max(row.loan_number))
        )
    )
    return int(session.execute(select(func.count()).select_from(several.subquery())).scalar_one())


def links_by_id(session: Session, link_ids: Iterable[int]) -> dict[int, AdditionalInterest]:
    row, found = tables.additional_interests, dict[int, AdditionalInterest]()
    for some in facts.in_chunks(sorted(set(link_ids))):
        query = select(AdditionalInterest).where(row.id.in_(some))
        found |= {link.id: link for link in session.execute(query).scalars()}
    return found


def said(link: AdditionalInterest) -> dict[str, Any]:
    """What `rules.joined_interests` looks at."""
    return {name: getattr(link, name) for name in joined_interests.FIELDS}


def _joining(session: Session, holder_ids: Sequence[int], survivor_id: int) -> list[Joining]:
    pairs = doubles(session, holder_ids, survivor_id)
    links = links_by_id(session, (one for pair in pairs for one in pair))
    names = _names(session, {links[kept].insured_id for kept, _ in pairs})
    rows = [
        Joining(links[kept].insured_id, names[links[kept].insured_id], _differences(links[kept], links[gone]))
        for kept, gone in pairs
    ]
    return sorted(rows, key=lambda row: (not row.differences, row.insured.casefold()))


def _differences(kept: AdditionalInterest, gone: AdditionalInterest) -> tuple[str, ...]:
    return joined_interests.sentences(said(kept), said(gone))


def _names(session: Session, insured_ids: set[int]) -> dict[int, str]:
    row, found = tables.insureds, dict[int, str]()
    for some in facts.in_chunks(sorted(insured_ids)):
        query = select(row.id, row.legal_name).select_from(Insured).where(row.id.in_(some))
        found |= {one: name for one, name in session.execute(query)}
    return found


def _candidate(holder: Holder, counts: Mapping[str, int]) -> Candidate:
    assert holder.id is not None
    return Candidate(
        holder.id, holder.name, holder.revision, holders.form_of(holder), facts.address(holder), **counts
    )


def _counts(session: Session, actor: access.Actor, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    link, sent, request = tables.additional_interests, tables.certificates, tables.certificate_requests
    found = {
        one: dict.fromkeys(("links", "insureds", "certificates", "failed", "requests"), 0) for one in ids
    }
    linked = select(link.holder_id, func.count(), func.count(link.insured_id.distinct()))
    for holder_id, links, insureds in _grouped(session, actor, linked, link, ids):
        found[holder_id] |= {"links": links, "insureds": insureds}
    failed = func.sum(case((sent.delivery == "failed", 1), else_=0))
    issued = select(sent.holder_id, func.count(), failed).where(sent.sent.is_(True))
    for holder_id, certificates, troubled in _grouped(session, actor, issued, sent, ids):
        found[holder_id] |= {"certificates": certificates, "failed": troubled}
    asked = select(request.holder_id, func.count()).where(request.status.in_(UNANSWERED))
    for holder_id, requests in _grouped(session, actor, asked, request, ids):
        found[holder_id] |= {"requests": requests}
    return found


def _grouped(
    session: Session, actor: access.Actor, query: Any, row: Any, ids: Sequence[int]
) -> Iterable[Any]:
    narrowed = query.where(row.holder_id.in_(ids), sight.of(actor, row.insured_id))
    return session.execute(narrowed.group_by(row.holder_id))
