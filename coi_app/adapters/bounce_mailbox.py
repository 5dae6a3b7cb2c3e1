"""The mailbox to which undelivered mail comes back: its unread reports, by IMAP. Everything else stays as it is."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, unquote, urlsplit

from coi_app.adapters import bounce_reports

SECONDS = 30.0  # for one answer of the server
AT_ONCE = 200
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_REPORT = re.compile(rb"multipart/report", re.IGNORECASE)


class Unreachable(Exception):
    """Why nothing could be read; fit for a log, without the password."""


class Mailbox:
    """An open mailbox; messages go by the numbers (UIDs) that the server gives them."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._connection = connection

    def reports(self) -> Iterator[tuple[str, bytes]]:
        """Unread reports, the oldest first, at most AT_ONCE; looking at them does not mark them as read."""
        found = 0
        for number in self._ask("SEARCH", "UNSEEN").split():
            if found < AT_ONCE and self._is_report(number.decode()):
                found += 1
                yield (
                    number.decode(),
                    self._fetch(number.decode(), f"BODY.PEEK[]<0.{bounce_reports.LARGEST}>"),
                )

    def _is_report(self, number: str) -> bool:
        return bool(_REPORT.search(self._fetch(number, "BODY.PEEK[HEADER.FIELDS (CONTENT-TYPE)]")))

    def mark_read(self, number: str) -> None:
        self._ask("STORE", number, "+FLAGS.SILENT", r"(\Seen)")

    def _fetch(self, number: str, part: str) -> bytes:
        answered = self._answers("FETCH", number, f"({part})")
        return next((bytes(one[1]) for one in answered if isinstance(one, tuple)), b"")

    def _ask(self, command: str, *arguments: str) -> bytes:
        first = self._answers(command, *arguments)[:1]
        return first[0] if first and isinstance(first[0], bytes) else b""

    def _answers(self, command: str, *arguments: str) -> list[object]:
        state, answered = self._connection.uid(command, *arguments)
        if state != "OK":
            raise Unreachable(f"The mailbox answers {state} to {command}.")
        return list(answered or ())


@contextmanager
def opened(url: str) -> Iterator[Mailbox]:
    """`imaps://user:password@host:993/INBOX`. Raises Unreachable, also for what goes wrong inside."""
    server = urlsplit(url)
    connection: imaplib.IMAP4 | None = None
    try:
        connection = _connected(server)
        connection.login(unquote(server.username or ""), unquote(server.password or ""))
        state, _answer = connection.select(_quoted(unquote(server.path.strip("/")) or "INBOX"))
        if state != "OK":
            raise Unreachable("There is no such mailbox. Check the end of COI_IMAP_URL.")
        yield Mailbox(connection)
    except (imaplib.IMAP4.error, OSError) as error:
        raise Unreachable(f"{server.hostname}: {error or type(error).__name__}") from error
    finally:
        if connection is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                connection.logout()
            with suppress(OSError):
                connection.shutdown()


def _connected(server: SplitResult) -> imaplib.IMAP4:
    """Encrypted, but to this very machine."""
    host = server.hostname or "localhost"
    if server.scheme == "imaps":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, server.port or 993, ssl_context=context, timeout=SECONDS)
    connection = imaplib.IMAP4(host, server.port or 143, timeout=SECONDS)
    if host not in _LOCAL_HOSTS:
        connection.starttls(ssl.create_default_context())
    return connection


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
