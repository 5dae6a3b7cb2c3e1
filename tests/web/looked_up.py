"""Queries for `test_readers`: a process beside finds them by their names."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session

from coi_app.rules import errors


def process_id(session: Session) -> int:
    return os.getpid()


def given(session: Session, *what: object, **how: object) -> tuple[object, ...]:
    return what, how


def waits_for(session: Session, file: Path) -> int:
    """Until the file is there."""
    while not file.exists():
        time.sleep(0.005)
    return os.getpid()


def has_begun(session: Session, file: Path, until: Path) -> int:
    file.touch()
    return waits_for(session, until)


def refuses(session: Session, problems: dict[str, str]) -> None:
    if not problems:
        raise errors.NotFound("certificate")
    raise errors.InvalidInput(problems)


def fails(session: Session) -> None:
    raise ZeroDivisionError("nobody expected this")


def ends(session: Session, but: int) -> int:
    """Ends every process but one."""
    if os.getpid() != but:
        os._exit(9)
    return but


def unfit(session: Session) -> Callable[[], int]:
    def process_id() -> int:
        return os.getpid()

    return process_id


def takes(session: Session, seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()
