"""Finding names by some of their letters: a prefix for one or two, the trigram index from three on."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, column, false, func, select, table, true
from sqlmodel import Session

from coi_app import db
from coi_app.queries import plain, tables
from coi_app.rules import names

SHORTEST = 3
LONGEST_TEXT = 100
LAST_CHARACTER = "\U0010ffff"
_ESCAPE = "\\"


def insureds(session: Session, text: str) -> ColumnElement[bool]:
    """Insureds whose legal name, DBA or city has every word of the text in it."""
    row = tables.insureds
    return _named(session, text, row.name_key, row.search_key, row.id, "insureds_trigram")


def holder_names(session: Session, text: str, most: int | None = None) -> ColumnElement[bool]:
    """Holder names, today's and former ones, that have every word of the text in them. `most`: more need not be found,
    and some of them are as good as others."""
    row = tables.holder_names
    return _named(session, text, row.name_key, row.name_key, row.id, "holder_names_trigram", most)


def holder_name_ids(session: Session, text: str, most: int) -> Select[tuple[int]]:
    """The numbers of so many of them, read from an index alone."""
    row, words = tables.holder_names, typed(text).split()
    if db.is_sqlite(session) and words and all(len(word) >= SHORTEST for word in words):
        found: Select[tuple[int]] = _matching("holder_names_trigram", words, most)
        return found
    return select(row.id).where(holder_names(session, text, most)).limit(most)


def expected_holder_names(session: Session, text: str) -> int:
    """About how many there are, by the statistics of PostgreSQL, which tells it without a look at them."""
    wanted = typed(text)
    if len(wanted) < SHORTEST:
        return plain.expected(session, _BEGINNING, start=wanted, end=wanted + LAST_CHARACTER) if wanted else 0
    parts = {f"part{n}": f"%{escaped(part)}%" for n, part in enumerate(_parts(wanted))}
    return plain.expected(session, _having(len(parts)), **parts)


_key = tables.holder_names.name_key
_BEGINNING = select(tables.holder_names.id).where(_key >= bindparam("start"), _key < bindparam("end"))


@cache
def _having(parts: int) -> Select[tuple[int]]:
    """Names with so many parts in them, which it is told as `part0` and so on: built once."""
    each = (_key.like(bindparam(f"part{n}"), escape=_ESCAPE) for n in range(parts))
    return select(tables.holder_names.id).where(*each)


def _parts(wanted: str) -> list[str]:
    words = wanted.split()
    are_short = all(len(word) < SHORTEST for word in words)
    return [wanted] if are_short else words  # blanks between short words are letters as well


def each_holder_name(session: Session, text: str) -> ColumnElement[bool]:
    """The same without an index, for a name that is at hand."""
    key, wanted = tables.holder_names.name_key, typed(text)
    if not wanted:
        return false() if text.strip() else true()
    if len(wanted) < SHORTEST:
        return begins(key, wanted)
    # Key and text are folded both: letter by letter, unlike LIKE.
    place = func.instr if db.is_sqlite(session) else func.strpos
    return and_(*(place(key, part) > 0 for part in _parts(wanted)))


def begins(key: ColumnElement[Any], start: str) -> ColumnElement[bool]:
    """A prefix as a range: an index of plain byte order serves it on both engines."""
    return and_(key >= start, key < start + LAST_CHARACTER)


def has(key: ColumnElement[Any], part: str) -> ColumnElement[bool]:
    """Some letters anywhere, with %, _ and the escape itself taken literally."""
    return key.like(f"%{escaped(part)}%", escape=_ESCAPE)


def escaped(part: str) -> str:
    for special in (_ESCAPE, "%", "_"):
        part = part.replace(special, _ESCAPE + special)
    return part


def typed(text: object) -> str:
    """What somebody typed into a search box, folded; anything but text is empty."""
    return names.folded(text[:LONGEST_TEXT]) if isinstance(text, str) else ""


def literal(text: str) -> str:
    """What was typed, in small letters, for keys that are not folded."""
    return names.literal(text, LONGEST_TEXT)


def _named(
    session: Session,
    text: str,
    sorted_key: ColumnElement[Any],
    search_key: ColumnElement[Any],
    row_id: ColumnElement[Any],
    trigram_table: str,
    most: int | None = None,
) -> ColumnElement[bool]:
    wanted = typed(text)
    if not wanted:
        return false() if text.strip() else true()
    if len(wanted) < SHORTEST:
        return begins(sorted_key, wanted)
    parts = _parts(wanted)
    if not db.is_sqlite(session):
        return and_(*(has(search_key, part) for part in parts))
    long_words = [part for part in parts if len(part) >= SHORTEST]
    short_words = [part for part in parts if len(part) < SHORTEST]
    matching = _matching(trigram_table, long_words, None if short_words else most)
    return and_(row_id.in_(matching), *(has(search_key, word) for word in short_words))


def _matching(trigram_table: str, words: list[str], most: int | None) -> Any:
    """Row ids of the full-text table that hold all words, each quoted so that none is an operator."""
    index = table(trigram_table, column("rowid"), column(trigram_table))
    quoted = " AND ".join('"' + word.replace('"', '""') + '"' for word in words)
    return select(index.c.rowid).where(index.c[trigram_table].op("MATCH")(quoted)).limit(most)
