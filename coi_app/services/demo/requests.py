"""Certificates that somebody still waits for."""

from collections.abc import Mapping
from datetime import timedelta

from coi_app import models
from coi_app.rules import access
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity
from coi_app.services.demo.ledger import Ledger
from coi_app.services.demo.office_hours import OfficeHours

# (insured, holder, what is required, asked by, hours until it is due, minutes since it was asked, in a hurry)
ASKED: tuple[tuple[str, str, str, str, int, int, bool], ...] = (
    ("Cascade Crest Electric Inc", "Halvorsen Property Group LLC\n800 W Main Street, Suite 1460, Boise, ID 83702",
     "Additional insured, ongoing operations. Cedar Street Lofts.", "Dana Whitfield", 3, 40, True),
    ("Redwood Ridge Builders LLC", "Treasure Basin School District No. 4\n711 E Linden Street, Kuna, ID 83634",
     "Bid package 9, gymnasium floor.", "Luis Aldana", 6, 150, False),
    ("Owyhee Freight Inc", "Gem State Cold Chain Inc\n2020 Depot Street, Caldwell, ID 83605",
     "Automobile and cargo.", "Theo Saltmarsh", 5, 200, True),
    ("Ember & Oak Catering LLC", "Oxbow Lantern Theatre Company\n200 N Main Street, Boise, ID 83702",
     "Gala dinner, general liability.", "Rosa Tamayo", 30, 300, False),
    ("Starling & Rowe Engineers PLLC", "Bannock County Public Works\n1500 Shoshone Street, Pocatello, ID 83201",
     "Professional liability, bridge inspection.", "Wendell Rowe", 54, 1_500, False),
    ("Two Herons Landscaping LLC", "Canyon Rim Homeowners Association\nPO Box 1177, Eagle, ID 83616",
     "Grounds contract, spring.", "Mara Varga", 78, 2_600, False),
)  # fmt: skip


def write(ledger: Ledger, hours: OfficeHours, ids: Mapping[str, int]) -> None:
    """`ids`: the insureds by their names."""
    for insured, holder, wanted, asked_by, due, asked, rush in ASKED:
        at = hours.now - timedelta(minutes=asked)
        row = ledger.add(
            models.CertificateRequest, insured_id=ids[insured], holder_text=holder, requirements=wanted,
            due_at=hours.now + timedelta(hours=due), rush=rush, asked_by_text=asked_by, created_at=at,
        )  # fmt: skip
        said = f"{asked_by} asked for a certificate for {holder.partition(chr(10))[0]}"
        entry = activity.Entry(ActivityKind.REQUEST_RECEIVED, said, ids[insured], "request", row["id"])
        ledger.tell(at, access.system_actor("Portal"), entry)
