"""Reports of undelivered mail as mail servers write them, and what is none."""

import pytest

from coi_app.adapters import bounce_reports
from coi_app.adapters.bounce_reports import Bounce, NoReport
from tests import bounces

OURS = "<1f2e@kestrelvane.example>"


def words(raw: bytes) -> list[tuple[str, str, str]]:
    return [(one.message_id, one.recipient, one.words) for one in bounce_reports.read(raw)]


def test_a_report_with_the_returned_message() -> None:
    said = "5.1.1 550 5.1.1 <certs@halvorsenpg.example>: Recipient address rejected: User unknown"
    assert words(bounces.report(OURS)) == [(OURS, "certs@halvorsenpg.example", said)]


def test_a_report_with_the_returned_headers_only() -> None:
    found = words(bounces.report(OURS, returned="text/rfc822-headers"))
    assert [one[:2] for one in found] == [(OURS, "certs@halvorsenpg.example")]


def test_a_report_that_returns_nothing_but_answers() -> None:
    assert words(bounces.report(OURS, returned=""))[0][0] == OURS


def test_an_alias_is_told_by_the_address_that_was_written() -> None:
    raw = bounces.report(OURS, fields={"Original-Recipient": "rfc822;certs@halvorsenpg.example"})
    raw = raw.replace(b"Final-Recipient: rfc822;certs@", b"Final-Recipient: rfc822;j.doe-17@")
    assert words(raw)[0][1] == "certs@halvorsenpg.example"


def test_several_receivers_fail_each_for_themselves() -> None:
    raw = bounces.report(OURS, recipients=("a@halvorsenpg.example", "b@halvorsenpg.example"))
    found = bounce_reports.read(raw)
    assert [one.recipient for one in found] == ["a@halvorsenpg.example", "b@halvorsenpg.example"]
    assert len({one.key for one in found}) == 2


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_only_what_failed_for_good_counts(action: str) -> None:
    assert bounce_reports.read(bounces.report(OURS, action=action)) == ()


def test_the_same_report_has_the_same_key() -> None:
    first, again = bounce_reports.read(bounces.report(OURS)), bounce_reports.read(bounces.report(OURS))
    assert first == again and isinstance(first[0], Bounce)
    assert bounce_reports.read(bounces.report(OURS, own_id="<other@mx.example>"))[0].key != first[0].key


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 500,
        b"Subject: Out of office\r\n\r\nI am away.\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\nno parts\r\n",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHello\r\n--x--\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n--x--",
    ],
)
def test_what_is_no_report(raw: bytes) -> None:
    with pytest.raises(NoReport):
        bounce_reports.read(raw)


def test_a_report_about_nobodys_mail_is_none_of_ours() -> None:
    assert bounce_reports.read(bounces.report("no id at all")) == ()


def test_hostile_words_come_out_on_one_line_and_short() -> None:
    raw = bounces.report(OURS, diagnostic="smtp;550 " + "x" * 5_000 + "\r\n \x1b[31mred")
    (found,) = bounce_reports.read(raw)
    assert len(found.words) <= bounce_reports.LONGEST_WORDS and found.words.isprintable()
