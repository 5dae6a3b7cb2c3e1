"""The agency's certificate holders."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from coi_app import models
from coi_app.rules import access, names
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity
from coi_app.services.demo import dice, holder_names, known_holders, places
from coi_app.services.demo.holder_kinds import KINDS, HolderKind
from coi_app.services.demo.known_holders import Known
from coi_app.services.demo.ledger import Ledger
from coi_app.services.demo.office_hours import OfficeHours
from coi_app.services.demo.places import Town

TOWNS = (*places.HOME_TOWNS, *places.FAR_TOWNS)
AT_HOME = 0.72  # share of holders in the agency's own valley


@dataclass(frozen=True, slots=True)
class HolderSeen:
    """A holder as far as the rest of the demo needs it."""

    holder_id: int
    name_id: int
    name: str
    kind: HolderKind
    email: str
    project: str = ""


@dataclass
class Directory:
    """Adds holders; each kind's names go on where the last ones ended."""

    ledger: Ledger
    hours: OfficeHours
    agent: access.Actor
    chance: random.Random

    def __post_init__(self) -> None:
        self._names = {kind: holder_names.pairs(kind) for kind in HolderKind}

    def known(self) -> list[HolderSeen]:
        return [self._add_known(one) for one in known_holders.KNOWN]

    def invented(self, count: int, *, told: bool = True) -> Iterator[HolderSeen]:
        """`told`: with their entries in the history of the agency."""
        kinds, shares = list(KINDS), [kind.share for kind in KINDS.values()]
        for _ in range(count):
            kind = dice.one_of(self.chance, kinds, shares)
            yield self._add(next(self._names[kind]), kind, self._place(), "", "", told)

    def _place(self) -> dict[str, str]:
        home = dice.happens(self.chance, AT_HOME)
        town = dice.one_of(self.chance, places.HOME_TOWNS if home else places.FAR_TOWNS)
        direction = dice.one_of(self.chance, places.DIRECTIONS)
        street = f"{self.chance.randint(1, 98) * 100 + self.chance.randint(1, 99)} {direction} "
        line_one = " ".join((street + dice.one_of(self.chance, places.STREETS)).split())
        suite = dice.one_of(self.chance, places.SUITES) if dice.happens(self.chance, 0.2) else ""
        return _address(line_one, suite, town)

    def _add_known(self, one: Known) -> HolderSeen:
        street, _, suite = one.street.partition(", ")
        address = _address(street, suite, TOWNS[one.town])
        seen = self._add(one.name, one.kind, address, one.attention, one.email, True)
        return HolderSeen(seen.holder_id, seen.name_id, one.name, one.kind, one.email, one.project)

    def _add(
        self, name: str, kind: HolderKind, address: dict[str, str], attention: str, email: str, told: bool
    ) -> HolderSeen:
        known = bool(attention or email)
        at = self._created_at()
        row = self.ledger.add(
            models.Holder, name=name, name_key=names.folded(name), **address,
            attention=attention or ("" if known else self._attention(kind)),
            email=email or ("" if known or dice.happens(self.chance, 0.08) else _mailbox(name, kind)),
            phone=self._phone(address["state"]), created_at=at, updated_at=at,
        )  # fmt: skip
        named = self.ledger.add(
            models.HolderName, holder_id=row["id"], name=name, name_key=names.folded(name)
        )
        if told:
            entry = activity.Entry(
                ActivityKind.HOLDER_CREATED, f"Created the holder {name}", None, "holder", row["id"]
            )
            self.ledger.tell(at, self.agent, entry)
        return HolderSeen(row["id"], named["id"], name, kind, row["email"])

    def _attention(self, kind: HolderKind) -> str:
        if dice.happens(self.chance, 0.6):
            return ""
        return dice.one_of(self.chance, KINDS[kind].departments)

    def _phone(self, state: str) -> str:
        area = next(town.area_code for town in TOWNS if town.state == state)
        return f"({area}) 555-01{self.chance.randint(0, 99):02d}"

    def _created_at(self) -> datetime:
        """Longer ago than anything else, so that no link is older than its holder."""
        return self.hours.now - timedelta(
            days=760 + self.chance.randint(0, 400), minutes=self.chance.randint(0, 500)
        )


def _address(line_one: str, line_two: str, town: Town) -> dict[str, str]:
    return {
        "address_line_one": line_one,
        "address_line_two": line_two,
        "city": town.city,
        "state": town.state,
        "zip_code": town.zip_code,
    }


def _mailbox(name: str, kind: HolderKind) -> str:
    words = names.folded(name).split()
    return f"{KINDS[kind].mailbox}@{''.join(words[:2])}.example"
