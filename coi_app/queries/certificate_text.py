"""Certificates by what was typed: a name that the holder has or had, or the beginning of a number."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, false, func, or_, select
from sqlmodel import Session

from coi_app import db
from coi_app.queries import name_search, plain, tables

# So many names are listed, or the root of so many times all: the more there are, the longer is the walk. No more than
# SHORT, or one of so many, are looked up at once.
NAMES, NAMES_OF_ALL, SHORT, ONE_OF = 500, 40, 200, 200
LISTED_AT_ONCE = 1_200  # to list so many takes no longer than to list some, and to count then
# From the root of so many times all on, a certificate's holder is sooner asked for his names than all names listed.
DENSE = 100
SURELY = 2  # so many times more than are listed are expected: nobody has to look
NEWEST, SOON = 5_000, 200  # so many certificates are walked in no time, and so many of them fill a page
NUMBER = re.compile(r"[A-Z0-9-]{1,30}")


def _asked_first() -> Select[tuple[int, int]]:
    """How many numbers begin so, of those that are looked up at once and one more, and the newest name of all."""
    row = tables.certificates
    begun = select(row.number).where(row.number >= bindparam("start"), row.number < bindparam("end"))
    number = select(func.count()).select_from(begun.limit(SHORT + 1).subquery())
    newest = select(func.max(tables.holder_names.id))
    return select(number.scalar_subquery(), newest.scalar_subquery())


_ASKED_FIRST = _asked_first()


@dataclass(frozen=True, slots=True)
class Found:
    """What a text finds: the holders with such a name, all of them, or some or none of so many that certificates are
    walked for them; `is_dense`: so many names that each certificate's holder is better asked for his than all listed.
    And whether any certificate's number begins so, and many."""

    holder_ids: tuple[int, ...] = ()
    are_all: bool = False
    is_number: bool = False
    has_many_numbers: bool = False
    has_many_names: bool = False
    is_dense: bool = False

    @property
    def is_nothing(self) -> bool:
        return not self.has_names and not self.is_number

    @property
    def has_names(self) -> bool:
        return not self.are_all or bool(self.holder_ids)

    @property
    def is_much(self) -> bool:
        """So that a page of it is likely to be among the next ones in any order."""
        return self.has_many_names or self.has_many_numbers


def found(session: Session, text: str) -> Found:
    """So many are too many that to list them takes longer than to walk the newest certificates until a page is full."""
    numbered, newest = _numbered(session, _as_number(text))
    names = (_found_by_count if db.is_sqlite(session) else _found_by_statistics)(session, text, newest)
    return replace(names, is_number=numbered > 0, has_many_numbers=numbered > SHORT)


def _found_by_count(session: Session, text: str, newest: int) -> Found:
    most = max(_root(NAMES_OF_ALL, newest), NAMES)
    at_once = most if most <= LISTED_AT_ONCE else NAMES
    ids = _holders(session, text, at_once + 1)
    if len(ids) <= at_once:
        return _all(ids, newest)
    if at_once < most and _number_of_names(session, text, most) <= most:
        return _all(_holders(session, text, None), newest)
    return Found(tuple(dict.fromkeys(ids)), has_many_names=True, is_dense=True)


def _found_by_statistics(session: Session, text: str, newest: int) -> Found:
    """PostgreSQL knows about how many there are, and lists them by itself before it walks."""
    expected = name_search.expected_holder_names(session, text)
    if expected <= SURELY * NAMES and len(ids := _holders(session, text, NAMES + 1)) <= NAMES:
        return _all(ids, newest)
    return Found(has_many_names=True, is_dense=expected > _root(DENSE, newest))


def _all(ids: Sequence[int], newest: int) -> Found:
    holders = tuple(dict.fromkeys(ids))
    return Found(holders, are_all=True, has_many_names=len(holders) > max(SHORT, newest // ONE_OF))


def _numbered(session: Session, start: str) -> tuple[int, int]:
    """How many there are, and the newest name of all; of what is no number, none begins so."""
    start, end = (start, start + name_search.LAST_CHARACTER) if NUMBER.fullmatch(start) else ("", "")
    ((number, newest),) = plain.rows(session, _ASKED_FIRST, start=start, end=end)
    return number, newest or 0


def _root(times: int, names: int) -> int:
    return math.isqrt(times * names)


def _number_of_names(session: Session, text: str, most: int) -> int:
    """One more than `most` when there are more."""
    names = name_search.holder_name_ids(session, text, most + 1)
    number: int = plain.rows(session, select(func.count()).select_from(names.subquery()))[0][0]
    return number


def walks_numbers(session: Session, text: str, *, by_day: bool) -> bool:
    """Whether many whose number begins so are found soon by walking all in the order that is shown: by their days
    when the newest have a page of them, by anything else when they are a tenth of all. To look them all up and sort
    them would take longer then."""
    number, row = _as_number(text), tables.certificates
    if by_day:
        newest = select(row.number).order_by(row.issued_at.desc()).limit(NEWEST).subquery()
        one = select(newest.c.number).where(name_search.begins(newest.c.number, number))
        return is_any(session, one.offset(SOON))
    tenth = (session.execute(select(func.max(row.id))).scalar() or 0) // 10
    return is_any(session, select(row.id).where(name_search.begins(row.number, number)).offset(tenth))


def condition(session: Session, text: str, walks: bool, what: Found | None) -> ColumnElement[bool]:
    """By any name the holder has or had, or by the beginning of a certificate's number.

    Which of the two there is at all is asked first: the database finds either by its index, but reads every
    certificate for "the one or the other".
    """
    row, number = tables.certificates, _as_number(text)
    numbered = name_search.begins(row.number, number)
    if not (what.is_number if what else _numbered(session, number)[0]):
        return _of_named(session, text, walks, what)
    if walks:
        numbered = name_search.begins(row.number.concat(""), number)
    is_named = what.has_names if what else is_any(session, _names(session, text))
    return or_(_of_named(session, text, walks, what), numbered) if is_named else numbered


def _of_named(session: Session, text: str, walks: bool, what: Found | None) -> ColumnElement[bool]:
    name, row = tables.holder_names, tables.certificates
    if what is None:
        return row.holder_id.in_(_names(session, text))
    if what.are_all:
        holder = row.holder_id + 0 if walks else row.holder_id
        return plain.among(holder, what.holder_ids) if what.holder_ids else false()
    if not what.is_dense:  # asked whether it is true, PostgreSQL lists them once, and then walks
        return row.holder_id.in_(_names(session, text)).is_(True)
    # What is selected is in the index, too: no name has to be read.
    his = select(name.holder_id).where(name.holder_id == row.holder_id)
    return exists(his.where(name_search.each_holder_name(session, text)))


def _names(session: Session, text: str, most: int | None = None) -> Select[tuple[int]]:
    return (
        select(tables.holder_names.holder_id).where(name_search.holder_names(session, text, most)).limit(most)
    )


def _holders(session: Session, text: str, most: int | None) -> list[int]:
    return plain.ids(session, _names(session, text, most))


def _as_number(text: str) -> str:
    return text.strip().upper()


def is_any(session: Session, statement: Select[Any]) -> bool:
    return bool(plain.rows(session, statement.limit(1)))
