"""A process that looks at the data for the web server's, which stays free for everybody's events (decision 0018).

Orders come and answers go through pipes: a length, and that many bytes.
"""

import os
import pickle
import sys
import traceback
from collections.abc import Callable
from struct import Struct
from typing import Any, BinaryIO

from coi_app import db, settings
from coi_app.adapters import beside

MOST = 4
LENGTH = Struct(">Q")
COMMAND = (sys.executable, "-m", __name__)
FOUND, REFUSED, UNFIT = range(3)  # what an answer is; unfit: what was found cannot be handed over

Query = Callable[..., Any]


class Unfit(Exception):
    """The process beside cannot hand over what the query found."""


def may_be_asked(query: Query) -> bool:
    """Whether the process beside finds it by its name."""
    room = __name__.rpartition(".")[0]
    return query.__module__.startswith(room) and "<" not in query.__qualname__


def packed(query: Query, args: tuple[Any, ...], how: dict[str, Any]) -> bytes:
    return _framed(pickle.dumps((query, args, how), pickle.HIGHEST_PROTOCOL))


def unpacked(answer: bytes) -> Any:
    """What was found. Raises what the query raised, and Unfit."""
    kind, what = pickle.loads(answer)  # our own process wrote it
    if kind == FOUND:
        return what
    raise what if kind == REFUSED else Unfit(what)


def how_many() -> int:
    """Processes that look: as many as the settings say, else one for each core but one; with Redis several web workers
    share the cores already."""
    current = settings.current()
    if current.readers is not None:
        return current.readers
    return 0 if current.redis_url else min(beside.cores() - 1, MOST)


def environment() -> dict[str, str]:
    return beside.environment()


def answer_each(orders: BinaryIO, answers: BinaryIO) -> None:
    """Until nobody asks any more. The first answer, which nobody asked for, says that this process is ready."""
    answers.write(_framed(b""))
    answers.flush()
    while head := orders.read(LENGTH.size):
        order = pickle.loads(orders.read(*LENGTH.unpack(head)))  # whoever started this process wrote it
        try:
            answers.write(_framed(_answer(*order)))
            answers.flush()
        except BrokenPipeError:
            os._exit(1)


def _answer(query: Query, args: tuple[Any, ...], how: dict[str, Any]) -> bytes:
    try:
        with db.reading() as session:
            found = query(session, *args, **how)
    except Exception as error:
        error.add_note(traceback.format_exc())
        return _pack(REFUSED, error)
    return _pack(FOUND, found)


def _pack(kind: int, what: object) -> bytes:
    try:
        return pickle.dumps((kind, what), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return pickle.dumps((UNFIT, f"{type(what)}: {error}"))


def _framed(content: bytes) -> bytes:
    return LENGTH.pack(len(content)) + content


if __name__ == "__main__":
    answer_each(*beside.pipes())
