"""What the operator is told about whose address counts."""

import pytest

from coi_app import settings
from coi_app.services import doctor

PUBLIC = "https://coi.kestrel.example"


def told(monkeypatch: pytest.MonkeyPatch, **given: object) -> doctor.Check:
    chosen = settings.from_environment({f"COI_{name.upper()}": str(value) for name, value in given.items()})
    monkeypatch.setattr(settings, "current", lambda: chosen)
    return doctor._run("addresses", doctor.CHECKS["addresses"])


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_proxy_that_is_not_counted_is_found(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    found = told(monkeypatch, public_url=PUBLIC, host=host)
    assert not found.is_well
    assert "COI_TRUSTED_PROXIES is 0: behind a proxy everybody counts as one address" in found.finding


def test_proxies_that_are_counted_are_named_with_what_must_be_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(monkeypatch, public_url=PUBLIC, trusted_proxies=2, host="0.0.0.0", port=9000)
    assert found.is_well and found.finding.startswith("2 from the right in X-Forwarded-For is")
    assert "nobody but your proxies reach 0.0.0.0:9000" in found.finding


def test_without_a_proxy_all_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(monkeypatch)
    assert found.is_well and "X-Forwarded-For is ignored" in found.finding
