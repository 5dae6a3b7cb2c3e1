"""Certificate numbers: unique, never reused, given at issue (R29). "KV-26-04812": prefix, year, serial."""

from datetime import date

from sqlalchemy import select, update
from sqlmodel import Session, col

from coi_app.models import NumberSeries
from coi_app.queries import agency
from coi_app.services import row_inserts


def series(session: Session, day: date) -> str:
    """The series of that year: "KV-26"."""
    return f"{agency.row(session).number_prefix}-{day:%y}"


def text(series_name: str, serial: int) -> str:
    return f"{series_name}-{serial:05d}"


def last(session: Session, series_name: str) -> int:
    """The last serial given out, 0 before the first; by the time one writes it may be another."""
    seen = session.execute(select(col(NumberSeries.last)).where(col(NumberSeries.name) == series_name))
    return seen.scalar() or 0


def take(session: Session, series_name: str, count: int) -> int:
    """Reserve so many in a row and give the first; nobody else takes any until this transaction ends."""
    row_inserts.insert_missing(session, NumberSeries, [{"name": series_name, "last": 0}])
    given: int = session.execute(
        update(NumberSeries)
        .where(col(NumberSeries.name) == series_name)
        .values(last=col(NumberSeries.last) + count)
        .returning(col(NumberSeries.last))
    ).scalar_one()
    return given - count + 1


def take_if_still(session: Session, series_name: str, seen: int, count: int) -> bool:
    """Reserve so many after `seen`, unless somebody was quicker: then False, and nothing is taken."""
    row_inserts.insert_missing(session, NumberSeries, [{"name": series_name, "last": 0}])
    taken = session.execute(
        update(NumberSeries)
        .where(col(NumberSeries.name) == series_name, col(NumberSeries.last) == seen)
        .values(last=seen + count)
        .returning(col(NumberSeries.last))
    ).first()
    return taken is not None
