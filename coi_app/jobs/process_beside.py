"""A process of our own beside this one. Plain values go to and fro through pipes that end with either of the two.

Not by `multiprocessing`: that would import the program's entry again (decision 0012).
"""

import fcntl
import os
import pickle
import selectors
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn

from coi_app import db
from coi_app.adapters import beside

ENDS_SECONDS = 5  # after it was killed
WIDE = 1 << 20  # bytes: what Linux allows everybody


class Gone(Exception):
    """The process beside failed or was ended: what it was to do is done here."""


Work = Callable[[BinaryIO, BinaryIO], None]  # takes orders, gives answers, until nobody asks any more


class Copy:
    """A copy of this process, which has everything loaded already. It does `work` and ends; used like a `Popen`.

    No transaction may be open: the copy must not share a connection to the database. Raises OSError.
    """

    def __init__(self, work: Work) -> None:
        db.engine().dispose()
        orders, self.stdin = _pipe()
        self.stdout, answers = _pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _be_the_copy(work, orders, answers, (self.stdin, self.stdout))
        orders.close()
        answers.close()
        self._is_there = True

    def kill(self) -> None:
        if self._is_there:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, _timeout: float) -> None:
        """After it was killed: until then its number is nobody else's."""
        if self._is_there:
            os.waitpid(self.pid, 0)
            self._is_there = False


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    """A wide one, so that an answer need not wait until it is read."""
    end, beginning = os.pipe()
    if sys.platform == "linux":
        with suppress(OSError):  # a limit of the system
            fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, WIDE)
    return os.fdopen(end, "rb"), os.fdopen(beginning, "wb")


def _be_the_copy(
    work: Work, orders: BinaryIO, answers: BinaryIO, of_the_other: Iterable[BinaryIO]
) -> NoReturn:
    """It ends here: what the original still has to do is none of its business."""
    try:
        for pipe in of_the_other:
            pipe.close()
        beside.end_by_the_pipes()
        work(orders, answers)
    finally:
        os._exit(0)


def _may_copy() -> bool:
    """A copy has no threads but the one that made it, and the libraries of other systems do not bear it.

    The system is asked: Python does not count threads that others started.
    """
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1


class ProcessBeside:
    """Runs a module that calls `pipes`; where this process may be copied and `work` is given, a copy that does that.

    It ends with this process: its orders come through a pipe that closes then. Raises Gone when the system starts no
    more processes.
    """

    def __init__(self, module: str, work: Work | None = None) -> None:
        try:
            self._process: subprocess.Popen[bytes] | Copy = (
                Copy(work) if work and _may_copy() else _started(module)
            )
        except OSError as error:
            raise Gone(str(error)) from error

    @property
    def process_id(self) -> int:
        return self._process.pid

    def send(self, order: object) -> None:
        """Raises Gone."""
        assert self._process.stdin is not None
        try:
            pickle.dump(order, self._process.stdin)
            self._process.stdin.flush()
        except OSError as error:
            raise Gone from error

    def has_answer(self, within_seconds: float) -> bool:
        """Whether `receive` need not wait. Each answer before has to be received, and none may follow it by itself."""
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._process.stdout, selectors.EVENT_READ)
            return bool(waiting.select(within_seconds))

    def receive(self) -> Any:
        """What comes next; raises Gone, also for an answer in words, which says why there is none."""
        assert self._process.stdout is not None
        try:
            answer = pickle.load(self._process.stdout)  # our own process wrote it
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise Gone from error
        if isinstance(answer, str):
            raise Gone(answer)
        return answer

    def close(self) -> None:
        self._process.kill()
        self._process.wait(ENDS_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):  # an order that could not be sent is still in it
                pipe.close()


def _started(module: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=beside.environment(),
    )


def give(answers: BinaryIO, answer: object) -> None:
    """Ends this process, beside, when nobody is there any more."""
    try:
        answers.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))  # packed before anybody reads it
        answers.flush()
    except BrokenPipeError:
        os._exit(1)


def answer_each(orders: BinaryIO, answers: BinaryIO, answer: Callable[[Any], object]) -> None:
    """In a process beside: until nobody asks any more. A failure is told in words, and is the last answer."""
    while True:
        try:
            order = pickle.load(orders)  # whoever started this process wrote it
        except EOFError:
            return
        given = _given(answer, order)
        give(answers, given)
        if isinstance(given, str):
            return


def _given(answer: Callable[[Any], object], order: Any) -> object:
    try:
        return answer(order)
    except Exception:  # told to the other process, which does it itself
        return traceback.format_exc()


def end_with(orders: BinaryIO) -> None:
    """In a process beside that works long: end as soon as whoever started it has ended, however it ended."""

    def wait() -> None:
        while os.read(orders.fileno(), 1):  # not by its buffer: a thread that holds it disturbs the end
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def give_way() -> None:
    """To whoever answers people, where the system knows priorities."""
    if hasattr(os, "nice"):
        os.nice(5)


def is_worth_it(size: int, least: int) -> bool:
    """Whether something of that size is worth the start of a process, a second of one core: there has to be another."""
    return size >= least and beside.cores() > 1
