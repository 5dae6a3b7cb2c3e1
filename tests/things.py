"""One of everything that an insured has, by the names that addresses and services know it: for the matrix."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from coi_app import clock, models
from coi_app.adapters import file_store
from coi_app.queries import mails
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity
from tests import factories
from tests.cast import People
from tests.documents import hostile_files

NOBODYS = 987_654


@dataclass(frozen=True)
class Things:
    """ "policy_id" → its number; `sha256` is a picture's."""

    ids: dict[str, Any]


KINDS = (
    "account_id", "activity_id", "answer_id", "batch_id", "carrier_id", "certificate_id", "contact_id",
    "endorsement_id", "file_id", "form_id", "holder_id", "import_id", "insured_id", "interest_id",
    "mail_id", "master_id", "policy_id", "preset_id", "request_id", "run_id", "session_id",
    "template_id", "vehicle_id", "view_id",
)  # fmt: skip
MISSING = Things(dict.fromkeys(KINDS, NOBODYS) | {"sha256": "0" * 64})


def things_of(
    session: Session, people: People, insured: models.Insured, account_id: int | None, asked_by_id: int | None
) -> Things:
    """`account_id` is somebody's of this insured, and `asked_by_id` whoever asked for the request."""
    now = clock.now()
    policy = factories.policy(session, insured)
    holder = factories.holder(session, f"Holder of {insured.legal_name}")
    version = factories.master(session, insured, [policy])
    rows: dict[str, Any] = {
        "endorsement_id": factories.endorsement(session, policy),
        "interest_id": factories.interest(session, insured, holder),
        "certificate_id": factories.certificate(
            session, insured, holder, version, verdict={"findings": [], "boxes": []}
        ),
        "contact_id": models.Contact(insured_id=insured.id, name="Dana"),
        "vehicle_id": models.Vehicle(
            policy_id=policy.id, year=2024, make="Ford", model="F-150", vin="1FTFW1E50NFA00001", created_at=now
        ),
        "file_id": models.SharedFile(
            insured_id=insured.id, name="Policy.pdf", media_type="application/pdf", size=4, sha256="1" * 64,
            portal_visible=True, uploaded_at=now,
        ),
        "request_id": models.CertificateRequest(insured_id=insured.id, asked_by_id=asked_by_id, created_at=now),
        "form_id": _form(now),
        "mail_id": models.Mail(
            kind="request", to_email="a@b.example", subject="S", body="B", message_id=f"<{insured.id}@b.example>",
            insured_id=insured.id, created_at=now, state="outbox",
        ),
        "batch_id": models.Batch(
            file_key="matrix.zip", file_name="matrix.zip", state="done",
            insured_id=insured.id, master_version_id=version.id, request_key=f"key-{insured.id}", created_at=now
        ),
        "run_id": models.BulkRun(
            kind="csv", request_key=f"run-{insured.id}", insured_id=insured.id, created_at=now, state="done",
            file_key="matrix.zip", file_name="matrix.csv",
        ),
        "import_id": models.ImportRun(file_name="m.csv", file_size=1, file_sha256="3" * 64, created_at=now),
        "template_id": models.DescriptionTemplate(name="T", body="B", created_at=now, updated_at=now),
        "preset_id": models.PortalPreset(name="P", name_key=f"p{insured.id}", created_at=now),
        "view_id": models.SavedView(screen="s", account_id=people.sam.account_id, name="V", query={}, created_at=now),
        "session_id": models.SignInSession(
            token_sha256=f"t{insured.id}", account_id=account_id, created_at=now, last_seen_at=now, expires_at=now
        ),
    }  # fmt: skip
    for row in rows.values():
        session.add(row)
    session.flush()
    _keep_files(rows["mail_id"])
    picture = models.StoredPicture(sha256="2" * 64, body=b"\x89PNG", created_at=now)
    session.merge(picture)
    rows["answer_id"] = _answered(session, insured, rows["interest_id"])
    ids = {name: row.id for name, row in rows.items()} | {"activity_id": _told(session, people, insured)}
    known = {
        "insured_id": insured.id,
        "policy_id": policy.id,
        "carrier_id": policy.carrier_id,
        "holder_id": holder.id,
    }
    return Things(
        ids | known | {"master_id": version.master_id, "account_id": account_id, "sha256": picture.sha256}
    )


def _form(now: datetime) -> models.LicensedForm:
    """The agency's own form: a page without a field."""
    paper, outlines = file_store.put(hostile_files.pdf()), file_store.put(b'["<svg/>"]')
    return models.LicensedForm(
        name="F", sha256=paper, size=4, blank_sha256=paper, outlines_sha256=outlines, pages=1, fields=[],
        mapping={}, code={}, licensed_at=now,
    )  # fmt: skip


def _keep_files(mail: models.Mail) -> None:
    """What lies beside the database: the file of a batch, and a message that nobody mailed."""
    file_store.write_whole(file_store.batch_path("matrix.zip"), b"PK")
    letter = file_store.outbox() / f"{mails.eml_name(mail)}.eml"
    letter.parent.mkdir(parents=True, exist_ok=True)
    letter.write_bytes(b"Subject: S\r\n\r\nB")


def _answered(session: Session, insured: models.Insured, interest: Any) -> models.ReviewAnswer:
    """A wish that came of a review of the holders, which goes on."""
    now = clock.now()
    review = models.HoldersReview(insured_id=insured.id, began_at=now)
    session.add(review)
    session.flush()
    answer = models.ReviewAnswer(
        review_id=review.id, interest_id=interest.id, answer="end", state="waiting", answered_at=now
    )
    session.add(answer)
    session.flush()
    return answer


def _told(session: Session, people: People, insured: models.Insured) -> int | None:
    """An entry of the insured's history."""
    entry = activity.Entry(ActivityKind.INSURED_CHANGED, "Changed", insured.id, "insured", insured.id)
    activity.record(session, people.sam, entry)
    return session.exec(select(models.Activity.id).order_by(col(models.Activity.id).desc())).first()
