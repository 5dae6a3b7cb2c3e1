"""Which certificates a page of Certificates Sent shows, and by which index they are soonest found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session

from coi_app.queries import certificate_filters, paging, plain, sight, tables
from coi_app.queries.certificate_filters import EVERY_SENT, CertificateFilter, Found
from coi_app.rules import access

# So many certificates at most are sorted one by one: FEW among FEW_AMONG of all that were ever issued, or FEWEST.
FEW, FEW_AMONG, FEWEST = 3_000, 1_000_000, paging.MOST
REACH = 10_000  # so many of the newest are asked for their holders' names


class CertificateSort(StrEnum):
    ISSUED = "issued"
    HOLDER = "holder"
    NUMBER = "number"
    INSURED = "insured"


BY_NAME = (CertificateSort.HOLDER, CertificateSort.INSURED)
_NEWEST = select(func.max(tables.certificates.id))


@dataclass(frozen=True, slots=True)
class Asked:
    """One page; `after`: a cursor."""

    filters: CertificateFilter
    insured_id: object
    sort: str
    descending: bool | None
    after: str | None
    limit: int


def of_page(
    session: Session, actor: access.Actor, asked: Asked
) -> tuple[list[int], paging.Count, paging.Found]:
    """Their ids in order, how many there are in all, and the cursors."""
    text = asked.filters.text
    what = certificate_filters.found(session, text) if text.strip() else None
    few = _few(session, actor, asked, what)
    if few is not None and not few:
        return [], paging.count_of(few), ((), None, None)
    found = _few_sorted(session, asked, few) if few else _many(session, actor, asked, what)
    return [one.page_id for one in found[0]], paging.count_of(few), found


def _few(session: Session, actor: access.Actor, asked: Asked, what: Found | None) -> list[int] | None:
    """All that match when they are few: the index of what they are narrowed to finds them, and they are sorted then.
    None when they are many: an order's index soon has a page full of them."""
    if what is not None and not what.are_all and _are_many(session, actor, asked, what):
        return None
    newest = plain.rows(session, _NEWEST)[0][0] or 0
    most = min(max(FEWEST, FEW * newest // FEW_AMONG), FEW)
    wanted = of(session, actor, asked.filters, asked.insured_id, what=what)
    found = plain.ids(session, select(tables.certificates.id).where(*wanted).limit(most + 1))
    return found if len(found) <= most else None


def _are_many(session: Session, actor: access.Actor, asked: Asked, what: Found) -> bool:
    """Whether some of those holders alone have more than anybody counts, when nothing else narrows the list."""
    if asked.insured_id is not None or asked.filters != replace(EVERY_SENT, text=asked.filters.text):
        return False
    row, some = tables.certificates, what.holder_ids[: paging.MOST]
    theirs = (plain.among(session, row.holder_id, some), row.sent.is_(True), sight.of(actor, row.insured_id))
    return paging.counted(session, select(row.id).where(*theirs)).more


def _few_sorted(session: Session, asked: Asked, few: Sequence[int]) -> paging.Found:
    order = _order(asked)
    keys = _keyed(order).where(plain.among(session, tables.certificates.id, few))
    return paging.page_of(session, keys, order, asked.after, asked.limit)


def _many(session: Session, actor: access.Actor, asked: Asked, what: Found | None) -> paging.Found:
    order, filters, of_insured = _order(asked), asked.filters, asked.insured_id
    wanted = list(of(session, actor, filters, of_insured, what=what))
    if certificate_filters.look_up(wanted):
        order = order.sorted_afterwards()
    elif what is not None and not what.are_all:
        if (soon := _soon(session, actor, asked, what)) is not None:
            return soon
        wanted = list(of(session, actor, filters, of_insured))
    elif what is not None and what.is_number and _walks_numbers(session, asked):
        wanted = list(of(session, actor, filters, of_insured, by_number=False, what=what))
    keys = _keyed(order, walks=of_insured is None and filters == EVERY_SENT)
    return paging.page_of(session, keys.where(*wanted), order, asked.after, asked.limit)


def _soon(session: Session, actor: access.Actor, asked: Asked, what: Found) -> paging.Found | None:
    """The page when the next ones in order have it; None when they do not, or stand in the order of other tables."""
    if asked.sort in BY_NAME:
        return None
    order = _order(asked)
    wanted = of(session, actor, asked.filters, asked.insured_id, by_number=False, what=what)
    return paging.page_soon(session, _keyed(order).where(*wanted), order, asked.after, asked.limit, REACH)


def of(
    session: Session,
    actor: access.Actor,
    filters: CertificateFilter,
    insured_id: object,
    *,
    by_number: bool = True,
    what: Found | None = None,
) -> Iterator[ColumnElement[bool]]:
    """Conditions on the certificates alone."""
    row = tables.certificates
    one = None if insured_id is None else sight.insured(session, actor, insured_id)
    if one is not None:
        yield row.insured_id == one
    yield sight.of(actor, row.insured_id)
    yield from certificate_filters.conditions(session, filters, one, by_number=by_number, what=what)


def _walks_numbers(session: Session, asked: Asked) -> bool:
    by_day = asked.sort not in BY_NAME
    return asked.sort != CertificateSort.NUMBER and certificate_filters.walks_numbers(
        session, asked.filters.text, by_day=by_day
    )


def _order(asked: Asked) -> paging.Order:
    row, descending = tables.certificates, asked.descending
    if asked.sort == CertificateSort.HOLDER:
        return paging.Order(tables.holder_names.name_key, row.id, str, descending is True)
    if asked.sort == CertificateSort.NUMBER:
        return paging.Order(row.number, row.id, str, descending is not False)
    if asked.sort == CertificateSort.INSURED:
        return paging.Order(tables.insureds.name_key, row.id, str, descending is True)
    return paging.Order(row.issued_at, row.id, datetime, descending is not False)


def _keyed(order: paging.Order, walks: bool = False) -> Select[Any]:
    """`walks`: nothing narrows the list, so that it can be read name by name; the database would read all of it."""
    row, statement = tables.certificates, select(order.key.label("page_key"), order.id.label("page_id"))
    for names, ours in ((tables.holder_names, row.holder_name_id), (tables.insureds, row.insured_id)):
        if order.key is names.name_key:
            theirs = names.id + 0 if walks else names.id  # no index finds a name then: it has to come first
            return statement.join_from(names.id.table, row.id.table, ours == theirs)
    return statement.select_from(row.id.table)
