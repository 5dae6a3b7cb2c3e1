"""Whether the installation works, for machines that watch it."""

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from coi_app import db
from coi_app.models import Batch, Mail


def problem() -> str:
    """Why the database does not answer; "" when it does."""
    try:
        with db.reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return f"The database does not answer: {type(error).__name__}"
    return ""


def figures() -> dict[str, int]:
    """Work that waits or failed, by the name of its metric."""
    with db.reading() as session:
        return {
            "batches_running": session.scalar(
                select(func.count()).select_from(Batch).where(col(Batch.state).in_(("queued", "running")))
            )
            or 0,
            "mails_queued": _mails(session, "queued"),
            "mails_failed": _mails(session, "failed"),
        }


def _mails(session: Session, state: str) -> int:
    return session.scalar(select(func.count()).select_from(Mail).where(col(Mail.state) == state)) or 0
