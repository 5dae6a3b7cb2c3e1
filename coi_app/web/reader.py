"""One process that looks at the data beside the web server's own, and the pipes to it (decision 0018)."""

import asyncio
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

from coi_app.queries import looking_beside


class Gone(Exception):
    """The process beside has ended: what it was to do is done here."""


class Reader:
    """One of them, with its seats: while it works on one order the next ones are in the pipe already, so that it does
    not wait for this process. It ends with this one: the pipe closes then."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None and process.stdout is not None
        self._process, self._orders, self._answers = process, process.stdin, process.stdout
        self.answers = asyncio.Lock()  # for whoever waits for an answer: they come in the order of the orders
        self.orders = self.answered = 0
        self.is_gone = False

    @staticmethod
    async def started() -> "Reader":
        """When it is ready. Raises OSError when the system starts no more processes, and Gone."""
        reader = Reader(
            await asyncio.create_subprocess_exec(
                *looking_beside.COMMAND, stdin=PIPE, stdout=PIPE, env=looking_beside.environment()
            )
        )
        try:
            await reader.receive()
        except BaseException:
            await reader.end()
            raise
        return reader

    @property
    def process_id(self) -> int:
        return self._process.pid

    def send(self, order: bytes) -> None:
        self._orders.write(order)

    async def receive(self) -> bytes:
        """The next answer; it has to be waited for to its end. Raises Gone."""
        try:
            head = await self._answers.readexactly(looking_beside.LENGTH.size)
            return await self._answers.readexactly(*looking_beside.LENGTH.unpack(head))
        except (OSError, asyncio.IncompleteReadError) as error:
            raise Gone from error

    async def end(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
