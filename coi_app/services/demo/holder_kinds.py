"""Kinds of certificate holders: how their names are built and what they are to an insured."""

from dataclasses import dataclass
from enum import StrEnum

from coi_app.rules.facts import InterestType


class HolderKind(StrEnum):
    BUILDER = "builder"
    DEVELOPER = "developer"
    PUBLIC = "public"
    ASSOCIATION = "association"
    LENDER = "lender"
    DESIGNER = "designer"
    LANDLORD = "landlord"
    SHIPPER = "shipper"
    RETAIL = "retail"


@dataclass(frozen=True, slots=True)
class Kind:
    """`tails` stand behind an invented name; `share` of the agency's holders; `types` this kind may have."""

    share: int
    tails: tuple[str, ...]
    types: tuple[tuple[InterestType, ...], ...]
    departments: tuple[str, ...]
    mailbox: str


_AI, _HOLDER = InterestType.ADDITIONAL_INSURED, InterestType.CERTIFICATE_HOLDER

KINDS: dict[HolderKind, Kind] = {
    HolderKind.BUILDER: Kind(
        24,
        (
            "Construction Managers Inc",
            "General Contractors LLC",
            "Builders Inc",
            "Construction Group LLC",
            "Design-Build Inc",
            "Contracting Co",
            "Homes LLC",
            "Commercial Builders LLC",
        ),
        ((_AI,),),
        ("Subcontractor Compliance", "Risk Management", "Project Controls"),
        "coi",
    ),
    HolderKind.DEVELOPER: Kind(
        20,
        (
            "Property Group LLC",
            "Development Partners LLC",
            "Apartments LP",
            "Business Park LLC",
            "Tower Partners",
            "Logistics Park LLC",
            "Townhomes LLC",
            "Senior Living LLC",
            "Land Company LLC",
        ),
        ((_AI,), (_AI, InterestType.OWNER)),
        ("Risk Management", "Asset Management"),
        "certs",
    ),
    HolderKind.PUBLIC: Kind(
        14,
        (
            "County Public Works",
            "School District No. 7",
            "Water District",
            "Highway District No. 3",
            "Irrigation District",
            "Fire Protection District",
            "Recreation District",
            "Library District",
        ),
        ((_AI,), (_HOLDER,)),
        ("Contracts", "Risk Services", "Purchasing"),
        "contracts",
    ),
    HolderKind.ASSOCIATION: Kind(
        10,
        (
            "Homeowners Association",
            "Condominium Owners Association",
            "Village Association",
            "Owners Association Inc",
        ),
        ((_HOLDER,), (_AI,)),
        ("Board of Directors", ""),
        "board",
    ),
    HolderKind.LENDER: Kind(
        9,
        (
            "Bank, ISAOA",
            "Community Credit Union",
            "Equipment Finance LLC",
            "Savings Bank, ISAOA",
            "Capital Corp",
        ),
        (
            (InterestType.LOSS_PAYEE,),
            (InterestType.MORTGAGEE,),
            (InterestType.LENDERS_LOSS_PAYABLE,),
            (InterestType.LIENHOLDER,),
        ),
        ("Insurance Department", "Loan Servicing"),
        "insurance",
    ),
    HolderKind.DESIGNER: Kind(
        5,
        ("Architects PC", "Engineers PLLC", "Design Studio LLC", "Surveying Inc"),
        ((_AI,), (_HOLDER,)),
        ("", "Contracts"),
        "office",
    ),
    HolderKind.LANDLORD: Kind(
        8,
        ("Storage LLC", "Plaza LLC", "Holdings LLC", "Warehouse Partners LP", "Realty Trust"),
        ((_AI, InterestType.LESSOR), (InterestType.LESSOR,)),
        ("Leasing", "Property Management"),
        "leasing",
    ),
    HolderKind.SHIPPER: Kind(
        6,
        (
            "Cold Storage Inc",
            "Freight Brokers LLC",
            "Milling Company",
            "Produce Growers Inc",
            "Cold Chain Inc",
        ),
        ((_HOLDER,), (_AI,), (InterestType.LOSS_PAYEE,)),
        ("Carrier Compliance", "Dock Office"),
        "dock",
    ),
    HolderKind.RETAIL: Kind(
        4,
        ("Market LP", "Grocers Cooperative", "Outfitters Inc", "Medical Center", "Conference Center LLC"),
        ((_AI,), (_HOLDER,)),
        ("Vendor Management", ""),
        "vendors",
    ),
}
