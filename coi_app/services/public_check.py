"""Guessing certificates' codes is made hopeless: wrong ones are counted by the address they come from."""

from datetime import timedelta

from sqlmodel import Session

from coi_app import clock
from coi_app.rules import errors
from coi_app.services import tries

WRONG_CODES, WINDOW = 20, timedelta(minutes=15)
PURPOSE = "certificate_code"


class TooManyCodes(errors.Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Too many wrong codes came from your network. Wait 15 minutes, then open the address again as it is "
            "printed on the certificate."
        )


def refuse_guessing(session: Session, ip: str) -> None:
    """Raises TooManyCodes; right codes are refused too, or a guess could be told from its answer."""
    if tries.count(session, PURPOSE, ip, clock.now() - WINDOW) >= WRONG_CODES:
        raise TooManyCodes


def note_wrong_code(session: Session, ip: str) -> None:
    """Counted under the address itself."""
    tries.note(session, PURPOSE, ip)
