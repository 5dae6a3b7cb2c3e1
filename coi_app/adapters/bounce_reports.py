"""Reports of undelivered mail (RFC 3464): which message, which receiver, and what their server said."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

LARGEST = 1_000_000  # bytes of a report that are read
LONGEST_WORDS = 500
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")


@dataclass(frozen=True, slots=True)
class Bounce:
    """`key` is the same when the same report comes again; `words` are a status such as 5.1.1 and the server's."""

    key: str
    message_id: str
    recipient: str
    words: str


class NoReport(ValueError):
    """The message is no delivery status notification."""


def read(raw: bytes) -> tuple[Bounce, ...]:
    """Receivers that failed for good; none for a report of delay or success. Raises NoReport."""
    # The older policy takes headers as they come: what a stranger's server wrote is often not by the book.
    report = message_from_bytes(raw[:LARGEST], policy=policy.compat32)
    if report.get_content_type() != "multipart/report" or not report.is_multipart():
        raise NoReport
    status = next(
        (part for part in report.walk() if part.get_content_type() == "message/delivery-status"), None
    )
    if status is None:
        raise NoReport
    message_id, own_id = _original(report), one_line(report.get("Message-ID"))
    return tuple(
        Bounce(key_of(own_id or message_id, recipient), message_id, recipient, words)
        for recipient, words in _failed(status)
        if message_id
    )


def _failed(status: Message) -> Iterator[tuple[str, str]]:
    """The groups of fields after the first tell of one receiver each."""
    groups = status.get_payload()
    for group in groups if isinstance(groups, list) else []:
        if not isinstance(group, Message) or one_line(group.get("Action")).casefold() != "failed":
            continue
        address = one_line(group.get("Original-Recipient")) or one_line(group.get("Final-Recipient"))
        code = one_line(group.get("Diagnostic-Code")).partition(";")
        words = f"{one_line(group.get('Status'))} {(code[2] or code[0]).strip()}".strip()
        yield address.rpartition(";")[2].strip().strip("<>"), words[:LONGEST_WORDS] or "It came back."


def _original(report: Message) -> str:
    """The Message-ID of the mail that came back: of its returned headers, else of those the report answers."""
    returned = [_message_id(_returned_id(part)) for part in report.walk()]
    answered = [_message_id(one_line(report.get(name))) for name in ("In-Reply-To", "References")]
    return next((found for found in (*returned, *answered) if found), "")


def _returned_id(part: Message) -> str:
    """Of a part that is the mail itself, or its headers; "" for any other."""
    inner = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(inner, list) and inner:
        return one_line(inner[0].get("Message-ID")) if isinstance(inner[0], Message) else ""
    if part.get_content_type() != "text/rfc822-headers":
        return ""
    body = part.get_payload(decode=True)
    headers = message_from_bytes(body if isinstance(body, bytes) else b"", policy=policy.compat32)
    return one_line(headers.get("Message-ID"))


def _message_id(text: str) -> str:
    found = _MESSAGE_ID.findall(text)
    return found[-1] if found else ""


def one_line(value: object) -> str:
    """On one line, without what cannot be shown."""
    return "".join(char if char.isprintable() else " " for char in " ".join(str(value or "").split()))


def key_of(event: str, recipient: str) -> str:
    """`event`: what the reporting server calls this report."""
    return hashlib.sha256(f"{event}\n{recipient.casefold()}".encode("utf-8", "replace")).hexdigest()
