"""Certificates Sent narrowed, sorted and leafed through, on SQLite and on PostgreSQL with the same rows.

`COI_BENCH_SCALE=large` measures with 1,000,000 certificates; to fill that agency the first time takes an hour.
"""

import itertools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, insert, select, text
from sqlmodel import Session, SQLModel

from benchmarks import installations
from benchmarks.figures import Figure, percentile, spread
from coi_app import db, models
from coi_app.queries import agency, certificates, tables
from coi_app.queries.certificate_filters import EVERY_SENT, CertificateFilter
from coi_app.queries.certificates import CertificateSort
from coi_app.queries.paging import Cursor
from coi_app.rules import access
from coi_app.rules.standing import StandingKind
from coi_app.services import schema
from tests import postgres

SCALE = "COI_BENCH_SCALE"
FIRST_MS, WHOLE_MS = 20.0, 300.0
ROUNDS = 3
A_PAGE, DEEP = 50, 10_000  # rows of a page, and the page deep down
ROWS_A_TIME = 5_000
AGENT = access.staff_actor(1, "Benchmark", "benchmark@example.com", access.Role.ADMIN, "127.0.0.1")
TYPED = (
    "l",
    "la",
    "land",
    "landmark b",
    "builders",
    "garden",
    "school",
    "zz",
    "%",
    "KV-26-0",
    "o'",
    "bank of",
)


@dataclass(frozen=True)
class Asked:
    """One keystroke: what the list is narrowed to, of which insured, how sorted, from where on. `counts`: all that
    match, also when that takes longer than to find the page."""

    filters: CertificateFilter = EVERY_SENT
    insured_id: int | None = None
    sort: str = CertificateSort.ISSUED
    after: str | None = None
    counts: bool = True


def measure() -> list[Figure]:
    with installations.demo(os.environ.get(SCALE, "medium")) as folder:
        engine = db.engine_for(f"sqlite:///{folder / installations.DATABASE}")
        found = _figures("SQLite", engine)
        with _on_postgres(engine, folder) as other:
            found += _figures("PostgreSQL", other)
        engine.dispose()
    return found


def _figures(where: str, engine: Engine) -> list[Figure]:
    with Session(engine) as session:
        rows = session.execute(select(func.count()).select_from(models.Certificate)).scalar_one()
        mix = list(_mix(session))
        deep = _deep(session, rows)
        waited = _rounds(session, mix)
        typed = _rounds(session, list(_letters(session)))
        first, last = _rounds(session, [Asked()] * 10), _rounds(session, [deep] * 10)
    name = f"{rows:,} certificates, {where}"
    _, slowest = max(zip(waited, itertools.cycle(mix), strict=False), key=lambda pair: pair[0])
    return [
        Figure(f"{name}: a filter, whole answer, p50", percentile(waited, 0.5), "ms", None, spread(waited, "ms")),
        Figure(f"{name}: a filter, whole answer, p95", percentile(waited, 0.95), "ms", WHOLE_MS, _words(slowest)),
        Figure(f"{name}: a letter typed, the first answer, p50", percentile(typed, 0.5), "ms"),
        Figure(
            f"{name}: a letter typed, the first answer, p95",
            percentile(typed, 0.95),
            "ms",
            FIRST_MS,
            spread(typed, "ms"),
        ),
        Figure(f"{name}: page 1", percentile(first, 0.5), "ms"),
        Figure(f"{name}: page {min(DEEP, rows // A_PAGE):,}", percentile(last, 0.5), "ms"),
    ]  # fmt: skip


def _words(asked: Asked) -> str:
    filters = [
        f"{name} {value}"
        for name, value in asdict(asked.filters).items()
        if value not in ("", None, True, ())
    ]
    return "slowest: " + ", ".join(
        [*filters, f"by {asked.sort}", *(["one insured"] if asked.insured_id else [])]
    )


def _mix(session: Session) -> Iterator[Asked]:
    """What people do: type, choose days, a standing, a state of mail, another order; in one insured's list too."""
    busiest = _busiest(session)
    today = agency.today(session)
    narrowed = [
        *(CertificateFilter(text=typed) for typed in TYPED),
        CertificateFilter(from_on=today - timedelta(days=7), to_on=today),
        CertificateFilter(from_on=today - timedelta(days=365), to_on=today - timedelta(days=335)),
        *(CertificateFilter(delivered=state) for state in ("mailed", "not_mailed", "queued", "failed")),
        *(CertificateFilter(standing=state) for state in StandingKind),
        *(CertificateFilter(source=source) for source in ("bulk", "portal", "renewal")),
        CertificateFilter(text="land", delivered="failed", from_on=today - timedelta(days=90)),
    ]
    for filters, insured_id in itertools.product(narrowed, (None, busiest)):
        yield Asked(filters, insured_id)
    for sort, insured_id in itertools.product(CertificateSort, (None, busiest)):
        yield Asked(EVERY_SENT, insured_id, sort)
        yield Asked(CertificateFilter(text="land"), insured_id, sort)


def _letters(session: Session) -> Iterator[Asked]:
    """What is asked for while each of those words is typed, in the agency's list and in one insured's; many are counted
    while the rows are shown."""
    busiest = _busiest(session)
    for word in TYPED:
        for end, insured_id in itertools.product(range(1, len(word) + 1), (None, busiest)):
            yield Asked(CertificateFilter(text=word[:end]), insured_id, counts=False)


def _busiest(session: Session) -> int:
    row = tables.certificates
    counted = select(row.insured_id).group_by(row.insured_id).order_by(func.count().desc()).limit(1)
    return int(session.execute(counted).scalar_one())


def _deep(session: Session, rows: int) -> Asked:
    """Page 10,000, or the last one: its cursor is found by counting, which no page does."""
    row = tables.certificates
    place = min(DEEP * A_PAGE, rows) - A_PAGE
    newest_first = select(row.issued_at, row.id).order_by(row.issued_at.desc(), row.id.desc())
    at, row_id = session.execute(newest_first.offset(place).limit(1)).one()
    return Asked(after=Cursor(at, row_id).text())


def _rounds(session: Session, mix: list[Asked]) -> list[float]:
    """Milliseconds of each, after one round that nobody counts."""
    waited = [_milliseconds(session, one) for _ in range(ROUNDS + 1) for one in mix]
    return waited[len(mix) :]


def _milliseconds(session: Session, asked: Asked) -> float:
    began = time.perf_counter()
    certificates.page(
        session,
        AGENT,
        asked.filters,
        insured_id=asked.insured_id,
        sort=asked.sort,
        after=asked.after,
        limit=A_PAGE,
        counts=asked.counts,
    )
    waited = 1000 * (time.perf_counter() - began)
    session.rollback()
    return waited


@contextmanager
def _on_postgres(source: Engine, folder: Path) -> Iterator[Engine]:
    """The same rows in a new PostgreSQL."""
    with postgres.server() as address, _settled(address, folder):
        schema.migrate()
        target = db.engine()
        for table in SQLModel.metadata.sorted_tables:
            _copy(source, target, table)
        with target.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        yield target
        target.dispose()


@contextmanager
def _settled(address: str, folder: Path) -> Iterator[None]:
    os.environ["COI_DATABASE_URL"] = address
    try:
        with installations.opened(folder):
            yield
    finally:
        del os.environ["COI_DATABASE_URL"]


def _copy(source: Engine, target: Engine, table: Any) -> None:
    with source.connect() as reading, target.begin() as writing:
        writing.execute(
            text("SET LOCAL session_replication_role = replica")
        )  # rows name rows that come later
        found = reading.execution_options(stream_results=True).execute(select(table))
        for rows in iter(lambda: found.fetchmany(ROWS_A_TIME), []):
            writing.execute(insert(table), [dict(row._mapping) for row in rows])
