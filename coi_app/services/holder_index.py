"""Finding a holder again: exactly by its key, and among all that look alike, without comparing all with all.

A target is a holder's id, or minus the number of the row that will make it.
"""

from rapidfuzz import fuzz, process

from coi_app.rules.holder_keys import HolderKey

ALIKE_NAME, ALIKE_STREET = 86, 78  # of 100
MOST_COMPARED = 60
SEVERAL = 0


class HolderIndex:
    def __init__(self) -> None:
        self._exact: dict[str, int] = {}
        self._named: dict[str, int] = {}
        self._blocks: dict[int, int | list[int]] = {}
        self._cores: list[str] = []
        self._streets: list[str] = []
        self._targets: list[int] = []

    def add(self, key: HolderKey, target: int) -> None:
        """The first holder of a key stays the one that is found."""
        self._exact.setdefault(_exact(key), target)
        self._add_name(key, target)
        place = len(self._targets)
        self._targets.append(target)
        self._cores.append(key.core)
        self._streets.append(key.address)
        for block in _blocks(key):
            self._put(block, place)

    def add_former(self, key: HolderKey, target: int) -> None:
        """A name the holder once had finds it too, but is never offered."""
        self._exact.setdefault(_exact(key), target)

    def _add_name(self, key: HolderKey, target: int) -> None:
        known = self._named.setdefault(key.name, target)
        if known != target:
            self._named[key.name] = SEVERAL

    def _put(self, block: int, place: int) -> None:
        there = self._blocks.get(block)
        if there is None:
            self._blocks[block] = place
        elif isinstance(there, int):
            self._blocks[block] = [there, place]
        elif len(there) < MOST_COMPARED:
            there.append(place)

    def same(self, key: HolderKey) -> int | None:
        return self._exact.get(_exact(key))

    def named(self, key: HolderKey) -> int | None:
        """The only one of that name; `SEVERAL` when there are more."""
        return self._named.get(key.name)

    def alike(self, key: HolderKey) -> int | None:
        """Whoever is likely the same, spelled differently; None when nobody is."""
        for block in _blocks(key):
            there = self._blocks.get(block)
            if there is None:
                continue
            places = [there] if isinstance(there, int) else there
            best = process.extractOne(
                key.core,
                [self._cores[place] for place in places],
                scorer=fuzz.token_sort_ratio,
                score_cutoff=ALIKE_NAME,
            )
            if best and fuzz.ratio(key.address, self._streets[places[best[2]]]) >= ALIKE_STREET:
                return self._targets[places[best[2]]]
        return None


def _exact(key: HolderKey) -> str:
    return f"{key.name}|{key.address}"


def _blocks(key: HolderKey) -> tuple[int, int]:
    """Only holders of one ZIP code, with the same digits in their names, are compared."""
    return (
        hash((key.zip_five, key.digits, "h", key.house)),
        hash((key.zip_five, key.digits, "n", key.core[:4])),
    )
