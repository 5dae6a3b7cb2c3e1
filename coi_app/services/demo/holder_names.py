"""Names of holders: those drawn in the design by hand, all others put together from invented words."""

from collections.abc import Iterator
from math import gcd

from coi_app.services.demo.holder_kinds import KINDS, HolderKind

FIRST: tuple[str, ...] = (
    "Alder", "Amber", "Antler", "Arrowleaf", "Ashfall", "Badger", "Balsam", "Basin", "Beacon", "Birch", "Bison",
    "Bluestem", "Boulder", "Bramble", "Bristlecone", "Buckthorn", "Cairn", "Camas", "Canyon", "Cedar", "Chukar",
    "Cinder", "Clearwater", "Clover", "Copper", "Cottonwood", "Coyote", "Crescent", "Curlew", "Dogwood", "Driftwood",
    "Dusk", "Eagle", "Elkhorn", "Ember", "Falcon", "Feather", "Fern", "Fireweed", "Flint", "Foxtail", "Frost",
    "Garnet", "Glacier", "Golden", "Granite", "Grayling", "Grouse", "Harvest", "Hawthorn", "Hazel", "Heron",
    "Hollow", "Huckleberry", "Indigo", "Iron", "Ivory", "Jasper", "Juniper", "Kestrel", "Kingfisher", "Lantern",
    "Larch", "Laurel", "Lavender", "Lichen", "Linden", "Lupine", "Magpie", "Maple", "Marble", "Meadow", "Mica",
    "Mist", "Moss", "Mule Deer", "Night Heron", "Obsidian", "Ochre", "Osprey", "Otter", "Owl", "Pebble", "Pine",
    "Pinyon", "Plover", "Prairie", "Quail", "Quartz", "Quiet", "Rabbitbrush", "Raven", "Red Fir", "Rimrock", "River",
    "Rosehip", "Rushing", "Saffron", "Sagebrush", "Sandhill", "Scree", "Shale", "Silver", "Sorrel", "Spruce",
    "Starling", "Stone", "Sumac",
    "Swallow", "Syringa", "Tamarack", "Teasel", "Thimble", "Thistle", "Timber", "Trillium", "Trout",
    "Tule", "Umber", "Vesper", "Violet", "Walnut", "Warbler", "Wheat", "Willow", "Winter", "Yarrow", "Yellow Pine",
)  # fmt: skip
SECOND: tuple[str, ...] = (
    "Arch", "Bench", "Bend", "Bluff", "Bridge", "Brook", "Butte", "Cove", "Creek", "Crossing", "Draw", "Falls", "Field",
    "Flats", "Kestler", "Fork", "Gap", "Gate", "Glen", "Grove", "Gulch", "Harbor", "Hill", "Hollow", "Knoll", "Landing",
    "Ledge", "Mesa", "Mill", "Notch", "Park", "Pass", "Point", "Pond", "Reach", "Ridge", "Rim", "Run", "Saddle",
    "Shore", "Spring", "Spur", "Summit", "Terrace", "Trail", "Vale", "Valley", "View", "Wharf", "Wood",
)  # fmt: skip


def pairs(kind: HolderKind) -> Iterator[str]:
    """Names of this kind without end, none twice: all pairs in a shuffled order, then with a compass point."""
    tails = KINDS[kind].tails
    count = len(FIRST) * len(SECOND)
    nth = list(HolderKind).index(kind)
    step, start = _coprime(count, 3_001 + 97 * nth), 701 * nth
    for number in range(count * len(_POINTS)):
        round_, place = divmod(number, count)
        first, second = divmod((start + place * step) % count, len(SECOND))
        point = _POINTS[round_]
        yield f"{point}{FIRST[first]} {SECOND[second]} {tails[number % len(tails)]}"


_POINTS = (
    "", "North ", "South ", "East ", "West ", "Upper ", "Lower ", "Old ", "New ", "Little ", "Great ", "Far ", "Twin ",
    "Middle ", "Inner ", "Outer ", "High ", "Long ", "Broad ", "Three ", "Five ", "Seven ", "Nine ", "Grand ",
)  # fmt: skip


def _coprime(count: int, wanted: int) -> int:
    while gcd(count, wanted) != 1:
        wanted += 1
    return wanted
