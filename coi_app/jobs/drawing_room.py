"""Where the steps of a batch are prepared: in this process, or in one beside it that draws while this one stores.

A process of its own takes up to a second to start. So it is used for long runs, and where there is a second core.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from coi_app import db
from coi_app.jobs import drawing_beside, process_beside
from coi_app.jobs.drawing_beside import Ask, Foresee
from coi_app.jobs.process_beside import Gone, ProcessBeside
from coi_app.services.batch_steps import Behind, Preparer, Step

BESIDE_FROM = 1_000  # holders
MODULE = "coi_app.jobs.drawing_beside"

log = logging.getLogger(__name__)


class Beside(ProcessBeside):
    """Draws one step ahead."""

    def __init__(self) -> None:
        super().__init__(MODULE, drawing_beside.serve)
        self._is_asked = self._foresees = False

    def foresee(self, what: Foresee) -> None:
        """Judge everybody while the batch is being started here. Raises Gone."""
        self.send(what)
        self._foresees = True

    def ask(self, batch_id: int, behind: Behind | None) -> None:
        """For the step behind that place, None for the first that is not stored. Raises Gone."""
        self.send(Ask(batch_id, behind))
        self._is_asked = True

    def answer(self, batch_id: int) -> Step | None:
        """What was asked for, else the first that is not stored. Raises Gone."""
        if not self._is_asked:
            self.ask(batch_id, None)
        if self._foresees:
            self.receive()
        self._is_asked = self._foresees = False
        return cast(Step | None, self.receive())

    def forget(self, batch_id: int) -> None:
        """What is under way rests on a step that was not stored. Raises Gone."""
        if self._is_asked:
            self.answer(batch_id)


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
def beside(holders: int, foreseen: Foresee | None = None) -> Iterator[Beside | None]:
    """A process that draws, for that many holders; None when it would not be worth its start, or cannot start."""
    process = _started(foreseen) if process_beside.is_worth_it(holders, BESIDE_FROM) else None
    try:
        yield process
    finally:
        if process is not None:
            process.close()


def _started(foreseen: Foresee | None) -> Beside | None:
    try:
        process = Beside()
        if foreseen is not None:
            process.foresee(foreseen)
        return process
    except Gone as gone:
        log.warning("no process draws beside this one. %s", gone)
        return None
