"""Scales "medium" and "large": the everyday agency grown until lists, searches and exports have to work for it."""

import itertools
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from coi_app import db
from coi_app.models import NumberSeries
from coi_app.services.demo import client_rows, clients, dice, history, holder_names, occasions, trades
from coi_app.services.demo.client_rows import ClientSeen
from coi_app.services.demo.clients import Client
from coi_app.services.demo.everyday import Filled
from coi_app.services.demo.holders import HolderSeen
from coi_app.services.demo.interests import Link
from coi_app.services.demo.judgement import Courthouse
from coi_app.services.demo.printing import Occurrence, PrintingHouse


@dataclass(frozen=True, slots=True)
class Scale:
    """`busy` insureds share what is not Summit Peak's; the others have policies and holders only."""

    certificates: int
    summits: int
    insureds: int
    busy: int
    holders: int


SCALES = {
    "medium": Scale(100_000, 20_000, 1_000, 200, 30_000),
    "large": Scale(1_000_000, 100_000, 20_000, 1_000, 300_000),
}
SUMMITS_INTERESTS = 10_000
ROWS_A_TIME = 5_000
INSUREDS_A_TIME = 500
BUSY_HOLDERS, QUIET_HOLDERS = 40, 3
MOST_TRIES = 3  # for each certificate: some holders are blocked
DAYS = 24  # on which an insured had certificates made

SUMMIT = Client(
    clients.SUMMIT, "", trades.BUILDER, "1800 W Ridgeline Drive", 0, "office@summitpeak.example", 3, 5, 3,
    SUMMITS_INTERESTS,
)  # fmt: skip
TRADES: tuple[tuple[trades.Trade, tuple[str, ...]], ...] = (
    (trades.SUBCONTRACTOR, ("Electric Inc", "Plumbing LLC", "Mechanical Inc", "Drywall LLC")),
    (trades.ROUGH_TRADE, ("Roofing Inc", "Concrete LLC", "Masonry Inc")),
    (trades.TRUCKER, ("Trucking LLC", "Freight Inc")),
    (trades.LANDLORD, ("Rentals LLC", "Holdings LP")),
    (trades.SERVICE, ("Landscaping LLC", "Janitorial Services LLC", "Security LLC")),
    (trades.SHOP, ("Bakery LLC", "Kitchen LLC", "Outfitters LLC")),
)


def fill(filled: Filled, scale_name: str, seed: int) -> None:
    """Each part is a transaction of its own: a million rows do not fit into one."""
    scale = SCALES[scale_name]
    _Growth(filled, scale, seed).grow()


class _Growth:
    def __init__(self, filled: Filled, scale: Scale, seed: int) -> None:
        self._filled = filled
        self._scale = scale
        self._seed = seed
        self._chance = dice.of(seed, "load")
        codes = dice.of(seed, "codes of the load")
        self._house = PrintingHouse(filled.ledger, filled.pictures, codes, dict(filled.last_numbers))

    def grow(self) -> None:
        holders = self._holders()
        names = _names(self._scale.insureds)
        for start in range(0, self._scale.insureds, INSUREDS_A_TIME):
            some = range(start, min(start + INSUREDS_A_TIME, self._scale.insureds))
            seen = self._insureds([self._client(names[place], place) for place in some], holders)
            self._busy([one for one in seen if len(one.links) >= BUSY_HOLDERS])
        (summit,) = self._insureds([SUMMIT], holders)
        self._certificates(summit, self._scale.certificates - self._issued)
        self._close()

    _issued = 0

    def _holders(self) -> list[HolderSeen]:
        """Without their entries in the agency's history: an import has one for all."""
        holders: list[HolderSeen] = []
        for start in range(0, self._scale.holders, ROWS_A_TIME):
            count = min(ROWS_A_TIME, self._scale.holders - start)
            with self._part():
                holders += self._filled.directory.invented(count, told=False)
        return holders

    def _client(self, name: str, place: int) -> Client:
        trade, tails = TRADES[place % len(TRADES)]
        tail = tails[place // len(TRADES) % len(tails)]
        asking = BUSY_HOLDERS if place < self._scale.busy else QUIET_HOLDERS
        mailbox = f"office@{name.replace(' ', '').lower()}.example"
        street = f"{100 + place % 9_800} W Warehouse Row"
        return Client(
            f"{name} {tail}", "", trade, street, place % 12, mailbox, 1 + place % 3, 2 + place % 10, 1, asking
        )

    def _insureds(self, some: Sequence[Client], holders: Sequence[HolderSeen]) -> list[ClientSeen]:
        filled = self._filled
        with self._part():
            return [
                client_rows.write(
                    filled.ledger, filled.hours, filled.staff.tom, client,
                    self._chance.sample(holders, client.asking), self._seed, told=False,
                )
                for client in some
            ]  # fmt: skip

    def _busy(self, seen: Sequence[ClientSeen]) -> None:
        each = (self._scale.certificates - self._scale.summits) // self._scale.busy
        for one in seen:
            self._certificates(one, each)
            self._house.forget()

    def _certificates(self, client: ClientSeen, count: int) -> None:
        wanted = _wanted(client, self._filled, count, dice.of(self._seed, f"load of {client.client.name}"))
        left = count
        while left > 0:
            with self._part() as session:
                court = Courthouse(session)
                court.read_pairs(link.interest_id for link in client.links)
                made = self._some(court, client, wanted, min(left, ROWS_A_TIME))
            self._issued += made
            left -= made
            if not made:
                return

    def _some(
        self, court: Courthouse, client: ClientSeen, wanted: "Iterator[tuple[datetime, Link]]", most: int
    ) -> int:
        made = 0
        for at, link in itertools.islice(wanted, most * MOST_TRIES):
            made += self._one(court, client, at, link)
            if made == most:
                break
        return made

    def _one(self, court: Courthouse, client: ClientSeen, at: datetime, link: Link) -> bool:
        version = client.masters[0].on(at)
        day = self._filled.hours.day_of(at)
        if version is None:
            return False
        approved = court.bench(version.version_id, day).approve(court.pair(link.interest_id), None, "")
        if approved is None:
            return False
        occurrence = Occurrence(
            client.insured_id, link.holder.holder_id, link.holder.name_id, link.interest_id, version.version_id,
            at, client.agent, occasions.BULK,
        )  # fmt: skip
        self._house.issue(approved, occurrence, day)
        return True

    @contextmanager
    def _part(self) -> Iterator[Session]:
        with db.writing() as session:
            yield session
            self._filled.ledger.write(session)
            history.write(session, self._filled.ledger)

    def _close(self) -> None:
        with db.writing() as session:
            for series, serial in self._house.last.items():
                _keep_series(session, series, serial)
            self._filled.ledger.advance_series(session)


def _keep_series(session: Session, series: str, serial: int) -> None:
    kept = session.execute(
        update(NumberSeries)
        .where(col(NumberSeries.name) == series)
        .values(last=serial)
        .returning(col(NumberSeries.name))
    )
    if kept.first() is None:
        session.add(NumberSeries(name=series, last=serial))


def _names(count: int) -> list[str]:
    """Invented names, none twice."""
    firsts, seconds = holder_names.FIRST, holder_names.SECOND
    pairs = [f"{first}{second.lower()}" for first in firsts for second in seconds if " " not in first]
    numbered = [
        f"{pair} {word}" for word in ("Bros", "& Daughters", "Western", "Valley", "Union") for pair in pairs
    ]
    return (pairs + numbered)[:count]


def _wanted(
    client: ClientSeen, filled: Filled, count: int, chance: random.Random
) -> Iterator[tuple[datetime, Link]]:
    """Rounds to all holders there were by then, on a few days: one after the other, until enough are made."""
    hours = filled.hours
    first = min(link.since for link in client.links)
    days = [first + (hours.today - first) * (number + 1) // DAYS for number in range(DAYS)]
    workdays = sorted({max(hours.workday_on_or_before(day), first) for day in days})
    while True:
        for day in chance.sample(workdays, len(workdays)):
            at = hours.instant(day, chance)
            yield from ((at, link) for link in client.links if link.since <= day)
