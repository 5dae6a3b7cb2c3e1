"""The words of a mail: what resolves, what is refused, and that a value is never read for placeholders."""

import pytest

from coi_app.rules import mail_wording
from coi_app.rules.errors import InvalidInput

VALUES = mail_wording.EXAMPLES


def test_the_programs_own_wording_resolves() -> None:
    subject, message = mail_wording.filled(mail_wording.SUBJECT, mail_wording.MESSAGE, VALUES)
    assert subject == "Certificate of insurance KV-26-04812 for Redwood Ridge Builders LLC"
    assert "of Redwood Ridge Builders LLC for Halvorsen Property Group LLC." in message
    assert mail_wording.problems_of(mail_wording.SUBJECT + mail_wording.MESSAGE) == ()


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("To {holder}", "{holder} is no placeholder. Did you mean {holder.name}?"),
        ("{policy.gl.number}", "is no placeholder"),
        ("a { b", "has no partner"),
        ("Call {agency.phone}", "{agency.phone} has no value here"),
    ],
)
def test_what_does_not_resolve_is_refused_at_its_field(message: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        mail_wording.filled("Certificate", message, VALUES | {"agency.phone": ""})
    assert set(refused.value.problems) == {"message"} and said in refused.value.problems["message"]


def test_braces_of_a_name_stay_braces() -> None:
    values = VALUES | {"insured.name": "{holder.name} & {Sons"}
    begun = mail_wording.begun(
        "{insured.name} {{x}} {certificate.number}", values | {"certificate.number": ""}
    )
    assert begun == "{{holder.name}} & {{Sons {{x}} {certificate.number}"
    assert mail_wording.filled(begun, "m", values)[0] == "{holder.name} & {Sons {x} KV-26-04812"


def test_a_long_name_does_not_stop_the_mail() -> None:
    subject, _ = mail_wording.filled("For {insured.name}", "m", {"insured.name": "x" * 300})
    assert len(subject) == mail_wording.MAX_SUBJECT
