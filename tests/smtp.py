"""A real mail server on a free port that does as it is told: takes mail, or answers 451, 550, drops, hangs."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests import served


@dataclass
class Post:
    """`orders`: how to answer the next messages, then "take". `taken`: what arrived, in order."""

    orders: list[str] = field(default_factory=list)
    taken: list[Envelope] = field(default_factory=list)
    url: str = ""
    _end: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if self.orders and self.orders[0] == "550" and not address.startswith("copy"):
            self.orders.pop(0)
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        order = self.orders.pop(0) if self.orders else "take"
        if order == "451":
            return "451 4.7.1 Come back later"
        if order == "drop":
            assert server.transport is not None
            server.transport.abort()
            return "250 never heard"
        if order == "hang":
            while not self._end.is_set():
                await asyncio.sleep(0.05)
            return "421 4.3.0 Closing"
        self.taken.append(envelope)
        return "250 Taken"


def nobody_signs_in(*_asked: Any) -> AuthResult:
    return AuthResult(success=False, handled=False)


@contextmanager
def server(*orders: str, **more: Any) -> Iterator[Post]:
    """`more` goes to aiosmtpd: `tls_context` offers STARTTLS, `authenticator` judges who signs in."""
    post = Post(list(orders))
    port = served.free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port, **more)
    controller.start()
    post.url = f"smtp://127.0.0.1:{port}"
    try:
        yield post
    finally:
        post._end.set()
        controller.stop()
