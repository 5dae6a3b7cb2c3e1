"""Which certificates a bulk action is about: some that were ticked, or all that match but some."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from coi_app.queries import certificates, sight, tables
from coi_app.queries.certificate_filters import EVERY_SENT, CertificateFilter
from coi_app.rules import access, errors

MOST_TICKED = 10_000
DAYS = ("from_on", "to_on")


@dataclass(frozen=True, slots=True)
class CertificateSelection:
    """`upto`: the newest certificate when "all matching" was said; what colleagues issue later is none of it."""

    everyone: bool = False
    ids: frozenset[int] = frozenset()
    except_ids: frozenset[int] = frozenset()
    filters: CertificateFilter = EVERY_SENT
    insured_id: int | None = None
    upto: int = sight.LARGEST_ID

    def as_json(self) -> dict[str, Any]:
        filters = {one.name: getattr(self.filters, one.name) for one in fields(self.filters)}
        filters |= {name: filters[name].isoformat() for name in DAYS if filters[name]}
        return {
            "everyone": self.everyone,
            "ids": sorted(self.ids),
            "except_ids": sorted(self.except_ids),
            "filters": filters,
            "insured_id": self.insured_id,
            "upto": self.upto,
        }


def from_json(said: Mapping[str, Any]) -> CertificateSelection:
    filters = dict(said["filters"])
    filters |= {name: date.fromisoformat(filters[name]) for name in DAYS if filters[name]}
    filters["holder_ids"] = tuple(filters.get("holder_ids", ()))
    return CertificateSelection(
        said["everyone"],
        frozenset(said["ids"]),
        frozenset(said["except_ids"]),
        CertificateFilter(**filters),
        said["insured_id"],
        said["upto"],
    )


def count(session: Session, actor: access.Actor, selection: CertificateSelection) -> int:
    """Exactly how many. Raises NotFound when one of those ticked is out of sight: then none is touched."""
    if max(len(selection.ids), len(selection.except_ids)) > MOST_TICKED:
        raise errors.Refusal(f"Tick at most {MOST_TICKED:,} certificates, or choose all that match.")
    ids = chosen(session, actor, selection).subquery()
    found: int = session.execute(select(func.count()).select_from(ids)).scalar_one()
    if not selection.everyone and found != len(selection.ids):
        raise errors.NotFound("certificate")
    return found


def after(
    session: Session, actor: access.Actor, selection: CertificateSelection, cursor: int, limit: int
) -> list[int]:
    """The next ids behind the cursor, ascending: in the order in which they were issued."""
    row = tables.certificates
    query = chosen(session, actor, selection).where(row.id > cursor).order_by(row.id).limit(limit)
    return list(session.execute(query).scalars())


def chosen(session: Session, actor: access.Actor, selection: CertificateSelection) -> Select[Any]:
    """The ids. Ticked ones are narrowed by sight alone: a filter that changed meanwhile drops none of them."""
    row = tables.certificates
    if not selection.everyone:
        anything = CertificateFilter(only_sent=False)
        return certificates.matching(session, actor, anything).where(row.id.in_(selection.ids))
    query = certificates.matching(session, actor, selection.filters, selection.insured_id)
    return query.where(row.id <= selection.upto, row.id.not_in(selection.except_ids))
