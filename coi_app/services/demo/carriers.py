"""Insurance companies that do not exist; NAIC codes of the 99000 range."""

from dataclasses import dataclass

from coi_app.rules.coverage import Line


@dataclass(frozen=True, slots=True)
class Company:
    legal_name: str
    naic: str
    writes: tuple[Line, ...]


_GL, _AUTO, _UMB = Line.GENERAL_LIABILITY, Line.AUTOMOBILE, Line.UMBRELLA
_WC, _OTHER = Line.WORKERS_COMPENSATION, Line.OTHER

COMPANIES: tuple[Company, ...] = (
    Company("Cobalt Ridge Casualty Co", "99104", (_GL, _AUTO)),
    Company("Lodestar Indemnity Co", "99217", (_UMB,)),
    Company("Great Basin Workers Mutual", "99340", (_WC,)),
    Company("Palisade & Harrow Fire Insurance Company", "99128", (_GL, _AUTO)),
    Company("Tamarack Mutual Casualty Company", "99151", (_GL, _AUTO, _UMB)),
    Company("Stillwater Crossing Insurance Company", "99163", (_GL,)),
    Company("Wagonmaster Commercial Auto Insurance Co", "99189", (_AUTO,)),
    Company("Northing Surplus Lines Insurance Company", "99226", (_GL, _OTHER)),
    Company("Quarrystone Excess Insurance Company", "99238", (_UMB,)),
    Company("Silver Larch Compensation Fund", "99355", (_WC,)),
    Company("Timberhitch Employers Insurance Company", "99361", (_WC,)),
    Company("Ledger & Quill Professional Insurance Co", "99412", (_OTHER,)),
    Company("Watershed Environmental Insurance Co", "99433", (_OTHER,)),
    Company("Drayhorse Inland Marine Insurance Company", "99457", (_OTHER,)),
)
REDWOODS = {_GL: 0, _AUTO: 0, _UMB: 1, _WC: 2, _OTHER: 11}  # places in COMPANIES


def writing(line: Line) -> tuple[int, ...]:
    """The places in COMPANIES of those that write this line."""
    return tuple(place for place, company in enumerate(COMPANIES) if line in company.writes)
