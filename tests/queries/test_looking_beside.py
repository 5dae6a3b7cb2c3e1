"""What a process beside may be asked, and how many there are."""

import pytest

from coi_app import settings
from coi_app.adapters import beside
from coi_app.queries import certificate_news, looking_beside
from coi_app.rules import access


@pytest.mark.parametrize(
    ("given", "cores", "number"),
    [
        ({}, 2, 1),
        ({}, 1, 0),
        ({}, 32, 4),
        ({"redis_url": "redis://localhost"}, 8, 0),
        ({"readers": 0}, 8, 0),
        ({"readers": 7, "redis_url": "redis://localhost"}, 1, 7),
    ],
)
def test_how_many(given: dict[str, int], cores: int, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "current", lambda: settings.Settings(**given))
    monkeypatch.setattr(beside, "cores", lambda: cores)
    assert looking_beside.how_many() == number


def test_queries_with_a_name_may_be_asked() -> None:
    assert looking_beside.may_be_asked(certificate_news.newest)
    assert not looking_beside.may_be_asked(lambda session: session)
    assert not looking_beside.may_be_asked(access.system_actor)
