"""The process that `drawing_room.Beside` starts: takes places, gives the steps behind them, until nobody asks."""

import pickle
import traceback
from typing import BinaryIO

from coi_app import db
from coi_app.jobs import process_beside
from coi_app.services.batch_steps import Behind, Preparer, Step


def main() -> None:
    serve(*process_beside.pipes())


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    """An answer is a step, None when there is none, or in words why there is no answer: then it is over."""
    preparers: dict[int, Preparer] = {}
    while True:
        try:
            batch_id, behind = pickle.load(orders)  # whoever started this process wrote it
        except EOFError:
            return
        preparer = preparers.setdefault(batch_id, Preparer(batch_id))
        answer = _answer(preparer, behind)
        process_beside.give(answers, answer)
        if isinstance(answer, str):
            return


def _answer(preparer: Preparer, behind: Behind | None) -> Step | str | None:
    try:
        with db.reading() as session:
            return preparer.step(session, behind)
    except Exception:  # told to the other process, which tries it itself
        return traceback.format_exc()


if __name__ == "__main__":
    main()
