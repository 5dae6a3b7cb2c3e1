"""The judge for each kind of import."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from coi_app.rules import import_layouts, policy_import, record_import
from coi_app.rules.import_kinds import OF_HOLDERS, Kind
from coi_app.services import import_judging
from coi_app.services.carrier_judging import CarrierShelf
from coi_app.services.import_verdicts import Judge
from coi_app.services.insured_judging import InsuredShelf
from coi_app.services.policy_judging import PolicyJudge
from coi_app.services.record_judging import Read, RecordJudge, Shelf


def of(
    session: Session,
    kind: Kind,
    headings: Sequence[str],
    places: Mapping[str, int],
    decisions: Mapping[int, str],
) -> Judge:
    """Knows the agency as it is now; `decisions` are those on holders that look alike."""
    if kind in OF_HOLDERS:
        return import_judging.Judge(session, kind, headings, places, decisions)
    shelf, read = _shelf(session, kind)
    return RecordJudge(shelf, read, import_layouts.of(kind), headings, places)


def _shelf(session: Session, kind: Kind) -> tuple[Shelf, Read]:
    if kind is Kind.CARRIERS:
        return CarrierShelf(session), record_import.read_carrier
    if kind is Kind.INSUREDS:
        return InsuredShelf(session), record_import.read_insured
    return PolicyJudge(session), policy_import.read
