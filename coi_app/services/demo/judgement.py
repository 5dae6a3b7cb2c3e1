"""The verdict on what is wanted, on the day it was wanted: the same rules as everywhere, with that day's policies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlmodel import Session

from coi_app import models
from coi_app.documents import typeface
from coi_app.queries import facts
from coi_app.rules import composition, verdict, wording
from coi_app.rules.certificate_content import CertificateContent, SharedContent
from coi_app.rules.facts import Issuer, MasterFacts
from coi_app.rules.findings import State, Verdict

DEFAULT = None  # no template: the holder's own wording, else the master's


@dataclass(frozen=True, slots=True)
class Approved:
    """A draft that may leave. `reason` overrides the verdict's warnings."""

    draft: CertificateContent
    verdict: Verdict
    reason: str


@dataclass(frozen=True)
class Bench:
    """One master version on one day for one kind of issuer."""

    master: MasterFacts
    default: str
    day: date
    issuer: Issuer
    paper: SharedContent

    @cached_property
    def _judge(self) -> verdict.Judge:
        return verdict.Judge(self.master, self.day, self.issuer, unprintable_in=typeface.unprintable)

    @cached_property
    def _values(self) -> dict[str, str]:
        return wording.master_values(self.master, self.day)

    def approve(self, pair: facts.Pair, template: str | None, reason: str) -> Approved | None:
        """None when it is blocked, or warned and nobody gives a reason."""
        holder, interest = pair
        text = interest.description or self.default if template is None else template
        described = wording.resolve(text, self._values | wording.holder_values(holder, interest))
        found = self._judge.judge(holder, interest, described)
        if found.state is State.BLOCKED or (found.state is State.WARNED and not reason):
            return None
        draft = composition.certificate_content(self.paper, holder, found, described.text)
        return Approved(draft, found, reason if found.state is State.WARNED else "")


class Courthouse:
    """Keeps what has been read and judged, so that many certificates of one version cost little."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._producer = facts.producer(session)
        self._masters: dict[int, tuple[MasterFacts, str]] = {}
        self._benches: dict[tuple[int, date, Issuer], Bench] = {}
        self._papers: dict[SharedContent, SharedContent] = {}
        self._pairs: dict[int, facts.Pair] = {}

    def bench(self, version_id: int, day: date, issuer: Issuer = Issuer.STAFF) -> Bench:
        key = (version_id, day, issuer)
        if key not in self._benches:
            master, default = self._master(version_id)
            paper = composition.shared_content(master, day)
            paper = self._papers.setdefault(paper, paper)  # equal ones are one: the press is found by it
            self._benches[key] = Bench(master, default, day, issuer, paper)
        return self._benches[key]

    def _master(self, version_id: int) -> tuple[MasterFacts, str]:
        if version_id not in self._masters:
            row = self._session.get_one(models.MasterVersion, version_id)
            read = facts.master_facts(self._session, version_id, self._producer)
            self._masters[version_id] = (read, row.default_description)
        return self._masters[version_id]

    def read_pairs(self, interest_ids: Iterable[int]) -> None:
        self._pairs |= facts.interest_facts(self._session, interest_ids)

    def pair(self, interest_id: int) -> facts.Pair:
        return self._pairs[interest_id]
