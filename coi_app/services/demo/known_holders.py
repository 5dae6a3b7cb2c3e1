"""Holders by name, as the product's own pictures show them."""

from dataclasses import dataclass

from coi_app.services.demo.holder_kinds import HolderKind


@dataclass(frozen=True, slots=True)
class Known:
    """`town`: a place in HOME_TOWNS, or 12 and more in FAR_TOWNS behind it."""

    name: str
    kind: HolderKind
    street: str
    town: int
    email: str
    attention: str = ""
    project: str = ""


K = HolderKind

KNOWN: tuple[Known, ...] = (
    Known("Halvorsen Property Group LLC", K.DEVELOPER, "800 W Main Street, Suite 1460", 0,
          "certs@halvorsenpg.example", "Risk Management", "Cedar Street Lofts, 411 Cedar Street, Boise"),
    Known("Ironwood Construction Managers Inc", K.BUILDER, "2890 E Ironwood Avenue", 3, "coi@ironwoodcm.example",
          "Subcontractor Compliance", "Ten Mile Crossing, Building C"),
    Known("Silverleaf Apartments LP", K.DEVELOPER, "1405 S Orchard Street", 4, "office@silverleaf.example", "",
          "Silverleaf Apartments, phase 2"),
    Known("Owyhee Logistics Park LLC", K.DEVELOPER, "6100 E Railhead Avenue", 5, "leasing@owyheelp.example",
          "Leasing", "Tenant improvement, Suite 400"),
    Known("Marlow & Finch Architects PC", K.DESIGNER, "510 W Grove Street", 0, "office@marlowfinch.example", "",
          "Foothills Library, design-build contract 25-118"),
    Known("First Sawtooth Bank, N.A., ISAOA", K.LENDER, "1 W Idaho Street", 0, "insurance@firstsawtooth.example",
          "Insurance Department", "1450 W Grove Street"),
    Known("Treasure Basin School District No. 4", K.PUBLIC, "711 E Linden Street", 7, "risk@tbsd4.example",
          "Risk Services", "Middle school gymnasium reroof, bid package 7"),
    Known("Canyon Rim Homeowners Association", K.ASSOCIATION, "PO Box 1177", 6, "", "Board of Directors",
          "Clubhouse deck and stair replacement"),
    Known("Alder Creek Apartments LP", K.DEVELOPER, "3300 N Alder Street", 0, "office@aldercreek.example", "",
          "Alder Creek Apartments, exterior repair"),
    Known("Bannock County Public Works", K.PUBLIC, "1500 Shoshone Street", 13, "contracts@bannockpw.example",
          "Contracts", "County maintenance shop, phase 1"),
    Known("Bitterroot Tower Partners", K.DEVELOPER, "225 N Jefferson Street", 0, "pm@bitterroot.example", "",
          "Bitterroot Tower, lobby"),
    Known("Cinder Cone Storage LLC", K.LANDLORD, "7755 S Quarry Road", 7, "leases@cindercone.example", "Leasing",
          "Yard and unit 12, Quarry Road"),
    Known("Dry Creek Water District", K.PUBLIC, "90 Pioneer Way", 8, "admin@drycreekwd.example", "",
          "Well house 6"),
    Known("Eagle Nest Senior Living", K.DEVELOPER, "1200 E Lakeview Drive", 6, "coi@eaglenest.example", "",
          "Eagle Nest, east wing"),
    Known("Gray Wolf Cold Storage", K.SHIPPER, "430 Warehouse Row", 4, "dock@graywolf.example", "Dock Office",
          "Freezer addition"),
    Known("Linden Square Market LP", K.RETAIL, "600 S Linden Street", 0, "vendors@lindensquare.example", "",
          "Saturday market"),
    Known("Gem State Cold Chain Inc", K.SHIPPER, "2020 Depot Street", 5, "carriers@gemcoldchain.example",
          "Carrier Compliance", "Refrigerated loads"),
    Known("Snake River Data Park LLC", K.DEVELOPER, "8800 S Ridgeline Drive", 7, "coi@snakeriverdp.example",
          "", "Data hall 2"),
    Known("Pioneer Gulch Townhomes", K.DEVELOPER, "", 8, "pm@pioneergulch.example", "", "Pioneer Gulch, lots 4 to 11"),
)  # fmt: skip
NOT_REDWOODS = frozenset(
    {
        "Snake River Data Park LLC",
        "Pioneer Gulch Townhomes",
        "Linden Square Market LP",
        "Gem State Cold Chain Inc",
    }
)
