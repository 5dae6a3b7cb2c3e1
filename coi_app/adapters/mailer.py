"""Mail: a message is built so that nothing typed can become a header, then sent, or kept as an .eml file."""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from coi_app.adapters import file_store
from coi_app.rules.mail_trouble import Trouble

TIMEOUT_SECONDS = 30.0  # for one answer of the server
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
_ENCODED_WORD = re.compile(r"=\?[^?]*\?[bBqQ]\?")
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class NoEncryption(smtplib.SMTPException):
    """A password must not travel in the clear."""


class Unsafe(ValueError):
    """A header value that could become something else in the message; the text is fit to show."""


@dataclass(frozen=True, slots=True)
class Attachment:
    file_name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """`message_id` is the same over all attempts, so that a receiver can drop a double."""

    message_id: str
    sender: str
    sender_name: str
    to_email: str
    to_name: str
    subject: str
    body: str
    written_at: datetime
    cc: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        return (self.to_email, *self.cc)


class Result(StrEnum):
    SENT = "sent"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt, with the server's own words; `trouble` says what stood in its way."""

    result: Result
    reply: str
    trouble: Trouble = Trouble.NONE


def header_problem(value: str) -> str:
    """Why this text cannot stand in a header, as a sentence; "" when it can."""
    if _CONTROL.search(value):
        return "Remove line breaks and control characters."
    if _ENCODED_WORD.search(value):
        return 'Remove the "=?…?=" mark: mail programs would read it as something else.'
    return ""


def compose(letter: Letter) -> bytes:
    """The message's bytes. Raises `Unsafe` rather than send a header that does not say what was meant."""
    values = (letter.to_email, letter.to_name, letter.subject, letter.message_id, *letter.cc)
    for value in values:
        if problem := header_problem(value):
            raise Unsafe(problem)
    message = EmailMessage(policy=policy.SMTP)
    try:
        headers = _headers(letter)
        for name, value in headers.items():
            message[name] = value
    except (ValueError, IndexError, MessageError) as error:  # the package complains in all these ways
        raise Unsafe("The address cannot be written into a message. Check it.") from error
    message.set_content(letter.body)
    for attachment in letter.attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(attachment.body, maintype=main, subtype=sub, filename=attachment.file_name)
    written = message.as_bytes()
    _refuse_surprise(written, {name: str(value) for name, value in headers.items()})
    return written


def _headers(letter: Letter) -> dict[str, Any]:
    headers: dict[str, Any] = {
        "From": Address(letter.sender_name, addr_spec=letter.sender),
        "To": Address(letter.to_name, addr_spec=letter.to_email),
        "Subject": letter.subject,
        "Message-ID": letter.message_id,
        "Date": format_datetime(letter.written_at),
        "Auto-Submitted": "auto-generated",
    }
    if letter.cc:
        headers["Cc"] = tuple(Address(addr_spec=address) for address in letter.cc)
    return headers


_OF_THE_PACKAGE = {"content-type", "content-transfer-encoding", "content-disposition", "mime-version"}


def _refuse_surprise(written: bytes, meant: dict[str, str]) -> None:
    # Python's package lets some texts become a new header: only what reads back as it was meant may leave.
    read = message_from_bytes(written, policy=policy.default)
    names = sorted(name.lower() for name, _value in read.items())
    if [name for name in names if name not in _OF_THE_PACKAGE] != sorted(name.lower() for name in meant):
        raise Unsafe("The message would carry a header nobody wrote. Check subject and names.")
    for name in ("Subject", "Message-ID"):
        if str(read[name]) != meant[name]:
            raise Unsafe(f"The message's {name} would not arrive as written. Use simpler characters.")
    if [one.addr_spec for one in read["To"].addresses] != [Address(addr_spec=_spec(meant["To"])).addr_spec]:
        raise Unsafe("The message would go to another address. Check it.")


def _spec(shown: str) -> str:
    return shown.rpartition("<")[2].rstrip(">")


def send(
    url: str, written: bytes, sender: str, recipients: Sequence[str], seconds: float | None = None
) -> Outcome:
    """One attempt, waiting `seconds` for each answer. Whatever the network does is `TEMPORARY`; a 5xx about this
    message is `PERMANENT`."""
    server = urlsplit(url)
    try:
        with _connected(server, TIMEOUT_SECONDS if seconds is None else seconds) as connection:
            _protect(connection, server)
            refused = connection.sendmail(sender, list(recipients), written)
    except smtplib.SMTPRecipientsRefused as error:
        return _of_codes(list(error.recipients.values()))
    except smtplib.SMTPAuthenticationError as error:
        words = f"The mail server refused our sign-in: {_words(error.smtp_code, error.smtp_error)}"
        return Outcome(Result.TEMPORARY, words, Trouble.WRONG_PASSWORD)
    except smtplib.SMTPResponseException as error:
        return _of_codes([(error.smtp_code, error.smtp_error)])
    except (smtplib.SMTPException, OSError) as error:
        words = f"The mail server {server.hostname} did not take it: {error or type(error).__name__}"
        return Outcome(Result.TEMPORARY, words, _trouble(error))
    return Outcome(Result.SENT, "; ".join(f"{who}: {_words(*said)}" for who, said in refused.items()))


def greet(url: str, seconds: float) -> None:
    """Sign in and leave. Raises SMTPException or OSError."""
    server = urlsplit(url)
    with _connected(server, seconds) as connection:
        _protect(connection, server)


# The first that fits; a certificate that is refused is an SSLError, and all of them are OSErrors.
_TROUBLES: tuple[tuple[type[Exception], Trouble], ...] = (
    (NoEncryption, Trouble.NO_ENCRYPTION),
    (socket.gaierror, Trouble.NO_HOST),
    (TimeoutError, Trouble.TIMED_OUT),
    (ssl.SSLCertVerificationError, Trouble.BAD_CERTIFICATE),
    (ConnectionRefusedError, Trouble.NO_ANSWER),
    (smtplib.SMTPServerDisconnected, Trouble.DROPPED),
    (ConnectionError, Trouble.DROPPED),
    (ssl.SSLError, Trouble.DROPPED),
    (OSError, Trouble.NO_ANSWER),
)


def _trouble(error: Exception) -> Trouble:
    """smtplib says "disconnected" after a time-out too: what came before it tells more."""
    before = error.__context__ if isinstance(error, smtplib.SMTPServerDisconnected) else None
    if isinstance(before, TimeoutError):
        return Trouble.TIMED_OUT
    return next((trouble for kind, trouble in _TROUBLES if isinstance(error, kind)), Trouble.NONE)


@contextmanager
def _connected(server: SplitResult, seconds: float) -> Iterator[smtplib.SMTP]:
    """What the server says to our goodbye changes nothing: the message is taken, or it is not."""
    connection = _connect(server, seconds)
    try:
        yield connection
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


def _connect(server: SplitResult, seconds: float) -> smtplib.SMTP:
    host = server.hostname or "localhost"
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(
            host, server.port or 465, timeout=seconds, context=ssl.create_default_context()
        )
    return smtplib.SMTP(host, server.port or 25, timeout=seconds)


def _protect(connection: smtplib.SMTP, server: SplitResult) -> None:
    connection.ehlo_or_helo_if_needed()
    secure = server.scheme == "smtps"
    if not secure and connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
        secure = True
    if not server.username:
        return
    if not secure and server.hostname not in _LOCAL_HOSTS:
        raise NoEncryption(
            "it offers no encryption, so the password was not sent. Use smtps:// or another port"
        )
    connection.login(unquote(server.username), unquote(server.password or ""))


def _of_codes(said: list[tuple[int, bytes | str]]) -> Outcome:
    """Permanent only when every word of the server is: one 4xx among them is worth another try."""
    reply = "; ".join(_words(code, words) for code, words in said)
    final = all(code >= 500 for code, _words_said in said)  # the SMTP class of permanent failures
    if final:
        return Outcome(Result.PERMANENT, reply, Trouble.SAID_NO)
    return Outcome(Result.TEMPORARY, reply, Trouble.SAID_LATER)


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:500]


def keep(folder: Path, name: str, written: bytes) -> Path:
    """Without a mail server: `<name>.eml` in the outbox, for this user only (links in it are secrets)."""
    path = folder / f"{name}.eml"
    file_store.write_whole(path, written)
    return path


def body_of(path: Path) -> str:
    """The text of a kept message; "" when the file is gone."""
    if not path.is_file():
        return ""
    part = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))
    return part.get_content() if part else ""
