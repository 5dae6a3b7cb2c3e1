from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries import shared_files as seen
from coi_app.rules import access, errors
from coi_app.rules.portal_rights import PortalRight
from coi_app.rules.upload_kinds import MediaKind
from coi_app.services import shared_files
from coi_app.services.uploads import Upload
from tests import cast, factories
from tests.cast import People

PAPER = Upload("Policy.pdf", MediaKind.PDF, b"%PDF-1.7 paper")
NEWER = Upload("scan0001.pdf", MediaKind.PDF, b"%PDF-1.7 newer")


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("coi_app.adapters.file_store.root", lambda: tmp_path)


def put(session: Session, people: People, upload: Upload = PAPER, **given: Any) -> int:
    return shared_files.add(session, people.sam, people.redwood.id, {"folder": "Policies"} | given, upload)


def names(session: Session, actor: access.Actor, insured: models.Insured) -> list[str]:
    return [one.name for one in seen.rows(session, actor, insured.id)]


def last_entry(session: Session) -> models.Activity:
    found = session.exec(select(models.Activity).order_by(models.Activity.id.desc())).first()
    assert found is not None
    return found


def test_a_file_is_kept_and_fetched_as_it_was(session: Session, people: People) -> None:
    file_id = put(session, people, kind="policy")
    row = seen.detail(session, people.vic, file_id)
    assert (row.name, row.folder, row.kind, row.version, row.uploaded_by) == (
        "Policy.pdf", "Policies", "policy", 1, "Sam",
    )  # fmt: skip
    fetched = shared_files.fetch(session, people.vic, file_id)
    assert (fetched.body, fetched.file_name) == (PAPER.body, "Policy.pdf")
    assert (last_entry(session).kind, last_entry(session).actor_name) == ("file:downloaded", "Vic")


def test_a_new_version_takes_the_place_and_the_old_one_stays(session: Session, people: People) -> None:
    first = put(session, people, portal_visible=True)
    shared_files.fetch(session, people.ivy, first)
    second = shared_files.add_version(session, people.sam, first, NEWER)
    (row,) = seen.rows(session, people.ivy, people.redwood.id)
    assert (row.id, row.name, row.version, row.document) == (second, "Policy.pdf", 2, first)
    assert [one.version for one in seen.versions(session, people.vic, second)] == [2, 1]
    assert shared_files.fetch(session, people.vic, first).body == PAPER.body
    with pytest.raises(errors.NotFound):
        shared_files.fetch(session, people.ivy, first)
    assert [(one.who, one.version) for one in seen.downloads(session, people.vic, second)] == [
        ("Vic", 1),
        ("Ivy", 1),
    ]
    assert seen.download_counts(session, people.vic, [first])[first][0] == 2


def test_two_who_add_a_version_at_once(session: Session, people: People) -> None:
    first = put(session, people)
    shared_files.add_version(session, people.ada, first, NEWER)
    with pytest.raises(errors.Conflict, match="Somebody else"):
        shared_files.add_version(session, people.sam, first, NEWER)


def test_the_second_of_a_name_gets_a_number(session: Session, people: People) -> None:
    for _ in range(3):
        put(session, people)
    put(session, people, folder="Other")
    assert sorted(names(session, people.sam, people.redwood)) == [
        "Policy (2).pdf", "Policy (3).pdf", "Policy.pdf", "Policy.pdf",
    ]  # fmt: skip


def test_a_renamed_file_keeps_the_ending_of_what_it_is(session: Session, people: People) -> None:
    file_id = put(session, people)
    shared_files.change(session, people.sam, file_id, {"name": "Umbrella.exe", "folder": "2026"})
    row = seen.detail(session, people.sam, file_id)
    assert (row.name, row.folder) == ("Umbrella.pdf", "2026")
    entry = last_entry(session)
    assert entry.details["changed"]["name"] == ["Policy.pdf", "Umbrella.pdf"]
    shared_files.change(session, people.sam, file_id, {"name": "Umbrella"})
    assert last_entry(session).id == entry.id, "nothing changed, nothing recorded"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"folder": "x" * 61}, "folder"),
        ({"kind": "secret"}, "kind"),
        ({"expires_on": "soon"}, "expires_on"),
        ({"name": ["a"]}, "name"),
    ],
)
def test_what_a_file_cannot_be(session: Session, people: People, given: dict[str, Any], field: str) -> None:
    file_id = put(session, people)
    with pytest.raises(errors.InvalidInput) as wrong:
        shared_files.change(session, people.sam, file_id, given)
    assert set(wrong.value.problems) == {field}


def test_an_insured_sees_what_is_shared_and_stops_seeing_it(session: Session, people: People) -> None:
    file_id = put(session, people)
    assert names(session, people.ivy, people.redwood) == []
    shared_files.share(session, people.sam, file_id, True)
    assert names(session, people.ivy, people.redwood) == ["Policy.pdf"]
    shared_files.share(session, people.sam, file_id, False)
    for gone in (file_id, 987_654):
        with pytest.raises(errors.NotFound):
            shared_files.fetch(session, people.ivy, gone)


def test_a_removed_file_is_gone_with_all_its_versions(session: Session, people: People) -> None:
    first = put(session, people, portal_visible=True)
    second = shared_files.add_version(session, people.sam, first, NEWER)
    shared_files.remove(session, people.sam, second)
    assert names(session, people.sam, people.redwood) == []
    for who, gone in ((people.sam, first), (people.sam, second), (people.ivy, second)):
        with pytest.raises(errors.NotFound):
            shared_files.fetch(session, who, gone)


def test_another_insured_sees_nothing_of_it(session: Session, people: People) -> None:
    file_id = put(session, people, portal_visible=True)
    assert names(session, people.otto, people.harbor) == []
    answers = set()
    for asked in (
        lambda: shared_files.fetch(session, people.otto, file_id),
        lambda: shared_files.fetch(session, people.otto, 987_654),
        lambda: seen.detail(session, people.otto, file_id),
        lambda: shared_files.remove(session, people.otto, file_id),
        lambda: seen.downloads(session, people.otto, file_id),
    ):
        with pytest.raises(errors.NotFound) as missing:
            asked()
        answers.add(str(missing.value))
    assert len(answers) == 1
    with pytest.raises(errors.NotFound):
        seen.rows(session, people.otto, people.redwood.id)


def test_cards_and_files_are_two_rights(session: Session, people: People) -> None:
    put(session, people, portal_visible=True)
    card = put(
        session, people, Upload("Card.pdf", MediaKind.PDF, b"card"), portal_visible=True, kind="id_card"
    )
    only = {
        right: cast.insured(session, right.name, people.redwood, frozenset({right}))
        for right in (PortalRight.VIEW_FILES, PortalRight.VIEW_ID_CARDS, PortalRight.UPLOAD_FILES)
    }
    assert names(session, only[PortalRight.VIEW_FILES], people.redwood) == ["Policy.pdf"]
    assert names(session, only[PortalRight.VIEW_ID_CARDS], people.redwood) == ["Card.pdf"]
    assert names(session, only[PortalRight.UPLOAD_FILES], people.redwood) == []
    assert names(session, people.dee, people.redwood) == []
    shared_files.change(session, people.sam, card, {"expires_on": factories.today().isoformat()})
    assert names(session, people.ivy, people.redwood) == ["Policy.pdf"]
    assert len(names(session, people.vic, people.redwood)) == 2


def test_what_an_insured_sends_goes_to_a_folder_of_its_own(session: Session, people: People) -> None:
    given = {"folder": "Policies", "kind": "id_card", "portal_visible": False}
    file_id = shared_files.add(session, people.ivy, people.redwood.id, given, PAPER)
    row = seen.detail(session, people.sam, file_id)
    assert (row.folder, row.kind, row.portal_visible, row.by_insured) == (
        "From the insured", "other", True, True,
    )  # fmt: skip
    assert names(session, people.nia, people.redwood) == ["Policy.pdf"]


def test_an_insured_cannot_fill_the_disk(session: Session, people: People) -> None:
    def send() -> int:
        return shared_files.add(session, people.ivy, people.redwood.id, {}, PAPER)

    sent = session.get_one(models.SharedFile, send())
    said = sent.model_dump(exclude={"id"})
    session.add_all([models.SharedFile(**said) for _ in range(shared_files.MOST_A_DAY - 1)])
    session.flush()
    with pytest.raises(errors.Conflict, match="tomorrow"):
        send()
    for row in session.exec(select(models.SharedFile)):
        row.uploaded_at -= timedelta(days=1)
    session.flush()
    send()


@pytest.mark.parametrize("deed", ["add", "add_version", "change", "share", "remove"])
@pytest.mark.parametrize("who", ["vic", "nia", "dee", "otto"])
def test_who_may_not(session: Session, people: People, deed: str, who: str) -> None:
    file_id = put(session, people, portal_visible=True)
    nia = cast.insured(session, "Nia", people.redwood, frozenset({PortalRight.VIEW_FILES}))
    actor = nia if who == "nia" else getattr(people, who)
    before = last_entry(session).id
    deeds = {
        "add": lambda: shared_files.add(session, actor, people.redwood.id, {}, PAPER),
        "add_version": lambda: shared_files.add_version(session, actor, file_id, NEWER),
        "change": lambda: shared_files.change(session, actor, file_id, {"name": "x"}),
        "share": lambda: shared_files.share(session, actor, file_id, False),
        "remove": lambda: shared_files.remove(session, actor, file_id),
    }
    blind = who == "otto" or (who == "dee" and deed != "add")
    with pytest.raises(errors.NotFound if blind else errors.NotAllowed):
        deeds[deed]()
    assert last_entry(session).id == before


def test_ivy_changes_nothing_of_what_she_sees(session: Session, people: People) -> None:
    file_id = put(session, people, portal_visible=True)
    for deed in (
        lambda: shared_files.add_version(session, people.ivy, file_id, NEWER),
        lambda: shared_files.share(session, people.ivy, file_id, False),
        lambda: shared_files.remove(session, people.ivy, file_id),
        lambda: seen.downloads(session, people.ivy, file_id),
        lambda: seen.versions(session, people.ivy, file_id),
    ):
        with pytest.raises(errors.NotAllowed):
            deed()


def test_a_file_altered_on_the_disk_is_not_given_out(
    session: Session, people: People, tmp_path: Path
) -> None:
    file_id = put(session, people)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(b"altered")
    with pytest.raises(errors.Conflict, match="damaged"):
        shared_files.fetch(session, people.sam, file_id)
