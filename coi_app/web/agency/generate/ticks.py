"""Who is ticked in the Generate dialog. It lives on the server: ten thousand ticks never travel to the browser."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from coi_app.queries.verdicts import Selection


@dataclass(frozen=True, slots=True)
class Ticks:
    """Everybody but some, or only some."""

    everyone: bool = False
    only: frozenset[int] = frozenset()
    but: frozenset[int] = frozenset()

    def has(self, interest_id: int) -> bool:
        return interest_id not in self.but if self.everyone else interest_id in self.only

    def set(self, interest_ids: Iterable[int], ticked: bool) -> "Ticks":
        """These ticked, or not; the others as they were."""
        these = frozenset(interest_ids)
        if self.everyone:
            return replace(self, but=self.but - these if ticked else self.but | these)
        return replace(self, only=self.only | these if ticked else self.only - these)

    def selection(self) -> Selection:
        return Selection(everyone=self.everyone, ids=self.only, except_ids=self.but)


NOBODY = Ticks()
EVERYBODY = Ticks(everyone=True)
