"""A root of the tests' own, and keys that it vouches for."""

import io
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from coi_app import clock, settings

PASSPHRASE = b"one two three"
NAME = "Kestrel & Vane Insurance"


@dataclass(frozen=True)
class Root:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def trust(self) -> ValidationContext:
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        return ValidationContext(trust_roots=[asn1.Certificate.load(der)], revocation_mode="soft-fail")


@cache
def root() -> Root:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Root of the tests")
    made = _begun(name, name, key.public_key(), clock.now() - timedelta(days=900), days=4_000)
    made = made.add_extension(x509.BasicConstraints(True, None), critical=True)
    return Root(key, made.add_extension(_use(key_cert_sign=True), critical=True).sign(key, hashes.SHA256()))


def key_file(
    *, kind: str = "ec", begins_at: datetime | None = None, days: int = 365, for_signing: bool = True
) -> bytes:
    """PKCS#12 under `PASSPHRASE`, with the root's certificate in it."""
    key: Any = (
        rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    )
    begun = _begun(
        _name(NAME), root().certificate.subject, key.public_key(),
        begins_at or clock.now() - timedelta(days=1), days,
    )  # fmt: skip
    begun = begun.add_extension(x509.BasicConstraints(False, None), critical=True)
    begun = begun.add_extension(
        _use(digital_signature=for_signing, content_commitment=for_signing, key_encipherment=not for_signing),
        critical=True,
    )
    certificate = begun.sign(root().key, hashes.SHA256())
    hidden = serialization.BestAvailableEncryption(PASSPHRASE)
    return pkcs12.serialize_key_and_certificates(b"agency", key, certificate, [root().certificate], hidden)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: Any, begins_at: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins_at)
        .not_valid_after(begins_at + timedelta(days=days))
    )


def _use(**given: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**dict.fromkeys(names, False) | given)


def turn_on(monkeypatch: pytest.MonkeyPatch, folder: Path, key: bytes) -> None:
    """As an operator would: two files, and their names in the environment."""
    files = {"COI_SIGNING_FILE": key, "COI_SIGNING_PASSPHRASE_FILE": PASSPHRASE + b"\n"}
    for name, body in files.items():
        (folder / name).write_bytes(body)
        monkeypatch.setenv(name, str(folder / name))
    read = settings.from_environment(os.environ)
    settings.current.cache_clear()  # what it knows of a house of this test's own must not come back after it
    monkeypatch.setattr(settings, "current", cache(lambda: read))


def judged(pdf: bytes) -> Any:
    """What pyHanko's validator says of the only signature, with the tests' root as the one it trusts."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, root().trust())
