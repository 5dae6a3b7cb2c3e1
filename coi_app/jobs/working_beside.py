"""The process that `apart.run` starts: does one piece of work, says so, and ends."""

import pickle
import traceback
from typing import BinaryIO

from coi_app.adapters import beside
from coi_app.jobs import process_beside


def main() -> None:
    orders, answers = beside.pipes()
    process_beside.give_way()
    serve(orders, answers)


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    work, arguments = pickle.load(orders)  # whoever started this process wrote it
    process_beside.end_with(orders)
    try:
        work(*arguments)
        process_beside.give(answers, None)
    except Exception:  # told to the other process, which does it itself
        process_beside.give(answers, traceback.format_exc())


if __name__ == "__main__":
    main()
