"""The demo agency keeps every promise the product makes: verdicts, bytes, chains."""

from collections import Counter

import pytest
from sqlmodel import Session, col, func, select

from coi_app import clock, models
from coi_app.queries import certificate_files
from coi_app.queries.certificate_files import CertificateFile
from coi_app.rules import field_values
from coi_app.rules.findings import State
from coi_app.services import activity, demo
from coi_app.services.demo import agency, clients
from coi_app.services.demo.everyday import Filled
from coi_app.services.demo.judgement import Approved, Courthouse

pytestmark = pytest.mark.usefixtures("filled")
AT_ONCE = 300


def insured(session: Session, name: str) -> models.Insured:
    return session.exec(select(models.Insured).where(models.Insured.legal_name == name)).one()


def interests(session: Session, name: str) -> list[int]:
    of = insured(session, name).id
    query = select(models.AdditionalInterest.id).where(models.AdditionalInterest.insured_id == of)
    return [number for number in session.exec(query) if number]


def judged_today(session: Session, name: str) -> list[Approved | None]:
    """By the insured's first master, with its own wording and without any reason."""
    of = insured(session, name).id
    masters = select(models.Master).where(models.Master.insured_id == of).order_by(col(models.Master.id))
    master = session.exec(masters).first()
    assert master is not None
    versions = select(models.MasterVersion.id).where(
        models.MasterVersion.master_id == master.id, models.MasterVersion.version == master.current_version
    )
    court, ids = Courthouse(session), interests(session, name)
    court.read_pairs(ids)
    bench = court.bench(session.exec(versions).one() or 0, clock.today(agency.ZONE))
    return [bench.approve(court.pair(one), None, "") for one in ids]


def test_every_holder_of_redwood_ridge_passes_the_verdict(filled_session: Session) -> None:
    verdicts = judged_today(filled_session, clients.REDWOOD)
    assert len(verdicts) == clients.REDWOODS_INTERESTS == 250
    assert [one for one in verdicts if one is None or one.verdict.state is not State.READY] == []


def test_redwood_ridges_usual_master_is_all_lines(filled_session: Session) -> None:
    of = insured(filled_session, "Redwood Ridge Builders LLC").id
    named = select(models.Master.name).where(models.Master.insured_id == of)
    assert list(filled_session.exec(named)).count("All Lines") == 1


def test_a_cancelled_policy_blocks_all_holders(filled_session: Session) -> None:
    assert set(judged_today(filled_session, "Owyhee Freight Inc")) == {None}


def test_every_certificate_is_retrieved_as_it_was_issued(filled_session: Session) -> None:
    ids = [number for number in filled_session.exec(select(models.Certificate.id)) if number]
    assert len(ids) > 1_000
    files: list[CertificateFile] = []
    for start in range(0, len(ids), AT_ONCE):
        files += certificate_files.exact_files(filled_session, ids[start : start + AT_ONCE])
    assert len(files) == len(ids)
    assert all(file.body.startswith(b"%PDF") and file.body.endswith(b"%%EOF\n") for file in files)


def test_the_chains_of_the_history_hold(filled_session: Session) -> None:
    heads: dict[int, tuple[int, str]] = {}
    query = select(models.Activity).order_by(col(models.Activity.chain), col(models.Activity.sequence))
    for row in filled_session.exec(query):
        sequence, previous = heads.get(row.chain, (0, ""))
        assert (row.sequence, row.previous_hash) == (sequence + 1, previous)
        assert row.hash == activity.digest(previous, row.model_dump())
        heads[row.chain] = (row.sequence, row.hash)
    kept = {one.chain: (one.sequence, one.hash) for one in filled_session.exec(select(models.ChainHead))}
    assert kept == heads
    assert len(heads) > 40


def test_history_never_lies_in_the_future_nor_goes_back(filled_session: Session) -> None:
    now = clock.now()
    last: dict[int, object] = {}
    for row in filled_session.exec(select(models.Activity).order_by(col(models.Activity.id))):
        assert row.at <= now
        assert row.at >= last.get(row.chain, row.at)  # type: ignore[operator]  # instants only
        last[row.chain] = row.at


def test_certificates_tell_two_years_with_their_failures(filled_session: Session) -> None:
    rows = filled_session.exec(
        select(models.Certificate.issued_on, models.Certificate.delivery, models.Certificate.source)
    ).all()
    days = [issued_on for issued_on, _, _ in rows]
    assert (max(days) - min(days)).days > 600
    assert {"none", "sent", "failed"} <= {delivery for _, delivery, _ in rows}
    assert {"manual", "bulk", "portal"} == {source for _, _, source in rows}


def test_revisions_and_withdrawals_are_told(filled_session: Session) -> None:
    table = models.Certificate
    superseded = filled_session.exec(select(table).where(col(table.superseded_at).is_not(None))).all()
    assert superseded
    for old in superseded:
        new = filled_session.exec(select(table).where(table.supersedes_id == old.id)).one()
        assert (new.number, new.revision) == (old.number, old.revision + 1)
    withdrawn = filled_session.exec(select(table).where(col(table.withdrawn_at).is_not(None))).all()
    assert withdrawn and all(one.withdrawn_reason for one in withdrawn)


def test_numbers_go_on_where_the_demo_stopped(filled_session: Session) -> None:
    numbers = filled_session.exec(
        select(models.Certificate.number).where(models.Certificate.revision == 0)
    ).all()
    highest = Counter[str]()
    for number in numbers:
        series, _, serial = number.rpartition("-")
        highest[series] = max(highest[series], int(serial))
    kept = {one.name: one.last for one in filled_session.exec(select(models.NumberSeries))}
    assert kept == dict(highest)
    assert sum(kept.values()) == len(numbers)


def test_a_new_row_gets_a_number_of_its_own(filled_session: Session) -> None:
    before = filled_session.exec(select(func.max(models.Carrier.id))).one()
    row = models.Carrier(legal_name="One More Insurance Company", naic="99999")
    filled_session.add(row)
    filled_session.flush()
    assert before is not None and row.id is not None and row.id > before


def test_nobody_can_be_reached(filled_session: Session) -> None:
    """Reserved domains and telephone numbers only."""
    mails = [
        *filled_session.exec(select(models.Holder.email)),
        *filled_session.exec(select(models.Insured.email)),
    ]
    mails += filled_session.exec(select(models.Mail.to_email))
    assert [one for one in mails if one and not one.endswith(".example")] == []
    assert [one for one in mails if field_values.email(one) != one] == []
    phones = [
        *filled_session.exec(select(models.Holder.phone)),
        *filled_session.exec(select(models.Insured.phone)),
    ]
    assert [one for one in phones if "555-01" not in one] == []


def test_four_people_can_sign_in(filled: Filled, filled_session: Session) -> None:
    assert [one["role"] for one in filled.accounts] == ["admin", "agent", "viewer", "insured"]
    for one in filled.accounts:
        found = filled_session.exec(select(models.Account).where(models.Account.email == one["email"])).one()
        assert (found.role, found.status) == (one["role"], "active")
        assert one["password"] not in found.password_hash


def test_a_database_with_anything_in_it_is_refused(filled_session: Session) -> None:
    with pytest.raises(demo.NotEmpty, match="not empty"):
        demo.fill_in(filled_session, 2)
