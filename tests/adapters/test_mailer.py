import smtplib
import socket
import ssl
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from coi_app.adapters import mailer
from coi_app.adapters.mailer import Attachment, Letter, Result
from coi_app.rules.mail_trouble import Trouble
from tests import smtp

SENDER = "certificates@kestrelvane.example"


def letter(**given: Any) -> Letter:
    values = {
        "message_id": "<one@kestrelvane.example>",
        "sender": SENDER,
        "sender_name": "Kestrel & Vane Insurance",
        "to_email": "certs@halvorsenpg.example",
        "to_name": "Halvorsen, Group",
        "subject": "Certificate für Łódź",
        "body": "Hello,\n\n.leading dot\nattached.\n",
        "written_at": datetime(2026, 3, 5, 12, 0, tzinfo=UTC),
    }
    return Letter(**values | given)


def sent(post: smtp.Post, one: Letter) -> mailer.Outcome:
    return mailer.send(post.url, mailer.compose(one), one.sender, one.recipients)


def test_what_is_written_is_what_arrives() -> None:
    attached = Attachment("KV-26-00001 Łódź.pdf", "application/pdf", b"%PDF-1.7\r\n.\r\n\x00\xff")
    with smtp.server() as post:
        outcome = sent(post, letter(cc=("copy@halvorsenpg.example",), attachments=(attached,)))
    (envelope,) = post.taken
    read = message_from_bytes(envelope.content, policy=policy.default)
    assert outcome == mailer.Outcome(Result.SENT, "")
    assert envelope.rcpt_tos == ["certs@halvorsenpg.example", "copy@halvorsenpg.example"]
    assert read["Subject"] == "Certificate für Łódź" and read["Message-ID"] == "<one@kestrelvane.example>"
    assert read.get_body().get_content().splitlines() == ["Hello,", "", ".leading dot", "attached."]
    (part,) = read.iter_attachments()
    assert (part.get_filename(), part.get_content()) == (attached.file_name, attached.body)


def test_the_same_letter_is_the_same_message_again() -> None:
    first, second = (message_from_bytes(mailer.compose(letter()), policy=policy.default) for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"] and first["Date"] == second["Date"]


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody has reason to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    since = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, since, since.replace(year=2056))
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    form = serialization.PrivateFormat.PKCS8
    pem += key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    (folder / "server.pem").write_bytes(pem)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem")
    return context


def test_a_bad_certificate_is_named_and_nothing_is_said_to_the_server(tmp_path: Path) -> None:
    with smtp.server(tls_context=self_signed(tmp_path)) as post:
        outcome = sent(post, letter())
    assert (outcome.result, outcome.trouble) == (Result.TEMPORARY, Trouble.BAD_CERTIFICATE)
    assert post.taken == []


def test_a_wrong_password_is_named() -> None:
    with smtp.server(authenticator=smtp.nobody_signs_in, auth_require_tls=False) as post:
        url = post.url.replace("smtp://", "smtp://user:wrong@")
        outcome = mailer.send(url, mailer.compose(letter()), SENDER, ["a@b.example"])
    assert (outcome.result, outcome.trouble) == (Result.TEMPORARY, Trouble.WRONG_PASSWORD)
    assert "refused our sign-in: 535" in outcome.reply and "wrong" not in outcome.reply


def test_a_greeting_tells_whether_we_are_let_in() -> None:
    with smtp.server() as post:
        mailer.greet(post.url, 5)
    with (
        smtp.server(authenticator=smtp.nobody_signs_in, auth_require_tls=False) as closed,
        pytest.raises(smtplib.SMTPAuthenticationError),
    ):
        mailer.greet(closed.url.replace("smtp://", "smtp://user:wrong@"), 5)


@pytest.mark.parametrize(
    ("order", "trouble"),
    [
        ("451", Trouble.SAID_LATER),
        ("550", Trouble.SAID_NO),
        ("drop", Trouble.DROPPED),
        ("hang", Trouble.TIMED_OUT),
    ],
)
def test_what_stood_in_the_way_is_known(order: str, trouble: Trouble) -> None:
    with smtp.server(order) as post:
        one = letter()
        outcome = mailer.send(post.url, mailer.compose(one), one.sender, one.recipients, 0.5)
    assert outcome.trouble is trouble


def test_a_host_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mailer.send("smtp://127.0.0.1:1", b"", SENDER, ["a@b.example"]).trouble is Trouble.NO_ANSWER
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert mailer.send("smtp://mail.nowhere.example", b"", SENDER, ["a@b.example"]).trouble is Trouble.NO_HOST


def unknown(*_asked: object, **_more: object) -> None:
    raise socket.gaierror("Name or service not known")


def test_a_rude_goodbye_does_not_unsend(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was taken is sent: a second try would double it."""

    async def rude(self: SMTP, arg: str) -> None:
        await self.push("421 4.3.0 Closing")

    monkeypatch.setattr(SMTP, "smtp_QUIT", rude)
    with smtp.server() as post:
        assert sent(post, letter()).result is Result.SENT
    assert len(post.taken) == 1


@pytest.mark.parametrize(
    ("order", "result", "words"),
    [
        ("451", Result.TEMPORARY, "451 4.7.1 Come back later"),
        ("550", Result.PERMANENT, "550 5.1.1 No such mailbox here"),
        ("drop", Result.TEMPORARY, "did not take it"),
    ],
)
def test_the_servers_words_are_kept(order: str, result: Result, words: str) -> None:
    with smtp.server(order) as post:
        outcome = sent(post, letter())
    assert outcome.result is result and words in outcome.reply
    assert post.taken == []


def test_a_server_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailer, "TIMEOUT_SECONDS", 0.5)
    with smtp.server("hang") as post:
        assert sent(post, letter()).result is Result.TEMPORARY


def test_a_server_that_is_not_there() -> None:
    outcome = mailer.send("smtp://127.0.0.1:1", b"", SENDER, ["a@b.example"])
    assert outcome.result is Result.TEMPORARY and "127.0.0.1" in outcome.reply


def test_a_refused_copy_does_not_stop_the_mail() -> None:
    with smtp.server("550") as post:
        outcome = sent(post, letter(to_email="copy@b.example", cc=("gone@halvorsenpg.example",)))
    assert outcome.result is Result.SENT and "gone@halvorsenpg.example: 550" in outcome.reply
    assert len(post.taken) == 1


@pytest.mark.parametrize("field", ["subject", "to_name", "to_email", "message_id"])
@pytest.mark.parametrize(
    "evil", ["a\nBcc: x@y.example", "a\rb", "a\x00b", "=?utf-8?q?=0ABcc:_x@y.example?=", "a\u2028b"]
)
def test_no_typed_text_becomes_a_header(field: str, evil: str) -> None:
    with pytest.raises(mailer.Unsafe):
        mailer.compose(letter(**{field: evil}))


@pytest.mark.parametrize(
    "address", ["a@b.example, c@d.example", "a b@c.example", "@", "", "a@b.example>", "ä@b.example"]
)
def test_one_address_and_no_more(address: str) -> None:
    with pytest.raises(mailer.Unsafe):
        mailer.compose(letter(to_email=address))


@settings(max_examples=300)
@given(subject=st.text(min_size=1, max_size=120), name=st.text(max_size=60))
def test_whatever_is_typed_it_arrives_as_typed_or_not_at_all(subject: str, name: str) -> None:
    try:
        written = mailer.compose(letter(subject=subject, to_name=name))
    except mailer.Unsafe:
        return
    read = message_from_bytes(written, policy=policy.default)
    assert str(read["Subject"]) == subject
    assert [one.addr_spec for one in read["To"].addresses] == ["certs@halvorsenpg.example"]
    assert "Bcc" not in read and len(read.get_all("Subject")) == 1


def test_a_kept_message_can_be_read_again(tmp_path: Path) -> None:
    path = mailer.keep(tmp_path / "outbox", "one", mailer.compose(letter()))
    assert mailer.body_of(path).startswith("Hello,")
    assert path.stat().st_mode & 0o077 == 0
    assert mailer.body_of(tmp_path / "gone.eml") == ""


def test_a_password_is_not_sent_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailer, "_LOCAL_HOSTS", frozenset())
    with smtp.server() as post:
        url = post.url.replace("smtp://", "smtp://user:secret@")
        outcome = mailer.send(url, mailer.compose(letter()), SENDER, ["a@b.example"])
    assert outcome.result is Result.TEMPORARY and "no encryption" in outcome.reply
    assert post.taken == []
