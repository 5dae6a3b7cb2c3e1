"""What stands between a holder and what an endorsement gives, and the sentence that says so (R4, R5, R6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from coi_app.rules.coverage import Endorsement, EndorsementKind, Reach
from coi_app.rules.facts import shown_day
from coi_app.rules.findings import CureKind

# Stands for the day of a written contract in a sentence that many holders share; no text that is typed has it.
SOME_DAY = "\0"


@dataclass(frozen=True, slots=True)
class Claim:
    """What this holder can show for itself. `any_past_day`: the contract is of some day, no matter which."""

    contract_on: date | None
    contract_named: bool
    active: bool
    any_past_day: bool = False

    @property
    def day(self) -> str:
        return SOME_DAY if self.any_past_day or not self.contract_on else shown_day(self.contract_on)


class Hurdle(IntEnum):
    """The first thing missing; the higher, the nearer the holder is to being given it."""

    INTEREST_ENDED = 1
    NOT_NAMED = 2
    NO_CONTRACT = 3
    CONTRACT_TO_COME = 4
    NOT_APPROVED = 5
    STARTS_LATER = 6
    NONE = 7


def hurdle(endorsement: Endorsement, named: bool, claim: Claim, today: date) -> Hurdle:
    """`named`: a scheduled endorsement names this holder."""
    if not claim.active:
        return Hurdle.INTEREST_ENDED
    if endorsement.reach is Reach.SCHEDULED and not named:
        return Hurdle.NOT_NAMED
    if asks_for_contract(endorsement) and claim.contract_on is None:
        return Hurdle.NO_CONTRACT
    if asks_for_contract(endorsement) and claim.contract_on and claim.contract_on > today:
        return Hurdle.CONTRACT_TO_COME
    if endorsement.approved_on is None:
        return Hurdle.NOT_APPROVED
    return Hurdle.STARTS_LATER if endorsement.approved_on > today else Hurdle.NONE


def asks_for_contract(endorsement: Endorsement) -> bool:
    """Blanket additional insured always rests on a written contract; other blanket ones when they say so."""
    if endorsement.reach is Reach.SCHEDULED:
        return False
    return endorsement.kind is EndorsementKind.ADDITIONAL_INSURED or bool(endorsement.condition)


def is_open_to_all(endorsement: Endorsement, today: date) -> bool:
    """Blanket and approved: "where required by written contract" is then true of the policy."""
    approved_on = endorsement.approved_on
    return endorsement.reach is Reach.BLANKET and approved_on is not None and approved_on <= today


def forms(endorsements: Iterable[Endorsement]) -> str:
    return in_a_row([endorsement.form for endorsement in endorsements])


def in_a_row(words: Iterable[str]) -> str:
    """ "A", "A and B", "A, B and C", each once."""
    once = list(dict.fromkeys(words))
    return " and ".join([", ".join(once[:-1]), once[-1]] if len(once) > 1 else once)


def grounds(granting: tuple[Endorsement, ...], claim: Claim) -> str:
    """Why the box is Y: form, edition and what it rests on."""
    naming = [one for one in granting if one.reach is Reach.SCHEDULED]
    by_contract = [one for one in granting if asks_for_contract(one)]
    for_all = [one for one in granting if one not in naming and one not in by_contract]
    said = []
    if naming:
        verb = "names" if len(naming) == 1 else "name"
        said.append(f"{forms(naming)} {verb} this holder. {_approved(naming)}")
    if by_contract and claim.contract_on:
        said.append(f"{forms(by_contract)}, blanket. Written contract of {claim.day} is on record.")
    if for_all:
        said.append(f"{forms(for_all)}, blanket. {_approved(for_all)}")
    return " ".join(said)


def _approved(endorsements: list[Endorsement]) -> str:
    days = [one.approved_on for one in endorsements if one.approved_on]
    return f"Approved by the carrier {shown_day(max(days))}."


def obstacle(missing: Hurdle, stuck: tuple[Endorsement, ...], claim: Claim, today: date) -> str:
    """Why the box stays blank, without full stop: said after "Blank." and after a colon."""
    which, one = forms(stuck), len(stuck) == 1
    if missing is Hurdle.INTEREST_ENDED:
        return "this additional interest has ended"
    if missing is Hurdle.NOT_NAMED:
        named = "is scheduled and does not" if one else "are scheduled and do not"
        return f"{which} {named} name this holder"
    if missing is Hurdle.NO_CONTRACT:
        return f"{which} {'asks' if one else 'ask'} for a written contract, and {_no_contract(claim)}"
    if missing is Hurdle.CONTRACT_TO_COME and claim.contract_on:
        return f"the written contract on record is only of {_coming(claim.contract_on, today)}"
    if missing is Hurdle.NOT_APPROVED:
        return f"{which} {'is' if one else 'are'} not approved by the carrier yet"
    first = min(one.approved_on for one in stuck if one.approved_on)
    return f"{which} {'starts' if one else 'start'} on {_coming(first, today)}"


def _no_contract(claim: Claim) -> str:
    return "the day of the one on record is missing" if claim.contract_named else "none is on record"


def _coming(day: date, today: date) -> str:
    days = (day - today).days
    return f"{shown_day(day)}, in {days} {'day' if days == 1 else 'days'}"


CURES: dict[Hurdle, tuple[str, CureKind]] = {
    Hurdle.INTEREST_ENDED: ("Resume the additional interest if it still holds.", CureKind.INTEREST),
    Hurdle.NOT_NAMED: ("Ask the carrier to name this holder in the schedule.", CureKind.ENDORSEMENT),
    Hurdle.NO_CONTRACT: ("Record the written contract and its day.", CureKind.CONTRACT),
    Hurdle.CONTRACT_TO_COME: ("Check the day of the written contract.", CureKind.CONTRACT),
    Hurdle.NOT_APPROVED: ("Enter the carrier's approval day once it is given.", CureKind.POLICY),
    Hurdle.STARTS_LATER: ("Issue again from that day on.", CureKind.WAIT),
}
