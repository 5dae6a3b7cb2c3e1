"""Pages by key, not by offset: the millionth row costs what the first does, and nothing is shown twice."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session

from coi_app.queries import plain

Row = TypeVar("Row")
Statement = Any  # a Select of whatever columns: its type names each of them
MOST = 1_000  # an exact count of many rows costs more than anybody reads from it
MOST_A_PAGE = 200
LONGEST_CURSOR = 2_000


@dataclass(frozen=True, slots=True)
class Count:
    number: int
    more: bool = False

    @property
    def label(self) -> str:
        """ "12", or "1,000+" when counting stopped there."""
        return f"{self.number:,}{'+' if self.more else ''}"


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page; `next` and `previous` are cursors for `after`, None where nothing follows. What is not `is_counted`
    says no more than that there are others."""

    rows: tuple[Row, ...]
    count: Count
    next: str | None = None
    previous: str | None = None
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """Sorted by `key`, then by `id`. The kind of the key tells how it is read back from a cursor."""

    key: ColumnElement[Any]
    id: ColumnElement[Any]
    kind: type[str] | type[date] | type[datetime]
    descending: bool = False

    def sorted_afterwards(self) -> "Order":
        """The same order, without the index that has it: for rows that another index finds."""
        return replace(self, key=func.coalesce(self.key, self.key))


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows. `back`: the page before it is wanted."""

    key: str | date | datetime
    id: int
    back: bool = False

    def text(self) -> str:
        key = self.key if isinstance(self.key, str) else self.key.isoformat()
        packed = json.dumps([key, self.id, self.back], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def cursor_from(text: object, kind: type[str] | type[date] | type[datetime]) -> Cursor | None:
    """A cursor from an address; what is none (cut off, made up, of another sort) starts at the first page."""
    if not isinstance(text, str) or not text or len(text) > LONGEST_CURSOR:
        return None
    try:
        key, row_id, back = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(key, str) or type(row_id) is not int or abs(row_id) > 2**63 - 1 or "\0" in key:
            return None
        return Cursor(_read_key(key, kind), row_id, back is True)
    except (ValueError, TypeError, binascii.Error):
        return None


def _read_key(key: str, kind: type[str] | type[date] | type[datetime]) -> str | date | datetime:
    if kind is str:
        key.encode()  # lone surrogates are refused by the drivers, each in its own way
        return key
    if kind is datetime:
        instant = datetime.fromisoformat(key)
        if instant.tzinfo is None:
            raise ValueError("an instant without a time zone")
        return instant
    return date.fromisoformat(key)


# The rows of one page, the cursors to the next and to the previous one.
Found = tuple[Sequence[Any], str | None, str | None]


def page_of(session: Session, statement: Statement, order: Order, after: object, limit: int) -> Found:
    """The statement selects the order's key and id under the labels `page_key` and `page_id`."""
    way, limit = _Way(order, cursor_from(after, order.kind)), max(1, min(limit, MOST_A_PAGE))
    return _found(list(session.execute(way.along(statement).limit(limit + 1))), way, limit)


def page_soon(
    session: Session,
    statement: Statement,
    order: Order,
    after: object,
    limit: int,
    reach: int,
    near: Sequence[ColumnElement[bool]] = (),
) -> Found | None:
    """The same page, of columns alone, when it is full within the next `reach` rows of the order, whatever the
    statement leaves of them; else None. For a statement that takes its time for each row, and keeps many of them.
    `near`: conditions of its own that the order's index answers."""
    way, limit = _Way(order, cursor_from(after, order.kind)), max(1, min(limit, MOST_A_PAGE))
    end = way.along(select(order.key).where(*near)).offset(reach).limit(1)
    last = select(func.min(order.key) if way.down else func.max(order.key)).where(*near)
    until = func.coalesce(end.scalar_subquery(), last.scalar_subquery())
    statement = statement.where(order.key >= until if way.down else order.key <= until)
    found = _found(plain.rows(session, way.along(statement).limit(limit + 1)), way, limit)
    is_full = found[2 if way.back else 1] is not None  # more follow
    return found if is_full or not plain.rows(session, end) else None


class _Way:
    """From the cursor on, along the order or back."""

    def __init__(self, order: Order, cursor: Cursor | None) -> None:
        self._order, self.cursor = order, cursor
        self.back = cursor is not None and cursor.back
        self.down = order.descending != self.back

    def along(self, statement: Statement) -> Statement:
        order = self._order
        if self.cursor is not None:
            statement = statement.where(_beyond(order, self.cursor, self.down))
        if self.down:
            return statement.order_by(order.key.desc(), order.id.desc())
        return statement.order_by(order.key.asc(), order.id.asc())


def _found(found: Sequence[Any], way: _Way, limit: int) -> Found:
    """`found`: those of the page, and one more when there is one."""
    more, rows = len(found) > limit, list(found[:limit])
    if way.back:
        rows.reverse()
    there_is_next = more if not way.back else True
    there_is_previous = more if way.back else way.cursor is not None
    following = _cursor(rows[-1], False) if rows and there_is_next else None
    preceding = _cursor(rows[0], True) if rows and there_is_previous else None
    return rows, following, preceding


def _beyond(order: Order, cursor: Cursor, down: bool) -> ColumnElement[bool]:
    if down:
        past = or_(order.key < cursor.key, and_(order.key == cursor.key, order.id < cursor.id))
        return and_(order.key <= cursor.key, past)  # the first half lets the index begin at the right place
    past = or_(order.key > cursor.key, and_(order.key == cursor.key, order.id > cursor.id))
    return and_(order.key >= cursor.key, past)


def _cursor(row: Any, back: bool) -> str:
    return Cursor(row.page_key, row.page_id, back).text()


def count_of(few: Sequence[object] | None) -> Count:
    """Of all that match when they are known, else of more than one counts."""
    return Count(MOST, True) if few is None else count_to(len(few))


def count_to(number: int) -> Count:
    return Count(min(number, MOST), number > MOST)


def counted(session: Session, statement: Statement) -> Count:
    """How many rows, up to 1,000."""
    capped = statement.order_by(None).limit(MOST + 1).subquery()
    ((number,),) = plain.rows(session, select(func.count()).select_from(capped))
    return count_to(number)
