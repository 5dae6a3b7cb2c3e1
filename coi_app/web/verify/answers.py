"""What "Check a PDF" answers: pure words about what was found."""

import re
from dataclasses import dataclass

from coi_app.queries.public_check import PublicCertificate
from coi_app.rules.standing import StandingKind
from coi_app.web import routes

TOO_LARGE, NOT_SECURE = "large", "insecure"
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Answer:
    """`look` is the drop zone's: is-good or is-bad. `href` leads to the page of another certificate."""

    title: str = ""
    words: str = ""
    look: str = ""
    href: str = ""


NOTHING_YET = Answer()


def is_digest(sha256: object) -> bool:
    return isinstance(sha256, str) and bool(_SHA256.fullmatch(sha256))


def not_read(why: object) -> Answer:
    """The browser could not, or would not, read the file."""
    if why == TOO_LARGE:
        return Answer("Too large", "A certificate is a small PDF. Choose the file you were sent.", "is-bad")
    words = "Your browser checks files on secure pages only. Open this page with https:// and try again."
    return Answer("Not checked", words, "is-bad")


def exact(found: PublicCertificate, page_code: str) -> Answer:
    """The file is one of ours, byte for byte."""
    words = f"Byte for byte what was issued to {found.holder}."
    if found.standing.kind in (StandingKind.SUPERSEDED, StandingKind.WITHDRAWN):
        words += f" But this certificate is {found.standing.label.lower()}."
    href = "" if found.code == page_code else routes.verify(found.code)
    return Answer(f"Exact copy of {found.name}", words, "is-good", href)


def changed(named: PublicCertificate) -> Answer:
    """The file carries the code of one of ours, and is not what we issued."""
    words = (
        f"The file says that it is {named.name}, but it is not what was issued. It may have been altered, or only "
        f"saved anew. Do not rely on it: ask {named.issued_by} for the original."
    )
    return Answer("This file was changed", words, "is-bad")


def not_ours(issued_by: str) -> Answer:
    words = (
        f"{issued_by} issued no certificate with these bytes. A certificate that was printed, scanned or photographed "
        "cannot be told this way: compare it with what stands on this page."
    )
    return Answer("Not an original of ours", words, "is-bad")
