"""The agency of `make run`: everything of scale "small", in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coi_app import clock, models
from coi_app.adapters import job_engine
from coi_app.rules import access
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import activity, mails
from coi_app.services.demo import (
    agency,
    certificates,
    client_rows,
    clients,
    dice,
    fleets,
    history,
    known_holders,
    occasions,
    requests,
)
from coi_app.services.demo.agency import DemoAccount
from coi_app.services.demo.certificates import Desk
from coi_app.services.demo.client_rows import ClientSeen
from coi_app.services.demo.clients import REDWOOD, REDWOODS_INTERESTS, Client
from coi_app.services.demo.deliveries import RETRY_IN, Postbox
from coi_app.services.demo.holders import Directory, HolderSeen
from coi_app.services.demo.judgement import Courthouse
from coi_app.services.demo.ledger import Ledger
from coi_app.services.demo.office_hours import OfficeHours
from coi_app.services.demo.printing import Pictures, PrintingHouse

HOLDERS = 600
SHARED = 0.5  # share of another insured's holders that are Redwood's too


@dataclass
class Filled:
    """What a larger scale goes on from."""

    ledger: Ledger
    hours: OfficeHours
    staff: agency.Staff
    directory: Directory
    last_numbers: dict[str, int]
    pictures: Pictures
    accounts: list[DemoAccount]


def fill(session: Session, seed: int) -> Filled:
    """Rows of everything; gives the accounts with their passwords, which are nowhere else."""
    hours = OfficeHours(clock.now(), ZoneInfo(agency.ZONE))
    ledger = Ledger()
    agency.write(ledger, hours)
    pictures = {row["sha256"]: row["body"] for row in ledger.rows[models.StoredPicture]}
    staff, accounts = agency.staff(ledger, hours)
    directory = Directory(ledger, hours, staff.tom, dice.of(seed, "holders"))
    seen = _clients(ledger, hours, staff, directory, seed)
    fleets.write(ledger, hours, seen, seed)
    portal, shown = _redwoods_account(ledger, hours, seen[0])
    ledger.write(session)
    last = _issue(session, ledger, hours, seen, portal, seed, pictures)
    requests.write(ledger, hours, {one.client.name: one.insured_id for one in seen})
    _finish(session, ledger, hours, seed)
    return Filled(ledger, hours, staff, directory, last, pictures, [*accounts, shown])


def _clients(
    ledger: Ledger, hours: OfficeHours, staff: agency.Staff, directory: Directory, seed: int
) -> list[ClientSeen]:
    known = directory.known()
    holders = [*known, *directory.invented(HOLDERS - len(known))]
    chance = dice.of(seed, "who asks whom")
    redwoods = [
        one
        for one in holders
        if one.name not in known_holders.NOT_REDWOODS and (one.project or _asks(clients.CLIENTS[0], one))
    ]
    redwoods = redwoods[:REDWOODS_INTERESTS]
    chosen = {REDWOOD: redwoods}
    for client in clients.CLIENTS[1:]:
        fitting = [one for one in holders if client.trade and _asks(client, one)]
        chosen[client.name] = chance.sample(fitting, min(client.asking, len(fitting)))
    return [
        client_rows.write(
            ledger, hours, (staff.maya, staff.tom)[place % 2], client, chosen[client.name], seed
        )
        for place, client in enumerate(clients.CLIENTS)
    ]


def _asks(client: Client, holder: HolderSeen) -> bool:
    return client.trade is not None and holder.kind in client.trade.asks


def _redwoods_account(
    ledger: Ledger, hours: OfficeHours, redwood: ClientSeen
) -> tuple[access.Actor, DemoAccount]:
    """Somebody at Redwood with every portal right."""
    rights = tuple(right.value for right in PortalRight)
    row, shown = agency.account(
        ledger, hours, "Luis Aldana", f"luis@{redwood.client.domain}", access.Role.INSURED,
        insured_id=redwood.insured_id, rights=rights,
    )  # fmt: skip
    return access.insured_actor(row["id"], row["name"], row["email"], redwood.insured_id, rights), shown


def _issue(
    session: Session,
    ledger: Ledger,
    hours: OfficeHours,
    seen: Sequence[ClientSeen],
    portal: access.Actor,
    seed: int,
    pictures: Pictures,
) -> dict[str, int]:
    court = Courthouse(session)
    court.read_pairs(link.interest_id for one in seen for link in one.links)
    wanted = list(_wanted(seen, hours, portal, seed))
    house = PrintingHouse(ledger, pictures, dice.of(seed, "codes"))
    post = Postbox(ledger, hours, dice.of(seed, "post"))
    Desk(ledger, hours, court, house, post, dice.of(seed, "desk")).work_off(wanted)
    batches = dict.fromkeys(one.batch for one in wanted if one.batch)
    certificates.note_batches(ledger, batches, hours)
    house.close_series()
    ledger.write(session)
    for failed_id, mended_id in post.settled:
        session.get_one(models.Mail, failed_id).replaced_by_id = mended_id
    for mail_id in post.waiting:
        job_engine.enqueue(
            session, mails.SEND_MAIL, job_engine.MAIL, f"mail:{mail_id}:2", mail_id, 2,
            delay_seconds=RETRY_IN.total_seconds(),
        )  # fmt: skip
    return house.last


def _wanted(
    seen: Sequence[ClientSeen], hours: OfficeHours, portal: access.Actor, seed: int
) -> Iterator[occasions.Occasion]:
    for one in seen:
        by = portal if one.client.name == REDWOOD else None
        yield from occasions.of(one, hours, dice.of(seed, f"occasions of {one.client.name}"), by)


def _finish(session: Session, ledger: Ledger, hours: OfficeHours, seed: int) -> None:
    entry = activity.Entry(ActivityKind.DEMO_FILLED, f"Filled the demo agency from seed {seed}")
    ledger.tell(hours.now, access.system_actor("Command line"), entry)
    ledger.write(session)
    history.write(session, ledger)
    ledger.advance_series(session)
