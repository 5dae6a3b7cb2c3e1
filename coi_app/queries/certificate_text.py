"""Certificates by what was typed: a name that the holder has or had, or the beginning of a number."""

import math
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select
from sqlmodel import Session

from coi_app.queries import name_search, plain, tables

# So many names are listed, or the root of so many times all: the more there are, the longer is the walk. No more than
# SHORT are looked up at once.
NAMES, NAMES_OF_ALL, SHORT = 500, 40, 200
NEWEST, SOON = 5_000, 200  # so many certificates are walked in no time, and so many of them fill a page
NUMBER = re.compile(r"[A-Z0-9-]{1,30}")
_NEWEST_NAME = select(func.max(tables.holder_names.id))


@dataclass(frozen=True, slots=True)
class Found:
    """What a text finds: the holders with such a name, all of them or some of so many that each certificate's holder is
    better asked for his names; and whether any certificate's number begins so, and many."""

    holder_ids: tuple[int, ...]
    are_all: bool
    is_number: bool
    has_many_numbers: bool = False

    @property
    def is_nothing(self) -> bool:
        return self.are_all and not self.holder_ids and not self.is_number

    @property
    def has_many_names(self) -> bool:
        return len(self.holder_ids) > SHORT

    @property
    def is_much(self) -> bool:
        """So that a page of it is likely to be among the next ones in any order."""
        return self.has_many_names or self.has_many_numbers


def found(session: Session, text: str) -> Found:
    """So many are too many that to list them takes longer than to walk the newest certificates until a page is full."""
    ids, number = _holders(session, text, NAMES + 1), _as_number(text)
    are_all = len(ids) <= NAMES
    if not are_all and (are_all := _are_listed(session, text)):
        ids = _holders(session, text, None)
    is_number = _is_number(session, number)
    return Found(
        tuple(dict.fromkeys(ids)), are_all, is_number, is_number and _is_number(session, number, beyond=SHORT)
    )


def _are_listed(session: Session, text: str) -> bool:
    most = max(math.isqrt(NAMES_OF_ALL * plain.rows(session, _NEWEST_NAME)[0][0]), NAMES)
    names = name_search.holder_name_ids(session, text, most + 1)
    counted = select(func.count()).select_from(names.subquery())
    number: int = plain.rows(session, counted)[0][0]
    return number <= most


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
    if not (what.is_number if what else _is_number(session, number)):
        return _of_named(session, text, walks, what)
    if walks:
        numbered = name_search.begins(row.number.concat(""), number)
    is_named = bool(what.holder_ids) if what else is_any(session, _names(session, text))
    return or_(_of_named(session, text, walks, what), numbered) if is_named else numbered


def _of_named(session: Session, text: str, walks: bool, what: Found | None) -> ColumnElement[bool]:
    name, row = tables.holder_names, tables.certificates
    if what is None:
        return row.holder_id.in_(_names(session, text))
    if what.are_all:
        holder = row.holder_id + 0 if walks else row.holder_id
        return plain.among(holder, what.holder_ids) if what.holder_ids else false()
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


def _is_number(session: Session, start: str, beyond: int = 0) -> bool:
    """Whether any certificate's number begins so, `beyond` so many."""
    row = tables.certificates
    return NUMBER.fullmatch(start) is not None and is_any(
        session, select(row.id).where(name_search.begins(row.number, start)).offset(beyond)
    )


def is_any(session: Session, statement: Select[Any]) -> bool:
    return bool(plain.rows(session, statement.limit(1)))
