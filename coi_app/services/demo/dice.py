"""Chance that falls the same way for the same seed, in every process."""

import random
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def of(seed: int, what: str) -> random.Random:
    """An own stream for each matter, so that one more holder does not change every policy."""
    return random.Random(f"{seed}:{what}")


def happens(dice: random.Random, share: float) -> bool:
    return dice.random() < share


def one_of(dice: random.Random, things: Sequence[Thing], weights: Sequence[float] | None = None) -> Thing:
    return dice.choices(things, weights)[0] if weights else things[dice.randrange(len(things))]


def digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))
