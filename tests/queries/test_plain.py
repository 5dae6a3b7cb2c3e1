"""Statements that are told many numbers at once: what they find, and that an index finds it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlmodel import Session

from coi_app import db
from coi_app.queries import certificate_text, certificates, name_search, plain, tables
from coi_app.queries.certificates import CertificateFilter
from tests import factories
from tests.cast import People
from tests.queries.grid import issued

Asked = list[tuple[str, Any]]
# What is walked in the order that is shown stands in an index alone.
READ_WHOLE = re.compile(r"SCAN (certificates|deliveries|holder_names|master_policies|radar_hits)$")


@pytest.mark.parametrize("ids", [[], [1], [3, 1, 3], [2**63 - 1, -1, 0], list(range(5_000))])
def test_rows_of_many_numbers(session: Session, ids: list[int]) -> None:
    made = {factories.holder(session, f"Holder {n}").id for n in range(4)}
    row = tables.holders
    found = plain.ids(session, select(row.id).where(plain.among(row.id, ids)))
    again = plain.rows(session, select(row.id).where(plain.among_ids(row.id)), ids=ids)
    assert sorted(found) == sorted(one.id for one in again) == sorted(made & set(ids))


def test_postgresql_tells_about_how_many_holders_have_a_name(session: Session) -> None:
    if db.is_sqlite(session):
        pytest.skip("asked of PostgreSQL alone")
    for n in range(300):
        factories.holder(session, f"{'Oak Bank' if n % 3 else 'Elm Farm'} {n}")
    session.flush()
    session.connection().exec_driver_sql("ANALYZE holder_names")
    assert 150 < name_search.expected_holder_names(session, "bank") < 250
    assert name_search.expected_holder_names(session, "Ash tree") < 50
    assert name_search.expected_holder_names(session, "100% %(it)s ' \\") < 50
    assert 150 < name_search.expected_holder_names(session, "o") < 250
    assert (
        100 < name_search.expected_holder_names(session, "oak ba") < 250
    )  # as if one word told nothing of another
    assert name_search.expected_holder_names(session, "-") < 50


@pytest.fixture
def asked(session: Session) -> Iterator[Asked]:
    """The statements of now, on SQLite."""
    if not db.is_sqlite(session):
        pytest.skip("says how SQLite reads")
    seen: Asked = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        seen.append((statement, parameters))

    event.listen(session.get_bind(), "before_cursor_execute", note)
    yield seen
    event.remove(session.get_bind(), "before_cursor_execute", note)


def plans(session: Session, asked: Asked) -> Iterator[str]:
    connection = session.connection()
    for statement, parameters in [one for one in asked if one[0].startswith(("SELECT", "WITH"))]:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        yield from (row.detail for row in rows)


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("one_insureds", [True, False])
def test_no_table_is_read_whole_for_a_page(
    session: Session,
    people: People,
    asked: Asked,
    monkeypatch: pytest.MonkeyPatch,
    one_insureds: bool,
    listed: bool,
) -> None:
    """Rows that are shown are found by their numbers, and a holder's names by the index that has them."""
    if not listed:
        for name in ("NAMES", "NAMES_OF_ALL", "SHORT"):
            monkeypatch.setattr(certificate_text, name, 0)
    issued(session, people, [f"Oak {n}" for n in range(4)])
    asked.clear()
    insured_id = people.redwood.id if one_insureds else None
    assert certificates.page(session, people.sam, CertificateFilter("oak"), insured_id=insured_id).rows
    told = list(plans(session, asked))
    assert not [line for line in told if READ_WHOLE.search(line)], told
    assert listed or any("ix_holder_names_holder_id_name_key" in line for line in told)
