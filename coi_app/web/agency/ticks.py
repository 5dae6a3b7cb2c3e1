"""What is ticked in a long list. It lives on the server: ten thousand ticks never travel to the browser."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Ticks:
    """All but some, or only some; each by its number."""

    everyone: bool = False
    only: frozenset[int] = frozenset()
    but: frozenset[int] = frozenset()

    def has(self, row_id: int) -> bool:
        return row_id not in self.but if self.everyone else row_id in self.only

    def set(self, row_ids: Iterable[int], ticked: bool) -> "Ticks":
        """These ticked, or not; the others as they were."""
        these = frozenset(row_ids)
        if self.everyone:
            return replace(self, but=self.but - these if ticked else self.but | these)
        return replace(self, only=self.only | these if ticked else self.only - these)


NOBODY = Ticks()
EVERYBODY = Ticks(everyone=True)
