"""The electronic signature: valid to a reader that knows nothing of us, and gone where a file is joined from many."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from pyhanko.sign.validation import SignatureCoverageLevel

from coi_app.documents import attachment, signed_tail
from coi_app.documents.bundle import OnePdfOf
from coi_app.documents.certificate import CertificatePress
from coi_app.documents.pades import Seal
from coi_app.documents.plate import Drawn
from coi_app.rules import errors
from tests import signing
from tests.documents import reading, samples


def press(content: "samples.paper.CertificateContent" = samples.DENSE) -> CertificatePress:
    return CertificatePress(content.shared, samples.PICTURES, with_json=True)


@pytest.fixture(scope="module")
def seal() -> Seal:
    return Seal(signing.key_file(), signing.PASSPHRASE)


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_it_is_valid_and_covers_the_whole_file(kind: str) -> None:
    seal = Seal(signing.key_file(kind=kind), signing.PASSPHRASE)
    drawn = press().draw(samples.DENSE)
    signed = seal.signed(drawn)
    said = signing.judged(signed.whole)
    assert said.bottom_line and said.intact and said.trusted
    assert said.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert seal.subject == signing.NAME
    assert signed.plate == drawn.plate and signed.tail.startswith(drawn.tail)
    assert reading.words(signed.whole) == reading.words(drawn.whole)
    assert attachment.in_tail(signed.tail) == attachment.in_tail(drawn.tail)


@pytest.mark.parametrize("where", [0.02, 0.5, 0.9])
def test_an_altered_byte_is_found(seal: Seal, where: float) -> None:
    drawn = press(samples.MINIMAL).draw(samples.MINIMAL)
    body = bytearray(seal.signed(drawn).whole)
    at = (
        int(len(drawn.plate) * where)
        if where < 0.9
        else len(drawn.plate) + body[len(drawn.plate) :].index(b"BT")
    )
    body[at] ^= 1
    try:
        assert not signing.judged(bytes(body)).intact
    except Exception as broken:  # so far gone that no reader opens it any more
        assert "intact" not in str(broken)


def test_a_joined_file_has_the_pages_without_the_signatures(seal: Seal, tmp_path: Path) -> None:
    one, contents = press(samples.MINIMAL), [replace(samples.MINIMAL, number=f"NL-{n}") for n in range(3)]
    plain = [one.draw(content) for content in contents]
    signed = [seal.signed(drawn) for drawn in plain]
    assert [signed_tail.is_signed(drawn) for drawn in (*plain, *signed)] == [False] * 3 + [True] * 3
    assert [signed_tail.unsigned(drawn) for drawn in signed] == plain
    assert [signed_tail.unsigned(drawn) for drawn in plain] == plain
    for name, some in (("plain", plain), ("signed", signed)):
        with OnePdfOf(tmp_path / name) as made:
            for drawn in some:
                made.add(drawn, "Holder")
    assert (tmp_path / "plain").read_bytes() == (tmp_path / "signed").read_bytes()
    assert len(pypdf.PdfReader(tmp_path / "signed", strict=True).pages) == 3


def test_what_was_stored_whole_is_no_signed_tail() -> None:
    whole = press(samples.MINIMAL).draw(samples.MINIMAL).whole
    assert not signed_tail.is_signed(Drawn(whole, b"")) and not signed_tail.is_signed(
        Drawn(b"plate", b"tail")
    )


@pytest.mark.parametrize(
    ("file", "passphrase", "words"),
    [
        (b"no key", signing.PASSPHRASE, "cannot be read"),
        (signing.key_file(), b"wrong", "passphrase"),
        (signing.key_file(for_signing=False), signing.PASSPHRASE, "not made for signing"),
    ],
)
def test_a_file_that_cannot_sign_is_named(file: bytes, passphrase: bytes, words: str) -> None:
    with pytest.raises(errors.Refusal, match=words):
        Seal(file, passphrase)


def test_nobody_pays_for_it_before_it_is_used() -> None:
    tell = "import sys, coi_app.services.issuing; print('pyhanko' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", tell], capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"


def test_the_signed_file_is_read_by_others(seal: Seal) -> None:
    signed = seal.signed(press().draw(samples.DENSE)).whole
    reader = pypdf.PdfReader(io.BytesIO(signed), strict=True)
    field = reader.trailer["/Root"]["/AcroForm"]["/Fields"][0].get_object()
    assert field["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"
    assert len(signed) - len(press().draw(samples.DENSE).whole) < 12_000
