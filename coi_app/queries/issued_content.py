"""What an issued certificate says, as it was frozen."""

from coi_app import settings
from coi_app.models import Certificate, StoredContent
from coi_app.rules import certificate_content
from coi_app.rules.certificate_content import CertificateContent


def of(certificate: Certificate, stored: StoredContent) -> CertificateContent:
    """`stored` is what it shares with others. The public address is the one this server has now."""
    return certificate_content.own_from_json(
        certificate.content,
        certificate_content.shared_from_json(stored.body),
        description=certificate.description,
        number=certificate.number,
        revision=certificate.revision,
        issued_on=certificate.issued_on,
        verification_url=address(certificate.verification_code),
    )


def address(code: str) -> str:
    """Of its public page, as printed on the certificate."""
    return f"{settings.current().public_url.rstrip('/')}/v/{code}"
