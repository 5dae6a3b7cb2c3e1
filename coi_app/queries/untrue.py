"""Which live certificates of an insured are untrue now: read in few queries, judged by `rules.untrue`.

Ten thousand certificates of one batch share their content, so the policies are compared once for all of them.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session

from coi_app.models import AdditionalInterest, Certificate, StoredContent
from coi_app.queries import agency, facts, tables
from coi_app.rules import certificate_content
from coi_app.rules.certificate_content import Box, Boxes, SharedContent
from coi_app.rules.certificate_difference import Difference
from coi_app.rules.facts import MasterFacts
from coi_app.rules.findings import Severity, Verdict
from coi_app.rules.untrue import Radar, Said

Found = dict[int, tuple[Difference, ...]]


def of_insured(session: Session, insured_id: int) -> Found:
    """Certificate → in what it claims more than the policies give; the true ones are not in it."""
    bench = _Bench(session, agency.today(session))
    going_on = [
        digest for digest, version_id in _papers(session, insured_id) if bench.goes_on(digest, version_id)
    ]
    judged = ((row.id, bench.untrue(row)) for row in _live(session, insured_id, going_on))
    return {certificate_id: found for certificate_id, found in judged if found}


def _is_live(insured_id: int) -> ColumnElement[bool]:
    """Neither superseded nor withdrawn."""
    row = tables.certificates
    return and_(row.insured_id == insured_id, row.superseded_at.is_(None), row.withdrawn_at.is_(None))


def _papers(session: Session, insured_id: int) -> list[tuple[str, int]]:
    """What its live certificates have in common: few, and of many terms, most of which are over."""
    row = tables.certificates
    query = select(row.shared_digest, row.master_version_id).where(_is_live(insured_id)).distinct()
    return [(digest, version_id) for digest, version_id in session.execute(query)]


def _live(session: Session, insured_id: int, digests: Sequence[str]) -> Iterator[Any]:
    """Those of these contents, with the contract of the additional interest as recorded now. Plain rows: there may be
    tens of thousands."""
    row, link = tables.certificates, tables.additional_interests
    query = (
        select(
            row.id, row.holder_id, row.master_version_id, row.shared_digest, row.description, row.content,
            row.override_reason, link.written_contract_on, link.written_contract,
        )
        .select_from(Certificate)
        .outerjoin(AdditionalInterest, link.id == row.interest_id)
        .where(_is_live(insured_id))
    )  # fmt: skip
    for some in facts.in_chunks(list(dict.fromkeys(digests))):
        yield from session.connection().execute(query.where(row.shared_digest.in_(some)))


class _Bench:
    """One radar for each content and master version; what they read is read once."""

    def __init__(self, session: Session, today: date) -> None:
        self._session = session
        self._today = today
        self._radars: dict[tuple[str, int], Radar] = {}
        self._masters: dict[int, MasterFacts] = {}
        self._kinds: dict[tuple[tuple[Any, ...], ...], tuple[Boxes, ...]] = {}

    def goes_on(self, digest: str, version_id: int) -> bool:
        """Whether anything they claim is of today or later."""
        return not self._radar(digest, version_id).is_over

    def untrue(self, row: Any) -> tuple[Difference, ...]:
        return self._radar(row.shared_digest, row.master_version_id).untrue(self._said(row))

    def _radar(self, digest: str, version_id: int) -> Radar:
        key = (digest, version_id)
        if key not in self._radars:
            self._radars[key] = Radar(self._stated(digest), self._master(version_id), self._today)
        return self._radars[key]

    def _stated(self, digest: str) -> SharedContent:
        return certificate_content.shared_from_json(self._session.get_one(StoredContent, digest).body)

    def _master(self, version_id: int) -> MasterFacts:
        if version_id not in self._masters:
            producer = facts.producer(self._session)
            self._masters[version_id] = facts.master_facts(self._session, version_id, producer)
        return self._masters[version_id]

    def _said(self, row: Any) -> Said:
        stored = row.content
        return Said(
            row.holder_id,
            stored["holder"]["name"],
            self._boxes(tuple(map(tuple, stored["boxes"]))),
            row.description,
            row.written_contract_on,
            row.written_contract or "",
            self._acknowledged(row.id) if row.override_reason else frozenset(),
        )

    def _boxes(self, stored: tuple[tuple[Any, ...], ...]) -> tuple[Boxes, ...]:
        """There are few different ones."""
        if stored not in self._kinds:
            self._kinds[stored] = tuple(Boxes(one, Box(addl), Box(subr)) for one, addl, subr in stored)
        return self._kinds[stored]

    def _acknowledged(self, certificate_id: int) -> frozenset[str]:
        """What it was warned of when it was issued; few were, so each is looked up by itself."""
        row = tables.certificates
        stored = self._session.execute(select(row.verdict).where(row.id == certificate_id)).scalar_one()
        findings = Verdict.from_json(stored).findings
        return frozenset(one.why for one in findings if one.severity is Severity.WARN)
