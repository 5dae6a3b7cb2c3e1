"""Western towns with a ZIP code of theirs, and streets that could be anywhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Town:
    city: str
    state: str
    zip_code: str
    area_code: str


BOISE = Town("Boise", "ID", "83702", "208")
HOME_TOWNS: tuple[Town, ...] = (
    BOISE,
    Town("Boise", "ID", "83706", "208"),
    Town("Boise", "ID", "83709", "208"),
    Town("Meridian", "ID", "83642", "208"),
    Town("Nampa", "ID", "83651", "208"),
    Town("Caldwell", "ID", "83605", "208"),
    Town("Eagle", "ID", "83616", "208"),
    Town("Kuna", "ID", "83634", "208"),
    Town("Star", "ID", "83669", "208"),
    Town("Garden City", "ID", "83714", "208"),
    Town("Mountain Home", "ID", "83647", "208"),
    Town("Emmett", "ID", "83617", "208"),
)
FAR_TOWNS: tuple[Town, ...] = (
    Town("Twin Falls", "ID", "83301", "208"),
    Town("Pocatello", "ID", "83201", "208"),
    Town("Idaho Falls", "ID", "83402", "208"),
    Town("Coeur d’Alene", "ID", "83814", "208"),
    Town("Lewiston", "ID", "83501", "208"),
    Town("Ontario", "OR", "97914", "541"),
    Town("Bend", "OR", "97701", "541"),
    Town("Baker City", "OR", "97814", "541"),
    Town("Portland", "OR", "97209", "503"),
    Town("Salem", "OR", "97301", "503"),
    Town("Spokane", "WA", "99201", "509"),
    Town("Kennewick", "WA", "99336", "509"),
    Town("Yakima", "WA", "98901", "509"),
    Town("Tacoma", "WA", "98402", "253"),
    Town("Salt Lake City", "UT", "84101", "801"),
    Town("Ogden", "UT", "84401", "801"),
    Town("Logan", "UT", "84321", "435"),
    Town("Reno", "NV", "89501", "775"),
    Town("Elko", "NV", "89801", "775"),
    Town("Missoula", "MT", "59802", "406"),
    Town("Bozeman", "MT", "59715", "406"),
    Town("Cheyenne", "WY", "82001", "307"),
    Town("Denver", "CO", "80202", "303"),
    Town("Grand Junction", "CO", "81501", "970"),
    Town("Flagstaff", "AZ", "86001", "928"),
    Town("Redding", "CA", "96001", "530"),
)

STREETS: tuple[str, ...] = (
    "Alder Street", "Aspen Lane", "Bannock Street", "Basalt Way", "Cedar Street", "Chinden Row",
    "Cottonwood Drive", "Curlew Avenue", "Depot Street", "Elkhorn Road", "Fairway Drive", "Ferry Street",
    "Franklin Road", "Granite Avenue", "Grove Street", "Harvest Way", "Heron Court", "Idaho Street",
    "Industrial Way", "Ironwood Avenue", "Jefferson Street", "Juniper Road", "Lakeview Drive", "Larkspur Lane",
    "Linden Street", "Lone Pine Road", "Main Street", "Meadow Lane", "Mill Street", "Myrtle Street",
    "Northgate Drive", "Orchard Street", "Overland Road", "Park Boulevard", "Pioneer Way", "Quarry Road",
    "Railhead Avenue", "Ridgeline Drive", "River Street", "Sage Avenue", "Sawmill Road", "Shoshone Street",
    "State Street", "Sumac Court", "Tamarack Drive", "Timberline Road", "Umber Street", "Valley View Road",
    "Warehouse Row", "Willow Creek Road",
)  # fmt: skip
DIRECTIONS: tuple[str, ...] = ("N", "S", "E", "W", "", "")
SUITES: tuple[str, ...] = (
    "Suite 100",
    "Suite 210",
    "Suite 305",
    "Floor 2",
    "Building C",
    "Unit 7",
    "Suite 1460",
)
