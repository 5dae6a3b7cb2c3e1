"""The process that `drawing_room.Beside` starts: takes places, gives the steps behind them, until nobody asks. Before
the first it may be told what the batch will be, and judge everybody meanwhile."""

import importlib
from typing import BinaryIO, NamedTuple

from coi_app import db
from coi_app.adapters import beside
from coi_app.jobs import process_beside
from coi_app.queries.judging import Wording
from coi_app.rules import access
from coi_app.services import foresight
from coi_app.services.batch_steps import Behind, Preparer, Step

HEAVY = "coi_app.documents.freezing"  # the first step wants it; nobody waits yet for what this process does


class Ask(NamedTuple):
    """For the step behind that place, None for the first that is not stored."""

    batch_id: int
    behind: Behind | None


class Foresee(NamedTuple):
    """A batch of all additional interests, which is about to be started."""

    actor: access.Actor
    master_id: int
    wanted: Wording


def main() -> None:
    serve(*beside.pipes())


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    """An answer is a step, or None when there is none."""
    importlib.import_module(HEAVY)
    process_beside.answer_each(orders, answers, _Drawer().answer)


class _Drawer:
    def __init__(self) -> None:
        self._foreseen = foresight.NOTHING
        self._preparers: dict[int, Preparer] = {}

    def answer(self, order: Ask | Foresee) -> Step | None:
        with db.reading() as session:
            if isinstance(order, Foresee):
                self._foreseen = foresight.of(session, *order)
                return None
            preparer = self._preparers.setdefault(order.batch_id, Preparer(order.batch_id, self._foreseen))
            return preparer.step(session, order.behind)


if __name__ == "__main__":
    main()
