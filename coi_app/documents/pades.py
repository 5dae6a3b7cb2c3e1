"""The agency's electronic signature under a certificate: PAdES baseline B, by pyHanko.

Imported only where something is signed: it costs half a second and 30 MB. A signature is appended to the file (an
incremental update), so the plate stays what it was, and the signature is the end of the tail.
"""

import io
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from coi_app.documents.plate import Drawn
from coi_app.rules import errors

FIELD = "AgencySignature"
DIGEST = "sha256"
ROOM = 2_048  # bytes beside the certificates: the signature of the largest keys, and what is signed along


class _KeptKey(signers.SimpleSigner):
    """pyHanko reads and checks the key anew for each signature, which takes four times as long as all the rest."""

    def __init__(self, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, **parts: Any) -> None:
        super().__init__(**parts)
        self._key = key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        assert digest_algorithm == DIGEST
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


class Seal:
    """A key with its certificate, read once. Raises Refusal for a file that cannot sign."""

    def __init__(self, pkcs12_file: bytes, passphrase: bytes) -> None:
        try:
            read = pkcs12.load_pkcs12(pkcs12_file, passphrase or None)
        except ValueError as error:
            raise errors.Refusal(
                "The signing file cannot be read. It must be PKCS#12 (.p12 or .pfx), and its passphrase the right one."
            ) from error
        if read.cert is None or not isinstance(read.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise errors.Refusal("The signing file has no certificate with an RSA or elliptic curve key.")
        self.certificate = read.cert.certificate
        _refuse_other_use(self.certificate)
        plain = signers.SimpleSigner.load_pkcs12_data(pkcs12_file, [], passphrase=passphrase or None)
        self._signer = _KeptKey(
            read.key,
            signing_cert=plain.signing_cert,
            signing_key=plain.signing_key,
            cert_registry=plain.cert_registry,
        )
        self._room = 2 * (sum(len(one.dump()) for one in plain.cert_registry) + ROOM)

    @property
    def subject(self) -> str:
        """Whom the certificate names."""
        names = self.certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return str(names[0].value) if names else self.certificate.subject.rfc4514_string()

    @property
    def begins_at(self) -> datetime:
        return self.certificate.not_valid_before_utc

    @property
    def ends_at(self) -> datetime:
        return self.certificate.not_valid_after_utc

    def signed(self, drawn: Drawn) -> Drawn:
        """The same plate, and a tail that ends with the signature over everything before it."""
        writer = IncrementalPdfFileWriter(io.BytesIO(drawn.whole))
        asked = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm=DIGEST, subfilter=fields.SigSeedSubFilter.PADES
        )
        made: io.BytesIO = signers.sign_pdf(writer, asked, signer=self._signer, bytes_reserved=self._room)
        return Drawn(drawn.plate, made.getvalue()[len(drawn.plate) :])


def _refuse_other_use(certificate: x509.Certificate) -> None:
    try:
        use = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (use.digital_signature or use.content_commitment):
        raise errors.Refusal("The signing certificate is not made for signing documents (key usage).")
