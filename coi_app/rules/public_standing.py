"""What whoever holds a certificate is told of how it stands today: a head, one sentence, how much to worry."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coi_app.rules.standing import Standing, StandingKind

RELY_NOT = "Do not rely on this one."


class Tone(StrEnum):
    GOOD = "green"
    CAREFUL = "amber"
    BAD = "red"


@dataclass(frozen=True, slots=True)
class Told:
    head: str
    sentence: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the certificate itself; `newer_revision` replaced it on `superseded_on`.

    `is_untrue`: the policies are in force and give less than it says.
    """

    newer_revision: int | None = None
    superseded_on: date | None = None
    withdrawn_on: date | None = None
    is_untrue: bool = False


def in_words(day: date | None) -> str:
    """ "Mar 5, 2026"; "" for none."""
    return f"{day:%b} {day.day}, {day.year}" if day else ""


def told(standing: Standing, fate: Fate) -> Told:
    """For every kind of standing."""
    if fate.is_untrue and standing.kind in (StandingKind.IN_FORCE, StandingKind.EXPIRES_SOON):
        return Told(
            "Changed since", f"The coverage is not what this certificate says. {RELY_NOT}", Tone.CAREFUL
        )
    return _WORDS[standing.kind](standing, fate)


def _in_force(_standing: Standing, _fate: Fate) -> Told:
    return Told("In force", "Every policy on this certificate is in force today.", Tone.GOOD)


def _expires_soon(standing: Standing, _fate: Fate) -> Told:
    is_cancelled = standing.label.startswith("Cancelled")
    what = "one is cancelled as of" if is_cancelled else "the first one ends on"
    sentence = f"Every policy on this certificate is in force today; {what} {in_words(standing.on)}."
    return Told("In force", sentence, Tone.CAREFUL if is_cancelled else Tone.GOOD)


def _expired(standing: Standing, _fate: Fate) -> Told:
    when = f" on {in_words(standing.on)}" if standing.on else ""
    return Told("Expired", f"A policy on this certificate ended{when}. {RELY_NOT}", Tone.BAD)


def _cancelled(standing: Standing, _fate: Fate) -> Told:
    when = f" on {in_words(standing.on)}" if standing.on else ""
    return Told("Cancelled", f"A policy on this certificate was cancelled{when}. {RELY_NOT}", Tone.BAD)


def _pending(standing: Standing, _fate: Fate) -> Told:
    sentence = f"A policy on this certificate begins on {in_words(standing.on)}."
    return Told("Not yet in force", sentence, Tone.CAREFUL)


def _superseded(_standing: Standing, fate: Fate) -> Told:
    newer = "A newer revision" if fate.newer_revision is None else f"Revision {fate.newer_revision}"
    sentence = f"{newer} replaced this certificate on {in_words(fate.superseded_on)}. {RELY_NOT}"
    return Told("Superseded", sentence, Tone.CAREFUL)


def _withdrawn(_standing: Standing, fate: Fate) -> Told:
    sentence = f"The agency withdrew this certificate on {in_words(fate.withdrawn_on)}. {RELY_NOT}"
    return Told("Withdrawn", sentence, Tone.BAD)


_WORDS: dict[StandingKind, Callable[[Standing, Fate], Told]] = {
    StandingKind.IN_FORCE: _in_force,
    StandingKind.EXPIRES_SOON: _expires_soon,
    StandingKind.EXPIRED: _expired,
    StandingKind.CANCELLED: _cancelled,
    StandingKind.PENDING: _pending,
    StandingKind.SUPERSEDED: _superseded,
    StandingKind.WITHDRAWN: _withdrawn,
}
