"""The environment, read: what follows from what, and what is refused with a sentence."""

import pytest

from coi_app import settings


def test_the_public_address_follows_the_port_unless_it_is_given() -> None:
    given = {"COI_PUBLIC_URL": "https://coi.kestrel.example", "COI_PORT": "9000"}
    assert settings.from_environment({}).public_url == "http://localhost:8000"
    assert settings.from_environment({"COI_PORT": "9000"}).public_url == "http://localhost:9000"
    assert settings.from_environment(given).public_url == "https://coi.kestrel.example"
    assert settings.from_environment(given).secure


def test_no_proxy_is_trusted_unless_it_is_said() -> None:
    assert settings.from_environment({}).trusted_proxies == 0
    assert settings.from_environment({"COI_TRUSTED_PROXIES": "0"}).trusted_proxies == 0
    assert settings.from_environment({"COI_TRUSTED_PROXIES": "2"}).trusted_proxies == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COI_PORT", "70000"),
        ("COI_PORT", "http"),
        ("COI_PUBLIC_URL", "coi.kestrel.example"),
        ("COI_PUBLIC_URL", "https://kestrel.example/coi"),
        ("COI_DATABASE_URL", "mysql://root@localhost/coi"),
        ("COI_LOG_LEVEL", "LOUD"),
        ("COI_SMTP_URL", "mail.kestrel.example"),
        ("COI_BOUNCE_SECRET", "too short"),
        ("COI_IMAP_URL", "mail.kestrel.example"),
        ("COI_IMAP_URL", "imaps://mail.kestrel.example/INBOX"),
        ("COI_IMAP_MINUTES", "0"),
        ("COI_SIGNING_FILE", "/etc/coi/agency.p12"),
        ("COI_TRUSTED_PROXIES", "-1"),
        ("COI_TRUSTED_PROXIES", "11"),
        ("COI_TRUSTED_PROXIES", "10.0.0.2"),
        ("COI_UPLOAD_MB", "0"),
        ("COI_UPLOAD_MB", "5 GB"),
        ("COI_FILES_URL", "s3://bucket/prefix"),
    ],
)
def test_what_cannot_work_is_named(name: str, value: str) -> None:
    with pytest.raises(settings.WrongSetting, match=name):
        settings.from_environment({name: value})
