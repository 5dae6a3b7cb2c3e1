"""Vehicles of the automobile policies in force, and Redwood's ID cards, shared with its people."""

import random
from collections.abc import Sequence
from typing import Any

from coi_app import models
from coi_app.adapters import file_store
from coi_app.documents import id_card
from coi_app.queries import facts, shared_files
from coi_app.rules import file_names, vehicles
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.shared_files import ID_CARDS, FileKind
from coi_app.rules.upload_kinds import MediaKind
from coi_app.services import activity
from coi_app.services.demo import carriers, dice
from coi_app.services.demo.client_rows import ClientSeen
from coi_app.services.demo.clients import REDWOOD
from coi_app.services.demo.coverages import Cover
from coi_app.services.demo.ledger import Ledger, Row
from coi_app.services.demo.office_hours import OfficeHours
from coi_app.services.demo.policies import Term

# No such makers exist.
MODELS: tuple[tuple[str, str], ...] = (
    ("Kestler", "H-250"), ("Kestler", "H-350 Dump"), ("Orrin", "ProVan 2500"), ("Orrin", "ProVan 3500 High Roof"),
    ("Tolland", "Ridgeback"), ("Tolland", "Cityline"), ("Brandt & Lowe", "Flatbed 20"),
)  # fmt: skip
SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
OLDEST = 9  # years


def write(ledger: Ledger, hours: OfficeHours, seen: Sequence[ClientSeen], seed: int) -> None:
    """Before the ledger is written: the cards say what its waiting rows say."""
    for one in seen:
        chance = dice.of(seed, f"fleet of {one.client.name}")
        for term in one.terms:
            if term.cover is Cover.AUTO and term.is_in_force(hours.today):
                fleet = [_vehicle(ledger, hours, term, chance) for _ in range(chance.randint(2, 6))]
                if one.client.name == REDWOOD:
                    _cards(ledger, hours, one, term, fleet)


def _vehicle(ledger: Ledger, hours: OfficeHours, term: Term, chance: random.Random) -> Row:
    make, model = dice.one_of(chance, MODELS)
    year = hours.today.year - chance.randrange(OLDEST)
    vin = "".join(chance.choice(SIGNS) for _ in range(17))
    vin = vin[:8] + vehicles.check_sign(vin) + vin[9:]
    return ledger.add(
        models.Vehicle, policy_id=term.policy_id, year=year, make=make, model=model, vin=vin, created_at=hours.now
    )  # fmt: skip


def _cards(ledger: Ledger, hours: OfficeHours, seen: ClientSeen, term: Term, fleet: Sequence[Row]) -> None:
    policy = _waiting(ledger, models.Policy, term.policy_id)
    body = id_card.draw(_content(ledger, hours, seen, policy, fleet), hours.now)
    name = file_names.file_name(f"ID cards {policy['number']}", MediaKind.PDF.ending)
    file = ledger.add(
        models.SharedFile, insured_id=seen.insured_id, policy_id=term.policy_id, kind=FileKind.ID_CARD.value,
        folder=ID_CARDS, name=name, media_type=MediaKind.PDF.value, size=len(body), sha256=file_store.put(body),
        portal_visible=True, expires_on=term.expires_on, uploaded_by_id=seen.agent.account_id,
        uploaded_at=hours.now,
    )  # fmt: skip
    entry = activity.Entry(
        ActivityKind.ID_CARD_MADE, f"Made the ID cards of the policy {policy['number']}", seen.insured_id,
        shared_files.SUBJECT, file["id"], {"version": 1, "sha256": file["sha256"], "policy_id": term.policy_id},
    )  # fmt: skip
    ledger.tell(hours.now, seen.agent, entry)


def _content(
    ledger: Ledger, hours: OfficeHours, seen: ClientSeen, policy: Row, fleet: Sequence[Row]
) -> id_card.IdCards:
    insured = models.Insured(**_waiting(ledger, models.Insured, seen.insured_id))
    agency = ledger.rows[models.Agency][0]
    company = carriers.COMPANIES[policy["carrier_id"] - 1]
    return id_card.IdCards(
        carrier=company.legal_name,
        naic=company.naic,
        policy_number=policy["number"],
        effective_on=policy["effective_on"],
        expires_on=policy["expires_on"],
        insured=insured.legal_name,
        insured_rows=facts.address(insured).rows(),
        agency=agency["name"],
        agency_phone=agency["phone"],
        issued_on=hours.today,
        vehicles=tuple(
            id_card.CardVehicle(f"{one['year']} {one['make']} {one['model']}", one["vin"]) for one in fleet
        ),
    )


def _waiting(ledger: Ledger, model: type[Any], row_id: int) -> Row:
    return next(row for row in ledger.rows[model] if row["id"] == row_id)
