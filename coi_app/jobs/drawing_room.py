"""Where the steps of a batch are prepared: in this process, or in one beside it that draws while this one stores.

A process of its own costs a second of start. So it is used for runs long enough, and where there is a second core.
"""

import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast

import coi_app
from coi_app import db
from coi_app.services.batch_steps import Behind, Preparer, Step

BESIDE_FROM = 1_000  # holders
MODULE = "coi_app.jobs.drawing_beside"
ENDS_SECONDS = 5  # after it was killed

log = logging.getLogger(__name__)


class Gone(Exception):
    """The process beside failed or was ended: what it was to do is done here."""


class Beside:
    """Draws one step ahead. It ends with this process: its orders come through a pipe that closes then."""

    def __init__(self) -> None:
        here = str(Path(coi_app.__file__).parents[1])
        paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH", ""))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": paths},
        )
        self._is_asked = False

    @property
    def process_id(self) -> int:
        return self._process.pid

    def ask(self, batch_id: int, behind: Behind | None) -> None:
        """For the step behind that place, None for the first that is not stored. Raises Gone."""
        assert self._process.stdin is not None
        try:
            pickle.dump((batch_id, behind), self._process.stdin)
            self._process.stdin.flush()
        except OSError as error:
            raise Gone from error
        self._is_asked = True

    def answer(self, batch_id: int) -> Step | None:
        """What was asked for, else the first that is not stored. Raises Gone."""
        if not self._is_asked:
            self.ask(batch_id, None)
        assert self._process.stdout is not None
        self._is_asked = False
        try:
            answer = pickle.load(self._process.stdout)  # our own process wrote it
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise Gone from error
        if isinstance(answer, str):
            raise Gone(answer)
        return cast(Step | None, answer)

    def forget(self, batch_id: int) -> None:
        """What is under way rests on a step that was not stored. Raises Gone."""
        if self._is_asked:
            self.answer(batch_id)

    def close(self) -> None:
        self._process.kill()
        self._process.wait(ENDS_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):  # an order that could not be sent is still in it
                pipe.close()


class DrawingRoom:
    """Gives the steps of one batch. `beside` helps as long as it is there."""

    def __init__(self, batch_id: int, beside: Beside | None) -> None:
        self._batch_id = batch_id
        self._beside = beside
        self.preparer = Preparer(batch_id)  # what works here, alone

    def step(self) -> Step | None:
        """The first that is not stored; while it is being stored, the next one is drawn."""
        if self._beside is not None:
            try:
                return self._from(self._beside)
            except Gone as gone:
                self._go_on_alone(gone)
        with db.reading() as session:
            return self.preparer.step(session)

    def _from(self, beside: Beside) -> Step | None:
        step = beside.answer(self._batch_id)
        if step is not None:
            beside.ask(self._batch_id, step.end)
        return step

    def start_over(self) -> None:
        """The last step was not stored: the next one has to be another than was expected."""
        if self._beside is not None:
            try:
                self._beside.forget(self._batch_id)
            except Gone as gone:
                self._go_on_alone(gone)

    def _go_on_alone(self, gone: Gone) -> None:
        log.warning("batch %s: no process draws beside this one any more. %s", self._batch_id, gone)
        self._beside = None


@contextmanager
def beside(holders: int) -> Iterator[Beside | None]:
    """A process that draws, for that many holders; None when it would not be worth its start."""
    if holders < BESIDE_FROM or _cores() < 2:
        yield None
        return
    process = Beside()
    try:
        yield process
    finally:
        process.close()


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
