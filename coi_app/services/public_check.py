"""Guessing certificates' codes is made hopeless: wrong ones are counted by the address they come from."""

from datetime import timedelta

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from coi_app import clock
from coi_app.models import SignInAttempt
from coi_app.rules import errors

WRONG_CODES, WINDOW, KEPT = 20, timedelta(minutes=15), timedelta(hours=24)
PURPOSE = "certificate_code"


class TooManyCodes(errors.Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Too many wrong codes came from your network. Wait 15 minutes, then open the address again as it is "
            "printed on the certificate."
        )


def refuse_guessing(session: Session, ip: str) -> None:
    """Raises TooManyCodes; right codes are refused too, or a guess could be told from its answer."""
    wrong = select(func.count()).where(
        SignInAttempt.purpose == PURPOSE, SignInAttempt.email == ip, SignInAttempt.at > clock.now() - WINDOW
    )
    if session.exec(wrong).one() >= WRONG_CODES:
        raise TooManyCodes


def note_wrong_code(session: Session, ip: str) -> None:
    """Counted under the address itself; what is a day old is forgotten."""
    session.execute(
        delete(SignInAttempt).where(
            col(SignInAttempt.purpose) == PURPOSE, col(SignInAttempt.at) < clock.now() - KEPT
        )
    )
    session.add(SignInAttempt(purpose=PURPOSE, email=ip, ip=ip, at=clock.now()))
