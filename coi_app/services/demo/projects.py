"""Jobs, buildings and papers that a holder's wording refers to."""

import random

from coi_app.services.demo import dice, holder_names, places
from coi_app.services.demo.holder_kinds import HolderKind

_WORKS: tuple[str, ...] = (
    "tenant improvement", "framing", "exterior envelope", "site work", "remodel", "seismic upgrade", "reroof",
    "mechanical room", "core and shell", "parking structure", "entry canopy", "foundation repair", "phase 2",
)  # fmt: skip
_BUILDINGS: tuple[str, ...] = (
    "Lofts", "Commons", "Building B", "Medical Office", "Library", "Gymnasium", "Clubhouse", "Warehouse",
    "Fire Station", "Senior Center", "Market Hall", "Pump Station",
)  # fmt: skip


def name(chance: random.Random, kind: HolderKind) -> str:
    street = f"{chance.randint(1, 97) * 100 + chance.randint(1, 99)} {dice.one_of(chance, places.STREETS)}"
    if kind in (HolderKind.LENDER, HolderKind.LANDLORD):
        return street
    building = f"{dice.one_of(chance, holder_names.FIRST)} {dice.one_of(chance, _BUILDINGS)}"
    return (
        f"{building}, {dice.one_of(chance, _WORKS)}" if dice.happens(chance, 0.6) else f"{building}, {street}"
    )


def contract(chance: random.Random, year: int) -> str:
    paper = dice.one_of(
        chance, ("Subcontract", "Master agreement", "Contract", "Purchase order", "Work order")
    )
    return f"{paper} {year % 100}-{chance.randint(100, 999)}"


def loan_number(chance: random.Random) -> str:
    return f"00{chance.randint(10, 99)}-{dice.digits(chance, 5)}"
