import pytest
from sqlmodel import Session

from coi_app.queries import search
from tests import factories
from tests.cast import People


@pytest.fixture
def agency_at_work(session: Session, people: People) -> People:
    policy = factories.policy(session, people.redwood, number="GLP-4471902-03")
    holder = factories.holder(session, "Halvorsen Property Group LLC")
    factories.holder_name(session, holder, "Redfern Estates")
    version = factories.master(session, people.redwood, [policy])
    factories.certificate(session, people.redwood, holder, version, number="KV-26-04812")
    factories.certificate(session, people.redwood, holder, version, number="KV-26-04812", revision=1)
    return people


def found(session: Session, who: object, text: object) -> dict[str, list[str]]:
    groups = search.everything(session, who, text)  # type: ignore[arg-type]
    return {group.label: [option.title for option in group.options] for group in groups}


def test_letters_find_insureds_and_holders_under_every_name(session: Session, agency_at_work: People) -> None:
    for text in ("re", "red", "Réd"):
        assert found(session, agency_at_work.vic, text) == {
            "Insureds": ["Redwood Ridge Builders LLC"],
            "Holders": ["Halvorsen Property Group LLC"],
        }
    (group,) = search.everything(session, agency_at_work.vic, "redfern")
    assert group.options[0].hint == "Formerly Redfern Estates · Boise, ID"


@pytest.mark.parametrize("text", ["GLP-4471902-03", "glp4471", "glp 447", "GL"])
def test_a_policy_number_is_found_with_or_without_its_dashes(
    session: Session, agency_at_work: People, text: str
) -> None:
    (group,) = search.everything(session, agency_at_work.sam, text)
    (option,) = group.options
    assert (option.title, option.hint) == ("GLP-4471902-03", "General Liability · Redwood Ridge Builders LLC")
    assert option.href.startswith(f"/insureds/{agency_at_work.redwood.id}?tab=policies&policy=")


@pytest.mark.parametrize("text", ["KV-26-04812", "kv-26", "kv 26 048", "KV"])
def test_a_certificate_number_is_found_newest_revision_first(
    session: Session, agency_at_work: People, text: str
) -> None:
    assert found(session, agency_at_work.sam, text) == {"Certificates": ["KV-26-04812 Rev 1", "KV-26-04812"]}


def test_names_that_begin_so_come_before_names_that_have_it(session: Session, people: People) -> None:
    for name in ("Old Market Hall", "Market Street LLC", "Anna Market"):
        factories.holder(session, name)
    assert found(session, people.sam, "market")["Holders"] == [
        "Market Street LLC",
        "Anna Market",
        "Old Market Hall",
    ]


def test_one_holder_with_many_fitting_names_is_listed_once(session: Session, people: People) -> None:
    holder = factories.holder(session, "Market One")
    factories.holder_name(session, holder, "Market Two")
    factories.holder(session, "Market Three")
    assert found(session, people.sam, "market")["Holders"] == ["Market One", "Market Three"]


def test_a_group_has_at_most_so_many(session: Session, people: People) -> None:
    for number in range(8):
        factories.holder(session, f"Market {number}")
    assert len(found(session, people.sam, "market")["Holders"]) == 5
    assert len(search.everything(session, people.sam, "market", 10**9)[0].options) == 8


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "'", '"', "''; --", "\0", "?!", None, 7, [], "🏗️"])
def test_nothing_to_look_for_finds_nothing(session: Session, agency_at_work: People, text: object) -> None:
    assert found(session, agency_at_work.sam, text) == {}


def test_otto_finds_nothing_of_ivys(session: Session, agency_at_work: People) -> None:
    for text in ("redwood", "re", "GLP-447", "KV-26", "halvorsen"):
        assert found(session, agency_at_work.otto, text) == {}
    assert found(session, agency_at_work.ivy, "redwood") == {"Insureds": ["Redwood Ridge Builders LLC"]}
    assert found(session, agency_at_work.ivy, "kv-26")["Certificates"]
