"""What can go wrong with mail, in plain words: what happened, and what to do about it."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """Why an attempt did not end well; `NONE` also while nobody knows more than the server's words."""

    NONE = "none"
    NO_HOST = "no_host"
    NO_ANSWER = "no_answer"
    TIMED_OUT = "timed_out"
    BAD_CERTIFICATE = "bad_certificate"
    NO_ENCRYPTION = "no_encryption"
    WRONG_PASSWORD = "wrong_password"
    DROPPED = "dropped"
    SAID_LATER = "said_later"
    SAID_NO = "said_no"


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence each; `cure` is "" where nothing is to be done."""

    what: str
    cure: str = ""


_OF_THE_SERVER: dict[Trouble, Told] = {
    Trouble.NO_HOST: Told(
        "No mail server has this name.",
        "Compare the host in COI_SMTP_URL with what your mail provider gives, letter by letter.",
    ),
    Trouble.NO_ANSWER: Told(
        "Nothing answers at this address and port.",
        "Check the port in COI_SMTP_URL (587 with smtp://, 465 with smtps://), and that no firewall is between.",
    ),
    Trouble.TIMED_OUT: Told(
        "The mail server did not answer in time.",
        "Check the port in COI_SMTP_URL (smtps:// goes with 465, smtp:// with 587), and that no firewall is between.",
    ),
    Trouble.BAD_CERTIFICATE: Told(
        "The mail server's certificate cannot be trusted, so nothing was sent.",
        "Use the host name that stands in the certificate, or have the server's certificate renewed.",
    ),
    Trouble.NO_ENCRYPTION: Told(
        "The mail server offers no encryption, so the password was not sent.",
        "Use smtps:// with port 465 in COI_SMTP_URL, or ask your provider for a port with STARTTLS.",
    ),
    Trouble.WRONG_PASSWORD: Told(
        "The mail server refused the user name or the password.",
        "Correct them in COI_SMTP_URL. Signs such as @ : / % in a password are written as %40 %3A %2F %25. Some "
        "providers want a password made for this program.",
    ),
    Trouble.DROPPED: Told(
        "The mail server ended the connection in the middle.",
        "Check that smtps:// goes with port 465 and smtp:// with 587; if they do, try again in a few minutes.",
    ),
    Trouble.SAID_LATER: Told(
        "The mail server asked to come back later.",
        "Try again in some minutes. Certificates are tried again by themselves for about a day.",
    ),
    Trouble.SAID_NO: Told(
        "The mail server refused the message.",
        "Read its words. Often it does not know the address in COI_MAIL_FROM: use one of your own domain.",
    ),
    Trouble.NONE: Told("The message was not taken.", "Read the words of the server, and try again."),
}

# By what RFC 3463 says of the second and third number of a status such as 5.1.1; the longest beginning wins.
_OF_THE_RECEIVER: dict[str, Told] = {
    "1.1": Told("There is no such mailbox.", "Check the part before the @."),
    "1.2": Told("There is no such mail domain.", "Check the part after the @."),
    "1.3": Told("The address is not written as their server wants it.", "Check it letter by letter."),
    "1.6": Told("The mailbox has moved, and nobody said where to.", "Ask the holder for the new address."),
    "1.10": Told("This domain takes no mail.", "Ask the holder for another address."),
    "1": Told("Their server does not know the address.", "Check it letter by letter."),
    "2.1": Told("The mailbox is switched off.", "Ask the holder for another address."),
    "2.2": Told("The mailbox is full.", "Ask the holder for another address, or send it again later."),
    "2.3": Told("The message is too large for their server.", "Send a download link instead of the PDF."),
    "3.4": Told("The message is too large for their server.", "Send a download link instead of the PDF."),
    "2": Told("The mailbox does not take the message.", "Ask the holder for another address."),
    "4": Told("Their mail server could not be reached.", "Check the part after the @, or try again later."),
    "7": Told(
        "Their server refused it by its rules.",
        "Ask the holder to let your mail in, or for another address; a download link may pass where a PDF does not.",
    ),
}
_OF_THE_CODE: dict[str, str] = {"550": "1", "551": "1.6", "552": "2.2", "553": "1.3", "554": "7"}
_STATUS = re.compile(r"(?<![\d.])[45]\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])(5\d\d)(?![\d.])")


def of_server(trouble: Trouble) -> Told:
    """For an admin: about the mail server that the settings name."""
    return _OF_THE_SERVER[trouble]


def of_receiver(reply: str) -> Told:
    """For whoever sent a certificate: what a server's words about one address mean."""
    if status := _STATUS.search(reply):
        kind, detail = status.groups()
        found = _OF_THE_RECEIVER.get(f"{kind}.{detail}") or _OF_THE_RECEIVER.get(kind)
        if found:
            return found
    if (code := _CODE.search(reply)) and (known := _OF_THE_CODE.get(code[1])):
        return _OF_THE_RECEIVER[known]
    return Told("The mail did not arrive.", "Check the address with the holder.")
