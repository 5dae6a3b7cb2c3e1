"""What mail servers say, in plain words."""

import pytest

from coi_app.rules import mail_trouble
from coi_app.rules.mail_trouble import Trouble


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_of_the_server_has_words_and_a_cure(trouble: Trouble) -> None:
    told = mail_trouble.of_server(trouble)
    assert told.what.endswith(".") and told.cure.endswith(".")


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        ("550 5.1.1 No such mailbox here", "There is no such mailbox."),
        ("550 No such mailbox", "Their server does not know the address."),
        ("552 5.2.2 Mailbox full", "The mailbox is full."),
        ("554 5.7.1 Message refused by policy", "Their server refused it by its rules."),
        ("550 5.7.26 Unauthenticated", "Their server refused it by its rules."),
        ("552 5.3.4 Too big", "The message is too large for their server."),
        ("5.4.4 Unable to route", "Their mail server could not be reached."),
        ("556 5.1.10 Null MX", "This domain takes no mail."),
        ("553 sorry", "The address is not written as their server wants it."),
        ("192.5.1.1 is listed, 15503", "The mail did not arrive."),
        ("5.9.9 other", "The mail did not arrive."),
        ("", "The mail did not arrive."),
    ],
)
def test_the_words_of_a_receivers_server(reply: str, what: str) -> None:
    told = mail_trouble.of_receiver(reply)
    assert told.what == what and told.cure
