"""One insured of the demo with everything that belongs to it, before any certificate."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coi_app import models
from coi_app.rules import access, names
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.insured_kinds import InsuredKind
from coi_app.services import activity
from coi_app.services.demo import dice, persons, places
from coi_app.services.demo.clients import REDWOOD, Client
from coi_app.services.demo.holders import HolderSeen
from coi_app.services.demo.interests import Link, Registry
from coi_app.services.demo.ledger import Ledger
from coi_app.services.demo.masters import Drafting, MasterSeen
from coi_app.services.demo.office_hours import OfficeHours
from coi_app.services.demo.policies import Term, Underwriting

REDWOODS_PHONE = "(208) 555-0142"


@dataclass(frozen=True, slots=True)
class ClientSeen:
    client: Client
    insured_id: int
    agent: access.Actor
    terms: tuple[Term, ...]
    masters: tuple[MasterSeen, ...]
    links: tuple[Link, ...]


def write(
    ledger: Ledger,
    hours: OfficeHours,
    agent: access.Actor,
    client: Client,
    holders: Iterable[HolderSeen],
    seed: int,
    *,
    told: bool = True,
) -> ClientSeen:
    """`told`: with the entries about its additional interests in Activity History."""
    chance = dice.of(seed, client.name)
    since = hours.now - timedelta(days=366 * client.terms + chance.randint(30, 90))
    insured_id = _insured(ledger, agent, client, chance, since)
    _contacts(ledger, client, chance, insured_id)
    terms = Underwriting(ledger, hours, agent, chance, client, insured_id).write()
    masters = Drafting(ledger, hours, agent, client, insured_id, terms).write()
    registry = Registry(ledger, hours, agent, chance, client, insured_id, terms)
    links = [registry.link(holder, told=told) for holder in holders]
    _schedules(ledger, chance, terms, links)
    return ClientSeen(client, insured_id, agent, tuple(terms), tuple(masters), tuple(links))


def _insured(
    ledger: Ledger, agent: access.Actor, client: Client, chance: random.Random, since: datetime
) -> int:
    town = places.HOME_TOWNS[client.town]
    kind = InsuredKind.PROSPECT if client.trade is None else InsuredKind.INSURED
    invented = f"({town.area_code}) 555-01{chance.randint(0, 99):02d}"
    row = ledger.add(
        models.Insured, kind=kind.value, legal_name=client.name, dba=client.dba,
        name_key=names.folded(client.name), search_key=names.search_key(client.name, client.dba, town.city),
        address_line_one=client.street, city=town.city, state=town.state, zip_code=town.zip_code,
        phone=REDWOODS_PHONE if client.name == REDWOOD else invented, email=client.mailbox,
        portal_open=client.portal_open, created_at=since, updated_at=since,
    )  # fmt: skip
    ledger.add(models.InsuredAgent, insured_id=row["id"], account_id=agent.account_id)
    entry = activity.Entry(
        ActivityKind.INSURED_CREATED, f"Created {client.name}", row["id"], "insured", row["id"]
    )
    ledger.tell(since, agent, entry)
    return int(row["id"])


def _contacts(ledger: Ledger, client: Client, chance: random.Random, insured_id: int) -> None:
    for place in range(chance.randint(1, 3)):
        first, last = dice.one_of(chance, persons.FIRST_NAMES), dice.one_of(chance, persons.LAST_NAMES)
        ledger.add(
            models.Contact, insured_id=insured_id, name=f"{first} {last}",
            title=dice.one_of(chance, persons.TITLES), email=f"{first.lower()}@{client.domain}",
            phone=f"(208) 555-01{chance.randint(0, 99):02d}", is_primary=place == 0,
        )  # fmt: skip


def _schedules(ledger: Ledger, chance: random.Random, terms: Sequence[Term], links: Sequence[Link]) -> None:
    """Scheduled endorsements name a few of those who asked to be insured."""
    named = [link for link in links if link.insured_too][:: chance.randint(2, 3)][:6]
    for term in terms:
        for endorsement_id in term.schedules:
            for holder_id in sorted({link.holder.holder_id for link in named}):
                ledger.add(models.EndorsementHolder, endorsement_id=endorsement_id, holder_id=holder_id)
