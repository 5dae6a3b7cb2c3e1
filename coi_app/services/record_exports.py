"""Carriers, insureds and policies as CSV in the columns of their imports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlmodel import Session

from coi_app.models import Carrier, Insured, PolicyEndorsement
from coi_app.queries import facts, tables
from coi_app.rules import access, import_layouts, policy_rows
from coi_app.rules import coverage as cover
from coi_app.rules.facts import shown_day
from coi_app.rules.import_kinds import Kind
from coi_app.rules.insured_kinds import INSURED_KIND_LABELS, InsuredKind
from coi_app.rules.policy_columns import SHOWN
from coi_app.services import exports
from coi_app.services.exports import CsvFile


def carriers(session: Session, actor: access.Actor) -> CsvFile:
    """Every carrier by name, retired ones too."""
    _require(actor)
    row = tables.carriers
    found = session.execute(select(row.legal_name, row.naic).order_by(row.legal_name))
    return _kept(session, actor, Kind.CARRIERS, (tuple(one) for one in found))


def insureds(session: Session, actor: access.Actor) -> CsvFile:
    """Every client and prospect by name."""
    _require(actor)
    row = tables.insureds
    shown = (
        row.legal_name, row.dba, row.kind, row.address_line_one, row.address_line_two, row.city, row.state,
        row.zip_code, row.phone, row.email,
    )  # fmt: skip
    found = session.execute(select(*shown).order_by(row.name_key, row.id))
    lines = ((name, dba, INSURED_KIND_LABELS[InsuredKind(kind)], *more) for name, dba, kind, *more in found)
    return _kept(session, actor, Kind.INSUREDS, lines)


def policies(session: Session, actor: access.Actor) -> CsvFile:
    """Every policy with its limits and blanket endorsements, by insured and term."""
    _require(actor)
    return _kept(session, actor, Kind.POLICIES, _policy_lines(session))


def _policy_lines(session: Session) -> Iterator[tuple[str, ...]]:
    row, insured, carrier = tables.policies, tables.insureds, tables.carriers
    forms = _blanket(session)
    shown = (
        row.id,
        row.line,
        row.number,
        row.effective_on,
        row.expires_on,
        row.status,
        row.cancelled_on,
        row.coverage,
    )
    found = session.execute(
        select(*shown, insured.legal_name, carrier.legal_name.label("carrier"), carrier.naic)
        .join(Insured, insured.id == row.insured_id)
        .join(Carrier, carrier.id == row.carrier_id)
        .order_by(insured.name_key, insured.id, row.effective_on, row.line, row.id)
    )
    for one in found:
        line = cover.Line(one.line)
        policy = {
            "insured_name": one.legal_name, "carrier": one.carrier, "naic": one.naic, "line": cover.LINE_LABELS[line],
            "number": one.number, "effective_on": shown_day(one.effective_on), "expires_on": shown_day(one.expires_on),
            "status": SHOWN["status"][one.status],
            "cancelled_on": shown_day(one.cancelled_on) if one.cancelled_on else "",
        }  # fmt: skip
        coverage = cover.coverage_from_json(line, one.coverage)
        for cells in policy_rows.rows_of(policy, coverage, line, forms.get(one.id, ())):
            yield tuple(policy_rows.in_order(cells))


def _blanket(session: Session) -> dict[int, list[cover.Endorsement]]:
    """Those that name holders are left out: their holders come later than the policies."""
    row = tables.endorsements
    chosen = (row.removed_at.is_(None), row.reach == cover.Reach.BLANKET.value)
    of_policy: dict[int, list[cover.Endorsement]] = defaultdict(list)
    for one in session.execute(select(PolicyEndorsement).where(*chosen).order_by(row.id)).scalars():
        of_policy[one.policy_id].append(facts.endorsement(one, frozenset()))
    return of_policy


def _require(actor: access.Actor) -> None:
    access.require(actor, access.Right.EXPORTS_RUN)
    access.require(actor, access.Right.DESK_VIEW)


def _kept(session: Session, actor: access.Actor, kind: Kind, lines: Iterable[tuple[str, ...]]) -> CsvFile:
    layout = import_layouts.of(kind)
    headings = [layout.headings[column] for column in layout.template]
    return exports.kept(session, actor, kind.value, lines, None, headings)
