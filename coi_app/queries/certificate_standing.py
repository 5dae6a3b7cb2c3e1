"""How issued certificates stand today: from the policies their master version shows, as those are now."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import select
from sqlmodel import Session

from coi_app.queries import agency, plain, tables
from coi_app.rules import standing


class Issued(Protocol):
    @property
    def id(self) -> Any: ...
    @property
    def master_version_id(self) -> int: ...
    @property
    def superseded_at(self) -> Any: ...
    @property
    def withdrawn_at(self) -> Any: ...


def of(
    session: Session, certificates: Sequence[Issued], today: date | None = None
) -> dict[int, standing.Standing]:
    """By certificate id; one query whatever their number, another one when the agency's `today` is not told."""
    kinds = {one.id: _kind(one) for one in certificates}
    terms = _terms(session, {version_id for version_id, _, _ in kinds.values()})
    today = today or agency.today(session)
    standings = {
        (version_id, superseded, withdrawn): standing.standing(
            terms[version_id], today, superseded=superseded, withdrawn=withdrawn
        )
        for version_id, superseded, withdrawn in set(kinds.values())
    }
    return {certificate_id: standings[kind] for certificate_id, kind in kinds.items()}


def _kind(one: Issued) -> tuple[int, bool, bool]:
    """What the standing depends on, besides the day: the same for many."""
    return one.master_version_id, one.superseded_at is not None, one.withdrawn_at is not None


_link, _policy = tables.master_policies, tables.policies
_TERMS = (
    select(
        _link.master_version_id,
        _policy.status,
        _policy.cancelled_on,
        _policy.effective_on,
        _policy.expires_on,
    )
    .join_from(_link.policy_id.table, _policy.id.table, _policy.id == _link.policy_id)
    .where(plain.among_ids(_link.master_version_id))
)


def _terms(session: Session, version_ids: set[int]) -> defaultdict[int, list[standing.PolicyTerm]]:
    found: defaultdict[int, list[standing.PolicyTerm]] = defaultdict(list)
    for version_id, *term in plain.rows(session, _TERMS, ids=list(version_ids)):
        found[version_id].append(standing.PolicyTerm(*term))
    return found
