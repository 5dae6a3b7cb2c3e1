from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from coi_app import db, models
from coi_app.queries import certificate_selection, certificates, holder_uses, saved_views
from coi_app.queries.certificate_filters import CertificateFilter
from coi_app.queries.certificate_selection import CertificateSelection
from coi_app.rules import errors
from coi_app.rules.coverage import Line
from coi_app.rules.standing import StandingKind
from coi_app.services import holder_duplicates, holder_merges
from tests import factories
from tests.cast import People


def test_links_standings_requests_and_failures_of_a_holder(session: Session, people: People) -> None:
    holder = factories.holder(session)
    live = factories.master(session, people.redwood, [factories.policy(session, people.redwood)])
    ended = factories.policy(session, people.harbor, expires_on=factories.today() - timedelta(days=1))
    over = factories.master(session, people.harbor, [ended])
    link = factories.interest(
        session, people.redwood, holder, types=["loss_payee"], loan_number="77", preferred_master_id=live.master_id
    )  # fmt: skip
    factories.interest(session, people.harbor, holder, ended_on=factories.today())
    for version, insured, given in (
        (live, people.redwood, {"delivery": "failed"}),
        (live, people.redwood, {}),
        (over, people.harbor, {}),
        (over, people.harbor, {"withdrawn_at": holder.created_at}),
        (live, people.redwood, {"sent": False, "delivery": "failed"}),
    ):
        factories.certificate(session, insured, holder, version, **given)
    for status in ("open", "issued"):
        session.add(
            models.CertificateRequest(
                insured_id=people.redwood.id, holder_id=holder.id, status=status, created_at=holder.created_at
            )
        )
    uses = holder_uses.of(session, people.vic, holder.id)
    assert uses.standings == (
        (StandingKind.IN_FORCE, 2),
        (StandingKind.EXPIRED, 1),
        (StandingKind.WITHDRAWN, 1),
    )
    assert (uses.certificates, uses.failed, uses.links_count) == (4, 1, 2)
    assert [(one.insured, one.type_label, one.about, one.master) for one in uses.links] == [
        ("Redwood Ridge Builders LLC", "Loss payee", "Loan 77", "All Lines"),
        ("Harbor Light Electric Inc", "Certificate holder", "", ""),
    ]
    assert uses.links[0].since == link.created_at and uses.links[1].ended_on == factories.today()
    assert [one.insured for one in uses.requests] == ["Redwood Ridge Builders LLC"]
    for actor, kind in ((people.ivy, errors.NotAllowed), (people.otto, errors.NotAllowed)):
        with pytest.raises(kind):
            holder_uses.of(session, actor, holder.id)
    stranger = factories.holder(session, "Nobody's Co")
    with pytest.raises(errors.NotFound):
        holder_uses.of(session, people.ivy, stranger.id)


def test_certificates_are_narrowed_by_holders_and_by_line(session: Session, people: People) -> None:
    kept, gone, other = (factories.holder(session, name) for name in ("Kept Co", "Gone Co", "Other Co"))
    liability = factories.master(session, people.redwood, [factories.policy(session, people.redwood)])
    auto = factories.master(
        session, people.redwood, [factories.policy(session, people.redwood, Line.AUTOMOBILE)], name="Auto"
    )
    first = factories.certificate(session, people.redwood, kept, liability)
    second = factories.certificate(session, people.redwood, gone, auto)
    third = factories.certificate(session, people.redwood, other, auto)
    holder_merges.merge(session, people.sam, kept.id, [gone.id])

    def shown(**wanted: object) -> set[str]:
        return {
            row.number for row in certificates.page(session, people.sam, CertificateFilter(**wanted)).rows
        }

    assert shown(holder_ids=(gone.id,)) == shown(holder_ids=(kept.id,)) == {first.number, second.number}
    assert shown(line="automobile") == {second.number, third.number}
    assert shown(line="automobile", holder_ids=(kept.id, 987_654)) == {second.number}
    assert shown(holder_ids=(987_654,)) == set()
    asked = CertificateSelection(everyone=True, filters=CertificateFilter(holder_ids=(kept.id or 0,)))
    again = certificate_selection.from_json(asked.as_json())
    assert again == asked and certificate_selection.count(session, people.sam, again) == 2
    assert saved_views.cleaned({"holders": "1,2", "line": "automobile"}) == {
        "holders": "1,2",
        "line": "automobile",
    }


def test_the_index_of_holders_serves_the_list_of_their_certificates(session: Session, people: People) -> None:
    if not db.is_sqlite(session):
        pytest.skip("says how SQLite reads")
    query = certificates.matching(session, people.sam, CertificateFilter(holder_ids=(1, 2)))
    sql = str(query.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    plan = " ".join(str(row) for row in session.execute(text(f"EXPLAIN QUERY PLAN {sql}")))
    assert "ix_certificates_holder_id_issued_at_id_sent" in plan and "SCAN certificates" not in plan


def test_duplicates_are_found_as_the_import_finds_them(session: Session, people: People) -> None:
    halvorsen = factories.holder(session, "Halvorsen Property Group LLC")
    spelled = factories.holder(
        session, "HALVORSEN PROPERTY GROUP, L.L.C.", address_line_one="800 West Main St.", zip_code="83702-1234"
    )  # fmt: skip
    alike = factories.holder(session, "Linden Squares Market LP", address_line_one="12 Oak Street")
    original = factories.holder(session, "Linden Square Market LP", address_line_one="12 Oak St")
    lookalike = factories.holder(session, "Linden Square Market Inc", address_line_one="12 Oak St")
    factories.holder(session, "Halvorsen Property Group LLC", zip_code="99501", city="Anchorage")
    found = holder_duplicates.find(session, people.sam)
    assert [(one.holder_ids, one.sure) for one in found] == [
        ((halvorsen.id, spelled.id), True),
        ((alike.id, original.id, lookalike.id), False),
    ]
    narrowed = holder_duplicates.find(session, people.sam, "linden")
    assert [one.holder_ids for one in narrowed] == [(alike.id, original.id, lookalike.id)]
    holder_merges.merge(session, people.sam, original.id, [alike.id, lookalike.id])
    assert holder_duplicates.find(session, people.sam, "linden") == ()
    for actor in (people.vic, *people.insureds_people):
        with pytest.raises(errors.NotAllowed):
            holder_duplicates.find(session, actor)
