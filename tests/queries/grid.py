"""Lists of certificates for tests, and the ways in which they are read."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coi_app import clock, models
from coi_app.queries import certificate_filters, certificate_keys, certificate_text
from coi_app.queries import certificates as seen
from tests import factories
from tests.cast import People

# How many are few, and how many are many: each leads to another way of reading the same list.
WAYS = {
    "the few are sorted": {},
    "looked up, then sorted": {"FEW": 0},
    "walked": {"FEW": 0, "MANY": 0, "SOON": 0},
    "walked, with too many versions to list": {"FEW": 0, "MANY": 0, "SOON": 0, "MOST_LISTED": 1},
}


EACH_IS_ASKED = {"FEW": 0, "SHORT": 0, "NAMES": 0, "NAMES_OF_ALL": 0, "DENSE": 0}
LISTED = {"FEW": 0, "SHORT": 0, "NAMES": 0, "DENSE": 10**6}
WAYS_BY_NAME = {
    **WAYS,
    "each is asked for his names": EACH_IS_ASKED,
    "listed by the database": LISTED,
    "so, for the newest, then all": LISTED | {"REACH_OF_LISTED": 1, "REACH_OF_NUMBERS": 1},
    "a long list of names": {"FEW": 0, "SHORT": 0},
    "a long list of names for the newest, then all": {
        "FEW": 0,
        "SHORT": 0,
        "REACH_OF_NAMES": 1,
        "REACH_OF_NUMBERS": 1,
    },
    "so the newest, then all": EACH_IS_ASKED | {"REACH_OF_NAMES": 1, "REACH_OF_NUMBERS": 1},
    "so, with nothing sorted and numbers looked up": EACH_IS_ASKED | {"SOON": 0},
    "an insured's looked up by their holders": {"BY_HOLDER": 0},
    "so, when they are many": {"BY_HOLDER": 0, "FEW": 0, "SHORT": 0},
}


PLACES = (certificate_keys, certificate_filters, certificate_text)


def go(way: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in way.items():
        (place,) = (one for one in PLACES if hasattr(one, name))
        monkeypatch.setattr(place, name, value)


def issued(session: Session, people: People, names: list[str], **given: object) -> list[models.Certificate]:
    policy = factories.policy(session, people.redwood)
    version = factories.master(session, people.redwood, [policy])
    start = clock.now() - timedelta(days=len(names))
    return [
        factories.certificate(
            session, people.redwood, factories.holder(session, name), version,
            **{"issued_at": start + timedelta(days=place), "issued_by_id": people.sam.account_id} | given,
        )
        for place, name in enumerate(names)
    ]  # fmt: skip


def holders(page: seen.paging.Page[seen.CertificateRow]) -> list[str]:
    return [row.holder for row in page.rows]
