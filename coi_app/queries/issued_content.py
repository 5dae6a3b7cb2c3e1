"""What an issued certificate says, as it was frozen."""

import hashlib

from coi_app import settings
from coi_app.models import Certificate, StoredContent
from coi_app.rules import certificate_content, errors
from coi_app.rules.certificate_content import CertificateContent


class AlteredContent(errors.Refusal):
    """Also told to strangers, on the public page."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"What is stored of certificate {number} was altered since it was issued, so it is not told. "
            "Ask the agency that issued it; its administrator can restore a backup."
        )


def of(certificate: Certificate, stored: StoredContent) -> CertificateContent:
    """`stored` is what it shares with others. The public address is the one this server has now. Raises
    AlteredContent when that is not what was frozen."""
    if _digest(stored) != stored.digest:
        raise AlteredContent(certificate.number)
    return certificate_content.own_from_json(
        certificate.content,
        certificate_content.shared_from_json(stored.body),
        description=certificate.description,
        number=certificate.number,
        revision=certificate.revision,
        issued_on=certificate.issued_on,
        verification_url=address(certificate.verification_code),
    )


def _digest(stored: StoredContent) -> str:
    """Of the JSON itself: read as content it would get the fields that were unknown when it was frozen."""
    return hashlib.sha256(certificate_content.canonical_json(stored.body).encode()).hexdigest()


def address(code: str) -> str:
    """Of its public page, as printed on the certificate."""
    return f"{settings.current().public_url.rstrip('/')}/v/{code}"
