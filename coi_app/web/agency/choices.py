"""One entry of a list box, as states hold it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """`hint` says more than the list has room for."""

    value: str
    words: str
    hint: str = ""
