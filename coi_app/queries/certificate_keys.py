"""Which certificates a page of Certificates Sent shows, and by which index they are soonest found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session

from coi_app import db
from coi_app.queries import certificate_filters, certificate_text, paging, plain, sight, tables
from coi_app.queries.certificate_filters import EVERY_SENT, CertificateFilter
from coi_app.queries.certificate_text import Found
from coi_app.rules import access

# So many certificates at most are sorted one by one: FEW among FEW_AMONG of all that were ever issued, or FEWEST.
FEW, FEW_AMONG, FEWEST = 3_000, 1_000_000, paging.MOST
# So many of the newest are asked for their holders' names, so many where the database has listed those first, and so
# many for their numbers, which no index of days has.
REACH_OF_NAMES, REACH_OF_LISTED, REACH_OF_NUMBERS = 10_000, 30_000, 1_000
BY_HOLDER = 10  # to look up a holder's certificates takes as long as to read so many of an insured's


class CertificateSort(StrEnum):
    ISSUED = "issued"
    HOLDER = "holder"
    NUMBER = "number"
    INSURED = "insured"


BY_NAME = (CertificateSort.HOLDER, CertificateSort.INSURED)
_NEWEST = select(func.max(tables.certificates.id))
_row = tables.certificates
_theirs = select(_row.id).where(plain.among_ids(_row.holder_id), _row.sent.is_(True)).limit(paging.MOST + 1)
_NUMBER_OF_THEIRS = select(func.count()).select_from(_theirs.subquery())


@dataclass(frozen=True, slots=True)
class Asked:
    """One page; `after`: a cursor."""

    filters: CertificateFilter
    insured_id: object
    sort: str
    descending: bool | None
    after: str | None
    limit: int


@dataclass(frozen=True, slots=True)
class Keys:
    """Of one page: the certificates in order, how many there are in all, None when nobody counted, and the cursors."""

    ids: list[int]
    count: paging.Count | None
    following: str | None = None
    preceding: str | None = None


def of_page(session: Session, actor: access.Actor, asked: Asked, *, counts: bool = True) -> Keys:
    """`counts`: also when that takes longer than to find the page."""
    return _Look(session, actor, asked).page(counts)


def count(
    session: Session, actor: access.Actor, filters: CertificateFilter, insured_id: object
) -> paging.Count:
    wanted = of(session, actor, filters, insured_id)
    return paging.counted(session, select(tables.certificates.id).where(*wanted))


class _Look:
    def __init__(self, session: Session, actor: access.Actor, asked: Asked) -> None:
        self._session, self._actor, self._asked, self._order = session, actor, asked, _order(asked)
        self._insured = _insured(session, actor, asked.insured_id)
        text = asked.filters.text
        found = certificate_text.found(session, text) if text.strip() else None
        self._found, self._is_number = found, found is not None and found.is_number
        self._what = found if found is not None and found.are_all else None  # else a query finds them all

    def page(self, counts: bool) -> Keys:
        if self._found is not None and self._found.is_nothing:
            return Keys([], paging.count_to(0))
        ways = (self._few, self._soon) if self._is_by_holder else (self._soon, self._few)
        for way in ways:
            if (found := way(counts)) is not None:
                return found
        return self._keys(self._many(), self._counted() if self._is_everything else paging.count_of(None))

    @property
    def _is_everything(self) -> bool:
        asked = self._asked
        return self._actor.is_staff and asked.insured_id is None and asked.filters == EVERY_SENT

    def _keys(self, found: paging.Found, count: paging.Count | None) -> Keys:
        rows, following, preceding = found
        return Keys([one.page_id for one in rows], count, following, preceding)

    @cached_property
    def _is_by_holder(self) -> bool:
        """Whether the certificates of those holders are sooner looked up than those of an insured who has many more."""
        row, what = tables.certificates, self._what
        if self._insured is None or what is None or what.is_number or not what.holder_ids:
            return False
        theirs = select(row.id).where(row.insured_id == self._insured)
        return certificate_text.is_any(self._session, theirs.offset(BY_HOLDER * len(what.holder_ids)))

    def _soon(self, counts: bool) -> Keys | None:
        """The page when the next ones in order have it; None when they do not, or another table has the order."""
        found, asked, row = self._found, self._asked, tables.certificates
        if found is None or not found.is_much or asked.sort in BY_NAME:
            return None
        near = [row.insured_id == self._insured] if self._insured is not None else []
        keys = _keyed(self._order).where(*self._wanted(walks=True, what=found))
        page = paging.page_soon(
            self._session, keys, self._order, asked.after, asked.limit, _reach(found), near
        )
        return None if page is None else self._keys(page, self._count(found, counts, page))

    def _count(self, what: Found, counts: bool, page: paging.Found) -> paging.Count | None:
        rows, following, preceding = page
        if following is None and preceding is None:
            return paging.count_of(rows)
        if not (counts or db.is_sqlite(self._session)):
            return None  # to find out whether they are many is a question more
        theirs = self._of_some_holders(what)
        if theirs is not None and (theirs.more or _are_whole(what)):
            return theirs
        return self._counted() if counts else None

    def _counted(self) -> paging.Count:
        return count(self._session, self._actor, self._asked.filters, self._asked.insured_id)

    def _of_some_holders(self, what: Found) -> paging.Count | None:
        """How many some of those holders alone have, when nothing else narrows the list."""
        asked, is_plain = self._asked, replace(EVERY_SENT, text=self._asked.filters.text)
        if asked.insured_id is not None or asked.filters != is_plain or not self._actor.is_staff:
            return None
        some = what.holder_ids[: paging.MOST]
        return paging.count_to(plain.rows(self._session, _NUMBER_OF_THEIRS, ids=some)[0][0])

    def _few(self, _: bool) -> Keys | None:
        """All that match when they are few: the index of what they are narrowed to finds them, and they are sorted
        then. None when they are many: an order's index soon has a page full of them."""
        if self._is_everything:
            return None
        asked = self._asked
        newest = plain.rows(self._session, _NEWEST)[0][0] or 0
        most = min(max(FEWEST, FEW * newest // FEW_AMONG), FEW)
        wanted = list(self._wanted(what=self._what, by_holder=self._is_by_holder))
        if asked.after is None and asked.sort not in BY_NAME:
            return self._first_of_few(wanted, most)
        found = plain.ids(self._session, select(tables.certificates.id).where(*wanted).limit(most + 1))
        return self._keys(self._few_sorted(found), paging.count_of(found)) if len(found) <= most else None

    def _first_of_few(self, wanted: Sequence[ColumnElement[bool]], most: int) -> Keys | None:
        """The first page at once: what it is sorted by stands in the index that finds them, or beside their numbers."""
        few = _keyed(self._order).where(*wanted).limit(most + 1).cte()
        number = select(func.count()).select_from(few).scalar_subquery().label("number")
        order = replace(self._order, key=few.c.page_key, id=few.c.page_id)
        page = paging.page_of(self._session, select(*few.c, number), order, None, self._asked.limit)
        counted = page[0][0].number if page[0] else 0
        return self._keys(page, paging.count_to(counted)) if counted <= most else None

    def _few_sorted(self, few: Sequence[int]) -> paging.Found:
        keys = _keyed(self._order).where(plain.among(tables.certificates.id, few))
        return paging.page_of(self._session, keys, self._order, self._asked.after, self._asked.limit)

    def _many(self) -> paging.Found:
        asked, order, what = self._asked, self._order, self._what
        wanted = list(self._wanted(what=what))
        if certificate_filters.look_up(wanted):
            order = order.sorted_afterwards()
        elif self._is_number and _walks_numbers(self._session, asked):
            wanted = list(self._wanted(walks=True, what=what))
        keys = _keyed(order, walks=self._is_everything)
        return paging.page_of(self._session, keys.where(*wanted), order, asked.after, asked.limit)

    def _wanted(self, **how: Any) -> Iterator[ColumnElement[bool]]:
        return _conditions(self._session, self._actor, self._asked.filters, self._insured, **how)


def of(
    session: Session, actor: access.Actor, filters: CertificateFilter, insured_id: object
) -> Iterator[ColumnElement[bool]]:
    """Conditions on the certificates alone."""
    return _conditions(session, actor, filters, _insured(session, actor, insured_id))


def _insured(session: Session, actor: access.Actor, insured_id: object) -> int | None:
    return None if insured_id is None else sight.insured(session, actor, insured_id)


def _conditions(
    session: Session,
    actor: access.Actor,
    filters: CertificateFilter,
    insured_id: int | None,
    *,
    walks: bool = False,
    by_holder: bool = False,
    what: Found | None = None,
) -> Iterator[ColumnElement[bool]]:
    """`by_holder`: no index shall find the insured's."""
    row = tables.certificates
    if insured_id is not None:
        yield (row.insured_id + 0 if by_holder else row.insured_id) == insured_id
    yield sight.of(actor, row.insured_id)
    yield from certificate_filters.conditions(session, filters, insured_id, walks=walks, what=what)


def _walks_numbers(session: Session, asked: Asked) -> bool:
    by_day = asked.sort not in BY_NAME
    return asked.sort != CertificateSort.NUMBER and certificate_text.walks_numbers(
        session, asked.filters.text, by_day=by_day
    )


def _are_whole(what: Found) -> bool:
    """Whether nothing but the certificates of so many holders is found."""
    return what.are_all and not what.is_number and len(what.holder_ids) <= paging.MOST


def _reach(what: Found) -> int:
    if not what.has_many_names:
        return REACH_OF_NUMBERS
    return REACH_OF_NAMES if what.are_all or what.is_dense else REACH_OF_LISTED


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
