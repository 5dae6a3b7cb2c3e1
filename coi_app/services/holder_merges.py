"""Several records of one holder become one: everything that points to the others points to the one that stays.

Certificates keep the name they were printed with (`holder_name_id`, content and bytes); only the record they are
found under changes. The merged ones stay, point to the survivor, and are offered nowhere any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlmodel import Session

from coi_app import clock
from coi_app.models import AdditionalInterest as Link
from coi_app.models import Certificate, EndorsementHolder, Holder, HolderName, Policy, PolicyEndorsement
from coi_app.queries import agency, holder_merges, holders, tables
from coi_app.rules import access, errors, fields, holder_form, joined_interests
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, merged_requests, radar, row_changes, row_inserts
from coi_app.services import holders as holder_services


@dataclass(frozen=True, slots=True)
class _Moved:
    """What went over, by insured: the links and requests by their ids, certificates by number; and links that became
    one with another: which stays, which ended, what changed in the one and what the other had."""

    links: Mapping[int, list[int]]
    certificates: Mapping[int, int]
    requests: Mapping[int, list[int]]
    policies: Mapping[int, list[int]]
    joined: Mapping[int, list[dict[str, Any]]]

    @property
    def insureds(self) -> list[int]:
        of = (self.links, self.certificates, self.requests, self.policies, self.joined)
        return sorted({insured_id for each in of for insured_id in each})

    def of_insured(self, insured_id: int) -> dict[str, Any]:
        return {
            "links": self.links.get(insured_id, []),
            "joined_links": self.joined.get(insured_id, []),
            "certificates": self.certificates.get(insured_id, 0),
            "requests": self.requests.get(insured_id, []),
            "policies_whose_endorsements_name_it": self.policies.get(insured_id, []),
        }


def merge(
    session: Session,
    actor: access.Actor,
    holder_id: object,
    other_ids: Sequence[object],
    values: Mapping[str, Any] | None = None,
    seen: Mapping[int, int] | None = None,
) -> None:
    """`holder_id` stays. `values` are its fields as in `services.holders.create`, those left out stay; `seen` is each
    holder's revision as the person saw it.

    Raises NotFound, NotAllowed, InvalidInput, or Conflict: one of them was merged already or changed meanwhile.
    """
    found = _locked(session, actor, holder_id, other_ids)
    access.require(actor, access.Right.HOLDERS_CHANGE)
    survivor, *others = found
    for holder in found:
        _require_living(session, holder)
        row_changes.require_seen(holder, (seen or {}).get(holder.id or 0), f"holder {holder.name}")
    form = fields.Reader({**holders.form_of(survivor), **(values or {})})
    read = holder_form.read(form)
    form.raise_if_wrong()
    moved = _move(session, survivor, others)
    differences = _become_one(session, survivor, others, read)
    _record(session, actor, survivor, others, moved, differences)


def _locked(
    session: Session, actor: access.Actor, survivor_id: object, other_ids: Sequence[object]
) -> list[Holder]:
    """The survivor first. All are locked in one order, so that two who merge at once do not wait for each other."""
    ids = holder_merges.distinct([survivor_id, *other_ids])
    if len(ids) != 1 + len(other_ids):
        raise errors.Conflict("A holder cannot be merged into itself. Choose two different ones.")
    found = {
        one: holders.in_sight(session, actor, one, for_change=True, or_merged=True) for one in sorted(ids)
    }
    return [found[one] for one in ids]


def _require_living(session: Session, holder: Holder) -> None:
    if holder.merged_into_id is not None:
        into = session.get_one(Holder, holder.merged_into_id)
        raise errors.Conflict(
            f"{holder.name} was merged into {into.name} already. Nothing was changed: choose the holders again."
        )


def _move(session: Session, survivor: Holder, others: Sequence[Holder]) -> _Moved:
    assert survivor.id is not None
    gone = [one.id for one in others if one.id is not None]
    certificates = _certificates_by_insured(session, gone)
    links = _ids_by_insured(session, tables.additional_interests, gone)
    joined, instead = _join_links(session, gone, survivor.id)
    requests = merged_requests.move(session, gone, survivor.id, instead)
    policies = _move_endorsements(session, gone, survivor.id)
    _point_to(session, gone, survivor.id)
    for insured_id in sorted({*joined, *policies}):
        radar.ask(session, insured_id)
    return _Moved(links, certificates, requests, policies, joined)


def _point_to(session: Session, gone: Sequence[int], survivor_id: int) -> None:
    link, issued = tables.additional_interests, tables.certificates
    session.flush()
    moved = {"holder_id": survivor_id, "revision": link.revision + 1, "updated_at": clock.now()}
    for statement in (
        update(Link).where(link.holder_id.in_(gone)).values(moved),
        update(Certificate).where(issued.holder_id.in_(gone)).values(holder_id=survivor_id),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    session.expire_all()


def _certificates_by_insured(session: Session, holder_ids: Sequence[int]) -> dict[int, int]:
    row = tables.certificates
    query = select(row.insured_id, func.count()).where(row.holder_id.in_(holder_ids)).group_by(row.insured_id)
    return {insured_id: number for insured_id, number in session.execute(query)}


def _ids_by_insured(session: Session, row: Any, holder_ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    query = select(row.insured_id, row.id).where(row.holder_id.in_(holder_ids)).order_by(row.id)
    for insured_id, row_id in session.execute(query):
        found.setdefault(insured_id, []).append(row_id)
    return found


def _join_links(
    session: Session, gone: Sequence[int], survivor_id: int
) -> tuple[dict[int, list[dict[str, Any]]], dict[int, int]]:
    """Links that became the same are one; the other ends. Gives what was joined, and ended link → what stays."""
    pairs = holder_merges.doubles(session, [survivor_id, *gone], survivor_id)
    links = holder_merges.links_by_id(session, (one for pair in pairs for one in pair))
    joined: dict[int, list[dict[str, Any]]] = {}
    for kept_id, gone_id in pairs:
        kept, ends = links[kept_id], links[gone_id]
        differences = _join(session, kept, ends)
        told = {"stays": kept_id, "ended": gone_id, "changed": differences, "had": _plain(ends)}
        joined.setdefault(kept.insured_id, []).append(told)
    session.flush()
    return joined, {gone_id: kept_id for kept_id, gone_id in pairs}


def _plain(link: Link) -> dict[str, Any]:
    return row_changes.plain_values(holder_merges.said(link))


def _join(session: Session, kept: Link, ends: Link) -> dict[str, list[Any]]:
    now = clock.now()
    values = joined_interests.joined(holder_merges.said(kept), holder_merges.said(ends))
    differences = row_changes.apply(kept, values)
    if differences:
        kept.revision, kept.updated_at = kept.revision + 1, now
    ends.ended_on, ends.updated_at = agency.today(session), now
    merged_requests.follow_link(session, ends.id or 0, kept.id or 0)
    return differences


def _move_endorsements(session: Session, gone: Sequence[int], survivor_id: int) -> dict[int, list[int]]:
    """Those that name one of them name the survivor; gives their policies by insured."""
    named, endorsement, policy = tables.endorsement_holders, tables.endorsements, tables.policies
    found = session.execute(
        select(policy.insured_id, policy.id, named.endorsement_id)
        .select_from(PolicyEndorsement)
        .join(EndorsementHolder, named.endorsement_id == endorsement.id)
        .join(Policy, policy.id == endorsement.policy_id)
        .where(named.holder_id.in_(gone))
        .order_by(policy.id)
    ).all()
    rows = [
        {"endorsement_id": one, "holder_id": survivor_id} for one in {row.endorsement_id for row in found}
    ]
    row_inserts.insert_missing(session, EndorsementHolder, rows)
    session.execute(delete(EndorsementHolder).where(named.holder_id.in_(gone)))
    policies: dict[int, list[int]] = {}
    for insured_id, policy_id, _ in found:
        policies.setdefault(insured_id, []).append(policy_id)
    return {insured_id: sorted(set(ids)) for insured_id, ids in policies.items()}


def _become_one(
    session: Session, survivor: Holder, others: Sequence[Holder], read: Mapping[str, Any]
) -> dict[str, Any]:
    """The survivor takes its values and all names; gives what changed in its fields."""
    now = clock.now()
    gone = [one.id for one in others]
    differences = row_changes.apply(survivor, read)
    for holder in (survivor, *others):
        holder.revision, holder.updated_at = holder.revision + 1, now
    for holder in others:
        holder.merged_into_id = survivor.id
    row, name = tables.holders, tables.holder_names
    session.flush()
    earlier = update(Holder).where(row.merged_into_id.in_(gone)).values(merged_into_id=survivor.id)
    session.execute(earlier)
    had = session.execute(select(name.name, name.name_key).where(name.holder_id.in_(gone)).order_by(name.id))
    rows = [{"holder_id": survivor.id, "name": one.name, "name_key": one.name_key} for one in had]
    row_inserts.insert_missing(session, HolderName, rows)
    holder_services.keep_name(session, survivor)
    return differences


def _record(
    session: Session,
    actor: access.Actor,
    survivor: Holder,
    others: Sequence[Holder],
    moved: _Moved,
    differences: Mapping[str, Any],
) -> None:
    """In the agency's history, and in that of every insured concerned."""
    session.flush()
    said = f"Merged {_listed(one.name for one in others)} into the holder {survivor.name}"
    changed = {name: value for name, value in differences.items() if name != "name_key"}
    merged = [{"holder": one.id, **row_changes.plain_values(holders.form_of(one))} for one in others]
    about = {"changed": changed, "stays": [survivor.id, survivor.name], "merged": merged}
    counts = {
        "insureds": len(moved.insureds),
        "links_moved": sum(map(len, moved.links.values())),
        "certificates_moved": sum(moved.certificates.values()),
    }
    kind, of = ActivityKind.HOLDER_MERGED, survivor.id
    entries = [activity.Entry(kind, said, None, "holder", of, about | counts)]
    entries += [
        activity.Entry(kind, said, insured_id, "holder", of, about | moved.of_insured(insured_id))
        for insured_id in moved.insureds
    ]
    activity.record_all(session, actor, entries)


def _listed(names: Iterable[str]) -> str:
    """ "A", "A and B", "A, B and 3 more"."""
    all_of = list(names)
    if len(all_of) > 3:
        return f"{', '.join(all_of[:2])} and {len(all_of) - 2} more"
    return " and ".join([", ".join(all_of[:-1]), all_of[-1]]) if len(all_of) > 1 else all_of[0]
