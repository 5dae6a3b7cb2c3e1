"""The agency's insureds, by hand: who they are, what they do, and what is the matter with their policies."""

from dataclasses import dataclass
from enum import StrEnum

from coi_app.services.demo import trades
from coi_app.services.demo.coverages import Cover
from coi_app.services.demo.trades import Trade

REDWOOD = "Redwood Ridge Builders LLC"
SUMMIT = "Summit Peak Contractors Inc"
MASTER = "All Lines"
REDWOODS_INTERESTS = 250


class Matter(StrEnum):
    """What happened to the policy of one cover; `days` says when."""

    EXPIRES_IN = "expires_in"
    CANCELLED_AGO = "cancelled_ago"
    LAPSED_AGO = "lapsed_ago"
    BEGINS_IN = "begins_in"
    RENEWED = "renewed"  # the next term is bound already
    APPROVED_IN = "approved_in"  # the carrier's approval of the current term's forms is to come


@dataclass(frozen=True, slots=True)
class Special:
    cover: Cover
    matter: Matter
    days: int


@dataclass(frozen=True, slots=True)
class Client:
    """`months`: until the usual term ends, 2 to 11. `terms`: years with this agency, at most 3.

    `asking`: how many additional interests it has. No trade: a prospect.
    """

    name: str
    dba: str
    trade: Trade | None
    street: str
    town: int
    mailbox: str
    size: int = 2
    months: int = 6
    terms: int = 3
    asking: int = 12
    specials: tuple[Special, ...] = ()
    portal_open: bool = True

    @property
    def domain(self) -> str:
        return self.mailbox.partition("@")[2]


_GL, _AUTO, _UMB, _WC = Cover.LIABILITY, Cover.AUTO, Cover.UMBRELLA, Cover.WORKERS
_PRO = Cover.PROFESSIONAL
T = trades


def _soon(cover: Cover, days: int) -> Special:
    return Special(cover, Matter.EXPIRES_IN, days)


CLIENTS: tuple[Client, ...] = (
    Client(
        REDWOOD, "Redwood Ridge", T.BUILDER, "3175 E Boise Avenue", 1, "office@redwoodridge.example", 2, 5, 3,
        REDWOODS_INTERESTS, (_soon(_PRO, 23),),
    ),
    Client("Cascade Crest Electric Inc", "", T.SUBCONTRACTOR, "2120 N Depot Street", 3,
           "office@cascadecrest.example", 2, 7, 3, 34, (_soon(_WC, 29),)),
    Client("Owyhee Freight Inc", "", T.TRUCKER, "880 W Railhead Avenue", 5,
           "dispatch@owyheefreight.example", 2, 8, 3, 26, (Special(_AUTO, Matter.CANCELLED_AGO, 1),)),
    Client("Lantern Row Bakery LLC", "Lantern Row", T.SHOP, "412 W Grove Street", 0,
           "hello@lanternrow.example", 1, 9, 2, 5, (_soon(_GL, 3), Special(_GL, Matter.RENEWED, 0))),
    Client("Fern Hollow Property Mgmt", "", T.MANAGER, "95 S Linden Street", 6,
           "office@fernhollow.example", 2, 4, 3, 24, (_soon(_UMB, 26),)),
    Client("Juniper Flats Storage LLC", "", T.LANDLORD, "7400 S Quarry Road", 7,
           "office@juniperflats.example", 1, 6, 3, 6, (_soon(_GL, 30),)),
    Client("Ironbark Excavation & Grading LLC", "Ironbark", T.EXCAVATOR, "1610 E Sawmill Road", 4,
           "jobs@ironbarkgrading.example", 3, 3, 3, 42, (Special(_WC, Matter.APPROVED_IN, 7),)),
    Client("Quillback Plumbing LLC", "", T.SUBCONTRACTOR, "318 N Mill Street", 9,
           "service@quillbackplumbing.example", 1, 10, 3, 22),
    Client("Bramblegate Roofing Inc", "", T.ROUGH_TRADE, "5025 W Overland Road", 2,
           "bids@bramblegate.example", 2, 2, 3, 31),
    Client("Tumblestone Concrete LLC", "", T.ROUGH_TRADE, "1201 W Industrial Way", 5,
           "yard@tumblestone.example", 2, 8, 3, 28, (_soon(_AUTO, 12),)),
    Client("Marrowstone Masonry Inc", "", T.ROUGH_TRADE, "640 E Granite Avenue", 4,
           "office@marrowstonemasonry.example", 1, 6, 2, 17),
    Client("Clovermere Mechanical Inc", "", T.SUBCONTRACTOR, "2244 E Harvest Way", 3,
           "projects@clovermere.example", 3, 11, 3, 36),
    Client("Harrowgate Fire Protection Inc", "", T.SUBCONTRACTOR, "77 N Northgate Drive", 9,
           "contracts@harrowgatefire.example", 2, 5, 3, 27),
    Client("Thimble Peak Solar LLC", "", T.SUBCONTRACTOR, "930 W Ridgeline Drive", 6,
           "build@thimblepeak.example", 2, 4, 2, 21, (Special(_UMB, Matter.LAPSED_AGO, 12),)),
    Client("Gantry Gulch Crane Service LLC", "", T.EXCAVATOR, "15 Railhead Avenue", 10,
           "dispatch@gantrygulch.example", 3, 7, 3, 23),
    Client("Bitterbrush Fence & Deck LLC", "", T.ROUGH_TRADE, "208 S Sumac Court", 8,
           "office@bitterbrush.example", 1, 9, 2, 14),
    Client("Dovetail Row Cabinetry LLC", "", T.SUBCONTRACTOR, "1188 W Warehouse Row", 9,
           "shop@dovetailrow.example", 1, 3, 3, 13),
    Client("Lark & Linden Interiors LLC", "", T.SUBCONTRACTOR, "26 N Orchard Street", 1,
           "studio@larklinden.example", 1, 10, 1, 8),
    Client("Saddlebow Trucking LLC", "", T.TRUCKER, "3300 E Ferry Street", 10,
           "safety@saddlebow.example", 2, 5, 3, 22, (_soon(Cover.CARGO, 17),)),
    Client("Nine Mile Haulage Inc", "Nine Mile", T.TRUCKER, "490 W Lone Pine Road", 11,
           "ops@ninemilehaulage.example", 1, 11, 3, 18),
    Client("Longspur Moving & Storage Inc", "", T.TRUCKER, "61 S Warehouse Row", 2,
           "moves@longspur.example", 2, 6, 2, 16),
    Client("Silvertip Towing LLC", "", T.TRUCKER, "1405 N State Street", 4,
           "office@silvertiptow.example", 1, 2, 3, 9, (Special(_GL, Matter.LAPSED_AGO, 41),)),
    Client("Wrenfield Apartments LP", "", T.LANDLORD, "5600 W Meadow Lane", 3,
           "manager@wrenfield.example", 2, 8, 3, 11),
    Client("Foxglove Lane Holdings LLC", "", T.LANDLORD, "12 E Larkspur Lane", 6,
           "accounts@foxglovelane.example", 2, 5, 3, 9, (_soon(_UMB, 8),)),
    Client("Basalt Gate Holdings LP", "", T.LANDLORD, "2750 S Basalt Way", 1,
           "office@basaltgate.example", 3, 7, 3, 14),
    Client("Quarter Moon Warehousing LLC", "", T.LANDLORD, "8120 W Franklin Road", 4,
           "leasing@quartermoon.example", 2, 9, 2, 12),
    Client("Oxbow Lantern Theatre Company", "", T.SHOP, "200 N Main Street", 0,
           "box@oxbowlantern.example", 1, 4, 3, 7),
    Client("Copper Thistle Coffee Roasters LLC", "Copper Thistle", T.SHOP, "731 W Jefferson Street", 0,
           "beans@copperthistle.example", 1, 3, 3, 9),
    Client("Kindling Creek Brewery LLC", "", T.SHOP, "44 Depot Street", 9,
           "taps@kindlingcreek.example", 1, 10, 2, 8),
    Client("Ember & Oak Catering LLC", "", T.SHOP, "1919 S Curlew Avenue", 1,
           "events@emberandoak.example", 1, 6, 3, 13),
    Client("Pinwheel Early Learning Center Inc", "Pinwheel", T.SHOP, "350 E Tamarack Drive", 3,
           "office@pinwheelcenter.example", 1, 8, 3, 6),
    Client("Vesper Hill Dental PLLC", "", T.SHOP, "1650 N Lakeview Drive", 6,
           "desk@vesperhill.example", 1, 11, 2, 5, (), False),
    Client("Pepperhill Janitorial Services LLC", "", T.SERVICE, "508 S Elkhorn Road", 2,
           "crew@pepperhill.example", 1, 7, 3, 24),
    Client("Two Herons Landscaping LLC", "", T.SERVICE, "9021 W Heron Court", 8,
           "green@twoherons.example", 1, 4, 3, 19),
    Client("Mossback Tree Care LLC", "", T.SERVICE, "27 Timberline Road", 11,
           "climb@mossback.example", 1, 9, 2, 15),
    Client("Ravenmoor Security Services LLC", "", T.SERVICE, "1300 W Bannock Street", 0,
           "post@ravenmoor.example", 2, 5, 3, 20, (_soon(_GL, 21),)),
    Client("Starling & Rowe Engineers PLLC", "", T.DESIGN, "877 W Idaho Street", 0,
           "office@starlingrowe.example", 2, 6, 3, 23),
    Client("Whistlevane Environmental LLC", "", T.CLEANUP, "410 E Umber Street", 5,
           "field@whistlevane.example", 2, 10, 3, 18),
    Client("Hollow Reed Software Inc", "", T.SOFTWARE, "199 N Willow Creek Road", 6,
           "legal@hollowreed.example", 2, 3, 2, 10),
    Client("Blue Teasel Farms LLC", "", T.SHOP, "16400 Valley View Road", 5,
           "farm@blueteasel.example", 1, 8, 1, 6, (Special(_GL, Matter.BEGINS_IN, 9),)),
    Client("Teal Harbor Marine LLC", "", T.SERVICE, "3 River Street", 10,
           "dock@tealharbor.example", 1, 2, 1, 7, (Special(_GL, Matter.CANCELLED_AGO, 64),)),
    Client("Amberwick Homes LLC", "", None, "705 W Aspen Lane", 3, "hello@amberwick.example", asking=0),
    Client("Flintlock Hollow Vineyards LLC", "", None, "21 Cottonwood Drive", 11,
           "cellar@flintlockhollow.example", asking=0),
    Client("Sable Run Logistics LLC", "", None, "4410 W Chinden Row", 5, "ops@sablerun.example", asking=0),
)  # fmt: skip
