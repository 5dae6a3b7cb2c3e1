"""What strangers may do only so often is counted by the network address they come from."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from coi_app import clock
from coi_app.models import SignInAttempt

KEPT = timedelta(hours=24)


def count(session: Session, purpose: str, ip: str, since: datetime) -> int:
    """How often this address did it since then."""
    made = select(func.count()).where(
        SignInAttempt.purpose == purpose, SignInAttempt.email == ip, SignInAttempt.at > since
    )
    return session.exec(made).one()


def note(session: Session, purpose: str, ip: str) -> None:
    """Once more; what is a day old is forgotten."""
    session.execute(
        delete(SignInAttempt).where(
            col(SignInAttempt.purpose) == purpose, col(SignInAttempt.at) < clock.now() - KEPT
        )
    )
    session.add(SignInAttempt(purpose=purpose, email=ip, ip=ip, at=clock.now()))
