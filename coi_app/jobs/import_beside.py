"""The process that `run_import.run_apart` starts: does one step of an import, says so, and ends."""

import pickle
import traceback
from typing import BinaryIO

from coi_app.jobs import process_beside, run_import


def main() -> None:
    orders, answers = process_beside.pipes()
    process_beside.give_way()
    serve(orders, answers)


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    run_id, number, step = pickle.load(orders)  # whoever started this process wrote it
    process_beside.end_with(orders)
    try:
        run_import.run(run_id, number, step)
        process_beside.give(answers, None)
    except Exception:  # told to the other process, which does it itself
        process_beside.give(answers, traceback.format_exc())


if __name__ == "__main__":
    main()
