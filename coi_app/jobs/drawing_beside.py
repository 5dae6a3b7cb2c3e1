"""The process that `drawing_room.Beside` starts: takes places, gives the steps behind them, until nobody asks."""

import importlib
from typing import BinaryIO

from coi_app import db
from coi_app.jobs import process_beside
from coi_app.services.batch_steps import Behind, Preparer, Step

HEAVY = "coi_app.documents.freezing"  # the first step wants it; nobody waits yet for what this process does


def main() -> None:
    serve(*process_beside.pipes())


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    """An answer is a step, or None when there is none."""
    importlib.import_module(HEAVY)
    preparers: dict[int, Preparer] = {}

    def step(order: tuple[int, Behind | None]) -> Step | None:
        batch_id, behind = order
        preparer = preparers.setdefault(batch_id, Preparer(batch_id))
        with db.reading() as session:
            return preparer.step(session, behind)

    process_beside.answer_each(orders, answers, step)


if __name__ == "__main__":
    main()
