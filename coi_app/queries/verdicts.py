"""The Generate Certificates dialog: every additional interest with its verdict, and who is ticked.

Ten thousand are judged once; the answer is kept until a holder, a link, a policy or a wording changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.models import AdditionalInterest, Holder
from coi_app.queries import additional_interests, facts, judging, tables
from coi_app.queries.additional_interests import InterestFilter
from coi_app.queries.judging import Bench, Judged, Wording
from coi_app.queries.kept_answers import KeptAnswers
from coi_app.rules import access, errors
from coi_app.rules.findings import CURE_LABELS, STATE_LABELS, Finding, State

EVERYONE = InterestFilter()
KEPT = 4  # answers in memory: a few megabytes for 10,000 holders each
ORDER = {State.BLOCKED: 0, State.WARNED: 1, State.READY: 2}


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """`rule`, `why` and `cure` are the weightiest finding's; `cure_kind` tells where to repair it."""

    interest_id: int
    holder_id: int
    holder: str
    place: str
    email: str
    type_label: str
    state: str
    state_label: str
    rule: str = ""
    why: str = ""
    cure: str = ""
    cure_kind: str = ""
    cure_label: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    all: int
    ready: int
    warned: int
    blocked: int

    @property
    def issuable(self) -> int:
        return self.ready + self.warned


@dataclass(frozen=True, slots=True)
class Verdicts:
    """A page: blocked first, then warned, then ready, each by name. `counts` are of the whole search."""

    counts: Counts
    rows: tuple[VerdictRow, ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is ticked: everybody the filter shows but `except_ids`, or only `ids`. Blocked ones never count."""

    everyone: bool = False
    ids: frozenset[int] = frozenset()
    except_ids: frozenset[int] = frozenset()
    filters: InterestFilter = EVERYONE

    def has(self, interest_id: int) -> bool:
        return interest_id not in self.except_ids if self.everyone else interest_id in self.ids


def page(
    session: Session,
    actor: access.Actor,
    insured_id: object,
    master_id: object,
    wanted: Wording,
    filters: InterestFilter = EVERYONE,
    *,
    state: str = "",
    offset: int = 0,
    limit: int = 50,
) -> Verdicts:
    """Raises NotFound when insured or master is out of sight or they do not belong together."""
    rows = of_filter(session, actor, bench_of(session, actor, insured_id, master_id, wanted), filters)
    shown = [row for row in rows if not state or row.state == state]
    shown.sort(key=lambda row: ORDER[State(row.state)])
    offset = max(0, offset)
    return Verdicts(counts(rows), tuple(shown[offset : offset + max(1, limit)]), offset, len(shown))


def selected(
    session: Session,
    actor: access.Actor,
    insured_id: object,
    master_id: object,
    wanted: Wording,
    selection: Selection,
) -> Counts:
    """What would become of the ticked ones; `blocked` are left out."""
    bench = bench_of(session, actor, insured_id, master_id, wanted)
    return counts(of_selection(session, actor, bench, selection))


def bench_of(
    session: Session, actor: access.Actor, insured_id: object, master_id: object, wanted: Wording
) -> Bench:
    bench = judging.bench(session, actor, master_id, wanted)
    if str(bench.master.insured_id) != str(insured_id):
        raise errors.NotFound("master")
    return bench


def of_selection(
    session: Session, actor: access.Actor, bench: Bench, selection: Selection
) -> list[VerdictRow]:
    filters = selection.filters if selection.everyone else InterestFilter()
    return [row for row in of_filter(session, actor, bench, filters) if selection.has(row.interest_id)]


def of_filter(
    session: Session, actor: access.Actor, bench: Bench, filters: InterestFilter
) -> list[VerdictRow]:
    """By the holder's name; only active links, whatever the filter says of ended ones."""
    active = InterestFilter(text=filters.text, type=filters.type)
    ids = additional_interests.ids(session, actor, bench.master.insured_id, active)
    rows = _kept(session, bench)
    return [rows[one] for one in ids if one in rows]


def counts(rows: Iterable[VerdictRow]) -> Counts:
    found = dict.fromkeys(State, 0)
    for row in rows:
        found[State(row.state)] += 1
    return Counts(sum(found.values()), found[State.READY], found[State.WARNED], found[State.BLOCKED])


_answers: KeptAnswers[Mapping[int, VerdictRow]] = KeptAnswers(KEPT)


def _kept(session: Session, bench: Bench) -> Mapping[int, VerdictRow]:
    """All active links of the insured, judged; from memory while nothing they depend on has changed."""
    key = (bench.key, stamp(session, bench.master.insured_id))
    return _answers.of(key, lambda: _judged(session, bench))


def stamp(session: Session, insured_id: int) -> tuple[Any, ...]:
    """Changes with every change of a link or of its holder: both count their revisions."""
    link, holder = tables.additional_interests, tables.holders
    query = (
        select(
            func.count(), func.max(link.id), func.sum(link.revision), func.max(link.updated_at),
            func.sum(holder.revision), func.max(holder.updated_at), func.sum(holder.id),
        )
        .select_from(AdditionalInterest)
        .join(Holder, holder.id == link.holder_id)
        .where(link.insured_id == insured_id, link.ended_on.is_(None))
    )  # fmt: skip
    return tuple(session.execute(query).one())


def _judged(session: Session, bench: Bench) -> dict[int, VerdictRow]:
    link = tables.additional_interests
    active = select(link.id).where(link.insured_id == bench.master.insured_id, link.ended_on.is_(None))
    pairs = facts.interest_facts(session, session.execute(active).scalars())
    return {interest_id: _row(interest_id, bench.judged(*pair)) for interest_id, pair in pairs.items()}


def _row(interest_id: int, judged: Judged) -> VerdictRow:
    state, address = judged.verdict.state, judged.holder.address
    finding = judged.verdict.findings[0] if state is not State.READY else None
    return VerdictRow(
        interest_id,
        judged.holder.id,
        judged.holder.name,
        f"{address.city}, {address.state}".strip(", "),
        judged.holder.email,
        judged.interest.type_label,
        state.value,
        STATE_LABELS[state],
        *(_said(finding) if finding else ()),
    )


def _said(finding: Finding) -> tuple[str, str, str, str, str]:
    kind = finding.cure_kind
    return finding.rule, finding.why, finding.cure, kind.value, CURE_LABELS[kind]
