"""The content of a certificate for machines: `certificate.json`, as docs/certificate-json.md tells.

Made from the frozen content alone, so that it says what the paper says; the same bytes in every process.
"""

import dataclasses
from typing import Any

from coi_app.rules.certificate_content import (
    Address,
    Box,
    Boxes,
    CertificateContent,
    SharedContent,
    canonical_json,
)

FILE_NAME = "certificate.json"
# A field more is the same version; one that goes, or means something else, is the next.
SCHEMA = "urn:coi-app:certificate:1"
_BOX = {Box.YES: True, Box.BLANK: False, Box.ABSENT: None}


class Companion:
    """For all certificates that share one content: what they share is put together once."""

    def __init__(self, shared: SharedContent) -> None:
        producer, insured = shared.producer, shared.insured
        self._common = {
            "schema": SCHEMA,
            "producer": {
                "name": producer.name,
                "address": _address(producer.address),
                "contact": producer.contact,
                "phone": producer.phone,
                "fax": producer.fax,
                "email": producer.email,
                "representative": producer.representative,
            },
            "insured": {"name": insured.name, "dba": insured.dba, "address": _address(insured.address)},
            "insurers": [dataclasses.asdict(one) for one in shared.insurers],
        }
        self._policies = [
            (
                policy.policy_id,
                {
                    "line": policy.line.value,
                    "insurer": policy.letter,
                    "number": policy.number,
                    "effective_on": policy.effective_on,
                    "expires_on": policy.expires_on,
                    "pending": policy.pending,
                    "coverage": dataclasses.asdict(policy.coverage),
                },
            )
            for policy in shared.policies
        ]

    def value(self, content: CertificateContent) -> dict[str, Any]:
        boxes = {one.policy_id: _marks(one) for one in content.boxes}
        holder = content.holder
        return self._common | {
            "certificate": {
                "number": content.number,
                "revision": content.revision,
                "issued_on": content.issued_on,
                "verification_url": content.verification_url,
            },
            "holder": {
                "name": holder.name,
                "attention": holder.attention,
                "address": _address(holder.address),
            },
            "policies": [said | boxes.get(number, _NO_MARKS) for number, said in self._policies],
            "description": content.description,
        }

    def written(self, content: CertificateContent) -> bytes:
        """UTF-8 with sorted keys."""
        return canonical_json(self.value(content)).encode()


def _marks(boxes: Boxes) -> dict[str, bool | None]:
    """True for Y, False for a blank box, None where the line has no such box."""
    return {
        "additional_insured": _BOX[boxes.additional_insured],
        "subrogation_waived": _BOX[boxes.subrogation_waived],
    }


_NO_MARKS = {"additional_insured": False, "subrogation_waived": False}


def _address(place: Address) -> dict[str, str]:
    return dataclasses.asdict(place)
